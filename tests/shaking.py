"""An Embedder -> the same one as another processor would run it: int8 products differ in their last
digits, and vectors by an angle whose cosine is .9996 (measured: AVX-512 beside AVX2).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pressroom.index.embedding.embed import Embedder

COSINE = 0.9996


@dataclass(frozen=True)
class ShakenEmbedder:
    """Each text's vector is always turned the same way, which `seed` chooses."""

    embedder: Embedder
    seed: int

    @property
    def fingerprint(self) -> str:
        return self.embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self.embedder.dimensions

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._shaken(texts, self.embedder.embed_queries(texts))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._shaken(texts, self.embedder.embed_passages(texts))

    def _shaken(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        turned = [self._turned(text, one) for text, one in zip(texts, vectors, strict=True)]
        return np.asarray(turned, np.float32).reshape(vectors.shape)

    def _turned(self, text: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        chance = np.random.default_rng([self.seed, zlib.crc32(text.encode())])
        aside = chance.standard_normal(len(vector))
        aside -= (aside @ vector) * vector
        aside /= np.linalg.norm(aside)
        turned = COSINE * vector + (1 - COSINE**2) ** 0.5 * aside
        return np.asarray(turned / np.linalg.norm(turned), np.float32)
