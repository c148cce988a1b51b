"""An Embedder -> the same one, that remembers the vectors of passages on disk: sets are indexed
anew without embedding again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.index.embedding.embed import Embedder

_AT_ONCE = 500  # keys in a query


class RememberedEmbedder:
    """Vectors of passages by their text and the model's fingerprint, in one SQLite file. Queries
    are never remembered: they are timed.
    """

    def __init__(self, embedder: Embedder, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._file = file
        with self._opened() as store:
            store.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) "
                "WITHOUT ROWID"
            )

    @property
    def engine_of_reader(self) -> object:
        """The trained reader's, if the model is one."""
        return getattr(self._embedder, "engine_of_reader", None)

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length; the model is asked for those that it was never asked
        for.
        """
        keys = [
            hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).digest()[:16] for text in texts
        ]
        with self._opened() as store:
            known = dict(_known(store, list(dict.fromkeys(keys))))
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if new:
                made = self._embedder.embed_passages(list(new.values()))
                known |= {key: vector.tobytes() for key, vector in zip(new, made, strict=True)}
                store.executemany(
                    "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                    [(key, known[key]) for key in new],
                )
        joined = b"".join(known[key] for key in keys)
        return np.frombuffer(joined, np.float32).reshape(len(texts), self.dimensions).copy()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=60)) as store, store:
            yield store


def _known(store: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from store.execute(
            f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(some))})", some
        )
