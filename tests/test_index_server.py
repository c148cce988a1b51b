"""The same code with a Chroma server: real processes, a guard that wants the token, several web
processes on one library.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from chroma import free_port, running
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import open_parts
from pressroom.assistant.deployment import deployments
from pressroom.assistant.settings import Settings, load
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.index.embedding import loading
from pressroom.index.places import name_of
from pressroom.index.vectors import index as vectors

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "let-me-in"


@dataclass
class Server:
    """A Chroma server, and the guard before it that lets only the token pass, as a reverse proxy
    does.
    """

    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    process = running(tmp_path_factory.mktemp("chroma"), port)
    guard = guarding(f"http://127.0.0.1:{port}")
    yield Server(f"http://127.0.0.1:{guard.server_port}", process)
    guard.shutdown()
    guard.server_close()
    process.terminate()
    process.wait(30)


def guarding(target: str) -> ThreadingHTTPServer:
    class Guard(BaseHTTPRequestHandler):
        def answer(self) -> None:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self.send_response(401)
                self.end_headers()
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            passed = {"Content-Type": self.headers.get("Content-Type") or "application/json"}
            reply = httpx.request(
                self.command, target + self.path, content=body, headers=passed, timeout=30
            )
            self.send_response(reply.status_code)
            self.send_header("Content-Type", reply.headers.get("content-type", "application/json"))
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Guard)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    return made


@pytest.fixture
def settings(tmp_path: Path, server: Server) -> Settings:
    return load({}, home=tmp_path / "home", chroma_url=server.url, chroma_token=TOKEN)


def document(name: str, month: str = "九月") -> tuple[SourceText, object]:
    source = SourceText(
        name,
        f"地铁发布会\n\n局长张三：地铁{name}号线{month}开通。\n\n记者：票价？\n\n局长张三：起步价2元。\n",
        name,
    )
    return source, parse(source)


def test_a_server_serves_what_a_folder_serves_and_forgets_what_is_withdrawn(settings: Settings):
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        parts.ingest.rebuild()
        parts.library.add([document("3"), document("5")])
        parts.ingest.run()
        assert parts.ingest.differences() == []
        assert parts.searcher.search("地铁3号线开通")[0].transcript.id == "3"
        parts.library.withdraw("3")
        parts.ingest.run()
        assert {hit.transcript.id for hit in parts.searcher.search("地铁3号线开通")} == {"5"}
        assert parts.ingest.differences() == []


def test_another_model_gets_a_collection_of_its_own_while_the_one_before_serves(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(loading, "load_embedder", lambda name, **_: HashEmbedder(name))
    monkeypatch.setattr(deployments, "_LEFT", 0.0)
    with open_parts(replace(settings, embedding_model="one")) as parts:
        parts.deployments.rebuild()
        parts.library.add([document("3"), document("5")])
        parts.ingest.run()
    with open_parts(replace(settings, embedding_model="two")) as parts:
        before = parts.ingest.vectors
        assert parts.deployments.is_behind
        assert parts.searcher.search("地铁3号线开通")[0].meaning
        parts.desk.worker.work()
        assert not parts.deployments.is_behind
        assert parts.ingest.vectors.count() == 4
        assert parts.ingest.differences() == []
        hits = parts.answering.search("地铁3号线开通")
        assert hits[0].transcript.id == "3"
        assert hits[0].meaning
        assert before is not parts.ingest.vectors
        parts.desk.worker.work()
        (name,) = parts.ingest.vectors._opened.client.list_collections()
        assert name.name == f"passages-{name_of('two')}"


WEB = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import open_parts
from pressroom.assistant.deployment import deployments
from pressroom.assistant.settings import load
with open_parts(load({}, home=Path(sys.argv[1]), chroma_url=sys.argv[2], chroma_token=sys.argv[3]), embedder=HashEmbedder()) as parts:
    print("open", flush=True)
    for question in sys.stdin:
        print(*sorted({hit.transcript.id for hit in parts.searcher.search(question.strip())}), flush=True)
"""


def test_web_processes_on_one_library_see_each_change_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        parts.ingest.rebuild()
        command = [sys.executable, "-c", WEB, str(settings.home), str(settings.chroma_url), TOKEN]
        webs = [
            subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]

        def ask() -> list[list[str]]:
            for web in webs:
                print("地铁开通", file=web.stdin, flush=True)
            return [web.stdout.readline().split() for web in webs]

        assert [web.stdout.readline() for web in webs] == ["open\n"] * 3
        assert ask() == [[]] * 3
        parts.library.add([document("3"), document("5")])
        parts.ingest.run()
        assert ask() == [["3", "5"]] * 3
        parts.library.withdraw("3")  # before any index knows
        assert ask() == [["5"]] * 3
        parts.ingest.run()
        assert ask() == [["5"]] * 3
        for web in webs:
            web.communicate(timeout=30)


def test_without_the_token_or_the_server_one_line_says_what_to_check(
    settings: Settings, server: Server
):
    wrong = load({}, home=settings.home, chroma_url=server.url, chroma_token="guessed")
    nobody = load({}, home=settings.home, chroma_url=f"http://127.0.0.1:{free_port()}")
    strange = load({}, home=settings.home, chroma_url="chroma.example")
    expected = (
        "does not answer as expected .*PRESSROOM_CHROMA_TOKEN",
        "does not answer as expected",
        "expected http://host:8000",
    )
    for given, message in zip((wrong, nobody, strange), expected, strict=True):
        with pytest.raises(LibraryError, match=message):
            index_in(given)


def index_in(given: Settings) -> None:
    with open_parts(given, embedder=HashEmbedder()) as parts:
        parts.library.add([document("3")])
        parts.ingest.run()


def test_while_the_server_is_down_words_alone_answer_and_it_comes_back_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(vectors, "_REST", 0)
    port, asked = free_port(), {"question": "地铁3号线几月开通？"}
    url = f"http://127.0.0.1:{port}"
    first = running(tmp_path, port)
    with open_parts(
        load({}, home=tmp_path / "home", chroma_url=url), embedder=HashEmbedder()
    ) as parts:
        parts.library.add([document("3")])
        parts.ingest.run()
        with TestClient(create_app(parts.assistant, parts.library)) as client:
            assert client.get("/healthz").json()["status"] == "ok"
            first.terminate()
            first.wait(30)
            row = client.post("/api/ask", json=asked).json()
            assert row["status"] == "answered"
            assert row["lacking"] == ["search"]
            assert "chroma run" not in row["message"]
            assert client.get("/healthz").json() | {"revision": 0} == {
                "status": "degraded",
                "revision": 0,
                "down": ["index by meaning"],
            }
            parts.library.add([document("5")])
            with pytest.raises(LibraryError, match="does not answer"):
                parts.ingest.run()
            parts.ingest.mend()
            second = running(tmp_path, port)
            parts.ingest.mend()  # sees that it answers
            parts.ingest.mend()  # and brings it what it missed
            assert client.post("/api/ask", json=asked).json()["lacking"] == []
            assert parts.library.pending() == []
            assert client.get("/healthz").json()["down"] == []
    second.terminate()
    second.wait(30)
