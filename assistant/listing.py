"""A turn -> the enumerations in it, such as 一是 … 二是 …, 第一 … 第二 …, (一) (二), 1. 2., First … Second …: lead and all items."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.normalise import fold
from corpus.sentences import trimmed
from corpus.transcript import Transcript, Turn

Span = tuple[int, int]
_HAN = "一二三四五六七八九十"
_LATIN = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
_BEFORE = r"(?:^|(?<=[。;:,!?、\s“”「」—)]))"
# Each family with its ordinal as the one group; over folded text, where a mark can begin an item.
_FAMILIES = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        rf"{_BEFORE}([{_HAN}])(?:是(?!否)|要(?!求|素)|则)",
        rf"{_BEFORE}其([{_HAN}])[,是]?",
        rf"{_BEFORE}第([{_HAN}])(?![{_HAN}百千]|次|届|医院|中学|小学|季度|人民|产业|大)",
        rf"{_BEFORE}\(([{_HAN}])\)",
        r"(?:^|(?<=[。;:\s]))\(?(\d{1,2})[)、.](?!\d)",
        rf"(?:^|(?<=[.;:,\s]))({'|'.join(_LATIN)})(?:ly)?,",
        rf"{_BEFORE}(一(?=个是)|另一(?=个是)|一(?=方面)|另一(?=方面))(?:个是|方面)",
    )
)
_CIRCLED = re.compile("([①②③④⑤⑥⑦⑧⑨])")  # folding makes plain figures of them
_ANNOUNCES = re.compile(
    r"[两二三四五六七八九十几\d]\w{0,6}(?:个|项|条|件|点|方面|种|类|笔|句|份|步|材料|措施)|[:：]$|如下|以下|包括|"
    r"\b(?:two|three|four|five|six|several|following)\b",
    re.I,
)
_LONGEST_LEAD = 90
_CLOSING = re.compile(r"^(?:另外|此外|同时|总之|需要说明|以上|谢谢|我们还|下一步)")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Spans of the document's text. `lead` announces the items, where anything does; it ends where the first item begins or before."""

    lead: Span | None
    items: tuple[Span, ...]

    @property
    def start(self) -> int:
        return (self.lead or self.items[0])[0]

    @property
    def end(self) -> int:
        return self.items[-1][1]


@lru_cache(maxsize=512)
def enumerations(document: Transcript, turn: Turn) -> tuple[Enumeration, ...]:
    """Those of two items and more, in order; of two that hold the same words the wider one comes first."""
    start, end = turn.paragraphs[0].start, turn.paragraphs[-1].end
    words = document.text[start:end]
    searched = [(_CIRCLED, words), *((family, fold(words)) for family in _FAMILIES)]
    found = [_enumeration(document, turn, run) for family, text in searched for run in _runs(family, text, start)]
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def heads(document: Transcript, one: Enumeration) -> list[Span]:
    """The first sentence of each item, or its part before a semicolon."""
    return [trimmed(document.text, *next(document.sentences(*item))) for item in one.items]


def items_of(document: Transcript, turn: Turn) -> Iterator[Span]:
    """The heads of all items of a turn; of enumerations inside others only the outer ones."""
    reached = -1
    for one in enumerations(document, turn):
        if one.start >= reached:
            reached = one.end
            yield from heads(document, one)


def _runs(family: re.Pattern[str], text: str, offset: int) -> Iterator[list[int]]:
    """The places where 1, 2, 3 … follow one another, two at least."""
    run: list[int] = []
    for match in family.finditer(text):
        number = _value(match[1])
        if number == 1 or number != len(run) + 1:
            if len(run) > 1:
                yield run
            run = []
        if number == len(run) + 1:
            run.append(offset + match.start())
    if len(run) > 1:
        yield run


def _value(mark: str) -> int:
    if mark.isdigit():
        return int(unicodedata.digit(mark)) if len(mark) == 1 else int(mark)
    if mark in _HAN:
        return _HAN.index(mark) + 1
    return _LATIN.index(mark) + 1 if mark in _LATIN else 2  # 另一


def _enumeration(document: Transcript, turn: Turn, starts: Sequence[int]) -> Enumeration:
    text = document.text
    items = [trimmed(text, start, end) for start, end in pairwise(starts)]
    return Enumeration(_lead(document, turn, starts[0]), (*items, _last(document, turn, starts[-1], items)))


def _last(document: Transcript, turn: Turn, start: int, before: Sequence[Span]) -> Span:
    """The last item ends with its sentence if the others are one sentence or less each, else with its paragraph; no closing words."""
    paragraph = next(p for p in turn.paragraphs if p.start <= start < p.end)
    ends = [end for _, end in document.sentences(start, paragraph.end)]
    most = max(len(list(document.sentences(*item))) for item in before)
    kept = ends[:1]
    for first, last in pairwise(ends):
        if len(kept) >= most or _CLOSING.match(document.text[first:last]):
            break
        kept.append(last)
    return trimmed(document.text, start, kept[-1])


def _lead(document: Transcript, turn: Turn, first: int) -> Span | None:
    """What stands before the first item in its sentence; else the sentence before it, if it announces a list."""
    for at, paragraph in enumerate(turn.paragraphs):
        if paragraph.start <= first < paragraph.end:
            spans = [span for span in document.sentences(paragraph.start, paragraph.end) if span[0] < first]
            before = turn.paragraphs[at - 1] if at and not turn.paragraphs[at - 1].heading else None
            if not spans and before:
                spans = list(document.sentences(before.start, before.end))
            return _announcing(document, spans[-1], first) if spans else None
    return None


def _announcing(document: Transcript, span: Span, first: int) -> Span | None:
    start, end = trimmed(document.text, span[0], min(span[1], first))
    words = document.text[start:end]
    if span[1] > first:  # the same sentence
        return (start, end) if words and len(words) <= _LONGEST_LEAD else None
    return (start, end) if len(words) <= _LONGEST_LEAD and _ANNOUNCES.search(fold(words)) else None
