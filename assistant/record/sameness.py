"""A question and others -> the one that asks the same, in whatever words: what staff have to answer
once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.language import detect
from pressroom.corpus.numerals import numbers
from pressroom.index.embedding.meaning import Meaning

# On the scale on which another question is 0 and the same in other words is 1
# (index/embedding/across.py), the mean of both ways to ask. Of the 64 pairs of
# eval/cases/same_questions.toml nine in ten that are at .78 and more are the same, and two thirds
# of all that are.
SAME = 0.78
_LOOKED_AT = 5  # others that are compared the other way round too


def same(
    question: str, others: Sequence[str], vectors: NDArray[np.float32], meaning: Meaning
) -> int | None:
    """The place of the one that asks the same, None where none does. `vectors` [others, dimensions]
    are theirs as passages.

    What names other figures is another question, however near: 2024 is not 2025.
    """
    figures = figures_of(question)
    places = [place for place, other in enumerate(others) if figures_of(other) == figures]
    if not places:
        return None
    spoken, languages = detect(question), {place: detect(others[place]) for place in places}
    there = dict(
        zip(places, (vectors[places] @ meaning.embed_queries([question])[0]).tolist(), strict=True)
    )
    near = {
        place: meaning.nearness(there[place], asked=spoken, passage=languages[place], across=False)
        for place in places
    }
    nearest = sorted(near, key=lambda place: -near[place])[:_LOOKED_AT]
    back = (
        meaning.embed_queries([others[place] for place in nearest])
        @ meaning.embed_passages([question])[0]
    )
    both = {
        p: alike(there[p], cosine, spoken, languages[p], meaning)
        for p, cosine in zip(nearest, back.tolist(), strict=True)
    }
    best = max(both, key=lambda place: both[place])
    return best if both[best] >= SAME else None


def alike(there: float, back: float, one: str, other: str, meaning: Meaning) -> float:
    """How far two questions ask the same, for SAME: the mean of both ways, from the cosine of the
    one as a question with the other as a passage, and of the other with the one. `one` and `other`
    are their languages.
    """
    ways = (
        meaning.nearness(there, asked=one, passage=other, across=False),
        meaning.nearness(back, asked=other, passage=one, across=False),
    )
    return sum(ways) / 2


def figures_of(question: str) -> frozenset[str]:
    """The figures that it names, each written one way."""
    return frozenset(number.canonical for number in numbers(question))
