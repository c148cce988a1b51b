"""Blocks -> what is set off at their starts as a label may be: by a colon, a full stop, a dash,
brackets, bold type, a tab, a time, or a line of its own. Form only; whether it is one is decided by
what the whole document does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.labels.matched import label_of
from pressroom.corpus.parse.labels.patterns import (
    BEFORE,
    BEHIND,
    BROKEN,
    COUNT,
    COUNTING,
    HEADING,
    ITALICS,
    LEAST_COUNTED,
    LONGEST,
    MINUTES,
    NUMBERED,
    PUNCTUATION,
    SPACE,
    STACKED,
    TERMINAL,
    Form,
    possible,
)
from pressroom.corpus.parse.words.names import TITLED
from pressroom.corpus.parse.words.offices import has_title
from pressroom.corpus.parse.words.roles import ASKING, role_of, uncounted
from pressroom.corpus.parse.words.vocabulary import Role, squeezed
from pressroom.corpus.source import Mark

_LONGEST_LINE, _LONGEST_TITLED, _LONGEST_DENSE_LINE = 60, 50, 16  # characters


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it stands in the text: words, the block it opens, where the speech begins."""

    block: int
    words: str
    speech: int
    own_line: bool
    form: Form
    numbered: bool = False
    unsure: bool = False
    role: Role | None = None

    @property
    def key(self) -> str:
        """The same for the same label, however it is spaced, set and cased."""
        return _key(self.words)


@lru_cache(maxsize=16384)
def _key(words: str) -> str:
    return squeezed(uncounted(words)).replace(" ", "")


def forms(text: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Label]:
    """At most one for each block, in order."""
    marked = sorted((mark.start, mark.end) for mark in marks if mark.kind == "label")
    heavy = {mark.start: mark.end for mark in marks if mark.kind == "bold"}
    counted = _counted(text, blocks)
    found = (_set_off(text, blocks, index, counted) for index in range(len(blocks)))
    if marked or heavy:
        found = (
            _marked(text, blocks, index, marked) or _heavy(text, blocks, index, heavy, label)
            for index, label in enumerate(found)
        )
    return [label for label in found if label]


def _counted(text: str, blocks: Sequence[Block]) -> dict[int, int]:
    """Block -> where its words begin behind the number of a paragraph, `1 Melissa Tan: …`, where
    the numbers count up without a sign behind them.
    """
    found: dict[int, int] = {}
    last = 0
    for index, block in enumerate(blocks):
        is_number = text[block.start].isdigit()
        match = COUNT.match(text, block.start, block.end) if is_number else None
        if match and int(match[1]) == last + 1:
            last += 1
            found[index] = match.end()
    return found if len(found) >= LEAST_COUNTED else {}


def _marked(
    text: str, blocks: Sequence[Block], index: int, marked: Sequence[tuple[int, int]]
) -> Label | None:
    """What the file itself marks as the label of a speaker."""
    block = blocks[index]
    at = bisect_left(marked, (block.start, 0))
    if at == len(marked) or marked[at][0] >= block.end:
        return None
    start, end = marked[at]
    words = text[start:end].strip(" \t\n:：>[]【】|")
    rest = re.compile(r"[\s:：\]】|)）>]*").match(text, end, block.end)
    speech = rest.end() if rest else end
    if not words:
        return None
    return Label(index, words, speech, speech >= block.end, "marked", role=role_of(words))


def _heavy(
    text: str, blocks: Sequence[Block], index: int, heavy: dict[int, int], label: Label | None
) -> Label | None:
    """What opens a block in bold type: the label that signs set off there, or the words alone,
    which may as well be a heading.
    """
    block = blocks[index]
    end = min(heavy.get(block.start, block.start), block.end)
    words = text[block.start : end].strip(" :：").removesuffix(".")
    if not words:
        return label
    if label and label.form != "line":
        is_bold = label.words == words or (
            label.form == "colon" and len(label.words) <= end - block.start
        )
        return replace(label, form="bold") if is_bold else label
    if len(words) > _LONGEST_LINE or words[-1] in TERMINAL or PUNCTUATION.fullmatch(words):
        return label
    rest = SPACE.match(text, end, block.end)
    speech = rest.end() if rest else end
    return Label(index, words, speech, speech >= block.end, "heavy", role=role_of(words))


def _set_off(
    text: str, blocks: Sequence[Block], index: int, counted: dict[int, int]
) -> Label | None:
    block = blocks[index]
    if index in counted:
        block = replace(block, start=counted[index])
    words = text[block.start : min(block.end, block.start + LONGEST + 80)]
    skipped = start = 0
    if not words[0].isalpha() or words[0] in COUNTING:  # no sign stands before a letter
        named = _by_first_sign(text, block, words, index)
        if named:
            return named
        skipped = _end(BEFORE, words, 0)
        start = _end(NUMBERED, words, skipped)
        if ITALICS.match(words, start):
            return None
    label = _by_signs(words[start:], index, block.start + start, block.end)
    if label:
        return replace(label, numbered=True) if start > skipped else label
    line = _line(text, block, index, start) if index + 1 < len(blocks) else None
    if line and start > skipped:  # a heading, unless a mark is counted: `1. 记者`
        return replace(line, numbered=True) if line.role in ASKING else None
    return line


def _end(pattern: re.Pattern[str], words: str, at: int) -> int:
    """Where what the pattern finds at a place ends; the place itself where it finds nothing."""
    match = pattern.match(words, at)
    return match.end() if match else at


def _by_first_sign(text: str, block: Block, words: str, index: int) -> Label | None:
    """The name that a first sign alone sets off: `## Ana Ruiz`, `○議長　これより`."""
    heading = words[0] == "#" and HEADING.fullmatch(text, block.start, block.end)
    if heading:
        name = heading["label"]
        return Label(index, name, block.end, True, "heavy", role=role_of(name))
    minutes = words[0] in "○◯〇◎" and MINUTES.match(words)
    if minutes:
        name = minutes["label"]
        return Label(index, name, block.start + minutes.end(), False, "tab", role=role_of(name))
    return None


def _line(text: str, block: Block, index: int, skipped: int) -> Label | None:
    """A short line that ends as no sentence does."""
    if block.end - block.start > _LONGEST_LINE + skipped or text[block.end - 1] in TERMINAL:
        return None
    lines = text[block.start + skipped : block.end].strip()
    whole = STACKED.sub(" ", lines)
    if not whole or BROKEN.search(whole) or len(whole) > _longest_line(_without_part(lines)):
        return None
    words = whole.strip("* ")
    return Label(index, words, block.end, True, "line", role=role_of(words)) if words else None


def _without_part(lines: str) -> str:
    """Without a first line of several that says which part somebody plays: `主持人`."""
    first, line_break, others = lines.partition("\n")
    return STACKED.sub(" ", others if line_break and role_of(first) else lines).strip()


def _longest_line(words: str) -> int:
    """A label that no sign sets off is short: a headline is a line of its own, too."""
    if not any(map(is_dense_script, words)):
        return _LONGEST_LINE
    if len(BEHIND.sub("", words)) <= _LONGEST_DENSE_LINE:
        return _LONGEST_TITLED
    is_titled = TITLED.search(words) or has_title(words)
    return _LONGEST_TITLED if is_titled and not role_of(words) else _LONGEST_DENSE_LINE


def _by_signs(words: str, index: int, start: int, end: int) -> Label | None:
    for form, pattern in possible(words):
        match = pattern.match(words)
        if match and (label := label_of(match, form)):
            speech = start + match.end()
            words, form = label
            return Label(index, words, speech, speech >= end, form, role=role_of(words))
    return None
