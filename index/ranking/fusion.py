"""How near a passage is and how much of the question it holds -> one score."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pressroom.index.packing import cosines, count

FILE = Path(__file__).with_name("fusion.toml")


class Near(NamedTuple):
    """How near a passage is to a question: the cosines of the passage and of each of its windows,
    of which a question is about one or two.
    """

    passage: float
    windows: tuple[float, ...]

    @property
    def best(self) -> float:
        return max(self.windows, default=self.passage)


@dataclass(frozen=True, slots=True)
class Fusion:
    """What counts how much: of the question, the share that a passage holds (repeats included), and
    the share that the passages found of its document hold together; the cosines of the best window
    and of the passage, which tells which of several alike is meant.

    Words count by how much of the question they are, so that accidents in a question of another
    language count little. Where nearness is `relative` it counts by where it lies between the mean
    candidate (0) and the best one (1), for cosines of one model are not those of another.
    """

    words: float
    document: float
    window: float
    passage: float
    relative: bool = False

    def nearness(self, near: Near) -> float:
        return self.window * near.best + self.passage * near.passage

    def scores(
        self, words: Sequence[float], document_words: Sequence[float], near: Sequence[Near]
    ) -> list[float]:
        """A score for each candidate."""
        nearness = [self.nearness(one) for one in near]
        if self.relative:
            nearness = _between(nearness)
        return [
            self.words * by_word + self.document * by_document + by_meaning
            for by_word, by_document, by_meaning in zip(
                words, document_words, nearness, strict=True
            )
        ]


# Chosen on policy-zh and XQuAD, left as they were for all other sets (docs/search.md).
OF_ANY_MODEL = Fusion(words=2.0, document=1.0, window=1.0, passage=0.5, relative=True)


@cache
def learned(file: Path = FILE) -> Fusion:
    """For vectors of sentences by the trained reader: fitted on questions of `dev`."""
    return Fusion(**tomllib.loads(file.read_text("utf-8")))


def meaning(query: NDArray[np.float32], packed: Sequence[bytes]) -> list[Near]:
    """The nearness of each passage by its packed vectors, its own first, then those of its
    windows.
    """
    near = cosines(b"".join(packed), query).tolist()
    starts = np.cumsum([0, *(count(vectors, len(query)) for vectors in packed)]).tolist()
    return [Near(near[start], tuple(near[start + 1 : end])) for start, end in pairwise(starts)]


def _between(nearness: Sequence[float]) -> list[float]:
    if not nearness:
        return []
    mean, best = float(np.mean(nearness)), max(nearness)
    scale = best - mean if best - mean > 1e-9 else 1.0
    return [(near - mean) / scale for near in nearness]
