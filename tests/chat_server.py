"""An OpenAI-compatible server on this machine, for tests: streams the words it is given, and keeps
what it was asked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[[list[dict[str, Any]]], str | Iterator[str]]


@dataclass
class ChatServer:
    """`address` is the base URL; `script` makes a reply of the messages, or its pieces as it likes;
    `asked` are all requests so far.
    """

    address: str
    script: Script
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200


@contextmanager
def serve(script: Script) -> Iterator[ChatServer]:
    """Runs until the block ends. Replies come in pieces of seven characters, as server-sent
    events.
    """
    chat = ChatServer("", script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            chat.asked.append(request)
            self.send_response(chat.status)
            self.send_header(
                "content-type", "text/event-stream" if request.get("stream") else "application/json"
            )
            self.end_headers()
            words = chat.script(request["messages"])
            for data in _events(words) if request.get("stream") else [_whole(words)]:
                try:
                    self.wfile.write(
                        (f"data: {data}\n\n" if request.get("stream") else data).encode()
                    )
                    self.wfile.flush()
                except OSError:  # whoever asked waits no longer
                    return

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _events(words: str | Iterator[str]) -> Iterator[str]:
    pieces = (
        (words[at : at + 7] for at in range(0, len(words), 7)) if isinstance(words, str) else words
    )
    for piece in pieces:
        yield json.dumps(_chunk({"role": "assistant", "content": piece}, None))
    yield json.dumps(_chunk({}, "stop"))
    yield "[DONE]"


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "m",
        "choices": [choice],
    }


def _whole(words: str | Iterator[str]) -> str:
    told = {"role": "assistant", "content": "".join(words)}
    choice = {"index": 0, "message": told, "finish_reason": "stop"}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
    return json.dumps({**whole, "choices": [choice]})
