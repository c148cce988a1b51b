"""Question, or what was found for it -> what has to be asked back, with the choices that the
library has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pressroom.assistant.ask.followup.fragments import fragment_of
from pressroom.assistant.ask.meant import Holdings
from pressroom.assistant.ask.phrases import FUNCTION_WORDS
from pressroom.assistant.ask.question import Question, places_in
from pressroom.assistant.languages.notes import Choice, Note
from pressroom.assistant.languages.tongue import tongue
from pressroom.corpus.library.library import Entry
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.numerals import numbers
from pressroom.corpus.transcript import Span, Transcript

_CHOICES = 5
# Han characters or words that a fragment without history must have more of, to be a question
_LEAST, _LEAST_WORDS = 4, 2
_BACK = re.compile(
    r"^(?:那|那么)?(?:他们?|她们?|它们?|这个|那个|此事)(?:呢|说|怎么|什么|的|是|有|还|会|对|为)|"
    r"^(?:and )?(?:what|how|when|where|who)\W+(?:\w+ )?(?:he|she|it|they)\b.{0,24}$"
)
_TIME = re.compile(
    r"(?:19|20)\d\d年?|\d{1,2}[月日号]|今年|去年|前年|明年|后年|last year|this year|next year", re.I
)
_YEARS_AWAY = {
    "今年": 0,
    "去年": -1,
    "前年": -2,
    "明年": 1,
    "this year": 0,
    "last year": -1,
    "next year": 1,
}


Unclear = tuple[Note, tuple[Choice, ...]]  # what is asked back, and what may be answered to it


def topic_missing(question: Question, documents: Holdings) -> Unclear | None:
    """For a question that leans on one before it, where there is none: `那去年呢？`,
    `他还说了什么？`. Documents to begin with.
    """
    if not _leans(question.asked):
        return None
    words = tongue(question.language)
    choices = [
        Choice(entry.title, words.say("outline_of", words=entry.title), entry.date)
        for entry in _of_year(question, documents)
    ]
    return Note("which_topic"), tuple(choices)


def _leans(asked: str) -> bool:
    folded = fold(asked)
    if _BACK.search(folded):
        return True
    fragment = fragment_of(asked)
    if fragment is None:
        return False
    rest = FUNCTION_WORDS.sub(" ", _TIME.sub(" ", fold(fragment)))
    dense = sum(is_dense_script(char) for char in rest)
    return (
        dense <= _LEAST
        if dense or is_dense_script(fragment[0])
        else len(rest.split()) <= _LEAST_WORDS
    )


def _of_year(question: Question, documents: Holdings) -> list[Entry]:
    """The newest of the years that the fragment names, else of all."""
    folded = fold(question.asked)
    years = {
        *question.years,
        *(date.today().year + away for word, away in _YEARS_AWAY.items() if word in folded),
    }
    found = [
        entry
        for year in years
        for entry in documents.newest(_CHOICES, since=f"{year}-01-01", until=f"{year}-12-31")
    ]
    return sorted(found, key=lambda entry: entry.date or "", reverse=True)[:_CHOICES] or list(
        documents.newest(_CHOICES)
    )


def place_missing(question: Question, places: Sequence[Span]) -> Unclear | None:
    """Where different places have each a figure or day of their own for what is asked, and the
    question names none of them.
    """
    if question.places or question.asks not in ("figure", "when", "phone"):
        return None
    of: dict[str, Span] = {}
    for place in places:
        if name := place_of(place.transcript):
            of.setdefault(name, place)
    told = {frozenset(number.canonical for number in numbers(place.text)) for place in of.values()}
    if len(of) < 2 or len(told) < 2:
        return None
    dense = is_dense_script(question.text[0])
    choices = [
        Choice(
            name,
            f"{name}{question.text}" if dense else f"{question.text} ({name})",
            of[name].transcript.date,
        )
        for name in of
    ]
    return Note("which_place"), tuple(choices[:_CHOICES])


def place_of(document: Transcript) -> str | None:
    """The province, city or county that a document's title or issuing body names first."""
    return next(
        (
            place
            for words in (document.title, document.body or "")
            for place in places_in(fold(words))
        ),
        None,
    )
