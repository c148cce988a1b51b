"""Text -> blocks: the paragraphs as they were set, whether a line each or hard-wrapped between
blank lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pressroom.corpus.dating.datelines import is_date_line

_HARD_WRAP = 100  # characters: no press office wraps lines wider than this
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
# Where a label begins behind a sentence of the same line: `…。　　答：`, `…謝謝。 [陳洲]`; a mark
# behind the indent of a paragraph, too, whatever stands before that: `停车　　问：`.
_MARK = r"(?=(?:[问問答]|[记記]者|Q|A)[:：]|[\[【][\w· 　、]{2,40}[\]】])"
_NAME = r"(?=(?P<name>[^\s。！？!?，,、；;：:]{2,16})[:：])"
_INSIDE = re.compile(
    r"[ 　\t]{2,8}(?=[问問答][:：])|"
    rf"[。！？!?”」』.](?:(?<=[a-z)]\.)[ \t]+{_MARK}|"
    rf"(?<!\.)(?:[ 　\t]*{_MARK}|[ 　\t]{{2,8}}{_NAME}))"
)
_ENDS = '.!?…。！？؟।:：”»")'
_LEAST_INSIDE = 2
_USUAL, _FULL = 0.9, 0.6  # which of the lines is usual, and the share of it that a full one has


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]`, without white space at its ends."""

    start: int
    end: int


def blocks(text: str) -> list[Block]:
    lines = [Block(*match.span()) for match in _LINE.finditer(text)]
    parts = _unwrapped(text, lines) if _is_hard_wrapped(text, lines) else lines
    found = list(_INSIDE.finditer(text))
    names = Counter(match["name"] for match in found)
    inside = [m.end() for m in found if not m["name"] or names[m["name"]] > 1]
    return _divided(text, parts, inside) if len(inside) >= _LEAST_INSIDE else parts


def _divided(text: str, parts: list[Block], inside: list[int]) -> list[Block]:
    """Blocks cut where a label stands behind a sentence: who asks and who answers share a line."""
    out: list[Block] = []
    for part in parts:
        cuts = inside[bisect_right(inside, part.start) : bisect_left(inside, part.end)]
        for start, end in pairwise((part.start, *cuts, part.end)):
            if block := _stripped(text, start, end):
                out.append(block)
    return out


def _stripped(text: str, start: int, end: int) -> Block | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Block(start + left, start + right) if right > left else None


def _is_hard_wrapped(text: str, lines: list[Block]) -> bool:
    """Lines follow each other without blank line, hardly one is long (links are), most are about as
    long as the longest, and few end where a sentence does.
    """
    if len(lines) < 8:
        return False
    lengths = [line.end - line.start for line in lines]
    if sorted(lengths)[int(len(lengths) * 0.98)] > _HARD_WRAP:
        return False
    joined = [_adjacent(text, a, b) for a, b in pairwise(lines)]
    full = [length for length, follows in zip(lengths, joined, strict=False) if follows]
    broken = sum(
        follows and text[line.end - 1] not in _ENDS
        for line, follows in zip(lines, joined, strict=False)
    )
    return sum(joined) * 2 > len(joined) and median(full) > 50 and broken * 2 > len(full)


def _adjacent(text: str, a: Block, b: Block) -> bool:
    return text.count("\n", a.end, b.start) == 1


def _is_full(text: str, before: Block, line: Block, width: int) -> bool:
    """Whether the first word of a line had no room on the one before, or may have had none: what
    ends far before the others was ended there.
    """
    word = text[line.start : line.end].split(maxsplit=1)[0]
    return before.end - before.start + 1 + len(word) >= _FULL * width


def _unwrapped(text: str, lines: list[Block]) -> list[Block]:
    out: list[Block] = []
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[int(len(lengths) * _USUAL)]
    for before, line in zip([None, *lines], lines, strict=False):
        if (
            before
            and _adjacent(text, before, line)
            and _is_full(text, before, line, width)
            and not is_date_line(text[line.start : line.end])
        ):
            out[-1] = Block(out[-1].start, line.end)
        else:
            out.append(line)
    return out
