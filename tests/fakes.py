"""Small things that really work, for tests: an embedder without a model, records without a
transcript.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.passages import Passage
from pressroom.index.records import PassageRecord
from pressroom.index.terms import terms


class HashEmbedder:
    """Terms hashed into 256 dimensions: near texts share terms. It loads in no time."""

    def __init__(self, fingerprint: str = "hash-256") -> None:
        self.fingerprint = fingerprint
        self.dimensions = 256

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                vectors[row, zlib.crc32(term.encode()) % self.dimensions] += 1
            vectors[row, 0] += 1e-3
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def record(
    passage: str,
    document: str,
    text: str,
    *,
    day: int = 20250101,
    speaker: str = "张三",
    body: str = "市交通局",
    kind: Any = "answer",
) -> PassageRecord:
    """A record with the id `passage`, as far as that names a place."""
    version, _, place = passage.removeprefix(f"{document}@").partition(":")
    start, _, end = place.partition("-")
    made = Passage(document, int(version), int(start or 0), int(end or 0), 1, "")
    return PassageRecord(made, text, (text,), day, speaker, body, kind)


def rows(
    passages: Sequence[tuple[str, str, str]], **fields: Any
) -> list[tuple[PassageRecord, NDArray[np.float32]]]:
    """Records with the vectors of their text, and of the same as their one window."""
    return [
        (record(*passage, **fields), HashEmbedder().embed_passages([passage[2], passage[2]]))
        for passage in passages
    ]
