"""A mistake in a call -> `{"error": …}`, with the status that tells a program whether to try
again.
"""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pressroom.assistant.desk.publishing import EmbargoError
from pressroom.assistant.desk.submitting import KeptAsDraftError, OtherDocumentError
from pressroom.assistant.web.staff_api.parts import Api, ForbiddenError
from pressroom.corpus.drafts.draft import ConflictError
from pressroom.corpus.errors import PressroomError
from pressroom.corpus.library.library import StaleError
from starlette.exceptions import HTTPException

_log = logging.getLogger(__name__)
_CONFLICTS = (ConflictError, StaleError, OtherDocumentError, EmbargoError)


def add_mistakes(app: FastAPI, api: Api) -> None:
    """Every error that a route raises is answered as JSON."""

    @app.exception_handler(PressroomError)
    def mistake(_request: Request, error: PressroomError) -> JSONResponse:
        cause = error.cause if isinstance(error, KeptAsDraftError) else error
        draft = error.draft.id if isinstance(error, KeptAsDraftError | ConflictError) else None
        return _said(409 if isinstance(cause, _CONFLICTS) else 422, str(error), draft=draft)

    @app.exception_handler(RequestValidationError)
    def malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = (
            ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
            or "body"
        )
        message = str(first["msg"]).removeprefix("Value error, ")
        return _said(422, f"{where}: {message}; {EXPECTED}")

    @app.exception_handler(ForbiddenError)
    def forbidden(request: Request, error: ForbiddenError) -> JSONResponse:
        api.noted(request, "token.forbidden", f"{request.method} {request.url.path}")
        return _said(403, str(error))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        words = str(error.detail)
        if error.status_code in (404, 405) and words in ("Not Found", "Method Not Allowed"):
            words = f"{request.method} {request.url.path}: no such call; {EXPECTED}"
        return _said(error.status_code, words)

    @app.exception_handler(Exception)
    def fault(request: Request, _error: Exception) -> JSONResponse:
        return _said(
            500,
            f"{request.method} {request.url.path}: not done, by a fault of Pressroom; "
            "its log tells the operator why",
        )


EXPECTED = "/api/v1/openapi.json says what was expected"


def _said(status: int, words: str, *, draft: str | None = None) -> JSONResponse:
    shown = words.encode("utf-8", "replace").decode()  # half a character would break the answer
    return JSONResponse({"error": shown, **({"draft": draft} if draft else {})}, status)
