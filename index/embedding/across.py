"""Embedder -> the same, with queries less bound to their language, and a scale on which its cosines
mean something.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.language import detect, tongue
from pressroom.corpus.normalise import in_script
from pressroom.index.embedding.embed import Embedder

_ANCHORS = Path(__file__).parent / "anchors.toml"
# How much of the mean of its own language is taken out of a question in another than the library's,
# and how much of the mean of the library's is put in: as if it had been asked in that. Chosen on
# XQuAD, tried on languages and documents that had no say (docs/search.md).
OUT, IN = 0.7, 0.4
SHARE = 0.5  # how much is taken out where there is no language to move to
# The ways to move a question, in the order in which they are measured; after these, to the first
# language, the second …
_NOWHERE, _ANYWHERE, _TO_FIRST = 0, 1, 2
# a model whose cosines for the same and for another question lie nearer cannot tell them apart
_LEAST_SPREAD = 0.02

Vectors = NDArray[np.float32]


class AcrossLanguages:
    """Moves query vectors from the mean of their language to that of the library's, measured on
    questions of the same meaning.
    """

    def __init__(
        self, embedder: Embedder, *, cache: Path, main_language: Callable[[], str | None]
    ) -> None:
        self._embedder = embedder
        self._measured = _measure(embedder, cache)
        self._main_language = main_language

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def over(self, language: str) -> AcrossLanguages:
        """The same for questions to documents in this language alone."""
        other = copy(self)
        other._main_language = lambda: language
        return other

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length, as the model gives them."""
        return self._embedder.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length; a text in the library's main language as the model
        gives it, Chinese in its script.
        """
        main, spoken = self._main_language(), [detect(text) for text in texts]
        written = [
            _written_for(text, asked, main) for text, asked in zip(texts, spoken, strict=True)
        ]
        return self._embed(written, [self._way(asked, main) for asked in spoken], spoken)

    def embed_towards(self, text: str, languages: Sequence[str]) -> Vectors:
        """[languages, dimensions] of unit length: the question as if it had been asked in each of
        these languages.
        """
        asked = detect(text)
        written = [_written_for(text, asked, language) for language in languages]
        return self._embed(
            written,
            [self._way(asked, language) for language in languages],
            [asked] * len(languages),
        )

    def embed_across(self, texts: Sequence[str]) -> Vectors:
        """[texts, dimensions] of unit length, each nearer to the same question in other
        languages.
        """
        return self._embed(texts, [_ANYWHERE] * len(texts), [detect(text) for text in texts])

    def nearness(self, cosine: float, *, asked: str, passage: str, across: bool) -> float:
        """A cosine between languages `asked` and `passage` as a share of the way from another
        question's to the same question's.

        0 where this model puts any two questions, 1 where it puts two of the same meaning. `across`
        tells which of the two ways to embed a query gave the cosine. 0 for a model that cannot tell
        the two apart.
        """
        if across:
            return _on(self._line(asked, passage, _ANYWHERE), cosine)
        main = self._main_language()
        return _on(self._line(_in_script_of(asked, main), passage, self._way(asked, main)), cosine)

    def found_nearness(self, cosine: float, *, asked: str, passage: str) -> float:
        """The same of a cosine that the search gave: of a passage with the question moved to the
        passage's language.
        """
        return _on(self.line(asked, passage), cosine)

    def line(self, asked: str, passage: str) -> tuple[float, float]:
        """Slope and offset of that nearness."""
        return self._line(_in_script_of(asked, passage), passage, self._way(asked, passage))

    def _line(self, asked: str, passage: str, way: int) -> tuple[float, float]:
        m, row, column = self._measured, self._place(asked), self._place(passage)
        other, same = float(m.other[way, row, column]), float(m.same[way, row, column])
        return (
            (1 / (same - other), -other / (same - other))
            if same - other > _LEAST_SPREAD
            else (0.0, 0.0)
        )

    def _way(self, asked: str, to: str | None) -> int:
        """How a question is moved to a language, as a row of what was measured."""
        if tongue(asked) == tongue(to or ""):
            return _NOWHERE
        return _TO_FIRST + self._place(to) if to in self._measured.languages else _ANYWHERE

    def _place(self, language: str) -> int:
        return self._measured.languages.index(language)

    def is_foreign(self, language: str) -> bool:
        """Whether it is another than that of most documents: queries in it are moved."""
        return tongue(language) != tongue(self._main_language() or "")

    def _embed(self, texts: Sequence[str], ways: Sequence[int], spoken: Sequence[str]) -> Vectors:
        """Each text, of a language, moved; what is there more than once is embedded once."""
        once = list(dict.fromkeys(texts))
        vectors = dict(zip(once, self._embedder.embed_queries(once), strict=True))
        moves = [
            _move(self._measured.means, self._place(language), way)
            for language, way in zip(spoken, ways, strict=True)
        ]
        moved = [vectors[text] + move for text, move in zip(texts, moves, strict=True)]
        return _unit(np.stack(moved)) if moved else np.empty((0, self.dimensions), np.float32)


def _in_script_of(asked: str, documents: str | None) -> str:
    """The language in which a question is put to documents: traditional and simplified Chinese
    stand far apart for a model, but are one and the same language.
    """
    return documents if documents and tongue(documents) == tongue(asked) else asked


def _written_for(question: str, asked: str, documents: str | None) -> str:
    language = _in_script_of(asked, documents)
    return question if language == asked else in_script(question, language)


def _on(line: tuple[float, float], cosine: float) -> float:
    slope, offset = line
    return slope * cosine + offset


def _move(means: Vectors, language: int, way: int) -> Vectors:
    """What is added to a query vector [dimensions] of a language."""
    if way == _NOWHERE:
        return np.zeros_like(means[language])
    moved: Vectors = (
        -SHARE * means[language]
        if way == _ANYWHERE
        else IN * means[way - _TO_FIRST] - OUT * means[language]
    )
    return moved


@dataclass(frozen=True, slots=True)
class _Measured:
    """Of questions of the same meaning in each language: mean query vectors [languages,
    dimensions], and the mean cosine of a query with the passage of the same and of other questions,
    [way moved, query language, passage language].
    """

    languages: list[str]
    means: Vectors
    same: Vectors
    other: Vectors


def _measure(embedder: Embedder, cache: Path) -> _Measured:
    """Measured once a model and kept on disk, for embedding the questions takes some seconds."""
    anchors = tomllib.loads(_ANCHORS.read_text("utf-8"))
    key = hashlib.sha256(
        _ANCHORS.read_bytes() + f"{embedder.fingerprint} {SHARE} {OUT} {IN}".encode()
    ).hexdigest()[:16]
    path = cache / f"languages-{key}.npz"
    if not path.exists():
        _save(path, _compute(embedder, list(anchors.values())))
    with np.load(path) as stored:
        return _Measured(list(anchors), stored["means"], stored["same"], stored["other"])


def _compute(embedder: Embedder, anchors: Sequence[Sequence[str]]) -> dict[str, Vectors]:
    queries = [embedder.embed_queries(questions) for questions in anchors]
    passages = [embedder.embed_passages(questions) for questions in anchors]
    means = np.stack([vectors.mean(axis=0) for vectors in queries])
    ways = [
        [_unit(vectors + _move(means, language, way)) for language, vectors in enumerate(queries)]
        for way in range(_TO_FIRST + len(means))
    ]
    cosines = [[[a @ b.T for b in passages] for a in moved] for moved in ways]
    same = np.asarray(
        [[[c.diagonal().mean() for c in row] for row in kind] for kind in cosines], np.float32
    )
    other = np.asarray(
        [[[_off_diagonal(c).mean() for c in row] for row in kind] for kind in cosines], np.float32
    )
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
