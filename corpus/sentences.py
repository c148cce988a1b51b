"""Text -> spans of sentences and of clauses, for the scripts that press offices write."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSERS = "”’」』）)】》〉\"'"
# In an alphabet a semicolon before a small letter ends a clause, not a sentence.
_MARKS = rf"(?:(?:[。！？；!?؟]|;(?!\s+[a-zß-ÿа-яё]))[{re.escape(_CLOSERS)}]*)+|\.+[{re.escape(_CLOSERS)}]*(?=\s|$)|……"
_BULLET = r"[ \t]*(?:[-*•·‣▪][ \t]|\d{1,2}[.)、．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]\d{1,2}[)）])"
_END = re.compile(rf"{_MARKS}|\n+")
_END_OF_WRAPPED = re.compile(rf"{_MARKS}|\n(?={_BULLET})")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|No|vs|etc|Sr|Sra|Jr|Inc|Ltd|Art|núm|approx)|\b[A-Z]|\b[ap]\.m|\be\.g|\bi\.e|\b[A-Z]\.[A-Z])\.$"
)
_NUMBER = re.compile(r"\s*\d{1,2}")  # of an item
_CLAUSE = re.compile(r"[,，、：:;](?!\d)\s*|—{1,2}")
_OPEN, _CLOSE = "“‘「『《（(【", "”’」』》）)】"


def sentences(text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False) -> Iterator[tuple[int, int]]:
    """Spans that cover `text[start:end]` without gap; a sentence keeps its closing mark and trailing space.

    Nothing is split inside 《》 or brackets, at decimals, or after common abbreviations. Every line ends a sentence; in a
    `wrapped` paragraph only one before an item of a list does.
    """
    end = len(text) if end is None else end
    begin = start
    for match in (_END_OF_WRAPPED if wrapped else _END).finditer(text, start, end):
        if _inside_brackets(text, begin, match.start()) and "\n" not in match[0]:
            continue
        if match[0][0] == "." and (_is_short(text, begin, match.start()) or _NUMBER.fullmatch(text, begin, match.start())):
            continue
        stop = match.end()
        while stop < end and text[stop].isspace():
            stop += 1
        if stop > begin:
            yield begin, stop
            begin = stop
    if begin < end:
        yield begin, end


def _is_short(text: str, begin: int, point: int) -> bool:
    """Whether the point is that of an abbreviation."""
    return bool(_ABBREVIATION.search(text, max(begin, point - 12), point + 1))


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans that cover `text[start:end]`, cut after commas and colons outside brackets."""
    begin = start
    for match in _CLAUSE.finditer(text, start, end):
        if match.end() < end and not _inside_brackets(text, begin, match.start()):
            yield begin, match.end()
            begin = match.end()
    if begin < end:
        yield begin, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a bracket is open at `end`; one left open for 80 characters is a slip of the pen, not a bracket."""
    opened: list[tuple[str, int]] = []
    for index in range(max(start, end - 400), end):
        char = text[index]
        if char in _OPEN:
            opened.append((_CLOSE[_OPEN.index(char)], index))
        elif opened and char == opened[-1][0]:
            opened.pop()
    return bool(opened) and end - opened[-1][1] <= 80
