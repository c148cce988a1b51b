"""A follow-up made whole, and what is picked for it -> whether that tells of what it brings itself.

Joined with the subject of the question before it, any question is near to what was shown already:
the same fare answers `line 3, who wins the election?`. By rules a word of its own must stand where
the pick stands; where none does, as between languages, it must be near to the pick without the
subject. Where it was learned how likely a question leans, all of this is weighed.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pressroom.assistant.ask.held import held_in
from pressroom.assistant.ask.question import Question, content
from pressroom.assistant.ask.spoken import official_words
from pressroom.assistant.ask.wordlists import any_of, questions_in
from pressroom.assistant.read.reader import Pick, Verdict
from pressroom.corpus import language
from pressroom.corpus.normalise import fold
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.hit import Hit
from pressroom.index.terms import terms

FILE = Path(__file__).with_name("brought.toml")
# The log odds that the documents answer; how near what is brought is to the best pick; the share of
# its words that stand where that stands; the log odds that the question leans on the one before it,
# of which many say no more than some.
SIGNS = ("likely", "near", "held", "leaning")
_MOST_LEANING = 1.0
_LEAST = 0.005  # probability: beyond it log odds tell nothing
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年?(?!\d)")
# On the scale of nearness in meaning: nearly half the way from any other question to the same one.
# Of follow-ups in other languages than their documents those that are answered lie above it.
_NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic model, fitted by eval/training/leaning.py: `weights` in the order of SIGNS; from
    `least`, log odds, a follow-up is answered.
    """

    weights: tuple[float, ...]
    offset: float
    least: float

    @classmethod
    def read(cls, path: Path = FILE) -> Weighing:
        told = tomllib.loads(path.read_text("utf-8"))
        weights = tuple(float(told[sign]) for sign in SIGNS)
        return cls(weights, float(told["offset"]), float(told["least"]))

    def of(self, values: Sequence[float]) -> float:
        return self.offset + sum(w * v for w, v in zip(self.weights, values, strict=True))


def tells_what_is_brought(
    question: Question, verdict: Verdict, hits: Sequence[Hit], meaning: Meaning | None
) -> bool:
    """True for a question that was asked whole, and for one that brings no more than a time or a
    person.
    """
    brought, best = _brought(question), verdict.best
    if not brought or best is None:
        return True
    if meaning is not None and question.leaning is not None:
        weighing = _weighing()
        return weighing.of(signs(question, verdict, best, hits, meaning)) >= weighing.least
    if any(held_in(brought, _around(pick, hits)) for pick in verdict.picks):
        return True
    return meaning is not None and _nearness(question, best, meaning) >= _NEAR


def signs(
    question: Question, verdict: Verdict, best: Pick, hits: Sequence[Hit], meaning: Meaning
) -> tuple[float, ...]:
    """Of a follow-up, and the best pick of a verdict, in the order of SIGNS."""
    brought = _brought(question)
    held = held_in(brought, _around(best, hits))
    likely = min(max(verdict.likely or 0.0, _LEAST), 1 - _LEAST)
    return (
        math.log(likely / (1 - likely)),
        _nearness(question, best, meaning),
        len(held) / len(brought) if brought else 1.0,
        min(question.leaning or 0.0, _MOST_LEANING),
    )


@cache
def _weighing() -> Weighing:
    return Weighing.read()


def _brought(question: Question) -> frozenset[str]:
    """The terms of what the citizen said, and official words for them, without those that ask and
    those of a time.
    """
    if question.text == question.asked:
        return frozenset()
    said = fold(question.asked)
    told = any_of("now").sub(" ", _YEAR.sub(" ", content(said)))
    rest = questions_in(language.detect(question.asked)).asking.sub(" ", told)
    official = " ".join(words for *_, told_for in official_words(said) for words in told_for)
    own = terms(f"{rest} {official}")
    return frozenset(term for term in own if not language.is_function_word(term))


def _around(pick: Pick, hits: Sequence[Hit]) -> str:
    """What was picked, its passage with what stands above it, and the question before it."""
    near = [hit for hit in hits if hit.span.overlaps(pick.span)]
    document, asked = pick.span.transcript, pick.span.question
    before = [document.words(p) for p in asked.paragraphs] if asked else []
    return "\n".join([pick.span.text, *before, *(f"{hit.header}\n{hit.text}" for hit in near)])


def _nearness(question: Question, pick: Pick, meaning: Meaning) -> float:
    """Of what was asked, without what it leans on and without a time such as tomorrow, and of what
    was picked.
    """
    said, picked = any_of("now").sub(" ", question.asked), pick.span.text
    [asked], [told] = meaning.embed_across([said]), meaning.embed_passages([picked])
    spoken, written = question.language, language.detect(picked)
    return meaning.nearness(float(asked @ told), asked=spoken, passage=written, across=True)
