"""Two texts -> what differs, paragraph by paragraph, and inside a changed paragraph by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pressroom.corpus.parse.blocks import blocks

Kind = Literal["same", "added", "removed", "changed"]
_UNITS = re.compile(
    r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?<![\u2e80-\u9fff])|.", re.S
)  # a number is one unit, so is a word of letters
_ALIKE = 0.5  # of their characters: below that, one paragraph went and another came


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph; `changed` where the other side has others."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of either side or of both; the side where it is missing has no pieces."""

    kind: Kind
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def difference(before: str, after: str) -> list[Line]:
    """Every paragraph of both texts, once, in order."""
    return list(_lines(_paragraphs(before), _paragraphs(after)))


def changes_of(lines: Sequence[Line]) -> list[Line]:
    """Those that are not the same on both sides."""
    return [line for line in lines if line.kind != "same"]


def share_in_common(before: str, after: str) -> float:
    """The share, from 0 to 1, of the characters of the shorter text that stand in paragraphs of
    both.
    """
    first, second = set(_paragraphs(before)), set(_paragraphs(after))
    shorter = min(sum(map(len, first)), sum(map(len, second)))
    return sum(map(len, first & second)) / shorter if shorter else 0.0


def _paragraphs(text: str) -> list[str]:
    return [text[block.start : block.end] for block in blocks(text)]


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Line("same", _whole(words), _whole(words)) for words in before[a:b])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Each new paragraph beside the first old one, from where the last stood, that it is like."""
    left = list(before)
    for words in after:
        like = next((at for at, old in enumerate(left) if _are_alike(old, words)), None)
        if like is None:
            yield Line("added", (), _whole(words, changed=True))
            continue
        yield from (Line("removed", _whole(old, changed=True), ()) for old in left[:like])
        yield _changed(left[like], words)
        del left[: like + 1]
    yield from (Line("removed", _whole(old, changed=True), ()) for old in left)


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE
        and matcher.quick_ratio() >= _ALIKE
        and matcher.ratio() >= _ALIKE
    )


def _changed(before: str, after: str) -> Line:
    old, new = _UNITS.findall(before), _UNITS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Piece("".join(old[a:b]), kind != "equal")] if b > a else []
        right += [Piece("".join(new[c:d]), kind != "equal")] if d > c else []
    return Line("changed", tuple(left), tuple(right))


def _whole(words: str, *, changed: bool = False) -> tuple[Piece, ...]:
    return (Piece(words, changed),)
