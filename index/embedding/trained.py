"""The trained reader's weights -> an Embedder, which gives each sentence its vector from one
reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.reading import ReadingEngine
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.trained import trained_digest, unpack_trained
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import LAYERS_FOLDER
from pressroom.index.embedding.sentences import NAME, parts_of, passage_of, row_of

Vectors = NDArray[np.float32]


class SentenceVectors:
    """An Embedder over the trained reader. Threads may share it."""

    dimensions = 384

    def __init__(self, engine: ReadingEngine, digest: str) -> None:
        self.engine_of_reader = engine
        self.fingerprint = NAME + digest

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """[texts, 384] of unit length."""
        rows = [self.engine_of_reader.ask(text).vector for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimensions), np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """[texts, 384] of unit length: texts by themselves, or `addresses`."""
        parts = [list(same) for _, same in groupby(texts, key=passage_of)]
        known = self.engine_of_reader.passages([parts_of(same[0]) for same in parts])
        rows = [
            state.vectors[row_of(text)]
            for same, state in zip(parts, known, strict=True)
            for text in same
        ]
        return np.stack(rows) if rows else np.empty((0, self.dimensions), np.float32)


def open_trained(
    cache: Path,
    *,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
    layers: Path = LAYERS_FOLDER,
) -> SentenceVectors:
    """The trained reader, its models unpacked under `cache`. EmbeddingError without its weights."""
    tokens = Tokens(unpack(cache, progress=progress))
    folder = unpack_trained(cache, layers)
    return SentenceVectors(ReadingEngine(folder, tokens, threads=threads), trained_digest(layers))
