"""A ranked list and what is right -> recall, reciprocal rank, discounted gain: the textbook
measures of search.

A ranking holds the id of the right thing found at each place, None where what was found is not
right. With k None all places count. Checked against ir-measures in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Ranking = Sequence[str | None]


def recall_at(ranking: Ranking, right: frozenset[str], k: int | None = None) -> float:
    """Share of the right things among the first k (Manning et al. 2008, 8.3); 0 if there is nothing
    right.
    """
    return len(right & set(ranking[:k])) / len(right) if right else 0.0


def reciprocal_rank(ranking: Ranking, right: frozenset[str], k: int | None = None) -> float:
    """1 / the place of the first right thing, 0 if none is among the first k (Voorhees 1999, TREC-8
    QA).
    """
    return next((1 / place for place, found in enumerate(ranking[:k], 1) if found in right), 0.0)


def ndcg(ranking: Ranking, right: frozenset[str], k: int | None = None) -> float:
    """Discounted gain over that of the best ranking, gain 1 a right thing (Järvelin and Kekäläinen
    2002, log base 2).
    """
    gain = sum(
        1 / math.log2(place + 1) for place, found in enumerate(ranking[:k], 1) if found in right
    )
    best = sum(1 / math.log2(place + 1) for place in range(1, len(right) + 1)[:k])
    return gain / best if best else 0.0
