"""Passages found, best first -> those of nearly the same words folded under the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pressroom.index.hit import Hit
from pressroom.index.packing import HAS_DIGIT
from pressroom.index.words.scoring import FoundPassage

# share of terms that two passages have in common for the later one to be folded under the earlier
_ALIKE = 0.95


def folded(passages: Iterable[tuple[FoundPassage, Hit]], limit: int) -> list[Hit]:
    """At most `limit`; of the passages no more are taken than that needs."""
    kept: list[tuple[frozenset[int], Hit]] = []
    for passage, hit in passages:
        keys = frozenset(passage.keys.tolist())
        for place, (other, first) in enumerate(kept):
            if hit.transcript.id != first.transcript.id and _are_alike(keys, other):
                kept[place] = (other, replace(first, alike=(*first.alike, hit)))
                break
        else:
            if len(kept) == limit:
                break
            kept.append((keys, hit))
    return [hit for _, hit in kept]


def _are_alike(a: frozenset[int], b: frozenset[int]) -> bool:
    """By the keys of their terms: nearly the same words, and exactly the same figures, for a
    corrected figure makes another passage.
    """
    few, many = sorted((len(a), len(b)))
    if few < _ALIKE * many:
        return False
    common = len(a & b)
    return common >= _ALIKE * (few + many - common) and not any(key & HAS_DIGIT for key in a ^ b)
