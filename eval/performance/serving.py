"""A data folder -> how soon `pressroom serve` is there and how much memory it takes: the command
itself, asked over HTTP.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# seconds: the first start may have to unpack the embedding model, the first question to list a
# large library
_PATIENCE = 600
_GOES_ON = 0.05  # seconds between two looks whether it answers


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers, and the seconds until it did."""

    address: str
    process: int
    seconds: float


@contextmanager
def served(
    home: Path, *, port: int | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """`pressroom serve` in a process of its own, from when it answers until the block ends, with
    these settings more. Raises RuntimeError if it does not come up.
    """
    port = port or free_port()
    more = [f"{name}={value}" for name, value in (environment or {}).items()]
    began = time.perf_counter()
    process = subprocess.Popen(
        [
            *(["env", *more] if more else []),
            sys.executable,
            "-m",
            "pressroom.assistant.cli.main",
            "serve",
            "--home",
            str(home),
            "--port",
            str(port),
        ]
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        while not _answers(address):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise RuntimeError(
                    f"`pressroom serve --home {home}` did not come up; what it said stands above"
                )
            time.sleep(_GOES_ON)
        yield Served(address, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


def serving(home: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Seconds to start, and megabytes after the page was read and these questions were answered:
    private to the process, and resident with the libraries and index files that are mapped from
    disk. Nulls where the system does not tell.
    """
    with served(home):
        pass  # what only the first start of a folder does is done
    with served(home) as server:
        _read(server.address)
        for question in questions:
            _read(f"{server.address}api/ask", {"question": question})
        memory = {
            "private_mb": _megabytes(server.process, "RssAnon"),
            "resident_mb": _megabytes(server.process, "VmRSS"),
        }
        return {"start_s": round(server.seconds, 1), "answers": len(questions), **memory}


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        _read(f"{address}healthz")
    except OSError:
        return False
    return True


def _read(address: str, body: object = None) -> bytes:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=_PATIENCE) as reply:
        read: bytes = reply.read()
        return read


def _megabytes(process: int, field: str) -> int | None:
    status = Path(f"/proc/{process}/status")
    told = (
        re.search(rf"{field}:\s+(\d+) kB", status.read_text("ascii")) if status.exists() else None
    )
    return round(int(told[1]) * 1024 / 1e6) if told else None
