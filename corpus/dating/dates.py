"""Text -> the dates written out in it, as ISO 8601 days: in numbers, in the months of forty
languages, in the reckoning of China, Japan, Taiwan, Thailand, Iran and the Hijra.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pressroom.corpus.dating.calendars import (
    ERAS,
    gregorian,
    month_first,
    of_era,
    of_named_month,
    spelled,
)

Order = Literal["day", "month"]  # which of the two comes first where both are numbers

_HAN = "〇○零０Oo一二三四五六七八九十百廿元"
_GAP = r"\s{0,3}"
# A day as a number, its range to another one (the first is taken), and the sign of an ordinal.
_DAY = (
    r"(?<!\d)(?<!\d[.,])(?P<day>\d{1,2})(?:\s?[-–/]\s?\d{1,2})?"
    r"(?:st\b|nd\b|rd\b|th\b|er\b|ère\b|[ºª°]|-?го\b|\.)?"
)
_NAME = r"(?P<name>(?!\d)[^\s\d,.;:()（）\[\]|<>=]{2,24})\.?"
_JOIN = r"(?:\s{1,3}(?:(?:de|del|of|the|di)\b|d['’]))?"  # a word: `de` opens `december`, too
_YEAR = r"(?P<year>\d{4})(?![\d/])"
_FORMS = (
    # 2025-03-08, 2025/3/8, 2025.03.08, 2025年3月8日, 2025년 3월 8일
    re.compile(
        rf"(?<!\d)(?P<year>\d{{4}}){_GAP}[-/.年년／．－]{_GAP}(?P<month>\d{{1,2}})"
        rf"{_GAP}[-/.月월／．－]{_GAP}(?P<day>\d{{1,2}})(?![\d])(?:{_GAP}[日일號号])?"
    ),
    # 令和7年4月11日, 中華民國一百十四年八月二十日, 114年8月20日, 二〇二五年六月三日
    re.compile(
        rf"(?P<era>中華民國|中华民国|{'|'.join(ERAS)}|(?<![\d{_HAN}]))"
        rf"{_GAP}(?P<year>\d{{1,3}}|[{_HAN}]{{1,5}}){_GAP}年{_GAP}"
        rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}}){_GAP}月{_GAP}"
        rf"(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}}){_GAP}[日號号]"
    ),
    # 8 March 2025, 1er mars 2025, 06 de julho de 2025, 20 февраля 2025 года, 8 มีนาคม พ.ศ. 2568
    re.compile(
        rf"{_DAY}{_JOIN}[\s.-]{{0,3}}{_NAME}(?:\s{{1,3}}(?:de|del|of)\b|{_GAP}พ\.ศ\.)?"
        rf"[\s,.،-]{{0,3}}{_YEAR}",
        re.I,
    ),
    # March 8, 2025; March 8th 2025
    re.compile(rf"(?<!\w){_NAME}\s{{1,3}}{_DAY[: _DAY.rfind('|')]})?[\s,]{{1,3}}{_YEAR}", re.I),
    # 2025. március 8., 2025 m. kovo 8 d.
    re.compile(
        rf"(?<!\d)(?P<year>\d{{4}})\.?(?:\s?m\.)?\s{{1,3}}{_NAME}\s{{1,3}}(?P<day>\d{{1,2}})(?!\d)"
    ),
    # ngày 8 tháng 3 năm 2025
    re.compile(
        rf"(?:ngày\s)?(?<!\d)(?P<day>\d{{1,2}})\s{{1,3}}tháng\s{{1,3}}(?P<month>\d{{1,2}})"
        rf"(?:\s{{1,3}}năm\s{{1,3}}|,?\s{{1,3}}){_YEAR}",
        re.I,
    ),
)
# 10.11.2025, 7/7/2025, 08-03-2025
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?P<a>\d{1,2})\s?(?P<mark>[./／．-])\s?(?P<b>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<year>\d{4})(?![\d/])"
)
# 114/07/08, of the Republic of China, in a text in Han characters
_MINGUO = re.compile(r"(?<![\d./-])(1\d\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_HAN_LETTER = re.compile(r"[\u4e00-\u9fff]")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_TAIWAN = re.compile(r"(?<!\d)(1\d\d)[-./]?(\d\d)[-./]?(\d\d)(?!\d)")
_BRITISH = re.compile(r"\b(?:BST|GMT|colour|harbour|labour|centre|programme|organis\w+)\b|£", re.I)
_AMERICAN = re.compile(
    r"\b(?:E[SD]T|P[SD]T|C[SD]T|color|harbor|labor|center|organiz\w+)\b|\bU\.S\.", re.I
)
_ENGLISH = re.compile(r"\b(?:the|and|of|is)\b")
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` says the day `iso`; `other` is the day that it says if its numbers are
    meant the other way round.
    """

    start: int
    end: int
    iso: str
    other: str | None = None


def dates_in(text: str, *, order: Order = "day") -> list[Found]:
    """The dates written out in `text`, in the order of the text."""
    found = [*_written(text), *_numeric(text, order=order)] if _has_digits(text) else []
    out: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not out or item.start >= out[-1].end:
            out.append(item)
    return out


def find_dates(text: str, *, order: Order = "day") -> list[str]:
    """ISO dates written out in `text`, in the order of the text."""
    return [found.iso for found in dates_in(text, order=order)]


def dates_of_name(name: str) -> list[str]:
    """The dates in the name of a file, where they may stand without signs: 20250308, 1140820."""
    words = name.replace("_", "-")
    compact = [gregorian(*map(int, parts)) for parts in _COMPACT.findall(words)]
    taiwan = [of_era("", *map(int, parts)) for parts in _TAIWAN.findall(words)]
    return [day for day in (*find_dates(words), *compact, *taiwan) if day]


def order_of(text: str, *, language: str) -> Order:
    """Whether 3/8/2025 in this document is a day of August or of March: as its other dates have it,
    else as its language does.
    """
    votes = _votes(text[:_SAMPLE])
    if votes == 0 and language == "en":
        votes = _spelling(text[:_SAMPLE])
    if votes == 0:
        votes = -1 if month_first(language) else 1
    return "day" if votes > 0 else "month"


def is_order_known(text: str) -> bool:
    """Whether the other dates of the document tell which number is the month. (A language that is
    written in one country of one habit tells it too: only English is written in both.)
    """
    sample = text[:_SAMPLE]
    return _votes(sample) != 0 or _spelling(sample) != 0 or not _ENGLISH.search(sample)


def _votes(sample: str) -> int:
    numeric = list(_numeric(sample, order="day"))
    written = {found.iso for found in _written(sample)} if numeric else set()
    return sum(_vote(sample, found, written) for found in numeric)


def _spelling(sample: str) -> int:
    return len(_BRITISH.findall(sample)) - len(_AMERICAN.findall(sample))


def is_ambiguous(text: str, day: str) -> bool:
    """Whether `day` stands in `text` only as numbers that may be read the other way round."""
    said = [found for found in dates_in(text) if day in (found.iso, found.other)]
    return bool(said) and all(found.other and found.other != found.iso for found in said)


def _written(text: str) -> Iterator[Found]:
    for match in _MINGUO.finditer(text) if _HAN_LETTER.search(text) else ():
        if day := of_era("", *map(int, match.group(1, 3, 4))):
            yield Found(*match.span(), day)
    for form in _FORMS:
        for match in form.finditer(text):
            if day := _day(match):
                yield Found(match.start(), match.end(), day)


def _day(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year, day = spelled(parts["year"]), spelled(parts["day"])
    if year is None or day is None:
        return None
    if "name" in parts:
        return of_named_month(parts["name"], year, day)
    month = spelled(parts["month"])
    if month is None:
        return None
    if parts.get("era") is not None and year < 1000:
        return of_era(parts["era"], year, month, day)
    return gregorian(year, month, day, solar=_is_persian(match.string))


def _numeric(text: str, *, order: Order) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        a, b, year = (int(match[name]) for name in ("a", "b", "year"))
        by_day, by_month = gregorian(year, b, a), gregorian(year, a, b)
        if by_day and by_month and a != b:
            is_day = order == "day" or match["mark"] in ".．"  # no country writes 3.25.2025
            chosen, other = (by_day, by_month) if is_day else (by_month, by_day)
            yield Found(*match.span(), chosen, other)
        elif day := by_day or by_month:
            yield Found(*match.span(), day)


def _vote(text: str, found: Found, written: set[str]) -> int:
    """1 for a numeric date that can only mean day and month, -1 for one the other way round."""
    if found.other and (found.iso in written) != (found.other in written):
        return 1 if found.iso in written else -1
    first = int(re.match(r"\d+", text[found.start : found.end])[0])  # type: ignore[index]
    return 0 if found.other else 1 if first == int(found.iso[8:]) != int(found.iso[5:7]) else -1


def _is_persian(text: str) -> bool:
    return bool(re.search("[\u06f0-\u06f9پچژگی]", text))


def _has_digits(text: str) -> bool:
    return bool(re.search(rf"\d|[{_HAN}]年", text))
