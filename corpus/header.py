"""Blocks -> title, event date, publication, source, place and issuing body, each with where it was found; and the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.blocks import Block
from corpus.dates import find_dates, is_date_line, iso
from corpus.furniture import SOURCE, is_furniture
from corpus.transcript import Evidence, SourceText

_EVENT = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日[^。]{0,60}?(?:召开|举行|举办|召開|舉行|舉辦)"
)
_PUBLISHED = re.compile(r"发布时间|发布日期|發布時間|發布日期|发布于|\bpublished\b|\bupdated\b|publicad[oa]|\d{1,2}:\d\d:\d\d", re.I)
_PLACE_FIELD = re.compile(r"^(?:会议|活动|發布會)?(?:地\s?[点點]|Place|Venue|Location|Lugar)\s*[:：]\s*(?P<place>.{2,60})$", re.I)
_PLACE_LINE = re.compile(
    r"^(?P<place>[A-Z][\w.,’' -]{2,60}\b(?:Room|Hall|Center|Centre|Auditorium|Garden|House|Building|Theat(?:er|re)|Palace|Lawn|Library))$"
)
_PLACE_LEDE = re.compile(r"在(?P<place>[\u4e00-\u9fffA-Za-z0-9（）()]{2,30}?)(?:召开|举行|举办|召開|舉行|舉辦)")
_MEETING = re.compile(r"(?:发布|通气|记者|吹风|解读|见面|座谈|发布|發布|記者|說明|说明)[会會]")
_PLACE_FROM = re.compile(r"\bdesde\s+(?P<place>[A-ZÁÉÍÓÚÑ][^.|\n]{2,30}(?:\n[^.|\n]{2,30})?)$")
_BODY_FIELD = re.compile(
    r"^(?:发布单位|发布机构|发文机关|发文单位|主办单位|發布單位|發布機關|主辦單位|Issued by|Issuer)\s*[:：]\s*(?P<body>.{2,60})$", re.I
)
_BODY = r"(?P<body>(?:(?!在)[\u4e00-\u9fff]){1,28}(?:委员会|办公室|指挥部|[部局厅署院委办府處]|委員會|辦公室)(?![长長门門分队隊]))"
_BODY_TITLE = re.compile(
    rf"(?:^|\d日\s?){_BODY}(?:发言人|發言人|.{{0,40}}(?:发布会|發布會|记者会|記者會|通气会|吹风会|解读会|答记者问|答記者問))"
)
_BODY_LEDE = re.compile(rf"(?:^|[，,。分午日时]){_BODY}(?:在[^，。]{{2,30}})?(?:召开|举行|举办|召開|舉行|舉辦)")
_BODY_LINE = re.compile(rf"^(?:[\W_]*){_BODY}(?:[\W_]*)$|^(?P<latin>[^|\d]{{4,60}})\s\|\s*$|^\s*\|\s(?P<latin2>[^|\d]{{4,60}})$")
_NOT_BODY = re.compile(r"^(?:\d|年|月|日|关于)|新闻|发布会|上午|下午|晚")
_HEADER_BLOCKS = 12
_SHORT_LINE = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the first turn. `start`: the block where the document begins; `furniture`: blocks of the page."""

    title: str
    title_span: tuple[int, int] | None
    date: str | None
    published: str | None
    date_is_published: bool
    source: str | None
    place: str | None
    body: str | None
    evidence: tuple[Evidence, ...]
    furniture: frozenset[int]
    start: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A block above the first turn, and the number of its line."""

    words: str
    where: str


Found = tuple[str, str] | None  # what was found, and where


def read_header(source: SourceText, blocks: Sequence[Block], *, first_label: int, signed: str | None) -> Header:
    """Header of the document whose first label stands in block `first_label`; `signed`: the body that signs it."""
    text = source.text
    words = [text[block.start : block.end] for block in blocks]
    top = min(first_label, _HEADER_BLOCKS)
    title_at = next((index for index in range(min(top, 4)) if _is_title(words[index])), None)
    furniture, start = _furniture(words, top, title_at)
    span = None if title_at is None else _title_span(text, blocks[title_at])
    printed = None if span is None else re.sub(r"\s+", " ", text[slice(*span)])
    lines = [_Line(words[i], f"line {text.count(chr(10), 0, blocks[i].start) + 1}") for i in range(min(top + 1, len(blocks)))]
    lines = lines[: top + 1] if first_label > top else lines[:top]
    title = _first((source.title, "given"), (printed, _at(lines, title_at)), (source.hints.title, "metadata"), (source.id, "file name"))
    published = _published(lines, source)
    day, is_published = _date(source, printed, lines, published, _signed_on(words) if signed else None)
    if published and published[1] == "metadata" and day and published[0] < day[0]:
        published = None  # nobody publishes what was not said yet: the day of a Word template, or of the file before
    facts = {
        "title": title,
        "date": day,
        "published": published,
        "source": _first((source.source, "given"), _match(lines, SOURCE), (source.hints.source, "metadata")),
        "place": _place(lines),
        "body": _first(*_bodies(printed, lines, signed)),
    }
    evidence = tuple(Evidence(field, found[1]) for field, found in facts.items() if found)
    values = {field: found[0] if found else None for field, found in facts.items()}
    return Header(
        title=values["title"] or source.id,
        title_span=span,
        date=values["date"],
        published=values["published"],
        date_is_published=is_published,
        source=values["source"],
        place=values["place"],
        body=values["body"],
        evidence=evidence,
        furniture=furniture,
        start=start,
    )


def _furniture(words: Sequence[str], top: int, title_at: int | None) -> tuple[frozenset[int], int]:
    """The blocks of the page, and the block where the document begins: after the title, its date, subtitle and place."""
    found = {index for index, line in enumerate(words) if index != title_at and is_furniture(line, top=index < top)}
    start = 0 if title_at is None else title_at + 1
    while start < top and (start in found or is_date_line(words[start]) or (title_at is not None and _is_subtitle(words[start]))):
        found.add(start)
        start += 1
    return frozenset(found | set(range(start))) if title_at is not None else frozenset(found), start


def _is_title(words: str) -> bool:
    return len(words) <= 300 and not is_furniture(words, top=True) and not is_date_line(words) and words[-1] not in "。！？；，,;：:"


def _is_subtitle(words: str) -> bool:
    return bool(re.match(r"##\s", words) or _PLACE_LINE.match(words) or (len(words) < _SHORT_LINE and " | " in words and find_dates(words)))


def _title_span(text: str, block: Block) -> tuple[int, int]:
    marks = re.match(r"#+\s*", text[block.start : block.end])
    return block.start + (marks.end() if marks else 0), block.end


def _first(*found: tuple[str | None, str] | None) -> Found:
    return next(((item[0], item[1]) for item in found if item and item[0]), None)


def _at(lines: Sequence[_Line], index: int | None) -> str:
    return "" if index is None else lines[index].where


def _match(lines: Sequence[_Line], pattern: re.Pattern[str]) -> Found:
    for line in lines:
        match = pattern.search(line.words) if len(line.words) < 400 else None
        value = next((group for group in match.groups() if group), None) if match else None
        if value:
            return re.sub(r"\s+", " ", value).strip(), line.where
    return None


def _published(lines: Sequence[_Line], source: SourceText) -> Found:
    for line in lines:
        if (
            len(line.words) < _SHORT_LINE
            and (_PUBLISHED.search(line.words) or SOURCE.search(line.words))
            and (days := find_dates(line.words))
        ):
            return days[0], line.where
    return (source.hints.date, "metadata") if source.hints.date else None


def _signed_on(words: Sequence[str]) -> Found:
    """The date that stands under a signature, at the end of the document."""
    days = [day for line in words[-3:] if is_date_line(line) for day in find_dates(line)]
    return (days[-1], "signature") if days else None


def _date(source: SourceText, title: str | None, lines: Sequence[_Line], published: Found, signed: Found) -> tuple[Found, bool]:
    """The event's day: given, in the title, said with 召开/举行, else the header's first; and whether that is publication's."""
    if source.date:
        return (source.date, "given"), False
    if in_title := find_dates(title or ""):
        return (in_title[0], "title"), False
    if signed:
        return signed, False
    dated = [(days[0], line.where) for line in lines if len(line.words) < _SHORT_LINE and (days := find_dates(line.words))]
    event = next(_events(lines, near=dated[0][0] if dated else published[0] if published else None), None)
    others = [found for found in dated if found != published]
    if event or others:
        return event or others[0], False
    in_name = next(iter(find_dates(source.id.replace("_", "-"))), None)
    if published and not (published[1] == "metadata" and in_name):
        return published, True
    return ((in_name, "file name") if in_name else None), False


def _events(lines: Sequence[_Line], *, near: str | None) -> Iterator[tuple[str, str]]:
    """Days named with 召开/举行. One without its year takes that of `near`, or the year before if it would lie far ahead of it."""
    for line in lines:
        match = _EVENT.search(line.words[:600])
        year = int(match["year"] or (near or "0")[:4]) if match else 0
        if not match or not year:
            continue
        if not match["year"] and near and int(match["month"]) - int(near[5:7]) > 6:
            year -= 1
        if day := iso(str(year), match["month"], match["day"]):
            yield day, "lede"


def _place(lines: Sequence[_Line]) -> Found:
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


def _bodies(title: str | None, lines: Sequence[_Line], signed: str | None) -> Iterator[Found]:
    """The issuing body, best evidence first."""
    yield _match(lines, _BODY_FIELD)
    yield (signed, "signature") if signed else None
    in_title = _BODY_TITLE.search(title or "")
    yield (in_title["body"], "title") if in_title and not _NOT_BODY.search(in_title["body"].replace("新闻办", "")) else None
    for line in lines:
        if len(line.words) < _SHORT_LINE and find_dates(line.words):
            yield _match([_Line(_without_dates(line.words), line.where)], _BODY_LINE)
    for line in lines:
        lede = _BODY_LEDE.search(line.words[:400])
        yield (lede["body"], "lede") if lede and not _NOT_BODY.search(lede["body"].replace("新闻办", "")) else None


def _without_dates(words: str) -> str:
    return re.sub(r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}日?|\d{1,2} de \w+ del? \d{4}|\w+ \d{1,2}, \d{4}", "", words)
