"""Pieces of text on a page -> lines in reading order, column by column, without what repeats from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_EDGE_ROWS = 3  # rows at the top and at the bottom of a page that may be running heads or feet
_LEAST_SHARE = 0.4  # of the pages: a head may stand on the left pages only
_MIN_COLUMN_ROWS = 4
_MAX_CROSSING = 0.3  # share of rows that may run across both columns: title, byline, a picture's caption
_PAGE_NUMBER = re.compile(
    r"^[-–—\s·•]*(?:第\s*)?[\divxlc]{1,5}(?:\s*[页頁])?(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*[页頁]?)?[-–—\s·•]*$|^(?:Page|Página)\s+\d+.{0,12}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one base line; x and y in points, y grows upwards; `size` is the height of its letters."""

    words: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line of a column; `column` is 0 for the only one or what runs across, 1 and 2 for left and right."""

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


def without_repeated(pages: list[list[Piece]]) -> tuple[list[list[Piece]], list[str]]:
    """The pages without running heads, feet and page numbers, and the words that were removed."""
    edges = [_edge_rows(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_key(row) for row in edge})
    least = max(2, len(pages) * _LEAST_SHARE)
    kept: list[list[Piece]] = []
    removed: list[str] = []
    for page, edge in zip(pages, edges, strict=True):
        gone = [row for row in edge if _is_repeated(row, counts, least)]
        removed += [_words(row) for row in gone]
        dropped = {id(piece) for row in gone for piece in row}
        kept.append([piece for piece in page if id(piece) not in dropped])
    return kept, removed


def in_order(pieces: list[Piece]) -> list[Line]:
    """The lines of a page as one reads them: across, or the left column and then the right one."""
    grouped = rows(pieces)
    gutter = _gutter(grouped)
    if gutter is None:
        return [_line(row, 0) for row in grouped]
    out: list[Line] = []
    left: list[list[Piece]] = []
    right: list[list[Piece]] = []
    for row in grouped:
        if any(piece.left < gutter < piece.right for piece in row):
            out += [_line(r, 1) for r in left] + [_line(r, 2) for r in right] + [_line(row, 0)]
            left, right = [], []
            continue
        sides = [[p for p in row if p.right <= gutter], [p for p in row if p.left >= gutter]]
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    return out + [_line(r, 1) for r in left] + [_line(r, 2) for r in right]


def _edge_rows(page: list[Piece]) -> list[list[Piece]]:
    grouped = rows(page)
    return grouped if len(grouped) <= 2 * _EDGE_ROWS else grouped[:_EDGE_ROWS] + grouped[-_EDGE_ROWS:]


def _words(row: list[Piece]) -> str:
    return " ".join(piece.words for piece in row)


def _key(row: list[Piece]) -> tuple[str, int]:
    """Words without digits, and height on the page to a few points: what stays the same from page to page."""
    return re.sub(r"[\d\s]+", "#", _words(row)), round(row[0].y / 6)


def _is_repeated(row: list[Piece], counts: Counter[tuple[str, int]], least: float) -> bool:
    """It stands at one height on many pages, and is no speaker label; or it is a page number that says so."""
    words, place = _key(row)
    text = _words(row)
    if text.endswith((":", "：")) or len(text) > 120:
        return False
    if _PAGE_NUMBER.match(text):
        return bool(re.search(r"[页頁–—/-]|of|Page|Página", text)) or sum(n for (key, _), n in counts.items() if key == words) >= least
    return sum(counts[words, near] for near in (place - 1, place, place + 1)) >= least


def _gutter(grouped: list[list[Piece]]) -> float | None:
    """The x of the white strip between two columns, or None if the page has one."""
    pieces = [piece for row in grouped for piece in row]
    if len(pieces) < 2 * _MIN_COLUMN_ROWS:
        return None
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    width = high - low
    tries = [low + width * step / 100 for step in range(36, 65)]
    crossing, gutter = min((sum(any(p.left < x < p.right for p in row) for row in grouped), abs(x - low - width / 2), x) for x in tries)[
        ::2
    ]
    left = [p for p in pieces if p.right <= gutter]
    right = [p for p in pieces if p.left >= gutter]
    if min(len(left), len(right)) < _MIN_COLUMN_ROWS or crossing > len(grouped) * _MAX_CROSSING:
        return None
    reach = [sorted(p.right - p.left for p in side)[len(side) * 3 // 4] for side in (left, right)]
    return gutter if min(reach) > width * 0.25 else None  # columns of a table are narrow, those of text are full


def _line(row: list[Piece], column: int) -> Line:
    words = row[0].words
    for before, piece in pairwise(row):
        words += (
            "" if _is_wide(words[-1:]) and _is_wide(piece.words[:1]) and piece.left - before.right < before.size else " "
        ) + piece.words
    return Line(words, row[0].left, max(p.right for p in row), row[0].y, max(p.size for p in row), column)


def _is_wide(char: str) -> bool:
    """Chinese characters and their punctuation, which no space parts."""
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…"
