"""Year, month and day as a press office writes them, in six calendars -> the Gregorian day.

Names of months and weekdays are CLDR's, by babel; the reckoning of Iran by persiantools, that of
the Hijra by hijridate.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date as Date
from functools import cache

# By script, those that press offices write most first: a name is looked for in this order, and of
# two languages in which it is two months (listopad), the first one has it.
_LANGUAGES = {
    "LATIN": (
        *("en", "es", "fr", "de", "pt", "it", "pl", "tr", "nl", "id", "vi", "sv", "da", "nb", "fi"),
        *("cs", "sk", "hu", "ro", "hr", "sr_Latn", "ca", "gl", "eu", "et", "lv", "lt", "sl", "is"),
        *("ms", "sw"),
    ),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "kk", "mk", "be"),
    "ARABIC": ("ar", "ar_DZ", "ar_MA", "ar_SY", "fa", "ur"),
    "THAI": ("th",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "CJK": ("zh", "zh_Hant", "ja"),
    "HANGUL": ("ko",),
    "GEORGIAN": ("ka",),
}
_FORMS = tuple((w, c) for w in ("wide", "abbreviated") for c in ("format", "stand-alone"))
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
    word = _folded(name).strip(_TRIMMED)
    forms = (word, word[1:]) if word[:1] in _JOINED else (word,)
    found = (_months(language).get(form) for language in _languages_of(word) for form in forms)
    return next((number for number in found if number), None)


def is_weekday(name: str) -> bool:
    """Whether the word is a day of the week, full or short, in any of the languages of its
    script.
    """
    word = _folded(name).replace(".", "").strip(_TRIMMED)
    return any(word in _weekdays(language) for language in _languages_of(word))


def _languages_of(word: str) -> tuple[str, ...]:
    script = unicodedata.name(word[:1], "").partition(" ")[0] if word else ""
    return _LANGUAGES.get(script, ())


@cache
def _months(language: str) -> dict[str, int]:
    from babel.dates import get_month_names

    names = [(n, name) for w, c in _FORMS for n, name in get_month_names(w, c, language).items()]
    found = {_folded(name).strip(_TRIMMED): int(n) for n, name in names if not name.isdecimal()}
    return found | ({"sept": 9} if language == "en" else {})


@cache
def _weekdays(language: str) -> frozenset[str]:
    from babel.dates import get_day_names

    names = [name for w, c in _FORMS for name in get_day_names(w, c, language).values()]
    return frozenset(_folded(name).replace(".", "").strip(_TRIMMED) for name in names)


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
