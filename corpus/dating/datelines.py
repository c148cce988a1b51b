"""A line -> whether it is nothing but a date or a time of day, with the words that belong to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pressroom.corpus.dating.calendars import is_weekday
from pressroom.corpus.dating.dates import Found, dates_in

_CLOCK_PARTS = re.compile(
    r"(?<!\w)[+-]\d{4}\b|\d{1,2}\s?(?:[:：.]|時|时|시|點|点|h)\s?(?:\d{2}(?:[:：]\d\d)?)?\s?(?:分|분)?|"
    r"\d{1,2}\s?Uhr",
    re.I,
)
_CLOCK = re.compile(
    r"^\(?\d{1,2}[:：]\d\d(?:[:：]\d\d)?\s?(?:[AP]\.?M\.?)?(?:\s?\(?[A-Z]{2,4}\)?)?\)?$", re.I
)
_WORDS = re.compile(r"[^\s\d,;:：()（）\[\]|/+\-–—＋_]+")
_LONGEST_LINE = 60


def is_date_line(words: str) -> bool:
    """Nothing but a date, perhaps with its time and weekday."""
    if len(words) > _LONGEST_LINE or "|" in words:
        return False
    found = dates_in(words)
    if not found:
        return False
    return _is_about_time("".join(words[a:b] for a, b in _between(found, len(words))))


def is_clock_line(words: str) -> bool:
    """Nothing but a time of day: `12:05 P.M. EST`, `香港時間11時30分`."""
    if len(words) > 30:
        return False
    return bool(_CLOCK.match(words)) or bool(_CLOCK_PARTS.search(words) and _is_about_time(words))


@cache
def about_time() -> frozenset[str]:
    """The words that stand beside a date and say nothing else: its label, the parts of the day."""
    table = tomllib.loads((Path(__file__).with_name("dates.toml")).read_text("utf-8"))
    return frozenset(word.casefold() for section in table.values() for word in section["beside"])


def _is_about_time(words: str) -> bool:
    rest = _CLOCK_PARTS.sub(" ", words)
    if re.search(r"\d", rest):
        return False
    about = about_time()
    return all(
        word in about or is_weekday(word)
        for word in _WORDS.findall(_without_zone(rest).replace(".", "").casefold())
    )


def _without_zone(words: str) -> str:
    return re.sub(r"\b[A-Z]{1,3}[ST]T\b|\b(?:UTC|GMT)\b", " ", words)


def _between(found: Iterable[Found], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for item in found:
        yield at, item.start
        at = item.end
    yield at, length
