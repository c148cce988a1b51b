"""Lines of a header and of a foot -> the day of the event and that of publication, and where each
was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pressroom.corpus.dating.calendars import gregorian, spelled
from pressroom.corpus.dating.datelines import about_time
from pressroom.corpus.dating.dates import (
    Order,
    dates_in,
    dates_of_name,
    find_dates,
    is_ambiguous,
    is_order_known,
)
from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.head.found import Found, Line
from pressroom.corpus.parse.head.furniture import SOURCE
from pressroom.corpus.parse.head.top import is_body, is_published, words_for
from pressroom.corpus.parse.words.names import is_outlet
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import PAGE_HEAD

_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_EVENT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日[^。]{0,60}?"
    r"(?:召开|举行|举办|召開|舉行|舉辦)"
)
_TODAY = re.compile(rf"今(?:日|天|早|晚)?[（(](?P<month>{_NUMBER})月(?P<day>{_NUMBER})日[)）]")
_FULL_STOPS = (".", "。", "！", "？", "!", "?", "۔", "।")
_SHORT_LINE = 120
_DATELINE = 60  # characters that the place and day before the first sentence take at most
_AFTER_DATELINE = re.compile(r"\s{0,2}(?:[-–—:：)）(（]|电|電|訊|讯)")
_AFTER_PLACE = re.compile(r"[.,]\s(?=[^\W\d_])")  # `Neuwied, 8. Januar 2025. Ab heute …`


@dataclass(frozen=True, slots=True)
class Days:
    """The day of the event, that of publication, whether the one stands for the other, and whether
    it is a guess which number of it is the month.
    """

    event: Found
    published: Found
    is_published: bool
    is_a_guess: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Where the day of a document may stand: its title, the lines above, the lines below, the heads
    of its pages, and the day under a signature.
    """

    title: str | None
    lines: Sequence[Line]
    foot: Sequence[str]
    heads: Sequence[str]
    signed: Found


def read_days(source: SourceText, places: Places, *, order: Order, today: str) -> Days:
    """`today`: a day after it is announced, not held, and is taken only where no other one is."""
    published = _published(source, places.lines, order)
    event, is_published = _event(source, places, published, order, today)
    if published and published[1] == "metadata" and event and published[0] < event[0]:
        # nobody publishes what was not said yet: the day of a Word template, or of the file before
        published = None
    return Days(event, published, is_published, _is_a_guess(event, places, source.text))


def _event(
    source: SourceText, places: Places, published: Found, order: Order, today: str
) -> tuple[Found, bool]:
    """The event's day: given, in the title, under a signature, said with 召开/举行, else the first
    of the header, of the page's head, of the foot; and whether it is publication's.
    """
    if source.date:
        return (source.date, "given"), False
    if in_title := find_dates(places.title or "", order=order):
        return (in_title[0], "title"), False
    if places.signed:
        return places.signed, False
    others = _candidates(places, published, order)
    if best := _not_ahead(others, today):
        return best, False
    in_name = next(iter(dates_of_name(source.id)), None)
    if published and not (published[1] == "metadata" and in_name):
        return published, True
    return ((in_name, "file name") if in_name else None), False


def _candidates(places: Places, published: Found, order: Order) -> list[tuple[str, str]]:
    dated = [
        (days[0], line.where) for line in places.lines if (days := _set_off(line.words, order))
    ]
    below = [(day, "foot") for line in places.foot for day in find_dates(line, order=order)]
    heads = [(day, PAGE_HEAD) for line in places.heads for day in find_dates(line, order=order)]
    near = (dated or below or heads or ([published] if published else []))[:1]
    said = list(_said(places.lines, near=near[0][0] if near else None))[:1]
    return [*said, *(found for found in dated if found != published), *below[-1:], *heads[:1]]


def _set_off(words: str, order: Order) -> list[str]:
    """The days of a line that is no sentence, or of the dateline before one: what a sentence says
    took place or will be is not when it was said.
    """
    if len(words) < _SHORT_LINE and not _is_sentence(words):
        return find_dates(words, order=order)
    found = next(iter(dates_in(words[:_DATELINE], order=order)), None)
    is_line = found and (
        _AFTER_DATELINE.match(words, found.end)
        or (_AFTER_PLACE.match(words, found.end) and is_dated(words[: found.end]))
    )
    return [found.iso] if found and is_line else []


def is_day_of_head(words: str) -> bool:
    """The same for a line that tells no more than the head of a text does: the hour of a conference
    is a field of it, which people ask for.
    """
    is_field = _FIELD.match(words) and not is_published(words)
    return not is_field and is_dated(words)


def is_dated(words: str) -> bool:
    """Whether a short line says a day, and beside it hardly more than a place, a field or that it
    was published then: `Белоречье, 5 сентября 2024 г.`, `日時：令和6年10月3日（木）午後2時から`.
    """
    found = dates_in(words) if len(words) <= _SHORT_LINE else []
    if not found or _SAYS.search(words):
        return False
    rest = words[: found[0].start] + " " + words[found[-1].end :]
    told = _BESIDE.sub(" ", rest).split()
    is_field = any(sign in rest for sign in ":：")
    return len(told) <= _MOST_BESIDE and all(_is_beside(word, is_field) for word in told)


def _is_beside(word: str, is_field: bool) -> bool:
    """Whether a word beside a day names a place or a field, or says when."""
    if is_dense_script(word[0]):
        return is_field or len(word) <= _LONGEST_BESIDE or is_body(word) or is_outlet(word)
    key = word.casefold().strip(".")
    return not word[0].islower() or len(key) < _LEAST_VERB or key in _said_beside()


@cache
def _said_beside() -> frozenset[str]:
    published = (word.split() for word in words_for("published"))
    return about_time() | frozenset(chain.from_iterable(published))


_FIELD = re.compile(r"[^\d:：]{1,16}[:：]\s*\S")
# What stands beside a day and tells no more of it: the time, the weekday in brackets, numbers.
_BESIDE = re.compile(r"[（(][^（()）]{1,12}[)）]|[\d:：.,，、/～~|–—-]+|[（()）]")
_SAYS = re.compile(r"[?？!！。;；“”\"«»「」]|[^\W\d_]{4}\.$")
_MOST_BESIDE, _LONGEST_BESIDE, _LEAST_VERB = 8, 6, 3


def _is_sentence(words: str) -> bool:
    """`20 lutego 2025 r.` ends with a full stop and is none."""
    return words.endswith(_FULL_STOPS) and (words[-1] != "." or not is_dated(words))


def _is_a_guess(event: Found, places: Places, text: str) -> bool:
    """Only numbers tell the day, and nothing in the document tells which is the month."""
    if not event or event[1] in ("given", "metadata", "file name", "lede"):
        return False
    said = "\n".join(
        [places.title or "", *(line.words for line in places.lines), *places.foot, *places.heads]
    )
    return is_ambiguous(said, event[0]) and not is_order_known(text)


def _not_ahead(found: list[tuple[str, str]], today: str) -> Found:
    return next((item for item in found if item[0] <= today), found[0] if found else None)


def _published(source: SourceText, lines: Sequence[Line], order: Order) -> Found:
    for line in lines:
        told = is_published(line.words) or SOURCE.search(line.words)
        if told and len(line.words) < _SHORT_LINE and (days := find_dates(line.words, order=order)):
            return days[0], line.where
    return (source.hints.date, "metadata") if source.hints.date else None


def _said(lines: Sequence[Line], *, near: str | None) -> Iterator[tuple[str, str]]:
    """Days named with 召开/举行, or as 今日（三月四日）. One without its year takes that of `near`,
    or the year before if it would lie far ahead of it.
    """
    for line in lines:
        match = _EVENT.search(line.words[:600]) or _TODAY.search(line.words[:600])
        if not match:
            continue
        said = match.groupdict()
        month, day = spelled(said["month"]) or 0, spelled(said["day"]) or 0
        year = int(said.get("year") or (near or "0")[:4])
        if not said.get("year") and near and month - int(near[5:7]) > 6:
            year -= 1
        if found := gregorian(year, month, day):
            yield found, "lede"
