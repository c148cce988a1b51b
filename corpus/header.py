"""Blocks -> title, date, source, and which blocks are the page's furniture and not the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date

from corpus.blocks import Block

_NAVIGATION = re.compile(r"^[^。！？.!?]{1,40}(?:\s*[>›»]\s*[^。！？]{1,30})+$|^(?:当前位置|您的位置|首页)\s*[:：>]")
_SOURCE = re.compile(r"^\s*(?:信息)?(?:来源|來源|稿源|Source)\s*[:：]\s*(?P<source>[^\s　|]+)", re.I)
_BYLINE = re.compile(r"^(?:作者|编辑|編輯|责任编辑|責任編輯|责编|记者|校对|审核|发布时间|發布時間|时间|日期|阅读|浏览|点击)\s*[:：]")
_SHARING = re.compile(r"^(?:分享(?:到)?|打印|字号|字體|收藏|纠错|关闭窗口|【?(?:字体|打印)).{0,20}$")
_CAPTION = re.compile(r"^.{4,80}?(?:(?:记者|記者|通讯员)\s*\S{1,12}(?:\s\S{2,4})?\s*)?[摄攝]\s*$|^图为|^圖為|^图[:：]|^!\[")
_KEYWORDS = re.compile(
    r"^(?:关键词|關鍵詞|关键字|标签|Keywords)\s*[:：]|责任编辑\s*[:：].{1,20}$|^\[?(?:责任)?编辑\s*[:：].{1,20}\]?$", re.I
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MESES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
_ENGLISH = re.compile(
    rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+((?:19|20)\d\d)|\b(\d{{1,2}})\s+({'|'.join(_MONTHS)}),?\s+((?:19|20)\d\d)", re.I
)
_SPANISH = re.compile(rf"\b(\d{{1,2}})\s+de\s+({'|'.join(_MESES)})(?:\s+de|,)\s+((?:19|20)\d\d)", re.I)
_DATE_WORDS = re.compile(
    r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?|(?:发布|發布)?(?:时间|時間|日期)|星期.|周[一二三四五六日]|Date|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[\W_]+",
    re.I,
)
_EVENT = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日[^。]{0,60}?(?:召开|举行|举办|召開|舉行|舉辦)")
_HEADER_BLOCKS = 12


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the first turn; `furniture` are the indexes of blocks that belong to the page."""

    title: str | None
    title_span: tuple[int, int] | None
    date: str | None
    source: str | None
    furniture: frozenset[int]
    body: int


def find_dates(text: str) -> list[str]:
    """ISO dates written out in `text`, in the order of their kinds: numeric, English, Spanish."""
    found = [(y, m, d) for y, m, d in _ISO.findall(text)]
    for m, d, y, d2, m2, y2 in _ENGLISH.findall(text):
        found.append((y or y2, str(_MONTHS.index((m or m2).lower()) + 1), d or d2))
    found += [(y, str(_MESES.index(m.lower()) + 1), d) for d, m, y in _SPANISH.findall(text)]
    return [iso for parts in found if (iso := _iso(*parts))]


def read_header(text: str, blocks: list[Block], *, first_label: int) -> Header:
    """Header of the document whose first speaker label stands in block `first_label`."""
    words = [text[block.start : block.end] for block in blocks]
    top = min(first_label, _HEADER_BLOCKS)
    title_at = next((i for i in range(min(top, 4)) if _is_title(words[i])), None)
    body = 0 if title_at is None else title_at + 1
    furniture = {i for i in range(len(blocks)) if i != title_at and _is_furniture(words[i], within=i < top or i >= len(blocks) - 3)}
    while body < top and (body in furniture or _is_date_line(words[body])):
        furniture.add(body)
        body += 1
    if title_at is not None:
        furniture |= set(range(title_at + 1))
    sources = [match["source"] for i in range(top) if (match := _SOURCE.search(words[i]))]
    span = None if title_at is None else _title_span(text, blocks[title_at])
    title = None if span is None else re.sub(r"\s+", " ", text[slice(*span)])
    return Header(title, span, _date(title, words, top), sources[0] if sources else None, frozenset(furniture), body)


def _is_title(words: str) -> bool:
    return len(words) <= 300 and not _is_furniture(words, within=True) and not _is_date_line(words) and words[-1] not in "。！？；，,;：:"


def _title_span(text: str, block: Block) -> tuple[int, int]:
    marks = re.match(r"#+\s*", text[block.start : block.end])
    return block.start + (marks.end() if marks else 0), block.end


def _is_date_line(words: str) -> bool:
    """Nothing but a date, perhaps with its time and weekday."""
    rest = words
    for pattern in (_ISO, _ENGLISH, _SPANISH):
        rest = pattern.sub("", rest)
    return rest != words and len(words) <= 60 and not _DATE_WORDS.sub("", rest)


def _is_furniture(words: str, *, within: bool) -> bool:
    """`within`: near the top or the end, where looser signs count."""
    if _KEYWORDS.search(words) and len(words) < 200:
        return True
    if not within:
        return bool(_CAPTION.match(words)) and words.endswith(("摄", "攝"))
    patterns = (_NAVIGATION, _SOURCE, _BYLINE, _SHARING, _CAPTION)
    return (any(pattern.search(words) for pattern in patterns) and len(words) < 200) or _is_date_line(words)


def _date(title: str | None, words: list[str], top: int) -> str | None:
    """The event: the title's date, else the day named with 召开/举行, else the first date of the header."""
    in_title = find_dates(title or "")
    lines = [day for line in words[:top] if len(line) < 120 for day in find_dates(line)]
    if in_title:
        return in_title[0]
    event = next((match for line in words[: top + 1] if (match := _EVENT.search(line))), None)
    if event and lines:
        return _iso(lines[0][:4], event[1], event[2]) or lines[0]
    return lines[0] if lines else None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return Date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
