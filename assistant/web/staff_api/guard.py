"""A request of a program -> whose it is, before a byte of its body is read: token, size, and how
often an address was refused.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pressroom.assistant.staff.failures import WITHIN, Failures
from pressroom.assistant.staff.tokens import TokenError, Tokens
from pressroom.corpus.readers.bounds import MAX_BYTES, megabytes
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = "/openapi.json"  # what the API can do is no secret; everything else needs a token
_TAKES_DOCUMENTS = ("/documents", "/versions", "/files")
_MOST_JSON = 1_000_000  # bytes of a body that holds no document
_MOST = MAX_BYTES + _MOST_JSON
_REFUSED = 20  # tokens of one address in a minute

Noted = Callable[[Request, str, str, str, object], None]  # request, who, action, what, after


class Guard:
    """Around the whole API: a route that is added tomorrow is behind it, too."""

    def __init__(self, app: ASGIApp, *, tokens: Tokens, noted: Noted, failures: Failures) -> None:
        self._app = app
        self._tokens = tokens
        self._noted = noted
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        request = Request(scope)
        try:
            if path != OPEN:
                token = await run_in_threadpool(self._tokens.check, _bearer(request))
                scope.setdefault("state", {})["person"] = token.person
                scope["state"]["token"] = token
        except TokenError as error:
            await (await self._refused(request, error))(scope, receive, send)
            return
        most = _MOST if path.endswith(_TAKES_DOCUMENTS) else _MOST_JSON
        if _length(request) > most:
            await _too_large(most)(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, most), send)

    async def _refused(self, request: Request, error: TokenError) -> JSONResponse:
        count = self._failures.add(request.client.host if request.client else "")
        if count <= _REFUSED + 1:
            what = (
                str(error)
                if count <= _REFUSED
                else f"more than {_REFUSED} in a minute; further ones are not written down"
            )
            await run_in_threadpool(
                self._noted,
                request,
                "-",
                "token.refused",
                f"{request.method} {request.url.path}",
                what,
            )
        if count > _REFUSED:
            words = (
                f"token: {_REFUSED} were refused within a minute; mend the program, "
                "then wait a minute"
            )
            return JSONResponse({"error": words}, 429, {"Retry-After": str(int(WITHIN))})
        return JSONResponse(
            {"error": str(error)}, 401, {"WWW-Authenticate": 'Bearer realm="pressroom"'}
        )


def _bearer(request: Request) -> str | None:
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    return words.strip() or None if scheme.lower() == "bearer" else None


def _length(request: Request) -> int:
    """What the request says of its own size; what it really is, is counted as it comes."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isdecimal() and len(said) < 20 else 0


def _bounded(receive: Receive, most: int) -> Receive:
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413, _words(most))
        return message

    return counted


def _too_large(most: int) -> JSONResponse:
    return JSONResponse({"error": _words(most)}, 413)


def _words(most: int) -> str:
    return (
        f"body: too large; at most {megabytes(min(most, MAX_BYTES))} were expected. "
        "Split the document"
    )
