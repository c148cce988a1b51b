"""Two sentences -> whether they tell one thing, and whether with the same figures."""

from __future__ import annotations

from functools import lru_cache

from pressroom.corpus.numerals import numbers
from pressroom.index.terms import terms

_SAME_SUBJECT = 0.5  # of the shorter one's words beside its figures, in the other


def tells_otherwise(one: str, other: str) -> bool:
    """Whether two sentences are about one thing, and give different figures for it."""
    figures, others = _figures_of(one), _figures_of(other)
    return bool(figures and others) and figures != others and are_of_one_thing(one, other)


def tells_the_same(one: str, other: str) -> bool:
    """In other words: the same words are shown once, with each of their places."""
    return one != other and _figures_of(one) == _figures_of(other) and are_of_one_thing(one, other)


def are_of_one_thing(one: str, other: str) -> bool:
    """Whether they share most of their words beside their figures."""
    first, second = _subject(one), _subject(other)
    return len(first & second) >= _SAME_SUBJECT * min(len(first), len(second))


@lru_cache(maxsize=256)
def _figures_of(text: str) -> frozenset[str]:
    """Each written one way."""
    return frozenset(number.canonical for number in numbers(text))


@lru_cache(maxsize=256)
def _subject(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if not any(char.isdigit() for char in term))
