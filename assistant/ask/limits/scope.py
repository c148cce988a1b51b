"""What a citizen chose or typed (`only 2024`, `只看司法局`) -> what the documents are kept to, and
the question without it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressroom.assistant.ask.inquiry import titles_in
from pressroom.assistant.ask.limits.unknown import Unknown, unknown_in
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.library.catalogue import Shelf, Wanted
from pressroom.corpus.normalise import fold
from pressroom.index.filters import Filter, day_number

_ONLY = (
    r"只看|只查|只找|只要|只限|只在|仅看|仅查|仅限|只|仅|only|just|solo|sólo|solamente|únicamente|"
    r"seulement|uniquement|только|فقط|"
    r"chỉ|nur|só|apenas|somente|のみ|だけ|만"
)
_BETWEEN = (
    r"看|查|找|要|限于?|来自|关于|from|in|of|by|for|the|year|documents?|del?|el|la|en|du|des|"
    r"année|año|im|vom?n?|jahr|aus|em|do|da|ano|"
    r"за|от|из|год[а-я]*|من|في|عام|سنة|trong|của|năm|の|에서|의|年度?|년|月份?|월|说的?|讲的?|"
    r"的?发言|的?回答|的|资料|发布会|内容|文件|г\."
)
_PARTS = re.compile(r"[^，,。；;：:()!？?\n、]+[，,。；;：:()!？?\n、]*")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[年년]\s*|-)(1[0-2]|0?[1-9])(?!\d)(?:\s*[月월])?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ONLY_WORD = re.compile(
    rf"(?:(?<![a-zа-яà-ỹ])(?:{_ONLY})(?![a-zа-яà-ỹ]))|(?:只看|只查|只找|只要|只限|只在|仅看|仅查|"
    rf"仅限|只|仅|のみ|だけ|만)"
)
_SMALL_WORD = re.compile(rf"(?<![a-zа-яà-ỹ])(?:{_BETWEEN})(?![a-zа-яà-ỹ])")
_TITLED = re.compile(r"《[^》]*》|[“「\"][^”」\"]*[”」\"]")
_LEAST_NAME = 2  # characters by which a body or a speaker can be named
_MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Scoped:
    """The question without the words that limit it, and all that it is limited to, chosen and
    typed; `unknown` is what it was to be limited to and the library does not have.
    """

    words: str
    wanted: Wanted
    unknown: Unknown | None = None


def scoped(words: str, chosen: Wanted, shelf: Shelf) -> Scoped:
    """A part of the question between marks that says `only` and names nothing but years, bodies or
    speakers of the library is no part of the question: it limits where the answer is looked for,
    and wins over what was chosen.
    """
    kept: list[str] = []
    wanted, unknown = chosen, None
    parts = _PARTS.findall(words)
    for at, part in enumerate(parts):
        named = _only(part, shelf) if at < _MOST_PARTS else None
        if named is None and at < _MOST_PARTS and (stranger := unknown_in(part)):
            unknown = unknown or stranger
        elif named is None:
            kept.append(part)
        else:
            wanted = _joined(wanted, named)
    return Scoped(
        "".join(kept).strip(" ，,、（()：:") if len(kept) < len(parts) else words, wanted, unknown
    )


def says_only(words: str) -> bool:
    """Whether a question may limit itself at all: if not, nobody has to know what is in the
    library.
    """
    return _ONLY_WORD.search(fold(words)) is not None


def filter_of(wanted: Wanted, shelf: Shelf) -> Filter | None:
    """The same for the search; None where nothing is limited. A body is known by those who speak
    for it.
    """
    if not wanted:
        return None
    since, until = days_of(wanted.year) if wanted.year else (None, None)
    speakers: tuple[str, ...] = ()
    documents: tuple[str, ...] = (wanted.document,) if wanted.document else ()
    if wanted.body:
        speakers = tuple(shelf.speakers_of(wanted.body)) or ("",)
        documents = (
            documents or tuple(card.id for card in shelf.find(replace(wanted, words=None))) or ("",)
        )
    return Filter(
        documents=documents, since=since, until=until, speaker=wanted.speaker, speakers=speakers
    )


def _only(part: str, shelf: Shelf) -> Wanted | None:
    """What a part of the question limits it to; None for a part that says anything else."""
    rest = fold(part)
    if not _ONLY_WORD.search(rest):
        return None
    titles = [fold(title) for title in titles_in(part)]
    document = next((card for card in shelf.cards if fold(card.title) in titles), None)
    if titles and not document:
        return None
    rest = _TITLED.sub(" ", rest)
    month, year = _MONTH.search(rest), _YEAR.search(rest)
    when = f"{month[1]}-{int(month[2]):02}" if month else year[1] if year else None
    rest = (_MONTH if month else _YEAR).sub(" ", rest)
    speaker, rest = _named(rest, list(shelf.officials))
    body, rest = _named(rest, shelf.bodies) if not speaker else (None, rest)
    if not body and not speaker:
        body, rest = _shortened(rest, shelf.bodies)
    left = _SMALL_WORD.sub("", _ONLY_WORD.sub("", rest))
    if any(char.isalnum() for char in left) or not (when or body or speaker or document):
        return None
    return Wanted(year=when, body=body, speaker=speaker, document=document.id if document else None)


def _named(folded: str, names: Sequence[str]) -> tuple[str | None, str]:
    """The longest of these names that stands in the text, and the text without it."""
    found = max(
        (name for name in names if len(name) >= _LEAST_NAME and fold(name) in folded),
        key=len,
        default=None,
    )
    return found, folded.replace(fold(found), " ", 1) if found else folded


def _shortened(folded: str, bodies: Sequence[str]) -> tuple[str | None, str]:
    """The one body of which the text, without its small words, is a part: 司法局 of 云浦市司法局,
    医保局 of 医疗保障局.
    """
    said = "".join(_SMALL_WORD.sub(" ", _ONLY_WORD.sub(" ", folded)).split())
    said = re.sub(r"[^\w]", "", said)
    if len(said) < _LEAST_NAME:
        return None, folded
    fitting = bodies_like(said, bodies)
    return (fitting[0], " ") if len(fitting) == 1 else (None, folded)


def bodies_like(name: str, bodies: Sequence[str]) -> list[str]:
    """The bodies of which this is a part of the name, or a short form."""
    said = fold(name).replace(" ", "")
    return [body for body in bodies if said in fold(body).replace(" ", "")] or [
        body for body in bodies if _is_short_for(said, fold(body))
    ]


def _is_short_for(short: str, body: str) -> bool:
    """Whether the letters of the one stand in the other in this order and both end alike: 医保局,
    云浦市医疗保障局.
    """
    letters = iter(body)
    return len(short) >= 3 and short[-1] == body[-1] and all(char in letters for char in short)


def _joined(one: Wanted, other: Wanted) -> Wanted:
    return Wanted(
        other.year or one.year,
        other.body or one.body,
        other.speaker or one.speaker,
        other.document or one.document,
        one.words,
    )


def days_of(when: str, *, field: str = "year", to_the_day: bool = False) -> tuple[str, str]:
    """2024 -> its first and last day; 2024-02 the same; 2024-02-03, where days are allowed, twice
    that day. Raises QuestionError.
    """
    if to_the_day and re.fullmatch(r"\d{4}-\d\d-\d\d", when):
        day_number(when, field=field)
        return when, when
    if not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", when):
        told, expected = (
            ("neither a day, a month nor a year", "2024-08-05, 2024-08 or 2024")
            if to_the_day
            else ("neither a year nor a month", "2024 or 2024-08")
        )
        raise QuestionError(f"{field}: {when!r} is {told}; expected {expected}")
    year, _, month = when.partition("-")
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    return f"{when}-01", f"{when}-{calendar.monthrange(int(year), int(month))[1]:02}"
