"""Text -> the periods of time in it: a year, a half, a quarter, months of one, and whether
something is told of it, from it on or up to it; in eleven languages.

Days are those of dates.py. The names of months are CLDR's; what CLDR does not name as people say it
(a half, the third quarter, a whole year) is in periods.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pressroom.corpus.dating.calendars import month_of
from pressroom.corpus.normalise import fold, is_dense_script

Bound = Literal["in", "since", "until"]
Months = tuple[int, int]

YEAR: Months = (1, 12)
_HALVES: tuple[Months, ...] = ((1, 6), (7, 12))
_QUARTERS: tuple[Months, ...] = ((1, 3), (4, 6), (7, 9), (10, 12))
_FILE = Path(__file__).with_name("periods.toml")
_YEAR = re.compile(r"(?<![\d.,/$€£¥])(?:19|20)\d\d(?!\d|[.,]\d|\s?%)")
_YEAR_WORD = re.compile(r"年|년|год|г\.")
_MONTH = re.compile(
    r"(?<![\d.])(?P<number>1[0-2]|0?[1-9])\s?[月월]|"
    r"(?<!\w)tháng (?P<vietnamese>1[0-2]|[1-9])(?!\d)|"
    r"(?<![\w])(?P<name>[^\W\d_]{3,12})\.?(?=\s(?:de |\d{1,4}(?!\d)))|"
    r"(?<![\w])(?:\d{1,2}\.?(?:st|nd|rd|th|er)?|in|im|en|em|of|de|since|until|by|в|с|до)"
    r"\s(?P<after>[^\W\d_]{3,12})(?!\w)"
)
_JOINT = re.compile(
    r"[\s,]*(?:年度?|년|года?|г\.|of|de|del|do|des|in|năm|عام|من|的|の|jahres?)*\s*"
)
_BESIDE = 18  # characters between a time and the word that bounds it


@dataclass(frozen=True, slots=True)
class Period:
    """`text[start:end]` names the months of a year, both ends included; `year` is None where none
    is named, `bound` how what is told stands to it, `is_whole` whether a whole year is named in
    words.
    """

    start: int
    end: int
    year: int | None
    months: Months = YEAR
    is_whole: bool = False
    bound: Bound = "in"

    @property
    def is_part(self) -> bool:
        """Whether it is less than a year."""
        return self.months != YEAR

    @property
    def is_span(self) -> bool:
        """Whether it is less than a year and more than a month: a half, a quarter."""
        return self.is_part and self.months[0] < self.months[1]


def periods_in(text: str, *, day: str | None = None) -> list[Period]:
    """In the order of the text. `day`, ISO 8601, is that on which it was said: it tells which year
    `last year` is.
    """
    folded = fold(text)
    years = list(_years(folded, day))
    found: list[Period] = []
    taken: set[Period] = set()
    for part in _parts(folded):
        year = next((one for one in years if _belongs(folded, part, one)), None)
        taken |= {year} if year else set()
        found.append(_of_year(part, year) if year else part)
    found += [year for year in years if year not in taken]
    return [_bounded(folded, period) for period in sorted(found, key=lambda one: one.start)]


def asked_bound(text: str) -> Bound:
    """Whether it is asked from when on, or up to when; else `in`."""
    folded, table = fold(text), _table()
    if table.asks_since.search(folded):
        return "since"
    return "until" if table.asks_until.search(folded) else "in"


def _years(folded: str, day: str | None) -> Iterator[Period]:
    for match in _YEAR.finditer(folded):
        if _is_year(folded, match):
            yield Period(*match.span(), int(match[0]))
    if day:
        for away, pattern in enumerate(_table().years, -1):
            for match in pattern.finditer(folded):
                yield Period(*match.span(), int(day[:4]) + away)


def _is_year(folded: str, match: re.Match[str]) -> bool:
    """`2025年`, `in 2025`, `(2025)`; not `2025元` nor `2000 people`: there it counts what
    follows.
    """
    behind = folded[match.end() : match.end() + 3].lstrip()
    if not behind or _YEAR_WORD.match(behind) or not behind[0].isalpha():
        return True
    return bool(_table().before.search(folded[: match.start()]))


def _parts(folded: str) -> Iterator[Period]:
    """Halves, quarters, months and whole years; of two at one place the longer."""
    found = [
        Period(*match.span(), None, months, is_whole=months == YEAR)
        for months, pattern in _table().parts
        for match in pattern.finditer(folded)
    ]
    found += [
        Period(*match.span(), None, (1, min(12, each * _count(match[1]))))
        for each, pattern in _table().first
        for match in pattern.finditer(folded)
    ]
    found += _months(folded)
    end = 0
    for part in sorted(found, key=lambda one: (one.start, -one.end)):
        if part.start >= end:
            end = part.end
            yield part


def _months(folded: str) -> Iterator[Period]:
    for match in _MONTH.finditer(folded):
        number = match["number"] or match["vietnamese"]
        month = int(number) if number else month_of(match["name"] or match["after"])
        if month:
            start = match.start("after") if match["after"] else match.start()
            yield Period(start, match.end(), None, (month, month))


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else _table().counts[words]


def _belongs(folded: str, part: Period, year: Period) -> bool:
    """Whether the part is of the year: one holds the other, or only a joint is between them
    (`the first half of 2025`), or a day is (`March 8, 2025`).
    """
    if part.start <= year.start and year.end <= part.end:
        return True
    first, last = sorted((part, year), key=lambda one: one.start)
    between = re.sub(r"^\s?\d{1,2}(?:st|nd|rd|th)?(?=[,\s])", "", folded[first.end : last.start])
    return _JOINT.fullmatch(between) is not None


def _of_year(part: Period, year: Period) -> Period:
    start, end = min(part.start, year.start), max(part.end, year.end)
    return replace(part, start=start, end=end, year=year.year)


def _bounded(folded: str, period: Period) -> Period:
    """With what the words before it or behind it make of it."""
    before = folded[max(0, period.start - _BESIDE) : period.start]
    behind = re.sub(r"^(?:年|\d{1,2}[日号]|\s?\d{1,2}(?!\d))+", "", folded[period.end :][:_BESIDE])
    table = _table()
    if table.since.search(before) or table.since_after.match(behind):
        return replace(period, bound="since")
    if table.until.search(before) or table.until_after.match(behind):
        return replace(period, bound="until")
    return period


@dataclass(frozen=True, slots=True)
class _Table:
    """The patterns of periods.toml, those of all languages together."""

    parts: tuple[tuple[Months, re.Pattern[str]], ...]
    first: tuple[tuple[int, re.Pattern[str]], ...]  # of so many months each
    counts: dict[str, int]
    years: tuple[re.Pattern[str], ...]
    since: re.Pattern[str]
    until: re.Pattern[str]
    since_after: re.Pattern[str]
    until_after: re.Pattern[str]
    before: re.Pattern[str]
    asks_since: re.Pattern[str]
    asks_until: re.Pattern[str]


@cache
def _table() -> _Table:
    read = tomllib.loads(_FILE.read_text("utf-8"))
    counts = {word: int(count) for count, words in read.pop("counts").items() for word in words}
    rows = list(read.values())
    halves = [(months, _any(row["halves"][n] for row in rows)) for n, months in enumerate(_HALVES)]
    quarters = [(months, _any(_quarters(rows, n))) for n, months in enumerate(_QUARTERS)]
    return _Table(
        (*halves, *quarters, (YEAR, _any(_all(rows, "whole")))),
        (*_first(rows, "months", 1, counts), *_first(rows, "quarters", 3, counts)),
        counts,
        tuple(_any(row["years"][n] for row in rows) for n in range(3)),
        _before(_all(rows, "since")),
        _before(_all(rows, "until")),
        _behind(_all(rows, "since_after")),
        _behind(_all(rows, "until_after")),
        _before(_all(rows, "since", "until", "within")),
        _any(_all(rows, "asks_since")),
        _any(_all(rows, "asks_until")),
    )


def _all(rows: Iterable[dict[str, Any]], *names: str) -> list[str]:
    return [words for row in rows for name in names for words in row[name]]


def _quarters(rows: Iterable[dict[str, Any]], number: int) -> list[str]:
    return [
        words.replace("{n}", row["ordinals"][number]).replace("{d}", str(number + 1))
        for row in rows
        for words in row["quarter"]
    ]


def _first(
    rows: Iterable[dict[str, Any]], name: str, each: int, counts: Iterable[str]
) -> Iterator[tuple[int, re.Pattern[str]]]:
    count = rf"(\d{{1,2}}|{'|'.join(sorted(counts, key=len, reverse=True))})"
    for words in _all(rows, name):
        yield each, _any([words.replace("{count}", count)])


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """None of them inside a word of letters."""
    return re.compile(rf"(?<![^\W\u3040-\u9fff])(?:{'|'.join(f'(?:{p})' for p in patterns)})")


def _before(words: Sequence[str]) -> re.Pattern[str]:
    """One of them, and nothing but an article, right before a time."""
    spaced = [w for w in words if not is_dense_script(w[-1])]
    dense = [w for w in words if is_dense_script(w[-1])]
    article = r"(?:the |el |la |le |l.|les |der |dem |das |den |o |a |ال)?(?:early |late |end of )?"
    return re.compile(rf"(?:(?:{'|'.join(dense)})|(?<!\w)(?:{'|'.join(spaced)})\s{article})$")


def _behind(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{'|'.join(words)})")
