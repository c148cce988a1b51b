"""Assistant and library -> the web application: the chat at /, pages to read, the API at /api/."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pressroom.assistant.answer import Answering
from pressroom.assistant.asking import Asking
from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.record.feedback import Feedback
from pressroom.assistant.record.records import Records
from pressroom.assistant.say.office import takes_questions
from pressroom.assistant.web.api import EXPECTED, Kept, api
from pressroom.assistant.web.below import Base, Below
from pressroom.assistant.web.chat.blocks import Chat
from pressroom.assistant.web.chat.layout import TEXTS
from pressroom.assistant.web.chat.routes import chat
from pressroom.assistant.web.chat.suggestions import Suggestions
from pressroom.assistant.web.chat.talk import Talk
from pressroom.assistant.web.chat.theme import THEME
from pressroom.assistant.web.clients.completions import completions
from pressroom.assistant.web.clients.tools import Tools
from pressroom.assistant.web.desk import add_desk
from pressroom.assistant.web.health import PATH, health
from pressroom.assistant.web.leaving import Leaving
from pressroom.assistant.web.line import BusyError, Line
from pressroom.assistant.web.reading.office import office
from pressroom.assistant.web.reading.own import own
from pressroom.assistant.web.reading.routes import reading
from pressroom.assistant.web.site import Site
from pressroom.assistant.web.staff_api import BASE
from pressroom.assistant.web.visit import message_page, visit_of
from pressroom.corpus.errors import LibraryError, QuestionError
from pressroom.corpus.library.catalogue import Catalogue
from pressroom.corpus.library.library import Library
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

log = logging.getLogger(__name__)

_STATIC = Path(__file__).parent / "static"
_FOR_PROGRAMS = ("/api/", "/chat/", "/v1/", "/gradio_api/")
_LEAST_COMPRESSED = 500  # bytes


def create_app(
    assistant: Answering,
    library: Library,
    records: Records | None = None,
    feedback: Feedback | None = None,
    desk: Desk | None = None,
    *,
    programs: FastAPI | None = None,
    line: Line | None = None,
    base: Base | None = None,
    site: Site | None = None,
) -> FastAPI:
    """One application; it keeps no state of its own, so several processes may serve one library.
    Without records no answer has a page, without a desk there is none.

    `programs` is the API of content systems (pressroom.assistant.web.staff_api); `line` is where
    questions wait, `base` what citizens type before every path, `site` whose pages these are.

    `app.state.warm` reads what the first visitor would otherwise wait for.
    """
    app = FastAPI(title="Pressroom", docs_url=None, redoc_url=None)
    if base is not None:
        app.add_middleware(Below, base=base)
    app.add_middleware(
        GZipMiddleware, minimum_size=_LEAST_COMPRESSED
    )  # event streams are left alone
    app.mount("/style", _Style(directory=_STATIC), name="style")
    if programs is not None:
        app.mount(BASE, programs, name="programs")
    catalogue, kept = Catalogue(library), Kept(records, library)
    _add_errors(app)
    asking, line = Asking(assistant, library, catalogue), line or Line()
    suggestions = Suggestions(assistant, library, catalogue, records, is_idle=lambda: line.is_idle)
    app.add_middleware(Leaving, leave=line.leave)
    app.include_router(api(assistant, library, asking, line, kept, feedback))
    app.include_router(completions(asking, line))
    app.state.site = site or Site()
    app.include_router(own(app.state.site))
    app.include_router(reading(assistant, library, catalogue, line, kept, feedback))
    if desk is not None:
        add_desk(app, desk, records)
        if takes_questions(library):
            app.include_router(office(desk.worklist, kept))

    app.include_router(health(assistant, library))
    app.include_router(chat(catalogue))
    talk = Talk(assistant, library, catalogue)
    program = Chat(talk, line, suggestions, catalogue, kept, feedback)
    served: FastAPI = gr.mount_gradio_app(
        app,
        program.build(Tools(assistant, library, catalogue, line)),
        path="/",
        theme=THEME,
        i18n=TEXTS,
        footer_links=[],
        ssr_mode=False,
        run_history=False,
        mcp_server=find_spec("mcp") is not None,
        show_error=False,
        max_file_size=0,
        root_path=base.address if base else None,
        app_kwargs={"exception_handlers": {404: _nothing}},  # no route of ours took it
    )
    served.add_exception_handler(404, _nothing)
    served.add_exception_handler(500, _failed)
    served.state.warm = lambda: suggestions.examples(library.main_language() or "zh")
    return served


class _Style(StaticFiles):
    """Styles and scripts. A browser asks each time whether they have changed: after an upgrade they
    fit the page that names them.
    """

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        response = super().file_response(*arguments, **options)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _add_errors(app: FastAPI) -> None:
    """A mistake in a request is one line: JSON for programs, a page for people."""

    @app.exception_handler(QuestionError)
    def bad_question(request: Request, error: QuestionError) -> Response:
        return _mistake(request, str(error))

    @app.exception_handler(LibraryError)
    def broken(request: Request, error: LibraryError) -> Response:
        log.error("%s", error)
        return _broken(request)

    @app.exception_handler(BusyError)
    def busy(request: Request, error: BusyError) -> Response:
        return _busy(request, error)

    @app.exception_handler(RequestValidationError)
    def bad_request(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        path = request.url.path
        expected = EXPECTED.get("feedback" if path.endswith("/feedback") else path, "a JSON object")
        return _mistake(request, f"{where}: {first['msg']}; expected {expected}")


def _broken(request: Request, *, status: int = 503) -> Response:
    """What is wrong is in the log, for operators: readers can do nothing about it."""
    visit, path = visit_of(request), request.url.path
    if path == PATH:
        return JSONResponse({"status": "down", "down": ["library"]}, status_code=503)
    if path.startswith(("/api/", "/chat/", "/v1/")):
        return JSONResponse({"error": visit.tongue.t["failed"]}, status_code=status)
    return message_page(visit, "failed", status)


def _failed(request: Request, _error: Exception) -> Response:
    """The log has the traceback."""
    return _broken(request, status=500)


def _nothing(request: Request, error: Exception) -> Response:
    """For people a page in their language, for programs a line."""
    path = request.url.path
    if isinstance(error, HTTPException) and error.detail not in ("Not Found", None):
        return JSONResponse({"detail": error.detail}, status_code=404)
    if path.startswith(_FOR_PROGRAMS):
        told = f"{path}: nothing here; docs/api.md names what there is"
        return JSONResponse({"error": told}, status_code=404)
    return message_page(visit_of(request), "no_page_text", 404)


def _busy(request: Request, error: BusyError) -> Response:
    """When to ask again, for programs and for people."""
    after, path, tongue = {"Retry-After": str(error.seconds)}, request.url.path, visit_of(request)
    if path.startswith(("/api/", "/v1/")):
        told: Any = str(error)
        if path.startswith("/v1/"):
            told = {"message": told, "type": "rate_limit_error", "code": None, "param": None}
        return JSONResponse({"error": told}, status_code=429, headers=after)
    return message_page(tongue, "busy_text", 429, headers=after, seconds=error.seconds)


def _mistake(request: Request, message: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status_code=422)
    if request.url.path.startswith("/v1/"):
        told = {"message": message, "type": "invalid_request_error", "code": None, "param": None}
        return JSONResponse({"error": told}, status_code=400)
    return message_page(visit_of(request), "mistake_text", 422, detail=message)
