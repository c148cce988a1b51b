"""A file of a risky format -> Extract, read in a process of its own: bounded in time and memory, and free to crash.

PDF, Word and web files go through large parsers written in C. A fresh Python that imports one reader starts in about
60 ms; it sees none of the environment's secrets, and what goes wrong in it ends there.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.readers.bounds import MEMORY_BYTES, megabytes, seconds_for
from corpus.readers.extract import Extract

Reader = Callable[..., Extract]

_ROOT = Path(__file__).resolve().parents[2]
_READY = b"ready\n"
_OUT_OF_TIME = (-24, -9)  # SIGXCPU, and SIGKILL for one that ignores it
_log = logging.getLogger(__name__)


def read_apart(kind: str, data: bytes, *, origin: str, seconds: float | None = None) -> Extract:
    """The Extract of a pdf, docx or html file. Raises ReadError if it cannot be read, or not within the bounds.

    `seconds`: of waiting, for a machine so busy that the child does not get the processor time it may use.
    """
    allowed = seconds_for(len(data))
    command = [sys.executable, "-P", "-m", "corpus.readers.child"]
    order = json.dumps({"kind": kind, "origin": origin, "seconds": allowed}).encode() + b"\n"
    late = f"{origin}: not read after {seconds or allowed:g} seconds, so reading was stopped; save it as .txt and add that"
    try:
        done = subprocess.run(
            command, input=order + data, capture_output=True, timeout=seconds or 10 + 4 * allowed, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        raise ReadError(late) from None
    if done.returncode in _OUT_OF_TIME:
        raise ReadError(late)
    if not done.stdout.startswith(_READY):
        _log.error("the reader of %s files did not start: %s", kind, done.stderr[-4000:].decode(errors="replace"))
        raise ReadError(f"{origin}: the reader of {kind} files did not start, which is no fault of the file; install Pressroom again")
    answer = _answer(done.stdout.removeprefix(_READY))
    if "error" in answer:
        raise ReadError(str(answer["error"]))
    if "text" not in answer:
        _log.warning("reader of %s ended with %s: %s", origin, done.returncode, done.stderr[-4000:].decode(errors="replace"))
        raise ReadError(f"{origin}: a damaged or hostile file that broke its reader; save it again, or as .txt, and add that")
    return Extract(**{**answer, "notes": tuple(answer["notes"])})


def main() -> None:
    """The work of the child: order and file on standard input, one line of JSON on standard output."""
    order = json.loads(sys.stdin.buffer.readline())
    read = _reader(order["kind"])
    sys.stdout.buffer.write(_READY)
    sys.stdout.buffer.flush()
    _bound(order["seconds"])
    answer: dict[str, Any]
    try:
        answer = asdict(read(sys.stdin.buffer.read(), origin=order["origin"]))
    except ReadError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {
            "error": f"{order['origin']}: reading takes more memory than {megabytes(MEMORY_BYTES)}; save it in a simpler form, as .txt"
        }
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _answer(output: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _environment() -> dict[str, str]:
    """Where our code and its libraries lie, and nothing else of the environment: it may hold keys."""
    return {"PYTHONPATH": os.pathsep.join([str(_ROOT), *(path for path in sys.path if path)]), "PYTHONUTF8": "1"}


def _bound(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds
        return
    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(limit)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
            resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _reader(kind: str) -> Reader:
    if kind == "pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from corpus.readers.docx import read_docx

        return read_docx
    from corpus.readers.webpage import read_html

    return read_html


if __name__ == "__main__":
    main()
