"""Terms and a text -> which of them it has."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.index.terms import terms


def held_in(wanted: Collection[str], text: str) -> set[str]:
    """A Han character alone, as it is left between function words, may stand in any word: it counts
    only where nothing else is wanted.
    """
    held = set(_terms_of(text)) & set(wanted)
    if all(len(term) == 1 and is_dense_script(term) for term in wanted):
        held |= set(fold(text)) & set(wanted)
    return held


@lru_cache(maxsize=64)
def _terms_of(text: str) -> frozenset[str]:
    """The same passages are looked at for every way in which a question may be meant."""
    return frozenset(terms(text))
