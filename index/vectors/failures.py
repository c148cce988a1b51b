"""An error of Chroma, or of what it is made of -> what is said of it: damaged, or not reached."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
from chromadb.errors import ChromaError
from pressroom.corpus.errors import UnreachableError
from pressroom.index.patience import LateError
from pressroom.index.vectors.opening import ChromaServer

BROKEN = (ChromaError, ValueError, sqlite3.Error, httpx.HTTPError, LateError, OSError)


def is_panic(error: BaseException) -> bool:
    """Whether a library in Rust gave up, which no exception of Python's names."""
    return type(error).__name__ == "PanicException"


def unreachable(server: ChromaServer, error: BaseException) -> UnreachableError:
    return UnreachableError(
        f"{server.url}: the Chroma server does not answer as expected ({_reason(error)}); start "
        f"it with `chroma run`, "
        "and check PRESSROOM_CHROMA_URL and PRESSROOM_CHROMA_TOKEN"
    )


def damage(folder: Path, error: BaseException) -> str:
    return (
        f"{folder}: the index by meaning is damaged ({_reason(error)}); it is made anew from the "
        "library by a running server, or by `pressroom check --repair`"
    )


def _reason(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
