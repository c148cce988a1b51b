"""Quoted words and the day of their event -> the years, months and days that 今年, 上个月, last
year … mean there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date

from pressroom.corpus.normalise import fold


@dataclass(frozen=True, slots=True)
class Meant:
    """`words`, which stand at `start` of the quoted text, mean `time`: `2024`, `2025-04` or
    `2025-04-10` (ISO 8601).
    """

    words: str
    start: int
    time: str


def _year(offset: int) -> Callable[[Date], str]:
    return lambda day: str(day.year + offset)


def _month(offset: int) -> Callable[[Date], str]:
    def meant(day: Date) -> str:
        months = day.year * 12 + day.month - 1 + offset
        return f"{months // 12}-{months % 12 + 1:02}"

    return meant


def _half(number: int) -> Callable[[Date], str]:
    return lambda day: f"{day.year}-{1 + 6 * (number - 1):02}/{day.year}-{6 * number:02}"


# The longer first: 去年同期 is 去年, 本月底 is 本月; 今年以来 ends on the day itself but names its
# year.
_TIMES: tuple[tuple[str, Callable[[Date], str]], ...] = (
    ("大前年", _year(-3)),
    ("前年|the year before last", _year(-2)),
    ("去年|上年|上一年|last year|el año pasado|l'an dernier|в прошлом году", _year(-1)),
    ("今年|本年度?|this year|este año|cette année|в этом году", _year(0)),
    ("明年|下一年|next year|el próximo año|l'an prochain|в следующем году", _year(1)),
    ("后年", _year(2)),
    ("(?<!\\d)上个?月(?!份)|last month", _month(-1)),
    ("这个月|本月|this month", _month(0)),
    ("(?<!\\d)下个?月|next month", _month(1)),
    ("(?<![年度])上半年", _half(1)),
    ("(?<![年度])下半年", _half(2)),
    ("截至目前|截止目前|到目前为止|目前为止|as of today|so far", lambda day: day.isoformat()),
)


def meant(text: str, date: str | None) -> tuple[Meant, ...]:
    """What the relative times of `text`, said on the ISO day `date`, mean, in the order of the
    text; nothing without a day.
    """
    if date is None:
        return ()
    day, folded = Date.fromisoformat(date), fold(text)
    found = [
        Meant(text[match.start() : match.end()], match.start(), time(day))
        for words, time in _TIMES
        for match in re.finditer(words, folded)
    ]
    return tuple(sorted(found, key=lambda meant: meant.start))
