"""Documents by their address: only where it is allowed, never from inside the house, within bounds
of size and time.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pressroom.assistant.desk import fetching
from pressroom.assistant.desk.addresses import is_public
from pressroom.assistant.desk.fetching import Fetcher
from pressroom.corpus.errors import ReadError

PUBLIC = "93.184.215.14"


class Pages(BaseHTTPRequestHandler):
    """A web server with a document, redirects, and bodies too long and too slow."""

    def do_GET(self) -> None:
        if self.path == "/doc":
            self._give(b"<html><p>hello</p></html>", "text/html; charset=utf-8")
        elif self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to?"))
            self.end_headers()
        elif self.path == "/long":
            self._give(b"x" * 5000, "text/plain")
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        elif self.path == "/drip":
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.0 200 OK\r\n")
                for _ in range(60):
                    self.wfile.write(b"X-Some: header\r\n")
                    self.wfile.flush()
                    time.sleep(0.05)
        else:
            self.send_error(404)

    def _give(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(port: int) -> Fetcher:
    """Every name is a public address by the resolver; the connection, which is given the checked
    address, ends at our server.
    """

    def connect(
        host: str, address: str, _port: int, _tls: bool, seconds: float
    ) -> http.client.HTTPConnection:
        assert is_public(address)
        connection = http.client.HTTPConnection(host, timeout=seconds)
        connection.sock = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        return connection

    return Fetcher(["*"], resolve=lambda host, _port: [INSIDE.get(host, PUBLIC)], connect=connect)


INSIDE = {
    "intranet.example": "10.0.0.7",
    "localhost": "127.0.0.1",
    "meta.example": "169.254.169.254",
}


def test_a_page_is_fetched_with_a_name_of_its_kind(fetcher: Fetcher):
    found = fetcher.fetch("http://www.example.gov/doc")
    assert (found.name, found.data) == ("doc.html", b"<html><p>hello</p></html>")


def test_a_redirect_is_followed_and_checked(fetcher: Fetcher):
    assert fetcher.fetch("http://a.example/to?/doc").url == "http://a.example/doc"
    with pytest.raises(ReadError, match=r"meta\.example lies in a private network"):
        fetcher.fetch("http://a.example/to?http://meta.example/latest/meta-data")
    with pytest.raises(ReadError, match="not an address to fetch"):
        fetcher.fetch("http://a.example/to?file:///etc/passwd")
    with pytest.raises(ReadError, match="port 8080"):
        fetcher.fetch("http://a.example/to?http://b.example:8080/")


@pytest.mark.parametrize(
    "url", ["http://intranet.example/doc", "http://localhost/doc", "http://meta.example/"]
)
def test_nothing_inside_the_house_is_asked(fetcher: Fetcher, url: str):
    with pytest.raises(ReadError, match="private network; only public addresses are fetched"):
        fetcher.fetch(url)


def test_a_name_with_one_inner_address_among_public_ones_is_refused():
    fetcher = Fetcher(["*"], resolve=lambda *_: [PUBLIC, "192.168.1.1"])
    with pytest.raises(ReadError, match="private network"):
        fetcher.fetch("http://rebind.example/")


def test_the_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(port: int):
    asked: list[str] = []
    met: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC if len(asked) == 1 else "127.0.0.1"]  # a second look would lead inside

    def connect(
        host: str, address: str, _port: int, _tls: bool, seconds: float
    ) -> http.client.HTTPConnection:
        met.append(address)
        connection = http.client.HTTPConnection(host, timeout=seconds)
        connection.sock = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        return connection

    Fetcher(["*"], resolve=resolve, connect=connect).fetch("http://rebind.example/doc")
    assert (asked, met) == (["rebind.example"], [PUBLIC])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "ff02::1", "::", "x"],
)  # fmt: skip
def test_an_address_of_the_house_is_known_however_it_is_written(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_open_internet_is_public(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["", "hello", "ftp://a.example/x", "file:///etc/passwd", "http://", "http://user:pw@a.example/", "http://a.example/x y", "http://[::1/",
     "gopher://a/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(fetcher: Fetcher, url: str):
    with pytest.raises(ReadError, match="not an address"):
        fetcher.fetch(url)


def test_only_the_hosts_that_the_operator_names_are_asked():
    def resolve(*_: object) -> list[str]:
        return pytest.fail("it was looked up")

    for allowed in ([], ["www.example.gov"], ["*.example.gov"]):
        with pytest.raises(
            ReadError, match=r"evil-example\.gov: not among the hosts .*PRESSROOM_FETCH_FROM"
        ):
            Fetcher(allowed, resolve=resolve).fetch("https://evil-example.gov/")
    assert not Fetcher([""]).is_allowed


def test_what_is_too_long_or_too_slow_is_stopped(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 1000)
    with pytest.raises(ReadError, match="more than 0 MB"):
        fetcher.fetch("http://a.example/long")
    with pytest.raises(ReadError, match="so it was stopped"):
        fetcher.fetch("http://a.example/slow", seconds=0.3)
    with pytest.raises(ReadError, match="so it was stopped"):
        fetcher.fetch("http://a.example/drip", seconds=0.3)


def test_a_page_that_is_not_there_says_so(fetcher: Fetcher):
    with pytest.raises(ReadError, match="the server answers 404 Not Found; check the address"):
        fetcher.fetch("http://a.example/none")
