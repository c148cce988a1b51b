"""Blocks -> title, event date, publication, source, place and issuing body, each with where it was
found; and the page's furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from pressroom.corpus import language
from pressroom.corpus.dating.datelines import is_clock_line, is_date_line
from pressroom.corpus.dating.dates import find_dates, order_of
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.head.days import Places, is_day_of_head, read_days
from pressroom.corpus.parse.head.found import Found, Line, first_of, stated_in
from pressroom.corpus.parse.head.furniture import SOURCE, is_furniture, page_lines
from pressroom.corpus.parse.head.issuer import bodies, masthead
from pressroom.corpus.parse.head.place import PLACE_LINE, place
from pressroom.corpus.parse.head.title import (
    find_title,
    is_of_page,
    is_short_sentence,
    is_title,
    subject,
)
from pressroom.corpus.parse.head.top import is_end_mark, is_kicker, is_quoted
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import PAGE_HEAD, Evidence

_HEADER_BLOCKS = 12
_SHORT_LINE = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the first turn. `start`: the block where the document begins; `furniture`:
    blocks of the page; `pages`: those of them that are numbers and heads of printed pages.
    """

    title: str
    title_span: tuple[int, int] | None
    date: str | None
    published: str | None
    date_is_published: bool
    date_is_a_guess: bool
    date_is_ahead: bool
    source: str | None
    place: str | None
    body: str | None
    evidence: tuple[Evidence, ...]
    furniture: frozenset[int]
    pages: frozenset[int]
    start: int


def read_header(
    source: SourceText, blocks: Sequence[Block], *, first_label: int, signed: str | None
) -> Header:
    """Header of the document whose first label stands in block `first_label`; `signed`: the body
    that signs it.
    """
    text = source.text
    words = [text[block.start : block.end] for block in blocks]
    top = min(first_label, _HEADER_BLOCKS)
    heads = [item.words for item in source.left_out if item.why == PAGE_HEAD]
    headed = next((line for line in heads if is_title(line) and not find_dates(line)), None)
    pages = page_lines(text, blocks)
    title_at = find_title(words, top, site=source.hints.source, pages=pages)
    if source.moments or (headed and title_at is not None and is_short_sentence(words[title_at])):
        title_at = None  # the words of a recording begin with words that are said
    furniture, start = _furniture(words, top, title_at)
    foot = _foot(words, since=max(first_label, start)) if first_label < len(blocks) else []
    span = None if title_at is None else _title_span(text, blocks[title_at])
    printed = None if span is None else re.sub(r"\s+", " ", text[slice(*span)])
    lines = _lines(text, blocks, words, first_label)
    title = first_of(
        (source.title, "given"),
        (printed, _where(text, blocks, title_at)),
        (headed, PAGE_HEAD),
        (source.hints.title, "metadata"),
        *((line, "kicker") for line in words[:top] if is_kicker(line)),
        (source.id, "file name"),
    )
    today = Date.today().isoformat()
    days = read_days(
        source,
        Places(
            printed,
            lines,
            [words[at] for at in foot],
            heads,
            _signed_on(words) if signed else None,
        ),
        order=order_of(text, language=language.detect(text)),
        today=today,
    )
    above = [] if title_at is None else words[:title_at]
    facts = {
        "title": title,
        "date": days.event,
        "published": days.published,
        "source": first_of(
            (source.source, "given"), stated_in(lines, SOURCE), (source.hints.source, "metadata")
        ),
        "place": place(lines),
        "body": first_of(*bodies(printed, lines, signed), *masthead(above)),
    }
    values = {field: found[0] if found else None for field, found in facts.items()}
    return Header(
        title=values["title"] or source.id,
        title_span=span,
        date=values["date"],
        published=values["published"],
        date_is_published=days.is_published,
        date_is_a_guess=days.is_a_guess,
        date_is_ahead=bool(values["date"] and values["date"] > today),
        source=values["source"],
        place=values["place"],
        body=values["body"],
        evidence=tuple(Evidence(field, found[1]) for field, found in facts.items() if found),
        furniture=furniture | frozenset(foot) | pages,
        pages=pages,
        start=start,
    )


def _lines(
    text: str, blocks: Sequence[Block], words: Sequence[str], first_label: int
) -> list[Line]:
    """The lines that may tell title, day and place: those above the first label, it included if
    it stands below the header; none that a mail quotes or that announces a quote, whose day is
    that of another mail.
    """
    top = min(first_label, _HEADER_BLOCKS)
    last = min(top + 1 if first_label > top else top, len(blocks))
    others = {at for at in range(last) if _is_of_other_mail(words, at)}
    return [Line(words[at], _where(text, blocks, at)) for at in range(last) if at not in others]


def _is_of_other_mail(words: Sequence[str], at: int) -> bool:
    is_announcing = words[at][-1] in ":：" and at + 1 < len(words) and is_quoted(words[at + 1])
    return is_quoted(words[at]) or is_announcing


def _where(text: str, blocks: Sequence[Block], at: int | None) -> str:
    return "" if at is None else f"line {text.count(chr(10), 0, blocks[at].start) + 1}"


def _foot(words: Sequence[str], *, since: int) -> list[int]:
    """The blocks at the end that are nothing but a date, a time or a mark of the end."""
    found: list[int] = []
    for at in reversed(range(since + 1, len(words))):
        line = words[at]
        if not (is_date_line(line) or is_clock_line(line) or is_end_mark(line)):
            break
        found.append(at)
    return found[::-1]


def _furniture(words: Sequence[str], top: int, title_at: int | None) -> tuple[frozenset[int], int]:
    """The blocks of the page, and the block where the document begins: after the title, its date,
    subtitle and place.
    """
    found = {
        index
        for index, line in enumerate(words)
        if index != title_at
        and (is_furniture(line, top=index < top) or (index < top and is_of_page(line)))
    }
    start = 0 if title_at is None else title_at + 1
    while start < top and (
        start in found
        or is_date_line(words[start])
        or (title_at is not None and (_is_subtitle(words[start]) or is_day_of_head(words[start])))
    ):
        found.add(start)
        start += 1
    return frozenset(found | set(range(start))) if title_at is not None else frozenset(found), start


def _is_subtitle(words: str) -> bool:
    return bool(
        re.match(r"##\s", words)
        or PLACE_LINE.match(words)
        or (len(words) < _SHORT_LINE and " | " in words and find_dates(words))
    )


def _title_span(text: str, block: Block) -> tuple[int, int]:
    words = text[block.start : block.end]
    marks = re.match(r"#+\s*", words) or subject(words)
    return block.start + (marks.end() if marks else 0), block.end


def _signed_on(words: Sequence[str]) -> Found:
    """The date that stands under a signature, at the end of the document."""
    days = [day for line in words[-3:] if is_date_line(line) for day in find_dates(line)]
    return (days[-1], "signature") if days else None
