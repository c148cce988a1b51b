"""Small things that really work, for tests: an embedder without a model."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.terms import terms


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
