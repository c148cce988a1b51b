"""Assistant and library -> the web application: the chat at /, transcripts at /t/, the API at /api/."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import gradio as gr
from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict

from assistant.answer import Assistant
from assistant.records import Change, Record, Records, changes, without_withdrawn
from assistant.replies import reply_to
from assistant.rows import answer_row, claim_row, record_row
from assistant.web.answers import answer_page, missing_answer_page
from assistant.web.chat import CSS, HEAD, THEME, build_chat
from assistant.web.pages import not_found_page, transcript_page, withdrawn_page
from corpus.errors import LibraryError, QuestionError
from corpus.library import Library

_STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

_EXPECTED = {"/api/ask": '{"question": …, "history"?: […]}', "/api/verify": '{"text": …, "document"?: …}'}


class Asked(BaseModel):
    """What POST /api/ask takes; `history` is question, answer, question, answer …"""

    model_config = ConfigDict(extra="forbid")
    question: str
    history: list[str] = []


class Checked(BaseModel):
    """What POST /api/verify takes."""

    model_config = ConfigDict(extra="forbid")
    text: str
    document: str | None = None


def create_app(assistant: Assistant, library: Library, records: Records | None = None) -> FastAPI:
    """One application; it keeps no state of its own, so several processes may serve one library. Without records no answer has a page."""
    app = FastAPI(title="Pressroom", docs_url=None, redoc_url=None)
    app.mount("/style", StaticFiles(directory=_STATIC), name="style")

    @app.post("/api/ask")
    def ask(asked: Asked) -> JSONResponse:
        began = time.perf_counter()
        answer = assistant.ask(asked.question, asked.history)
        elapsed = (time.perf_counter() - began) * 1000
        return JSONResponse(answer_row(answer, ms=elapsed, message=reply_to(answer, library).text))

    @app.post("/api/verify")
    def verify(checked: Checked) -> JSONResponse:
        if checked.document is not None and library.is_withdrawn(checked.document):
            raise QuestionError(f"document: {checked.document!r} is not in the library; expected the id of a document")
        return JSONResponse({"claims": [claim_row(claim) for claim in assistant.check_text(checked.text, document_id=checked.document)]})

    @app.get("/api/answers/{identity}")
    def kept(identity: str) -> JSONResponse:
        found = _record(records, library, identity)
        return JSONResponse(record_row(*found)) if found else JSONResponse({"error": f"{identity}: no such answer"}, status_code=404)

    @app.get("/a/{identity}", response_class=HTMLResponse)
    def answer_of(identity: str, request: Request) -> Response:
        found = _record(records, library, identity)
        if found is None:
            return _page(missing_answer_page(request.headers.get("accept-language", "")), 404)
        return _page(answer_page(*found), 200)

    @app.get("/t/{document_id:path}", response_class=HTMLResponse)
    def transcript(document_id: str, request: Request, cite: Annotated[str | None, Query()] = None) -> Response:
        language = request.headers.get("accept-language", "")
        try:
            found = library.get(document_id)
        except LibraryError:
            return _page(not_found_page(language), 404)
        if library.is_withdrawn(document_id):
            return _page(withdrawn_page(language), 410)
        return _page(transcript_page(found, cite=cite, accept=language), 200)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "revision": library.revision()}

    @app.exception_handler(QuestionError)
    def bad_question(_request: Request, error: QuestionError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, status_code=422)

    @app.exception_handler(RequestValidationError)
    def bad_request(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        expected = _EXPECTED.get(request.url.path, "a JSON object")
        return JSONResponse({"error": f"{where}: {first['msg']}; expected {expected}"}, status_code=422)

    served: FastAPI = gr.mount_gradio_app(
        app, build_chat(assistant, library), path="/", theme=THEME, css_paths=CSS, head=HEAD, footer_links=[], ssr_mode=False
    )
    return served


def _record(records: Records | None, library: Library, identity: str) -> tuple[Record, dict[str, Change]] | None:
    """The record as it may be shown now, with what became of its documents."""
    try:
        record = records.get(identity) if records else None
    except LibraryError:
        return None
    if record is None:
        return None
    changed = changes(record, library)
    return without_withdrawn(record, changed), changed


def _page(html: str, status: int) -> HTMLResponse:
    return HTMLResponse(
        html, status, headers={"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    )
