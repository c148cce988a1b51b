"""Verdict, or what the structure of documents tells -> the Answer: its spans with lists whole,
their checked sentences and how they agree, the shortest words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from pressroom.assistant.ask.limits.unclear import place_missing
from pressroom.assistant.ask.question import Question
from pressroom.assistant.check.answer import Answer, Status
from pressroom.assistant.check.citations import Quote, Rejected
from pressroom.assistant.check.ending import unclear_answer
from pressroom.assistant.check.verification import Sentence, Unchecked, check
from pressroom.assistant.read.agreement import tells_otherwise
from pressroom.assistant.read.reader import Pick, Verdict
from pressroom.assistant.structure.completing import completed
from pressroom.assistant.structure.listing import is_enumeration
from pressroom.assistant.structure.told import Told
from pressroom.corpus.transcript import Span
from pressroom.index.hit import Hit

_AS_LIKELY = 0.5  # of the best pick's score, for another place's words to answer, too


def shown_as_read(question: Question, hits: tuple[Hit, ...], verdict: Verdict) -> Answer:
    """What the reader picked, whole and checked; nothing if it refuses; asked back where several
    places tell several things.
    """
    if unclear := place_missing(question, [pick.span for pick in _as_likely(verdict)]):
        back = unclear_answer(question, unclear)
        return replace(back, hits=hits, confidence=verdict.likely)
    kept, failed = verified(complete(question, verdict.shown))
    status = status_of(kept)
    words = brief_of(question, verdict.best, kept) if status == "answered" else None
    return Answer(question, status, tuple(kept), hits, tuple(failed), verdict.likely, brief=words)


def _as_likely(verdict: Verdict) -> list[Pick]:
    """The picks that answer nearly as well as the best: what only stands beside it is no other
    answer.
    """
    best = max((pick.score for pick in verdict.shown), default=0.0)
    least = best - (1 - _AS_LIKELY) * abs(best)  # a reader's scores may lie below 0
    return [pick for pick in verdict.shown if pick.score >= least]


def shown_as_told(question: Question, hits: tuple[Hit, ...], told: Told) -> Answer | None:
    """What the structure of documents tells; None where none of it holds."""
    if told.nothing:
        return Answer(question, "not_found", hits=hits)
    if told.choices:
        return Answer(question, "clarify", hits=hits, note=told.note, choices=told.choices)
    kept, rejected = verified(told.spans)
    if not kept:
        return None
    return Answer(question, "answered", tuple(kept), hits, tuple(rejected), note=told.note)


def complete(question: Question, picks: Sequence[Pick]) -> list[Span]:
    """Where the picks stand, with lists whole."""
    best = max(picks, key=lambda pick: pick.score, default=None)
    return completed(question, [pick.span for pick in picks], best.span if best else None)


def verified(spans: Sequence[Span]) -> tuple[list[Sentence], list[Rejected]]:
    """The words of spans as sentences, through the same check as every other sentence; the same
    words once, with all their places.
    """
    quotes: dict[str, tuple[Quote, ...]] = {}
    for span in spans:
        quotes[span.text] = (*quotes.get(span.text, ()), Quote(span.id, span.text))
    return check([Unchecked(words, own) for words, own in quotes.items()], spans)


def status_of(kept: Sequence[Sentence]) -> Status:
    """`contradicted` where the figures given for one thing differ from day to day: they are a
    timeline, the latest first.
    """
    if not kept:
        return "not_found"
    told = [(citation.date, citation.text) for sentence in kept for citation in sentence.citations]
    differ = any(
        day != other_day and tells_otherwise(text, other)
        for (day, text), (other_day, other) in combinations(told, 2)
    )
    return "contradicted" if differ else "answered"


def brief_of(question: Question, best: Pick | None, kept: Sequence[Sentence]) -> str | None:
    """The shortest words of the best pick, if they are shown; where a list is asked for and told,
    they are not the whole answer.
    """
    if best is None or best.brief is None or _tells_list(question, kept):
        return None
    words = best.brief.text
    return words if any(words in sentence.text for sentence in kept) else None


def _tells_list(question: Question, kept: Sequence[Sentence]) -> bool:
    told = "\n".join(sentence.text for sentence in kept)
    return question.asks == "list" and is_enumeration(told)
