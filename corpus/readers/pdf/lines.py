"""Pieces of text on a page -> lines in reading order, column by column."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

_TRIES = 200  # places of a page's width at which a strip is looked for
_MIN_COLUMN_ROWS = 4
_LEAST_REACH = 0.22  # of the width: three quarters of the lines of a column of text are wider
# share of rows that may run across both columns: title, byline, a picture's caption
_MAX_CROSSING = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one base line; x and y in points, y grows upwards; `size` is the height of its
    letters.
    """

    words: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of a column; `column` is 0 for the only one or what runs across, else it counts
    from the left.
    """

    words: str
    left: float
    right: float
    y: float
    size: float
    column: int
    page: int = 0


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces grouped by base line, from the top; each row from the left."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.left)):
        if out and abs(out[-1][0].y - piece.y) < 0.45 * max(out[-1][0].size, piece.size):
            out[-1].append(piece)
        else:
            out.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in out]


def in_order(pieces: list[Piece]) -> list[Line]:
    """The lines of a page as one reads them: across, or column by column."""
    out = _ordered(pieces, 0)
    lefts = sorted({line.column for line in out if line.column})
    return [
        replace(line, column=lefts.index(line.column) + 1 if line.column else 0) for line in out
    ]


def _ordered(pieces: list[Piece], place: int) -> list[Line]:
    """The lines of a part of a page, cut at its widest white strip if it has one, and each side so
    again. `place`: where the part begins, as its lines' column; 0 for the whole page.
    """
    grouped = rows(pieces)
    gutter = _gutter(grouped)
    if gutter is None:
        return [_line(row, place) for row in grouped]
    out: list[Line] = []
    left: list[Piece] = []
    right: list[Piece] = []

    def close() -> None:
        for side in (left, right):
            if side:
                out.extend(_ordered(side, 1 + round(min(piece.left for piece in side) / 12)))
            side.clear()

    for row in grouped:
        crossing = [piece for piece in row if piece.left < gutter < piece.right]
        beyond = [piece for piece in row if piece.left >= gutter]
        if crossing and not _overhangs(crossing, beyond):
            close()
            out.append(_line(row, place))
            continue
        left += [piece for piece in row if piece.left < gutter]
        right += beyond
    close()
    return out


def _gutter(grouped: list[list[Piece]]) -> float | None:
    """The x of the white strip between two columns, or None if the part has one column: of the
    strips that fewest rows cross the widest.
    """
    pieces = [piece for row in grouped for piece in row]
    if len(pieces) < 2 * _MIN_COLUMN_ROWS:
        return None
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    width = high - low
    gutter = low + width * _widest(crossed := _crossed(grouped, low, width)) / _TRIES
    left = [p for p in pieces if p.right <= gutter]
    right = [p for p in pieces if p.left >= gutter]
    if (
        min(len(left), len(right)) < _MIN_COLUMN_ROWS
        or min(crossed.values()) > len(grouped) * _MAX_CROSSING
    ):
        return None
    reach = [sorted(p.right - p.left for p in side)[len(side) * 3 // 4] for side in (left, right)]
    # columns of a table are narrow, those of text are full
    return gutter if min(reach) > width * _LEAST_REACH else None


def _overhangs(crossing: list[Piece], beyond: list[Piece]) -> bool:
    """Whether a line of the left column runs over into the space of the right one, where another
    line stands: one line cannot lie upon itself.
    """
    return any(piece.left < crossing[-1].right for piece in beyond)


def _crossed(grouped: list[list[Piece]], low: float, width: float) -> dict[int, int]:
    """Place between 20 and 80 percent of the width -> how many rows run across it."""
    counts = dict.fromkeys(range(_TRIES // 5, _TRIES * 4 // 5 + 1), 0)
    for row in grouped:
        crossed: set[int] = set()
        for piece in row:
            first, last = ((x - low) / width * _TRIES for x in (piece.left, piece.right))
            crossed.update(range(int(first) + 1, math.ceil(last)))
        for at in crossed & counts.keys():
            counts[at] += 1
    return counts


def _widest(crossed: dict[int, int]) -> int:
    """The middle of the longest run of places that the fewest rows cross."""
    least, best, run = min(crossed.values()), (0, 0), 0
    for at, count in [*crossed.items(), (max(crossed) + 1, least + 1)]:
        if count == least:
            run += 1
            continue
        best, run = max(best, (run, at), key=lambda found: found[0]), 0
    length, end = best
    return end - length + (length - 1) // 2


def _line(row: list[Piece], column: int) -> Line:
    words = row[0].words
    for before, piece in pairwise(row):
        words += (
            ""
            if _is_wide(words[-1:])
            and _is_wide(piece.words[:1])
            and piece.left - before.right < before.size
            else " "
        ) + piece.words
    return Line(
        words, row[0].left, max(p.right for p in row), row[0].y, max(p.size for p in row), column
    )


def _is_wide(char: str) -> bool:
    """Chinese characters and their punctuation, which no space parts."""
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…"
