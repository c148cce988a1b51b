"""A question and others -> the one that asks the same, in whatever words: what staff have to answer once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.language import detect
from corpus.numerals import numbers

# On the scale on which another question is 0 and the same in other words is 1 (index/across.py), the mean of both ways to ask. Of the
# 64 pairs of eval/cases/same_questions.toml nine in ten that are at .78 and more are the same, and two thirds of all that are.
SAME = 0.78
_LOOKED_AT = 5  # others that are compared the other way round too


class Meaning(Protocol):
    """What tells how near two questions are in meaning."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def nearness(self, cosine: float, *, asked: str, passage: str, across: bool) -> float: ...


def same(question: str, others: Sequence[str], vectors: NDArray[np.float32], meaning: Meaning) -> int | None:
    """The place of the one that asks the same, None where none does. `vectors` [others, dimensions] are theirs as passages.

    What names other figures is another question, however near: 2024 is not 2025.
    """
    figures = figures_of(question)
    places = [place for place, other in enumerate(others) if figures_of(other) == figures]
    if not places:
        return None
    cosines = vectors[places] @ meaning.embed_queries([question])[0]
    near = {place: _near(float(cosine), question, others[place], meaning) for place, cosine in zip(places, cosines, strict=True)}
    nearest = sorted(near, key=lambda place: -near[place])[:_LOOKED_AT]
    back = meaning.embed_queries([others[place] for place in nearest]) @ meaning.embed_passages([question])[0]
    both = {p: (near[p] + _near(float(cosine), others[p], question, meaning)) / 2 for p, cosine in zip(nearest, back, strict=True)}
    best = max(both, key=lambda place: both[place])
    return best if both[best] >= SAME else None


def figures_of(question: str) -> frozenset[str]:
    """The figures that it names, each written one way."""
    return frozenset(number.canonical for number in numbers(question))


def _near(cosine: float, asked: str, other: str, meaning: Meaning) -> float:
    return meaning.nearness(cosine, asked=detect(asked), passage=detect(other), across=False)
