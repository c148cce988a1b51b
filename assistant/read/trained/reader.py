"""Question and Hits -> a Verdict: the passages nearest are read, and of all ways to answer the
likeliest is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.eligible import eligible, tells_of_the_named
from pressroom.assistant.read.reader import NOTHING, Pick, Verdict
from pressroom.assistant.read.trained.breadth import Breadth
from pressroom.assistant.read.trained.calibration import Calibration
from pressroom.assistant.read.trained.candidates import Candidate, candidates
from pressroom.assistant.read.trained.known import Shelf
from pressroom.assistant.read.trained.marking import Marked, mark
from pressroom.assistant.read.trained.presence import presence
from pressroom.assistant.read.trained.sentences import Sentence, Sought, known_sentences
from pressroom.index.e5.reading import AskedStates, ReadingEngine
from pressroom.index.hit import Hit

_READ = 4  # passages at most
_SURE = 0.97  # that the right sentence is in those read, if it is anywhere
_PICKS = 3
_TOGETHER = 220  # characters of all picks


class TrainedReader:
    """Threads share it."""

    def __init__(
        self,
        engine: ReadingEngine,
        calibration: Calibration,
        breadth: Breadth,
        *,
        weight: Callable[[str], float],
    ) -> None:
        """`weight` is the inverse document frequency of a term."""
        self._engine, self._calibration = engine, calibration
        self._breadth, self._weight = breadth, weight
        self._shelf = Shelf(engine)

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        may = eligible(question, hits)
        if not may:
            return NOTHING
        asked = self.ask(question)
        found = self.marked(asked, self.preferred(self.sentences(question, asked, may)))
        rated = self.rated(found)
        if not rated:
            return NOTHING
        first, best = rated[0]
        picks = [replace(best.pick, score=first)]
        for second, other in rated[1:]:
            extra = replace(other.pick, score=min(first, second))  # what is shown first leads
            if self._calibration.is_second(first, second) and _finds_room(extra, picks):
                picks.append(extra)
        likely = self._calibration.there.of(presence(rated, found))
        return Verdict(tuple(picks), likely, self._calibration.is_enough(likely))

    def rated(self, found: Sequence[Marked]) -> list[tuple[float, Candidate]]:
        """The ways to answer and how likely each does, the one first that is shown."""
        ways = [(self._calibration.likely(way), way) for way in self.candidates(found)]
        return sorted(ways, key=lambda one: -self._calibration.worth(*one))

    def candidates(self, found: Sequence[Marked]) -> list[Candidate]:
        """The ways to answer, from what was read."""
        shares = self._calibration.shares([one.values for one in found])
        return candidates(found, shares)

    def calibrated(self, calibration: Calibration) -> TrainedReader:
        """The same reader with other weights of the signs."""
        return TrainedReader(self._engine, calibration, self._breadth, weight=self._weight)

    def ask(self, question: Question) -> AskedStates:
        """The question, read once."""
        return self._engine.ask(question.text)

    def sentences(
        self, question: Question, asked: AskedStates, hits: Sequence[Hit]
    ) -> list[Sentence]:
        """All sentences of the hits that tell something, of what is named where a thing is, and
        what is known of them before they are read.
        """
        sought = Sought.of(question, self._weight, self._breadth.of(asked.vector))
        found = known_sentences(self._shelf.known(hits, asked.vector), sought)
        return [
            one
            for one in found
            if not one.asks and tells_of_the_named(question, one.known.hit, *one.words)
        ]

    def preferred(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The sentences of the few passages that have the best ones; of no more than it takes to
        have the right one almost surely, for reading takes most of an answer's time.
        """
        likely = self._calibration.preferred([one.values for one in sentences])
        order = sorted(zip(likely, sentences, strict=True), key=lambda pair: -pair[0])
        held: dict[str, float] = {}  # the best passage first
        for share, one in order:
            passage = one.known.hit.passage_id
            held[passage] = held.get(passage, 0.0) + share
        before = [0.0, *accumulate(held.values())]
        read = {p for p, told in zip(held, before[:_READ], strict=False) if told < _SURE}
        return [one for one in sentences if one.known.hit.passage_id in read]

    def marked(self, asked: AskedStates, sentences: Sequence[Sentence]) -> list[Marked]:
        """The passages of these sentences read, and the words marked in them."""
        passages = list({one.known.hit.passage_id: one.known for one in sentences}.values())
        states = self._shelf.states([known.hit for known in passages])
        pairs = list(zip(passages, states, strict=True))
        read = self._engine.each(lambda pair: mark(self._engine, asked, *pair), pairs)
        of = {known.hit.passage_id: marks for known, marks in zip(passages, read, strict=True)}
        found = []
        for one in sentences:
            marks = of[one.known.hit.passage_id]
            if one.number in marks.words:
                words, score = marks.words[one.number]
                signs = (marks.answer, score, marks.told[one.number])
                found.append(Marked(one, words, (*one.values, *signs)))
        return found


def _finds_room(extra: Pick, picks: Sequence[Pick]) -> bool:
    """Beside what is shown, and none of it twice."""
    size = sum(len(pick.span.text) for pick in (*picks, extra))
    if len(picks) >= _PICKS or size > _TOGETHER:
        return False
    return not any(pick.span.overlaps(extra.span) for pick in picks)
