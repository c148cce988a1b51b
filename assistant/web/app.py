"""Assistant and library -> the web application: the chat at /, pages to read, the API at /api/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from assistant.answer import Assistant
from assistant.desk import Desk
from assistant.feedback import Feedback
from assistant.records import Records
from assistant.web.api import EXPECTED, Kept, api
from assistant.web.chat import THEME, build_chat
from assistant.web.chat_routes import chat
from assistant.web.desk import add_desk
from assistant.web.reading_routes import reading
from assistant.web.staff_api import BASE
from assistant.web.suggestions import Suggestions
from assistant.web.talk import Talk
from assistant.web.visit import message_page, visit_of
from corpus.catalogue import Catalogue
from corpus.errors import QuestionError
from corpus.library import Library

_STATIC = Path(__file__).parent / "static"
_LEAST_COMPRESSED = 500  # bytes


def create_app(
    assistant: Assistant,
    library: Library,
    records: Records | None = None,
    feedback: Feedback | None = None,
    desk: Desk | None = None,
    *,
    programs: FastAPI | None = None,
) -> FastAPI:
    """One application; it keeps no state of its own, so several processes may serve one library. Without records no answer has a page,
    without a desk there is none.

    `programs` is the API of content systems (assistant.web.staff_api).

    `app.state.warm` reads what the first visitor would otherwise wait for.
    """
    app = FastAPI(title="Pressroom", docs_url=None, redoc_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_COMPRESSED)  # event streams are left alone
    app.mount("/style", _Style(directory=_STATIC), name="style")
    if programs is not None:
        app.mount(BASE, programs, name="programs")
    catalogue, kept = Catalogue(library), Kept(records, library)
    suggestions = Suggestions(assistant, library, catalogue)
    _add_errors(app)
    app.include_router(api(assistant, library, catalogue, kept, feedback))
    app.include_router(reading(assistant, library, catalogue, kept, feedback))
    if desk is not None:
        add_desk(app, desk, records)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "revision": library.revision()}

    app.include_router(chat(lambda: _gradio(app), Talk(assistant, library, catalogue), suggestions, catalogue, kept))
    _close_gradios_doors(app)
    served: FastAPI = gr.mount_gradio_app(app, build_chat(), path="/", theme=THEME, footer_links=[], ssr_mode=False, run_history=False)
    served.state.warm = lambda: suggestions.examples(library.main_language() or "zh")
    return served


class _Style(StaticFiles):
    """Styles and scripts. A browser asks each time whether they have changed: after an upgrade they fit the page that names them."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        response = super().file_response(*arguments, **options)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _gradio(app: FastAPI) -> ASGIApp:
    """Gradio's application, mounted last."""
    return app.routes[-1].app  # type: ignore[attr-defined, no-any-return]


def _close_gradios_doors(app: FastAPI) -> None:
    """Uploads, queues and files: nothing of ours goes through them, so nobody else's shall."""

    @app.api_route("/gradio_api/{rest:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False)
    def closed(rest: str) -> Response:
        return JSONResponse({"error": f"{rest}: not served here; questions go to /api/ask"}, status_code=404)


def _add_errors(app: FastAPI) -> None:
    """A mistake in a request is one line: JSON for programs, a page for people."""

    @app.exception_handler(QuestionError)
    def bad_question(request: Request, error: QuestionError) -> Response:
        return _mistake(request, str(error))

    @app.exception_handler(RequestValidationError)
    def bad_request(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        path = request.url.path
        expected = EXPECTED.get("feedback" if path.endswith("/feedback") else path, "a JSON object")
        return _mistake(request, f"{where}: {first['msg']}; expected {expected}")


def _mistake(request: Request, message: str) -> Response:
    if request.url.path.startswith(("/api/", "/chat/")):
        return JSONResponse({"error": message}, status_code=422)
    return message_page(visit_of(request), "mistake_text", 422, detail=message)
