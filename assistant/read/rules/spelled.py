"""A question and English sentences -> the figure or the day in them that answers, with the words
that belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.assistant.ask.question import Question
from pressroom.corpus.normalise import fold
from pressroom.index.terms import terms

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    rf"(?:{_MONTH} {_NTH}(?!\d)(?:,? {_YEAR})?|"
    rf"{_NTH} (?:of )?{_MONTH}(?: {_YEAR})?|{_MONTH} {_YEAR})"
)
_SEASON = "spring|summer|autumn|fall|winter"
_PART = (
    rf"(?:the )?(?:end|beginning|middle|start|(?:first|second) half|(?:first|second|third|"
    rf"fourth) quarter|{_SEASON}) of "
)
_BEFORE = r"(?:on|from|by|until|since|in|before|after|at|as of) "
_WHEN = re.compile(
    rf"(?:{_BEFORE})?(?:{_PART})?(?:{_DAY}|(?<![\w.]){_YEAR}(?![\w.]\w))(?: (?:to|until|"
    rf"and) {_DAY})?"
    rf"|(?:next|this|last) (?:year|month|week|{_SEASON}|(?!may|march){_MONTH})"
)
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = (
    rf"(?:(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)|"
    rf"\b(?:(?:{_TENS})(?:-(?:{_DIGIT}))?|{_TEENS}|{_DIGIT})\b)"
    r"(?: (?:hundred|thousand|million|billion|trillion))*(?: ?(?:%|per ?cent))?"
)
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|some|over|more than|less than|fewer than|up to|at least|"
    r"as many as|as much as) )?"
)
_UNIT = (
    r"(?: (?:yuan|dollars?|euros?|(?:square |cubic )?(?:kilo)?met(?:re|er)s?|tonn?es?|tons?|"
    r"hectares?|kilograms?|minutes?|hours?|days?|"
    r"weeks?|months?|years?|degrees?|megawatts?|people|containers?)\b)?"
)
_FIGURE = re.compile(_ABOUT + _NUMBER + _UNIT)
_COUNTED = re.compile(r"how (?:many|much) (?:more |new |other |of the )?([a-z\-]+(?: [a-z\-]+)?)")
_BETWEEN = r"(?: [a-z\-]+){0,3}?"


def spelled(question: Question, sentences: Sequence[str]) -> str | None:
    """The words of one of the sentences; None where it is not plain which answer.

    Of several sentences that tell a figure or a day it is the one that alone has most of the
    question's words.
    """
    told = [(words, found) for words in sentences if (found := _told(question, words))]
    asked = set(terms(question.content))
    shares = [len(asked & set(terms(words))) for words, _ in told]
    best = [place for place, share in zip(told, shares, strict=True) if share == max(shares)]
    return best[0][1][0] if len(best) == 1 and len(best[0][1]) == 1 else None


def _told(question: Question, words: str) -> list[str]:
    """All days, or all figures, but only the one of what is counted where that is told."""
    folded = fold(words)
    days = [match.span() for match in _WHEN.finditer(folded)]
    if question.asks == "when":
        return [words[start:end] for start, end in days]
    rest = "".join(
        " " if any(start <= at < end for start, end in days) else char
        for at, char in enumerate(folded)
    )
    spans = _counted(question, rest) or [match.span() for match in _FIGURE.finditer(rest)]
    return [words[start:end] for start, end in spans]


def _counted(question: Question, folded: str) -> list[tuple[int, int]]:
    """The number before what is counted: how many berths, four deep-water berths."""
    asked = _COUNTED.search(question.asked.casefold())
    for noun in (asked[1], asked[1].split()[0]) if asked else ():
        found = list(re.finditer(rf"{_ABOUT}{_NUMBER}{_BETWEEN} {re.escape(noun)}\b", folded))
        if len(found) == 1:
            return [found[0].span()]
    return []
