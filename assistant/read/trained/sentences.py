"""Question and Hits -> every sentence of the hits with what is known of it before it is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.reader import Verdict
from pressroom.assistant.read.trained.known import Known
from pressroom.corpus.transcript import Span as DocumentSpan
from pressroom.index.hit import Hit
from pressroom.index.terms import terms

# What is known without reading: cosine of the sentence; how far that is behind the passage's
# nearest; cosine of the passage; how far the passage's score is behind the first; its share of the
# question's words; the sentence's share of them; the logarithm of its length in characters; how
# likely the rules think that it answers, if they would show it first, and if beside another.
SIGNS = ("near", "lead", "whole", "behind", "words", "said", "size", "ruled", "beside")

Values = tuple[float, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The `number`th sentence of a passage; `span` is of its document, `values` as in SIGNS."""

    known: Known
    number: int
    span: Span
    values: Values

    @property
    def words(self) -> tuple[int, str]:
        """Where in its document it begins, and what it says."""
        return self.span[0], self.known.hit.transcript.text[slice(*self.span)]


def known_sentences(
    question: Question,
    passages: Sequence[Known],
    *,
    weight: Callable[[str], float],
    advice: Verdict,
) -> list[Sentence]:
    """In the order of the passages, which are those of all hits, best first; `weight` is the
    inverse document frequency of a term, `advice` what the rules make of the hits.
    """
    asked = {term: weight(term) for term in terms(question.sought)}
    return [
        Sentence(known, number, span, (*_signs(known, number, passages[0].hit, asked), *ruled))
        for known in passages
        for number, span in enumerate(known.sentences)
        for ruled in (_ruled(known, span, advice),)
    ]


def _signs(known: Known, number: int, first: Hit, asked: dict[str, float]) -> Values:
    hit, near = known.hit, known.near[number]
    start, end = known.sentences[number]
    held = set(terms(hit.transcript.text[start:end]))
    return (
        10 * near,
        10 * (near - max(known.near)),
        10 * known.whole,
        max(0.0, first.score - hit.score),
        hit.words or 0.0,
        sum(asked.get(term, 0.0) for term in held) / (sum(asked.values()) or 1.0),
        math.log(1 + end - start),
    )


def covers(sentence: Sentence, words: DocumentSpan) -> bool:
    """Whether a sentence has some of the words."""
    return _touch(sentence.known, sentence.span, words)


def _ruled(known: Known, span: Span, advice: Verdict) -> Values:
    likely, best = advice.likely or 0.0, advice.best
    over = [pick for pick in advice.picks if _touch(known, span, pick.span)]
    is_best = any(pick is best for pick in over)
    return likely if is_best else 0.0, likely if over and not is_best else 0.0


def _touch(known: Known, span: Span, words: DocumentSpan) -> bool:
    same = words.transcript.id == known.hit.transcript.id
    return same and words.start < span[1] and span[0] < words.end
