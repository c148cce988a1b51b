"""A turn -> the enumerations in it, such as 一是 … 二是 …, 第一 … 第二 …, (一) (二), 1. 2., First …
Second …: lead and all items.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span, Transcript, Turn

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
    r"[两二三四五六七八九十几\d]\w{0,6}(?:个|项|条|件|点|方面|种|类|笔|句|份|步|材料|措施)|[:：]$|"
    r"如下|以下|包括|"
    r"\b(?:two|three|four|five|six|several|following)\b",
    re.I,
)
_LONGEST_LEAD = 90
_CLOSING = re.compile(r"^(?:另外|此外|同时|总之|需要说明|以上|谢谢|我们还|下一步)")


_COUNTS_OFF = re.compile(
    r"[一二三四五六七八九]是|第[一二三四五六七八九](?![季届线])|"
    r"[(（][一二三四五六七八九十\d]{1,2}[)）]|(?m:^)\d{1,2}[.、．](?!\d)"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """`lead` announces the items, where anything does; it ends where
    the first item begins or before.
    """

    lead: Span | None
    items: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the lead, or the first item, to the last."""
        first = self.lead or self.items[0]
        return first.cut(first.start, self.items[-1].end)


def is_enumeration(text: str) -> bool:
    """Whether it counts off (一是… 二是…, （一）… （二）…): then all of it is the answer, no
    part.
    """
    return len(_COUNTS_OFF.findall(text)) > 1


@lru_cache(maxsize=512)
def enumerations(document: Transcript, turn: Turn) -> tuple[Enumeration, ...]:
    """Those of two items and more, in order; of two that hold the same words the wider one comes
    first.
    """
    whole = document.span_of(turn)
    searched = [(_CIRCLED, whole.text), *((family, fold(whole.text)) for family in _FAMILIES)]
    runs = (run for family, text in searched for run in _runs(family, text, whole.start))
    found = [_enumeration(whole, run) for run in runs]
    return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end)))


def heads(one: Enumeration) -> list[Span]:
    """The first sentence of each item, or its part before a semicolon."""
    return [next(item.sentences()) for item in one.items]


def items_of(document: Transcript, turn: Turn) -> Iterator[Span]:
    """The heads of all items of a turn; of enumerations inside others only the outer ones."""
    reached = -1
    for one in enumerations(document, turn):
        if one.span.start >= reached:
            reached = one.span.end
            yield from heads(one)


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


def _enumeration(whole: Span, starts: Sequence[int]) -> Enumeration:
    items = [whole.cut(start, end).stripped() for start, end in pairwise(starts)]
    last = _last(whole, starts[-1], items)
    return Enumeration(_lead(whole, starts[0]), (*items, last))


def _last(whole: Span, start: int, before: Sequence[Span]) -> Span:
    """The last item ends with its sentence if the others are one sentence or less each, else with
    its paragraph; no closing words.
    """
    document = whole.transcript
    paragraph = next(p for p in whole.turn.paragraphs if p.start <= start < p.end)
    ends = [end for _, end in document.sentences(start, paragraph.end)]
    most = max(len(list(document.sentences(item.start, item.end))) for item in before)
    kept = ends[:1]
    for first, last in pairwise(ends):
        if len(kept) >= most or _CLOSING.match(document.text[first:last]):
            break
        kept.append(last)
    return whole.cut(start, kept[-1]).stripped()


def _lead(whole: Span, first: int) -> Span | None:
    """What stands before the first item in its sentence; else the sentence before it, if it
    announces a list.
    """
    document, paragraphs = whole.transcript, whole.turn.paragraphs
    at = next((at for at, p in enumerate(paragraphs) if p.start <= first < p.end), None)
    if at is None:
        return None
    own = document.sentences(paragraphs[at].start, paragraphs[at].end)
    spans = [span for span in own if span[0] < first]
    before = paragraphs[at - 1] if at and not paragraphs[at - 1].heading else None
    if not spans and before:
        spans = list(document.sentences(before.start, before.end))
    return _announcing(whole.cut(*spans[-1]), first) if spans else None


def _announcing(sentence: Span, first: int) -> Span | None:
    lead = sentence.cut(sentence.start, min(sentence.end, first)).stripped()
    words = lead.text
    if not words or len(words) > _LONGEST_LEAD:
        return None
    is_same = sentence.end > first
    return lead if is_same or _ANNOUNCES.search(fold(words)) else None
