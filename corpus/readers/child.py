"""A file of a risky format -> Extract, read in a process of its own: bounded in time and memory,
and free to crash.

PDF, Word and web files go through large parsers written in C. A fresh Python that imports one
reader starts in about 60 ms; it sees none of the environment's secrets, and what goes wrong in it
ends there.
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
from importlib import import_module
from pathlib import Path
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MEMORY_BYTES, megabytes, seconds_for
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.source import LeftOut, Mark
from pressroom.corpus.transcript import Moment

import pressroom

FileReader = Callable[..., Extract]

_ROOT = Path(pressroom.__file__).resolve().parents[1]
_READY = b"ready\n"
_OUT_OF_TIME = (-24, -9)  # SIGXCPU, and SIGKILL for one that ignores it
_log = logging.getLogger(__name__)


def read_apart(kind: str, data: bytes, *, origin: str, seconds: float | None = None) -> Extract:
    """The Extract of a file of one of the kinds below. Raises ReadError if it cannot be read, or
    not within the bounds.

    `seconds`: of waiting, for a machine so busy that the child does not get the processor time it
    may use.
    """
    allowed = seconds_for(len(data))
    command = [sys.executable, "-P", "-m", "pressroom.corpus.readers.child"]
    order = json.dumps({"kind": kind, "origin": origin, "seconds": allowed}).encode() + b"\n"
    late = (
        f"{origin}: not read after {seconds or allowed:g} seconds, so reading was stopped; "
        "save it as .txt and add that"
    )
    try:
        done = subprocess.run(
            command,
            input=order + data,
            capture_output=True,
            timeout=seconds or 10 + 4 * allowed,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(late) from None
    if done.returncode in _OUT_OF_TIME:
        raise ReadError(late)
    if not done.stdout.startswith(_READY):
        _log.error(
            "the reader of %s files did not start: %s",
            kind,
            done.stderr[-4000:].decode(errors="replace"),
        )
        raise ReadError(
            f"{origin}: the reader of {kind} files did not start, which is no fault of the file; "
            "install Pressroom again"
        )
    answer = _answer(done.stdout.removeprefix(_READY))
    if "error" in answer:
        raise ReadError(str(answer["error"]))
    if "text" not in answer:
        _log.warning(
            "reader of %s ended with %s: %s",
            origin,
            done.returncode,
            done.stderr[-4000:].decode(errors="replace"),
        )
        raise ReadError(
            f"{origin}: a damaged or hostile file that broke its reader; save it again, "
            "or as .txt, and add that"
        )
    return _extract(answer)


def main() -> None:
    """The work of the child: order and file on standard input, one line of JSON on standard
    output.
    """
    order = json.loads(sys.stdin.buffer.readline())
    read = reader_of(order["kind"])
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
            "error": (
                f"{order['origin']}: reading takes more memory than {megabytes(MEMORY_BYTES)}; "
                "save it in a simpler form, as .txt"
            )
        }
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _answer(output: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _extract(answer: dict[str, Any]) -> Extract:
    lists = {
        "notes": tuple(answer["notes"]),
        "marks": tuple(Mark(**mark) for mark in answer["marks"]),
        "left_out": tuple(LeftOut(**item) for item in answer["left_out"]),
        "moments": tuple(Moment(**item) for item in answer["moments"]),
    }
    return Extract(**{**answer, **lists})


def _environment() -> dict[str, str]:
    """Where our code and its libraries lie, and nothing else of the environment: it may hold
    keys.
    """
    return {
        "PYTHONPATH": os.pathsep.join([str(_ROOT), *(path for path in sys.path if path)]),
        "PYTHONUTF8": "1",
    }


def _bound(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
            resource.setrlimit(
                limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard)
            )


_READERS = {
    "pdf": "pdf.reader:read_pdf",
    "docx": "docx.reader:read_docx",
    "html": "web.page:read_html",
    "mail": "web.mail:read_mail",
    "epub": "web.epub:read_epub",
    "odt": "office.odt:read_odt",
    "rtf": "office.rtf:read_rtf",
    "pptx": "office.slides:read_slides",
    "hwpx": "office.hwpx:read_hwpx",
    "ofd": "office.ofd:read_ofd",
    "xlsx": "spoken.sheets:read_xlsx",
    "csv": "spoken.sheets:read_csv",
    "xml": "spoken.debate:read_debate",
    "subtitles": "spoken.subtitles:read_subtitles",
}


def reader_of(kind: str) -> FileReader:
    """The reader of files of a kind that goes through a large parser."""
    module, _, name = _READERS[kind].partition(":")
    reader: FileReader = getattr(import_module(f"pressroom.corpus.readers.{module}"), name)
    return reader


if __name__ == "__main__":
    main()
