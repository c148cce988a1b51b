"""Blocks -> title, event date, publication, source, place and issuing body, each with where it was
found; and the page's furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date

from pressroom.corpus import language
from pressroom.corpus.dates import find_dates, is_clock_line, is_date_line, order_of
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.head.days import Found, Line, Places, read_days
from pressroom.corpus.parse.head.furniture import SOURCE, is_furniture
from pressroom.corpus.parse.head.top import (
    is_body,
    is_end_mark,
    is_kicker,
    is_navigation,
    is_path,
    is_rule,
)
from pressroom.corpus.transcript import PAGE_HEAD, Evidence, SourceText

_PLACE_FIELD = re.compile(
    r"^(?:会议|活动|發布會)?(?:地\s?[点點]|Place|Venue|Location|Lugar)\s*[:：]\s*"
    r"(?P<place>.{2,60})$",
    re.I,
)
_PLACE_LINE = re.compile(
    r"^(?P<place>[A-Z][\w.,’' -]{2,60}\b(?:Room|Hall|Center|Centre|Auditorium|Garden|House|"
    r"Building|Theat(?:er|re)|Palace|Lawn|Library))$"
)
_PLACE_LEDE = re.compile(
    r"在(?P<place>[\u4e00-\u9fffA-Za-z0-9（）()]{2,30}?)(?:召开|举行|举办|召開|舉行|舉辦)"
)
_MEETING = re.compile(r"(?:发布|通气|记者|吹风|解读|见面|座谈|发布|發布|記者|說明|说明)[会會]")
_PLACE_FROM = re.compile(r"\bdesde\s+(?P<place>[A-ZÁÉÍÓÚÑ][^.|\n]{2,30}(?:\n[^.|\n]{2,30})?)$")
_BODY_FIELD = re.compile(
    r"^(?:发布单位|发布机构|发文机关|发文单位|主办单位|發布單位|發布機關|主辦單位|Issued by|"
    r"Issuer)\s*[:：]\s*(?P<body>.{2,60})$",
    re.I,
)
_BODY = (
    r"(?P<body>(?:(?!在)[\u4e00-\u9fff]){1,28}(?:委员会|办公室|指挥部|[部局厅署院委办府處]|委員會|"
    r"辦公室)(?![长長门門分队隊]))"
)
_BODY_TITLE = re.compile(
    rf"(?:^|\d日\s?){_BODY}(?:发言人|發言人|.{{0,40}}(?:发布会|發布會|记者会|記者會|通气会|吹风会|"
    rf"解读会|答记者问|答記者問))"
)
_BODY_LEDE = re.compile(
    rf"(?:^|[，,。分午日时]){_BODY}(?:在[^，。]{{2,30}})?(?:召开|举行|举办|召開|舉行|舉辦)"
)
_BODY_LINE = re.compile(
    rf"^(?:[\W_]*){_BODY}(?:[\W_]*)$|^(?P<latin>[^|\d]{{4,60}})\s\|\s*$|^\s*\|"
    rf"\s(?P<latin2>[^|\d]{{4,60}})$"
)
_NOT_BODY = re.compile(r"^(?:\d|年|月|日|关于)|新闻|发布会|上午|下午|晚")
_HEADER_BLOCKS = 12
_TITLE_BLOCKS = 8
_LONGEST_TITLE = 200
_RUNNING = 40  # characters of a sentence that is no title
_SENTENCES = re.compile(r"[a-zà-ÿа-я]{3}[.!?]\s+[A-ZÀ-ÞА-Я]")
_FULL_STOPS = ("。", "！", "？", "!", "?", "۔", "।")
_SHORT_LINE = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the first turn. `start`: the block where the document begins; `furniture`:
    blocks of the page.
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
    headed = next((line for line in heads if _is_title(line) and not find_dates(line)), None)
    title_at = _title_at(words, top, site=source.hints.source)
    if source.moments or (headed and title_at is not None and _is_short_sentence(words[title_at])):
        title_at = None  # the words of a recording begin with words that are said
    furniture, start = _furniture(words, top, title_at)
    foot = _foot(words, since=max(first_label, start)) if first_label < len(blocks) else []
    span = None if title_at is None else _title_span(text, blocks[title_at])
    printed = None if span is None else re.sub(r"\s+", " ", text[slice(*span)])
    lines = _lines(text, blocks, words, first_label)
    title = _first(
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
        "source": _first(
            (source.source, "given"), _match(lines, SOURCE), (source.hints.source, "metadata")
        ),
        "place": _place(lines),
        "body": _first(*_bodies(printed, lines, signed), *_masthead(above)),
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
        furniture=furniture | frozenset(foot),
        start=start,
    )


def _lines(
    text: str, blocks: Sequence[Block], words: Sequence[str], first_label: int
) -> list[Line]:
    """The lines that may tell title, day and place: those above the first label, it included if
    it stands below the header.
    """
    top = min(first_label, _HEADER_BLOCKS)
    last = top + 1 if first_label > top else top
    return [Line(words[at], _where(text, blocks, at)) for at in range(min(last, len(blocks)))]


def _where(text: str, blocks: Sequence[Block], at: int | None) -> str:
    return "" if at is None else f"line {text.count(chr(10), 0, blocks[at].start) + 1}"


def _title_at(words: Sequence[str], top: int, *, site: str | None) -> int | None:
    """The block of the title: a heading, else the first line that may be one, below the path of the
    page, above the first sentence, and more than the name of a body.
    """
    above = range(_first_sentence(words[: min(top, _TITLE_BLOCKS)]))
    may = [at for at in above if _is_title(words[at]) and words[at] != site]
    if marked := [at for at in may if words[at].startswith("# ")]:
        return marked[0]
    path = max((at for at in above if is_path(words[at])), default=-1)
    may = [at for at in may if at > path] or may
    if not may or not is_body(words[may[0]]):
        return may[0] if may else None
    after = next((at for at in may[1:] if not is_body(words[at])), None)
    return after if after is not None and _is_set_off(words, may[0], after) else may[0]


def _is_short_sentence(words: str) -> bool:
    """A line that may be a title or a sentence: where the page's head has a title it is none."""
    return words.endswith(".") and not find_dates(words)


def _first_sentence(words: Sequence[str]) -> int:
    """The first block of running text: what stands below it heads no document."""
    return next((at for at, line in enumerate(words) if _is_running(line)), len(words))


def _is_running(words: str) -> bool:
    """A sentence or more: a title that ends with a full stop is short, or says a day."""
    if len(words) > _LONGEST_TITLE:
        return True
    long = len(words) > _RUNNING and words.endswith((*_FULL_STOPS, "."))
    return long and not (words[-1] == "." and find_dates(words) and not _SENTENCES.search(words))


def _is_set_off(words: Sequence[str], body: int, title: int) -> bool:
    """Whether a line below the name of a body is a title: no sentence, and text follows."""
    between = words[body + 1 : title]
    return (
        not words[title].endswith(".")
        and len(words[title]) <= _LONGEST_TITLE
        and title + 1 < len(words)
        and all(not _is_title(line) or is_body(line) for line in between)
    )


def _masthead(above: Sequence[str]) -> Iterator[Found]:
    """The body that stands above the title."""
    yield from ((line, "masthead") for line in above if is_body(line))


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
        and (is_furniture(line, top=index < top) or (index < top and _is_of_page(line)))
    }
    start = 0 if title_at is None else title_at + 1
    while start < top and (
        start in found
        or is_date_line(words[start])
        or (title_at is not None and _is_subtitle(words[start]))
    ):
        found.add(start)
        start += 1
    return frozenset(found | set(range(start))) if title_at is not None else frozenset(found), start


def _is_title(words: str) -> bool:
    return (
        len(words) <= _LONGEST_TITLE
        and not is_furniture(words, top=True)
        and not _is_of_page(words)
        and not is_date_line(words)
        and words[-1] not in "。！？；，,;:："
    )


def _is_of_page(words: str) -> bool:
    return is_navigation(words) or is_kicker(words) or is_rule(words)


def _is_subtitle(words: str) -> bool:
    return bool(
        re.match(r"##\s", words)
        or _PLACE_LINE.match(words)
        or (len(words) < _SHORT_LINE and " | " in words and find_dates(words))
    )


def _title_span(text: str, block: Block) -> tuple[int, int]:
    marks = re.match(r"#+\s*", text[block.start : block.end])
    return block.start + (marks.end() if marks else 0), block.end


def _first(*found: tuple[str | None, str] | None) -> Found:
    return next(((item[0], item[1]) for item in found if item and item[0]), None)


def _match(lines: Sequence[Line], pattern: re.Pattern[str]) -> Found:
    for line in lines:
        match = pattern.search(line.words) if len(line.words) < 400 else None
        value = next((group for group in match.groups() if group), None) if match else None
        if value:
            return re.sub(r"\s+", " ", value).strip(), line.where
    return None


def _signed_on(words: Sequence[str]) -> Found:
    """The date that stands under a signature, at the end of the document."""
    days = [day for line in words[-3:] if is_date_line(line) for day in find_dates(line)]
    return (days[-1], "signature") if days else None


def _place(lines: Sequence[Line]) -> Found:
    stated = _match(lines, _PLACE_FIELD) or _match(lines, _PLACE_LINE)
    if stated:
        return stated
    for line in lines:
        match = _PLACE_LEDE.search(line.words[:400])
        if (
            match
            and _MEETING.search(line.words[max(0, match.start() - 60) : match.end() + 60])
            and not re.search(r"[上下]午|每|星期|[月日]$", match[1])
        ):
            return match[1], "lede"
    return _match(lines, _PLACE_FROM)


def _bodies(title: str | None, lines: Sequence[Line], signed: str | None) -> Iterator[Found]:
    """The issuing body, best evidence first."""
    yield _match(lines, _BODY_FIELD)
    yield (signed, "signature") if signed else None
    in_title = _BODY_TITLE.search(title or "")
    yield (
        (in_title["body"], "title")
        if in_title and not _NOT_BODY.search(in_title["body"].replace("新闻办", ""))
        else None
    )
    for line in lines:
        if len(line.words) < _SHORT_LINE and find_dates(line.words):
            yield _match([Line(_without_dates(line.words), line.where)], _BODY_LINE)
    for line in lines:
        lede = _BODY_LEDE.search(line.words[:400])
        yield (
            (lede["body"], "lede")
            if lede and not _NOT_BODY.search(lede["body"].replace("新闻办", ""))
            else None
        )


def _without_dates(words: str) -> str:
    return re.sub(
        r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}日?|\d{1,2} de \w+ del? \d{4}|"
        r"\w+ \d{1,2}, \d{4}",
        "",
        words,
    )
