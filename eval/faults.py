"""A chat model that hangs, drips, is dead, lies or talks nonsense, and fifty citizens at once ->
what each got and when, and how fast pages were meanwhile. `python -m pressroom.eval.faults` runs
it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from pressroom.assistant.build import open_parts
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.settings import load
from pressroom.eval.performance.serving import free_port, served

CITIZENS = 50
QUESTION = "2025年医保参保率是多少？"
RIGHT = "97.8%"
PAGES = ("/", "/documents", "/healthz")
_LIE = {"text": "参保率是99.9%。", "quotes": [{"passage": 1, "words": "参保率99.9%"}]}
_LONGEST = 120  # seconds that a citizen waits
Write = Callable[[bytes], object]
Behaviour = Callable[[Write, threading.Event], None]


@dataclass(frozen=True, slots=True)
class Got:
    """What a citizen got: HTTP status, whether the right words, by whom, after how many seconds."""

    status: int
    is_right: bool
    is_built_in: bool
    seconds: float


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m pressroom.eval.faults", description=__doc__)
    parser.add_argument("--citizens", type=int, default=CITIZENS, help="that ask at once")
    citizens = parser.parse_args().citizens
    heads = ("chat model", "answered", "right", "built-in", "refused (429)")
    times = ("first s", "median s", "last s", "page, median s", "page, worst s")
    print(f"| {' | '.join((*heads, *times))} |")
    print("|---" * len((*heads, *times)) + "|")
    for name, behave in BEHAVIOURS.items():
        print(row_of(name, *measured(behave, citizens=citizens)), flush=True)


def measured(behave: Behaviour | None, *, citizens: int) -> tuple[list[Got], list[float]]:
    """What each citizen got of a server of its own, and the seconds that pages took meanwhile."""
    with tempfile.TemporaryDirectory() as home, _model(behave) as model:
        with open_parts(load(home=Path(home)), progress=lambda _: None) as parts:
            add_paths([SAMPLES], parts.library, parts.ingest)
        chat = {"PRESSROOM_CHAT_MODEL": "openai:m", "PRESSROOM_CHAT_BASE_URL": model}
        with served(Path(home), environment=chat) as running:
            return _at_once(running.address.rstrip("/"), citizens)


def row_of(name: str, got: Sequence[Got], pages: Sequence[float]) -> str:
    answered = [one for one in got if one.status == 200]
    times = [one.seconds for one in answered] or [0.0]
    cells = [
        str(len(answered)),
        str(sum(one.is_right for one in answered)),
        str(sum(one.is_built_in for one in answered)),
        str(sum(one.status == 429 for one in got)),
        *(f"{seconds:.1f}" for seconds in (min(times), statistics.median(times), max(times))),
        *(f"{seconds:.2f}" for seconds in (statistics.median(pages), max(pages))),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def ask_of(address: str, citizen: int) -> Got:
    """As a citizen of an address of its own, behind the office's proxy."""
    began = time.monotonic()
    headers = {"X-Forwarded-For": f"10.0.{citizen // 250}.{citizen % 250 + 1}"}
    asked = {"question": QUESTION}
    answer = httpx.post(f"{address}/api/ask", json=asked, headers=headers, timeout=_LONGEST)
    row = answer.json() if answer.status_code == 200 else {}
    right = RIGHT in row.get("answer", "")
    built_in = "writer" in row.get("lacking", ())
    return Got(answer.status_code, right, built_in, time.monotonic() - began)


def _at_once(address: str, citizens: int) -> tuple[list[Got], list[float]]:
    done = threading.Event()
    pages: list[float] = []
    watching = threading.Thread(target=_watch, args=(address, done, pages))
    with ThreadPoolExecutor(citizens) as pool:
        watching.start()
        got = list(pool.map(lambda citizen: ask_of(address, citizen + 1), range(citizens)))
    done.set()
    watching.join()
    return got, pages


def _watch(address: str, done: threading.Event, pages: list[float]) -> None:
    """Opens pages all the while."""
    with httpx.Client(base_url=address, timeout=_LONGEST) as client:
        while not done.is_set():
            for page in PAGES:
                began = time.monotonic()
                client.get(page).raise_for_status()
                pages.append(time.monotonic() - began)


def _event(words: str) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return f"data: {json.dumps({**chunk, 'choices': [choice]}, ensure_ascii=False)}\n\n".encode()


def _hangs(_write: Write, gone: threading.Event) -> None:
    gone.wait(_LONGEST)


def _drips(write: Write, gone: threading.Event) -> None:
    while not gone.wait(0.5):
        write(_event("."))


def _lies(write: Write, _gone: threading.Event) -> None:
    write(_event(json.dumps(_LIE, ensure_ascii=False)))
    write(b"data: [DONE]\n\n")


def _babbles(write: Write, _gone: threading.Event) -> None:
    write(_event("}{ 参保率是99.9% [[ \\ud800 "))
    write(b"data: [DONE]\n\n")


BEHAVIOURS: dict[str, Behaviour | None] = {
    "hangs": _hangs,
    "drips a character every half second": _drips,
    "is dead": None,
    "lies": _lies,
    "talks nonsense": _babbles,
}


@contextmanager
def _model(behave: Behaviour | None) -> Iterator[str]:
    """An OpenAI-compatible server that does so; the address of nobody for a dead one."""
    if behave is None:
        yield f"http://127.0.0.1:{free_port()}/v1"
    else:
        with _behaving(behave) as address:
            yield address


@contextmanager
def _behaving(behave: Behaviour) -> Iterator[str]:
    gone = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            try:
                behave(self._written, gone)
            except OSError:  # whoever asked waits no longer
                return

        def _written(self, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        def log_message(self, *_arguments: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    gone.set()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
