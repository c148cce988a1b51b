"""Question and Hits -> every sentence of the hits with what is known of it before it is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.trained.known import Known
from pressroom.corpus import language
from pressroom.index.hit import Hit
from pressroom.index.terms import terms

# What is known without reading: cosine of the sentence; how far that is behind the passage's
# nearest; cosine of the passage; how far the passage's score is behind the first; its share of the
# question's words; the sentence's share of them; the logarithm of its length in characters; how
# much it says that the question does not: a heading says nothing new.
SIGNS = ("near", "lead", "whole", "behind", "words", "said", "size", "new")
_ASKING = ("?", "？", "؟")

Values = tuple[float, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks for: its terms with their weights, how long an answer (`wide`, as
    `Breadth` tells it), in which language. `weight` is the inverse document frequency of a term.
    """

    terms: Mapping[str, float]
    weight: Callable[[str], float]
    wide: float
    tongue: str

    @classmethod
    def of(cls, question: Question, weight: Callable[[str], float], wide: float) -> Sought:
        once = cache(weight)  # the same words stand in many sentences
        weights = {term: once(term) for term in terms(question.sought)}
        return cls(weights, once, wide, language.tongue(question.language))

    def said(self, held: Collection[str]) -> float:
        """What share of the question's terms these are."""
        total = sum(self.terms.values()) or 1.0
        return sum(self.terms.get(term, 0.0) for term in held) / total

    def new(self, held: Collection[str]) -> float:
        """The logarithm of what the terms weigh that the question does not have."""
        return math.log1p(sum(self.weight(term) for term in held if term not in self.terms))


@dataclass(frozen=True, slots=True)
class Sentence:
    """The `number`th sentence of a passage; `span` is of its document, `values` as in SIGNS."""

    known: Known
    number: int
    span: Span
    values: Values
    sought: Sought

    @property
    def asks(self) -> bool:
        """Whether it asks: who asks is not answered with a question."""
        return self.words[1].rstrip().endswith(_ASKING)

    @property
    def words(self) -> tuple[int, str]:
        """Where in its document it ends, and what it says."""
        return self.span[1], self.known.hit.transcript.text[slice(*self.span)]


def known_sentences(passages: Sequence[Known], sought: Sought) -> list[Sentence]:
    """In the order of the passages, which are those of all hits, best first."""
    return [
        Sentence(known, number, span, _signs(known, number, passages[0].hit, sought), sought)
        for known in passages
        for number, span in enumerate(known.sentences)
    ]


def _signs(known: Known, number: int, first: Hit, sought: Sought) -> Values:
    hit, near = known.hit, known.near[number]
    start, end = known.sentences[number]
    held = set(terms(hit.transcript.text[start:end]))
    return (
        10 * near,
        10 * (near - max(known.near)),
        10 * known.whole,
        max(0.0, first.score - hit.score),
        hit.words or 0.0,
        sought.said(held),
        math.log(1 + end - start),
        sought.new(held),
    )
