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
from assistant.rows import answer_row
from assistant.web.chat import CSS, HEAD, THEME, build_chat
from assistant.web.pages import not_found_page, transcript_page, withdrawn_page
from corpus.errors import LibraryError, QuestionError
from corpus.library import Library

_STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


class Asked(BaseModel):
    """What POST /api/ask takes; `history` is question, answer, question, answer …"""

    model_config = ConfigDict(extra="forbid")
    question: str
    history: list[str] = []


def create_app(assistant: Assistant, library: Library) -> FastAPI:
    """One application; it keeps no state of its own, so several processes may serve one library."""
    app = FastAPI(title="Pressroom", docs_url=None, redoc_url=None)
    app.mount("/style", StaticFiles(directory=_STATIC), name="style")

    @app.post("/api/ask")
    def ask(asked: Asked) -> JSONResponse:
        began = time.perf_counter()
        answer = assistant.ask(asked.question, asked.history)
        return JSONResponse(answer_row(answer, ms=(time.perf_counter() - began) * 1000))

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
    def bad_request(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        return JSONResponse({"error": f'{where}: {first["msg"]}; expected {{"question": …, "history"?: […]}}'}, status_code=422)

    served: FastAPI = gr.mount_gradio_app(
        app, build_chat(assistant, library), path="/", theme=THEME, css_paths=CSS, head=HEAD, footer_links=[], ssr_mode=False
    )
    return served


def _page(html: str, status: int) -> HTMLResponse:
    return HTMLResponse(
        html, status, headers={"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
    )
