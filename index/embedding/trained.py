"""The trained reader's weights -> an Embedder, which gives each sentence its vector from one
reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.engine import UNLOADABLE
from pressroom.index.e5.reading import ReadingEngine
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.trained import kept, unpack_trained, vectors_digest
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import LAYERS_FOLDER, EmbeddingError
from pressroom.index.embedding.sentences import NAME, is_shipped, parts_of, passage_of, row_of

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
    return SentenceVectors(ReadingEngine(folder, tokens, threads=threads), vectors_digest(layers))


def open_kept(
    cache: Path,
    fingerprint: str,
    *,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> SentenceVectors:
    """The trained reader of this fingerprint: that of today, or an earlier one as it was unpacked
    under `cache` when it came. EmbeddingError where neither is there.
    """
    digest = fingerprint.removeprefix(NAME)
    if is_shipped() and digest == vectors_digest(LAYERS_FOLDER):
        return open_trained(cache, threads=threads, progress=progress)
    folder = kept(cache, digest)
    if folder is None:
        where = cache / f"reader-{digest}"
        raise EmbeddingError(f"{where}: the models of earlier weights are not there any more")
    tokens = Tokens(unpack(cache, progress=progress))
    try:
        return SentenceVectors(ReadingEngine(folder, tokens, threads=threads), digest)
    except UNLOADABLE as error:
        raise EmbeddingError(f"{folder}: cannot be loaded ({error})") from error
