"""Address -> the bytes that a public web server gives for it, within bounds of size and time; never
anything inside the house.

The name is resolved once, every address that it has is checked, and the connection goes to the
address that was checked: what the name means a moment later (DNS rebinding) does not matter. A
redirect is another address, checked the same way.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import unquote, urljoin, urlsplit

from pressroom.assistant.desk.addresses import addresses, is_number, is_public, matches
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_BYTES, megabytes

_SECONDS = 30.0  # for everything, redirects included
_REDIRECTS = 5
_CHUNK = 65_536
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, str, int, bool, float], http.client.HTTPConnection]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: `url` is the one at the end of the redirects, `name` a file name with
    the ending of its kind.
    """

    url: str
    name: str
    data: bytes


class Fetcher:
    """Fetches from the hosts that the operator allows: names, `*.example.gov` for all below one, or
    `*` for every public one.
    """

    def __init__(
        self,
        allowed: Sequence[str],
        *,
        resolve: Resolve | None = None,
        connect: Connect | None = None,
    ) -> None:
        self._allowed = tuple(pattern.strip().casefold() for pattern in allowed if pattern.strip())
        self._resolve = resolve or addresses
        self._connect = connect or _connection

    @property
    def is_allowed(self) -> bool:
        return bool(self._allowed)

    def fetch(self, url: str, *, seconds: float = _SECONDS) -> Fetched:
        """Raises ReadError with the address, what is wrong, what was expected."""
        deadline = time.monotonic() + seconds
        for _ in range(_REDIRECTS + 1):
            found = self._get(url, deadline)
            if isinstance(found, Fetched):
                return found
            url = found
        raise ReadError(
            f"{url}: more than {_REDIRECTS} redirects; give the address of the document itself"
        )

    def _get(self, url: str, deadline: float) -> Fetched | str:
        """What is there, or the address that it redirects to."""
        host, port, is_tls, path = self._checked(url)
        address = self._public(url, host, port)
        left = max(0.1, deadline - time.monotonic())
        connection = self._connect(host, address, port, is_tls, left)
        cut = Timer(
            left, _cut, [connection.sock]
        )  # the socket's timeout is of each piece, and headers may come in many
        cut.daemon = True
        cut.start()
        try:
            headers = {
                "Host": host if port in (80, 443) else f"{host}:{port}",
                "User-Agent": "Pressroom",
                "Accept-Encoding": "identity",
            }
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            cut.cancel()
            if response.status in (301, 302, 303, 307, 308) and (
                to := response.getheader("Location")
            ):
                return urljoin(url, to)
            if response.status != 200:
                raise ReadError(
                    f"{url}: the server answers {response.status} {response.reason}; "
                    "check the address in a browser"
                )
            return Fetched(
                url,
                _name(path, response.getheader("Content-Type") or ""),
                _body(url, response, deadline),
            )
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= deadline:
                raise _late(url) from None
            raise ReadError(
                f"{url}: cannot be fetched ({error or type(error).__name__}); check it, "
                "or add the file itself"
            ) from None
        finally:
            cut.cancel()
            connection.close()

    def _checked(self, url: str) -> tuple[str, int, bool, str]:
        """Host, port, whether it is https, and path with query."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port or (443 if parts.scheme == "https" else 80)
            host = (
                (parts.hostname or "").encode("idna").decode()
                if not is_number(parts.hostname or "")
                else (parts.hostname or "")
            )
        except ValueError:
            raise ReadError(f"{url[:200]}: not an address; expected https://host/path") from None
        if (
            parts.scheme not in ("http", "https")
            or not host
            or parts.username is not None
            or re.search(r"[\s\x00-\x1f]", url.strip())
        ):
            raise ReadError(
                f"{url[:200]}: not an address to fetch; expected https://host/path, "
                "without name and password"
            )
        if port not in (80, 443):
            raise ReadError(f"{url[:200]}: port {port}; expected a web server's own, 80 or 443")
        if not any(matches(host, pattern) for pattern in self._allowed):
            raise ReadError(
                f"{host}: not among the hosts that may be fetched from; the operator allows them "
                "by PRESSROOM_FETCH_FROM"
            )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return (
            host,
            port,
            parts.scheme == "https",
            path.encode("ascii", "ignore").decode() if path.isascii() else _quoted(path),
        )

    def _public(self, url: str, host: str, port: int) -> str:
        """One of the host's addresses. Raises ReadError if any of them lies inside the house."""
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise ReadError(
                f"{url}: the host {host} is not found ({error.strerror or error}); "
                "check the address"
            ) from None
        if not addresses or not all(is_public(address) for address in addresses):
            raise ReadError(
                f"{url}: {host} lies in a private network; only public addresses are fetched. "
                "Add the file itself"
            )
        return addresses[0]


def _connection(
    host: str, address: str, port: int, is_tls: bool, seconds: float
) -> http.client.HTTPConnection:
    """To the address that was checked; the certificate is still that of the host."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        plain = socket.create_connection((address, port), timeout=seconds)
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if is_tls
            else plain
        )
    except OSError as error:
        raise ReadError(
            f"{host}: does not answer ({error}); try again later, or add the file itself"
        ) from None
    return connection


def _late(url: str) -> ReadError:
    return ReadError(
        f"{url}: not there after {_SECONDS:.0f} seconds, so it was stopped; try again later, "
        "or add the file itself"
    )


def _cut(connected: socket.socket | None) -> None:
    with suppress(OSError):
        if connected is not None:
            connected.shutdown(socket.SHUT_RDWR)


def _body(url: str, response: http.client.HTTPResponse, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise ReadError(
                f"{url}: more than {megabytes(MAX_BYTES)}; a document of at most that was expected"
            )
        if time.monotonic() > deadline:
            raise _late(url)
    if time.monotonic() > deadline:  # it may have ended because it was cut
        raise _late(url)
    return b"".join(parts)


def _name(path: str, content_type: str) -> str:
    """The last part of the path, with the ending that the content's type has."""
    last = unquote(path.partition("?")[0]).rstrip("/").rpartition("/")[2] or "page"
    ending = _ENDINGS.get(content_type.partition(";")[0].strip().casefold(), "")
    return (
        last
        if not ending or last.casefold().endswith(ending)
        else f"{last.rpartition('.')[0] or last}{ending}"
    )


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=%+:@,;~!*'()-._")
