"""Scores by word and by meaning -> one score, of which the parts can be told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pressroom.index.packing import cosines, count

# Chosen on policy-zh and XQuAD, left as they were for all other sets (docs/search.md).
WORDS = 2.0  # of the share of the question that a passage holds, repeats included
DOCUMENT = 1.0  # of the share of the question that the passages found of its document hold together
WHOLE = 0.5  # of the passage's own cosine beside that of its best window


class Near(NamedTuple):
    """How near a passage is to a question: the cosines of the passage and of each of its windows,
    and both in one.
    """

    passage: float
    windows: tuple[float, ...]
    score: float


def meaning(query: NDArray[np.float32], packed: Sequence[bytes]) -> list[Near]:
    """The nearness of each passage by its packed vectors, its own first, then those of its windows.

    Its score is the cosine of the best window plus WHOLE times that of the passage: a question is
    about one or two sentences, and its passage tells which of several alike is meant.
    """
    near = cosines(b"".join(packed), query).tolist()
    starts = np.cumsum([0, *(count(vectors, len(query)) for vectors in packed)]).tolist()
    return [near_of(near[start], tuple(near[start + 1 : end])) for start, end in pairwise(starts)]


def near_of(passage: float, windows: tuple[float, ...]) -> Near:
    """The nearness of a passage from its cosine and those of its windows."""
    return Near(passage, windows, max(windows, default=passage) + WHOLE * passage)


def fuse(
    words: Sequence[float], document_words: Sequence[float], nearness: Sequence[float]
) -> list[float]:
    """A score for each candidate.

    Words count by how much of the question they are, so that accidents in a question of another
    language count little. Nearness counts by where it lies between the mean candidate (0) and the
    best one (1), for cosines of one model are not those of another.
    """
    if not nearness:
        return []
    mean, best = float(np.mean(nearness)), max(nearness)
    scale = best - mean if best - mean > 1e-9 else 1.0
    return [
        WORDS * by_word + DOCUMENT * by_document + (near - mean) / scale
        for by_word, by_document, near in zip(words, document_words, nearness, strict=True)
    ]
