"""Terms and a text -> which of them it has."""

from __future__ import annotations

from collections.abc import Collection

from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.index.terms import terms


def held_in(wanted: Collection[str], text: str) -> set[str]:
    """A Han character alone, as it is left between function words, may stand in any word: it counts
    only where nothing else is wanted.
    """
    held = set(terms(text))
    if all(len(term) == 1 and is_dense_script(term) for term in wanted):
        held |= set(fold(text))
    return held & set(wanted)
