"""CLDR, by babel -> names.toml: what months and days of the week are called.

Names are read from the file and not from babel, whose data of 47 languages take a quarter of a
second and sixty megabytes. To make it anew: `python -m pressroom.corpus.dating.cldr`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from pressroom.corpus.dating.calendars import NAMES, plain

# By script, those that press offices write most first: a name is looked for in this order, and of
# two languages in which it is two months (listopad), the first one has it.
_LANGUAGES = {
    "LATIN": "en en_GB es fr de pt it pl tr nl id vi sv da nb fi cs sk hu ro hr sr_Latn ca gl eu et"
    " lv lt sl is ms sw",
    "CYRILLIC": "ru uk bg sr kk mk be",
    "ARABIC": "ar ar_DZ ar_MA ar_SY fa ur",
    "THAI": "th",
    "DEVANAGARI": "hi mr ne",
    "GREEK": "el",
    "HEBREW": "he",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "CJK": "zh zh_Hant ja",
    "HANGUL": "ko",
    "GEORGIAN": "ka",
}
_FORMS = tuple((w, c) for w in ("wide", "abbreviated") for c in ("format", "stand-alone"))
_HEAD = """\
# What months (January first) and days of the week (Monday first) are called, in full and in short:
# a section a script. Made from CLDR (licence Unicode-3.0) by
# `python -m pressroom.corpus.dating.cldr`, not by hand.
"""


def made() -> str:
    """The text of names.toml."""
    from babel.dates import get_day_names, get_month_names

    sections = []
    for script, languages in _LANGUAGES.items():
        months = _names(get_month_names, languages.split(), range(1, 13))
        days = _names(get_day_names, languages.split(), range(7))
        sections.append(f"\n[{script}]\nmonths = {_listed(months)}\ndays = {_listed(days)}\n")
    return _HEAD + "".join(sections)


def _names(
    named: Callable[[str, str, str], Mapping[int, str]],
    languages: Sequence[str],
    numbers: range,
) -> list[list[str]]:
    """The names of each number; one that is two of them is that of the first language."""
    from babel import localedata

    found: dict[str, int] = {}
    for language in languages:
        localedata._cache.clear()  # with Swahili read before, Russian days are told in Swahili
        for width, context in _FORMS:
            for number, name in named(width, context, language).items():
                if not name.isdecimal():
                    found.setdefault(plain(name), number)
    return [[name for name, one in found.items() if one == number] for number in numbers]


def _listed(names: list[list[str]]) -> str:
    rows = (json.dumps(row, ensure_ascii=False) for row in names)
    return "[\n" + "".join(f"    {row},\n" for row in rows) + "]"


def main() -> None:
    NAMES.write_text(made(), "utf-8")


if __name__ == "__main__":
    main()
