"""Words in any language -> how near they are in meaning, as whoever compares meanings sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Meaning(Protocol):
    """What tells how near words are in meaning: `AcrossLanguages` over an embedding model."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors: ...

    def embed_across(self, texts: Sequence[str]) -> Vectors: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def nearness(self, cosine: float, *, asked: str, passage: str, across: bool) -> float: ...

    def found_nearness(self, cosine: float, *, asked: str, passage: str) -> float: ...

    def is_foreign(self, language: str) -> bool: ...
