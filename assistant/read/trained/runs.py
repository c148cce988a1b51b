"""A sentence that was read, and those read beside it -> the run of neighbours that answer together:
rules, measures and reasons are told in several sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.corpus.sentences import trimmed

LONGEST = 320  # characters of a run
_BELONGS = -0.5  # log odds, from which on a neighbour may belong to the answer
_NONE = -8.0  # log odds where there is no neighbour
_TOLD = READ.index("told")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring sentences of one paragraph, the best one among them. `span` is of the document,
    without space at its ends; `weakest` is the lowest log odds of its sentences, `beyond` the
    highest of the two that stand beside it.
    """

    span: Span
    size: int
    weakest: float
    beyond: float


class Neighbours:
    """All sentences that were read for a question, by where they stand."""

    def __init__(self, found: Sequence[Marked]) -> None:
        self._of: dict[str, dict[int, Marked]] = {}
        for one in found:
            passage = one.sentence.known.hit.passage_id
            self._of.setdefault(passage, {})[one.sentence.number] = one

    def alone(self, one: Marked) -> Run:
        """The sentence without its neighbours."""
        return self._run(one, one.sentence.number, one.sentence.number)

    def run(self, one: Marked) -> Run:
        """The sentence, and its neighbours on both sides as far as they belong."""
        beside, first = self._beside(one), one.sentence.number
        last = first
        while self._fits(one, beside, first - 1, last):
            first -= 1
        while self._fits(one, beside, last + 1, first):
            last += 1
        return self._run(one, first, last)

    def _beside(self, one: Marked) -> Mapping[int, Marked]:
        return self._of[one.sentence.known.hit.passage_id]

    def _fits(self, one: Marked, beside: Mapping[int, Marked], number: int, other: int) -> bool:
        if _told(beside, number) < _BELONGS:
            return False
        start, end = _span(one, min(number, other), max(number, other))
        words = one.sentence.known.hit.transcript.text[start:end]
        return len(words) <= LONGEST and "\n" not in words

    def _run(self, one: Marked, first: int, last: int) -> Run:
        beside = self._beside(one)
        told = [_told(beside, number) for number in range(first, last + 1)]
        beyond = max(_told(beside, first - 1), _told(beside, last + 1))
        return Run(_span(one, first, last), len(told), min(told), beyond)


def _told(beside: Mapping[int, Marked], number: int) -> float:
    return max(_NONE, beside[number].values[_TOLD]) if number in beside else _NONE


def _span(one: Marked, first: int, last: int) -> Span:
    known = one.sentence.known
    spans = known.sentences[first][0], known.sentences[last][1]
    return trimmed(known.hit.transcript.text, *spans)
