"""Question and the words that are to answer it -> whether they tell of the time that is asked for:
its year, half or quarter, from when on, up to when.

Figures are told of one time: that of a half is no answer for a quarter, that of 2016 none for 2014.
What is told without figures may well hold for longer than it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus.dating.periods import Period, asked_bound, periods_in
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span

_EVER = 12 * 10_000  # a month after all


def tells_the_time(question: Question, span: Span) -> bool:
    """True where the question names no time, or where nothing tells that the words are of
    another.
    """
    told = periods_in(span.text, day=span.transcript.date)
    if not _is_bound_right(question, told):
        return False
    asked = _asked(question.text, question.own)
    of_figures = question.asks == "figure"
    return all(_is_told(period, told, span, strict=of_figures) for period in asked) or (
        len(asked) > 1 and any(_is_told(period, told, span, strict=of_figures) for period in asked)
    )


@lru_cache(maxsize=64)
def _asked(question: str, own: int) -> tuple[Period, ...]:
    """The times that the citizen's own words, from `own` on, name, else those that they lean on.
    The day of an event (`at the conference of 2025`) is not the year that is asked for.
    """
    named = periods_in(question[own:]) or periods_in(question)
    if any_of("event").search(fold(question)):
        return tuple(period for period in named if period.is_span)
    return tuple(named)


def _is_bound_right(question: Question, told: Sequence[Period]) -> bool:
    """Where it is asked since when, words that only tell until when do not answer, nor the
    reverse.
    """
    if question.asks != "when" or not told:
        return True
    other = {"since": "until", "until": "since"}.get(asked_bound(question.text))
    return other is None or any(period.bound != other for period in told)


def _is_told(asked: Period, told: Sequence[Period], span: Span, *, strict: bool) -> bool:
    if asked.is_part:
        return _is_part_told(asked, told, span, strict=strict)
    if asked.is_whole and strict and told and told[0].is_part:
        return any(period.is_whole for period in told)
    return asked.year is None or _is_year_told(asked, told, strict=strict)


def _is_part_told(asked: Period, told: Sequence[Period], span: Span, *, strict: bool) -> bool:
    """A half or the like must be named, by the words or by what was said before them."""
    parts = [period for period in told if period.is_part]
    if not strict or not asked.is_span:
        return not parts or any(_overlap(asked, period) for period in parts)
    if parts or told:
        return any(_is_same(asked, period) for period in parts)
    before = [period for period in _said_before(span) if period.is_part]
    return bool(before) and _is_same(asked, before[-1])


def _said_before(span: Span) -> list[Period]:
    """In the title, in what was asked, in the turn as far as the words, in this order."""
    document, turn = span.transcript, span.turn
    asked = document.question_of(turn)
    words = [document.title, *(document.words(p) for p in (asked.paragraphs if asked else ()))]
    words.append(document.text[turn.paragraphs[0].start : span.start])
    return periods_in("\n".join(words), day=document.date)


def _is_same(asked: Period, told: Period) -> bool:
    years = None in (asked.year, told.year) or asked.year == told.year
    return years and asked.months == told.months


def _is_year_told(asked: Period, told: Sequence[Period], *, strict: bool) -> bool:
    years = [period for period in told if period.year is not None]
    if not years:
        return True
    if strict and asked.bound == "since":
        return any(period.year == asked.year for period in years)
    return any(_overlap(asked, period) for period in years)


def _overlap(one: Period, other: Period) -> bool:
    """Whether both hold in some month; where one names no year, in a month of the same year."""
    year = one.year or other.year or 0
    (first, last), (start, end) = _months(one, year), _months(other, year)
    return first <= end and start <= last


def _months(period: Period, year: int) -> tuple[int, int]:
    """The first and the last, counted from the year 0."""
    first, last = (12 * (period.year or year) + month for month in period.months)
    return (0 if period.bound == "until" else first, _EVER if period.bound == "since" else last)
