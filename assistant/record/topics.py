"""Questions and how often each was asked -> topics: those that ask the same in other words counted
together, the most asked first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.record.sameness import SAME, alike, figures_of
from pressroom.corpus.language import detect
from pressroom.corpus.normalise import fold
from pressroom.index.embedding.meaning import Meaning

# questions, those asked most, that are compared in meaning; the others stand for themselves
_COMPARED = 200
# questions whose vectors are kept in memory, so that a page that is opened again costs nothing
_KEPT = 2_000
_ENDS = " ?？!！.。"


class Topics:
    """Groups by meaning, with the vectors of the questions that it has seen. Threads may share
    it.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._vectors: dict[
            str, tuple[NDArray[np.float32], NDArray[np.float32]]
        ] = {}  # as a question, as what is asked for

    def of(self, questions: Iterable[str]) -> list[tuple[str, int]]:
        """(the wording asked most, times) of each topic. What names other figures is another topic:
        2024 is not 2025.
        """
        wordings = Counter(questions)
        plain: dict[str, list[str]] = {}
        for words, _ in wordings.most_common():
            plain.setdefault(fold(words).strip(_ENDS), []).append(words)
        alike = sorted(
            ((same[0], sum(wordings[each] for each in same)) for same in plain.values()),
            key=lambda topic: -topic[1],
        )
        return sorted(
            [*self._joined(alike[:_COMPARED]), *alike[_COMPARED:]], key=lambda topic: -topic[1]
        )

    def _joined(self, topics: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """Each question goes to the one asked most that asks the same."""
        if not topics:
            return []
        names = [words for words, _ in topics]
        as_asked, as_told = self._embedded(names)
        cosines, languages, figures = (
            as_asked @ as_told.T,
            [detect(words) for words in names],
            [figures_of(words) for words in names],
        )
        leaders: dict[int, int] = {}
        for at, (_, times) in enumerate(topics):
            near = {
                one: alike(
                    float(cosines[at, one]),
                    float(cosines[one, at]),
                    languages[at],
                    languages[one],
                    self._meaning,
                )
                for one in leaders
                if figures[one] == figures[at]
            }
            best = max(near, key=lambda one: near[one], default=at)
            leader = best if near.get(best, 0) >= SAME else at
            leaders[leader] = leaders.get(leader, 0) + times
        return [(names[leader], times) for leader, times in leaders.items()]

    def _embedded(self, names: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        kept = self._vectors if len(self._vectors) < _KEPT else {}
        new = [words for words in names if words not in kept]
        if new:
            pairs = zip(
                self._meaning.embed_queries(new), self._meaning.embed_passages(new), strict=True
            )
            kept = {**kept, **dict(zip(new, pairs, strict=True))}
            self._vectors = kept
        return np.stack([kept[words][0] for words in names]), np.stack(
            [kept[words][1] for words in names]
        )
