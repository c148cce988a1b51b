"""Year, month and day as a press office writes them, in six calendars -> the Gregorian day.

Names of months and weekdays are CLDR's, from names.toml: babel takes a quarter of a second and
sixty megabytes to tell them in all languages. The reckoning of Iran is by persiantools, that of the
Hijra by hijridate.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date as Date
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("names.toml")  # made by cldr.py
ERAS = {
    "民國": 1911,
    "民国": 1911,
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
}  # the year before the first
_BUDDHIST = 543
_SOLAR = range(1300, 1500)  # years of Iran and of the Hijra that stand on documents of today
_JOINED = ("ב", "ل")  # `of`, written together with the month: 6 במרץ 2025
_TRIMMED = " .,-،\u200c\u200f"


def gregorian(year: int, month: int, day: int, *, solar: bool = False) -> str | None:
    """The ISO day; a year above 2400 is Buddhist, one of `solar` Iran's. None if there is no such
    day, or it is of no year that a document of today may be of.
    """
    if solar and year in _SOLAR:
        return _persian(year, month, day)
    return _iso(year - _BUDDHIST if 2400 < year < 2700 else year, month, day)


def of_era(era: str, year: int, month: int, day: int) -> str | None:
    """`令和`, 7, 4, 11 -> `2025-04-11`; `` with a year of three digits is the Republic of
    China's.
    """
    first = next((start for name, start in ERAS.items() if era.endswith(name)), None)
    if first is None and not 100 <= year <= 199:
        return None
    return _iso(year + (1911 if first is None else first), month, day)


def of_named_month(name: str, year: int, day: int) -> str | None:
    """The ISO day of a month given by name in any of the languages; None for a word that is
    none.
    """
    words = _folded(name)
    for word in words.split("/"):
        word = word.strip(_TRIMMED)
        if (month := month_of(word)) is not None:
            return gregorian(year, month, day)
        if year in _SOLAR and word in _persian_months():
            return _persian(year, _persian_months()[word], day)
    return _hijra(words, year, day) if year in _SOLAR else None


def month_of(name: str) -> int | None:
    """The number of a month given by name, full or short, in any of the languages of its script."""
    word = plain(name)
    months = _months().get(_script(word), {})
    return months.get(word) or (months.get(word[1:]) if word[:1] in _JOINED else None)


def is_weekday(name: str) -> bool:
    """Whether the word is a day of the week, full or short, in any of the languages of its
    script.
    """
    word = plain(name).replace(".", "")
    return word in _weekdays().get(_script(word), ())


def plain(name: str) -> str:
    """As names are compared: case and composition folded, without the marks around it."""
    return _folded(name).strip(_TRIMMED)


def _script(word: str) -> str:
    return unicodedata.name(word[:1], "").partition(" ")[0] if word else ""


@cache
def _months() -> dict[str, dict[str, int]]:
    """By script."""
    return {
        script: {name: number for number, names in enumerate(row["months"], 1) for name in names}
        for script, row in _names().items()
    }


@cache
def _weekdays() -> dict[str, frozenset[str]]:
    """By script, without full stops."""
    return {
        script: frozenset(name.replace(".", "") for names in row["days"] for name in names)
        for script, row in _names().items()
    }


@cache
def _names() -> dict[str, dict[str, list[list[str]]]]:
    return tomllib.loads(NAMES.read_text("utf-8"))


def month_first(language: str) -> bool:
    """Whether numbers in a date of this language begin with the month, as CLDR has it."""
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(language.replace("-", "_")).date_formats["short"].pattern
    except (ValueError, UnknownLocaleError):
        return False
    return -1 < pattern.find("M") < pattern.find("d") and not pattern.startswith(("y", "r"))


@cache
def _persian_months() -> dict[str, int]:
    from persiantools.jdatetime import MONTH_NAMES_FA

    return {_folded(name): number for number, name in enumerate(MONTH_NAMES_FA) if name}


@cache
def _hijra_months() -> dict[str, int]:
    from hijridate import Hijri

    numbers = range(1, 13)
    return {
        _folded(Hijri(1445, n, 1).month_name(tongue)): n for tongue in ("ar", "en") for n in numbers
    }


def _persian(year: int, month: int, day: int) -> str | None:
    from persiantools.jdatetime import JalaliDate

    try:
        return str(JalaliDate(year, month, day).to_gregorian().isoformat())
    except ValueError:
        return None


def _hijra(name: str, year: int, day: int) -> str | None:
    from hijridate import Hijri

    month = _hijra_months().get(name.strip(_TRIMMED))
    try:
        return None if month is None else str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return Date(year, month, day).isoformat() if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def spelled(words: str) -> int | None:
    """`二十三` -> 23, `一百十四` -> 114, `二〇二五` -> 2025, `元` -> 1; also digits of any
    script.
    """
    if words.isdecimal():
        return int(words)
    if words == "元":
        return 1
    values = list(_values(words))
    if not values:
        return None
    if all(value < 10 for value in values):
        return int("".join(map(str, values)))
    total = 0
    digit: int | None = None
    for value in values:
        if value >= 10:
            total += (1 if digit is None or digit == 0 else digit) * value
            digit = None
        else:
            digit = value
    return total + (digit or 0)


def _values(words: str) -> Iterator[int]:
    for char in words:
        at = "〇一二三四五六七八九".find(char)
        if at >= 0:
            yield at
        elif char in "○零０Oo":
            yield 0
        elif char in "十百":
            yield 10 if char == "十" else 100
        elif char == "廿":
            yield 20
