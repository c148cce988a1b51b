"""An application made for the root of a host -> the same below a path, or behind a proxy that ends
TLS: requests come in as if at the root, and every address of ours goes out with what stands before.

An address of ours begins with one slash, whoever made it: pages, streams, rows and redirects pass
here, so that no link has to know where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressroom.corpus.errors import SettingsError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
# href="/…" in pages, the same inside JSON, and "url": "/…" in rows; `//host` is another's
_LINKS = re.compile(
    rb'((?:href|src|action|formaction)=\\?["\']|"(?:\w*_)?url":\s*"|url\(["\']?)/(?![/\\])'
)
_WHOLE = (b"text/html", b"application/json", b"text/css")
_STREAMED = (b"text/event-stream",)


@dataclass(frozen=True, slots=True)
class Base:
    """What citizens type before a path of ours: `/press`, or `https://www.example.gov/press`."""

    path: str
    scheme: str | None = None
    host: str | None = None

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}" if self.host else self.path


def base_of(written: str) -> Base:
    """PRESSROOM_BASE_URL as a Base. Raises SettingsError."""
    parts = urlsplit(written)
    is_path = not parts.scheme and not parts.netloc and written.startswith("/")
    is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    if not (is_path or is_address) or parts.query or parts.fragment:
        raise SettingsError(
            f"PRESSROOM_BASE_URL: {written!r} cannot be; expected https://www.example.gov/press, "
            "or /press"
        )
    return Base(parts.path.rstrip("/"), parts.scheme or None, parts.netloc or None)


class Below:
    """The application below `base`. A proxy may hand requests on with the path or without."""

    def __init__(self, app: ASGIApp, base: Base) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif self._base.path and scope["path"] == self._base.path:
            await _redirect(send, f"{self._base.path}/")
        else:
            outgoing = _Outgoing(send, self._base.path.encode())
            await self._app(self._inside(scope), receive, outgoing)

    def _inside(self, scope: Scope) -> Scope:
        """The request as one at the root; `app_root_path` is where its own address is made from."""
        base = self._base
        inside = {**scope, "app_root_path": base.path, "headers": self._headers(scope["headers"])}
        if base.path and scope["path"].startswith(f"{base.path}/"):
            inside["path"] = scope["path"][len(base.path) :]
            inside["raw_path"] = scope.get("raw_path", b"")[len(base.path.encode()) :]
        if base.scheme:
            inside["scheme"] = (
                base.scheme.replace("http", "ws", 1) if _is_ws(scope) else base.scheme
            )
        return inside

    def _headers(self, headers: Iterable[tuple[bytes, bytes]]) -> Headers:
        """Nothing is compressed further in, where it could not be read; the host is the base's."""
        dropped = (b"accept-encoding", *((b"host", b"x-forwarded-host") if self._base.host else ()))
        kept = [(name, value) for name, value in headers if name not in dropped]
        return [*kept, (b"host", self._base.host.encode())] if self._base.host else kept


class _Outgoing:
    """What the application sends, with our addresses below the path."""

    def __init__(self, send: Send, path: bytes) -> None:
        self._send = send
        self._path = path
        self._start: Message | None = None
        self._body = b""
        self._kind = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._path:
            await self._begin(message)
        elif message["type"] == "http.response.body" and self._kind:
            await self._go_on(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = [(name, self._moved(name, value)) for name, value in message["headers"]]
        kinds = [value for name, value in headers if name.lower() == b"content-type"]
        self._kind = kinds[0] if kinds and kinds[0].startswith(_WHOLE + _STREAMED) else b""
        message = {**message, "headers": headers}
        if self._kind.startswith(_WHOLE):
            self._start = message
        else:
            await self._send(message)

    async def _go_on(self, message: Message) -> None:
        """A page is sent when it is whole, for its length has changed; of a stream each event."""
        self._body += message.get("body", b"")
        if self._start is not None:
            if message.get("more_body"):
                return
            length = (b"content-length", str(len(self._linked())).encode())
            kept = [pair for pair in self._start["headers"] if pair[0].lower() != length[0]]
            await self._send({**self._start, "headers": [*kept, length]})
        body, self._body = self._linked(), b""
        await self._send({**message, "body": body})

    def _linked(self) -> bytes:
        return _LINKS.sub(rb"\g<1>" + self._path.replace(b"\\", b"") + b"/", self._body)

    def _moved(self, name: bytes, value: bytes) -> bytes:
        """A redirect to a path of ours, and a cookie for one."""
        if name.lower() == b"location" and value.startswith(b"/") and value[1:2] != b"/":
            return self._path + value
        if name.lower() == b"set-cookie":
            return re.sub(rb"(?i)(path=)/", rb"\g<1>" + self._path + b"/", value)
        return value


def _is_ws(scope: Scope) -> bool:
    return bool(scope["type"] == "websocket")


async def _redirect(send: Send, to: str) -> None:
    headers = [(b"location", to.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 308, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
