"""Question and Hits -> a Verdict, by rules: the surest of the readings, what of it is shown, its
shortest words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.reader import NOTHING, Pick, Verdict
from pressroom.assistant.read.rules.brief import brief
from pressroom.assistant.read.rules.confidence import is_enough
from pressroom.assistant.read.rules.evidence import Support, read
from pressroom.assistant.read.rules.extent import extracts
from pressroom.corpus.sentences import trimmed
from pressroom.corpus.transcript import Span
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.hit import Hit


@dataclass(frozen=True, slots=True)
class RuleReader:
    """`weight` is the inverse document frequency of a term."""

    weight: Callable[[str], float]
    meaning: Meaning

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        found = [one for one in self.readings(question, hits) if one]
        surest = max(found, key=lambda reading: reading[0].confidence, default=None)
        if surest is None:
            return NOTHING
        likely = surest[0].confidence
        shown = extracts(question, surest)
        best = max(shown, key=lambda one: one.score)
        picks = (_pick(one, question if one is best else None) for one in shown)
        return Verdict(tuple(picks), likely, is_enough(likely))

    def readings(
        self, question: Question, hits: Sequence[Hit]
    ) -> tuple[list[Support], list[Support]]:
        """What may answer, best first: in the question's own language, and in others."""
        return read(question, hits, weight=self.weight, meaning=self.meaning)


def _pick(evidence: Support, question: Question | None) -> Pick:
    """With the shortest words that answer the question, if it is given."""
    span = Span(evidence.hit.transcript, evidence.hit.turn, evidence.start, evidence.end)
    shortest = _shortest(question, evidence, span) if question else None
    return Pick(span, evidence.score, shortest)


def _shortest(question: Question, evidence: Support, span: Span) -> Span | None:
    """In the sentence that was chosen, or in those that follow it in the pick."""
    sentences = list(_sentences(evidence))
    text = span.transcript.text
    words = brief(question, [text[start:end] for start, end in sentences])
    if not words:
        return None
    start = next(
        start + text[start:end].find(words) for start, end in sentences if words in text[start:end]
    )
    return Span(span.transcript, span.turn, start, start + len(words))


def _sentences(evidence: Support) -> Iterator[tuple[int, int]]:
    document = evidence.hit.transcript
    yield evidence.start, evidence.stop
    if evidence.stop < evidence.end:
        for span in document.sentences(evidence.stop, evidence.end):
            start, end = trimmed(document.text, *span)
            if start < end:
                yield start, end
