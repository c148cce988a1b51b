"""Embedder -> the same, with queries less bound to their language, and a scale on which its cosines mean something."""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.language import detect, tongue
from index.embed import Embedder

_ANCHORS = Path(__file__).parent / "anchors.toml"
# How much of the language's mean is taken out of a query. On XQuAD questions in five languages over Chinese passages
# this lifts the first hit by 3 to 9 points; taking out all of it lifts no more.
SHARE = 0.5
_LEAST_SPREAD = 0.02  # a model whose cosines for the same and for another question lie nearer cannot tell them apart

Vectors = NDArray[np.float32]


class AcrossLanguages:
    """Takes from each query vector part of the mean of its language, measured on questions of the same meaning."""

    def __init__(self, embedder: Embedder, *, cache: Path, main_language: Callable[[], str | None]) -> None:
        self._embedder = embedder
        self._measured = _measure(embedder, cache)
        self._main_language = main_language

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length, as the model gives them."""
        return self._embedder.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length; a text in the library's main language as the model gives it."""
        return self._embed(texts, [SHARE if self.is_foreign(detect(text)) else 0.0 for text in texts])

    def embed_across(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length, each nearer to the same question in other languages."""
        return self._embed(texts, [SHARE] * len(texts))

    def nearness(self, cosine: float, *, asked: str, passage: str, across: bool) -> float:
        """A cosine between languages `asked` and `passage` as a share of the way from another question's to the same question's.

        0 where this model puts any two questions, 1 where it puts two of the same meaning. `across` tells which of the two
        ways to embed a query gave the cosine. 0 for a model that cannot tell the two apart.
        """
        slope, offset = self._line(asked, passage, is_moved=across or self.is_foreign(asked))
        return slope * cosine + offset

    def lines(self, asked: str, passages: Sequence[str], *, main: str) -> list[tuple[float, float]]:
        """Slope and offset of that nearness for each language of passages, in a library whose main language is `main`."""
        return [self._line(asked, passage, is_moved=tongue(asked) != tongue(main)) for passage in passages]

    def _line(self, asked: str, passage: str, *, is_moved: bool) -> tuple[float, float]:
        m = self._measured
        row, column = m.languages.index(asked), m.languages.index(passage)
        other, same = float(m.other[int(is_moved), row, column]), float(m.same[int(is_moved), row, column])
        return (1 / (same - other), -other / (same - other)) if same - other > _LEAST_SPREAD else (0.0, 0.0)

    def is_foreign(self, language: str) -> bool:
        """Whether it is another than that of most documents: queries in it are moved."""
        return tongue(language) != tongue(self._main_language() or "")

    def _embed(self, texts: Sequence[str], shares: Sequence[float]) -> Vectors:
        vectors = self._embedder.embed_queries(texts)
        if not len(texts):
            return vectors
        means = np.stack([self._measured.means[self._measured.languages.index(detect(text))] for text in texts])
        return _unit(vectors - np.asarray(shares, np.float32)[:, None] * means)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Of questions of the same meaning in each language: mean query vectors [languages, dimensions], and the mean cosine
    of a query with the passage of the same and of other questions, [not moved or moved, query language, passage language]."""

    languages: list[str]
    means: Vectors
    same: Vectors
    other: Vectors


def _measure(embedder: Embedder, cache: Path) -> _Measured:
    """Measured once a model and kept on disk, for embedding the questions takes some seconds."""
    anchors = tomllib.loads(_ANCHORS.read_text("utf-8"))
    key = hashlib.sha256(_ANCHORS.read_bytes() + f"{embedder.fingerprint} {SHARE}".encode()).hexdigest()[:16]
    path = cache / f"languages-{key}.npz"
    if not path.exists():
        _save(path, _compute(embedder, list(anchors.values())))
    with np.load(path) as stored:
        return _Measured(list(anchors), stored["means"], stored["same"], stored["other"])


def _compute(embedder: Embedder, anchors: Sequence[Sequence[str]]) -> dict[str, Vectors]:
    queries = [embedder.embed_queries(questions) for questions in anchors]
    passages = [embedder.embed_passages(questions) for questions in anchors]
    means = np.stack([vectors.mean(axis=0) for vectors in queries])
    moved = [_unit(vectors - SHARE * mean) for vectors, mean in zip(queries, means, strict=True)]
    cosines = [[[a @ b.T for b in passages] for a in kind] for kind in (queries, moved)]
    same = np.asarray([[[c.diagonal().mean() for c in row] for row in kind] for kind in cosines], np.float32)
    other = np.asarray([[[_off_diagonal(c).mean() for c in row] for row in kind] for kind in cosines], np.float32)
    return {"means": means, "same": same, "other": other}


def _off_diagonal(matrix: Vectors) -> Vectors:
    off: Vectors = matrix[~np.eye(len(matrix), dtype=bool)]
    return off


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def _save(path: Path, arrays: dict[str, Vectors]) -> None:
    """Whole or not at all, whoever else writes at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    Path(name).replace(path)
