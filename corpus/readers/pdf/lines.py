"""Pieces of text on a page -> lines in reading order, column by column, without what repeats from
page to page.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_EDGE_ROWS = 3  # rows at the top and at the bottom of a page that may be running heads or feet
_LEAST_SHARE = 0.4  # of the pages: a head may stand on the left pages only
_STANDS_OFF = 1.15  # times the usual distance of rows: a head stands further off from the text
_TRIES = 200  # places of a page's width at which a strip is looked for
_MIN_COLUMN_ROWS = 4
_LEAST_REACH = 0.22  # of the width: three quarters of the lines of a column of text are wider
_ENDS_SENTENCE = re.compile(r"[。！？!?.…][”’」』）)\"]*$")
# share of rows that may run across both columns: title, byline, a picture's caption
_MAX_CROSSING = 0.3
_PAGE_NUMBER = re.compile(
    r"^[-–—\s·•]*(?:第\s*)?[\divxlc]{1,5}(?:\s*[页頁])?(?:\s*[/／,，]?\s*(?:共|"
    r"of)?\s*\d{1,4}\s*[页頁]?)?[-–—\s·•]*$|^(?:Page|Página)\s+\d+.{0,12}$",
    re.I,
)


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


def without_repeated(
    pages: list[list[Piece]],
) -> tuple[list[list[Piece]], list[tuple[str, bool]]]:
    """The pages without running heads, feet and page numbers, and the rows that were removed, each
    with whether it stood at the top.
    """
    edges = [_edge_rows(page) for page in pages]
    counts = Counter(key for edge in edges for key in {_key(p) for row, _ in edge for p in row})
    least = max(2, len(pages) * _LEAST_SHARE)
    kept: list[list[Piece]] = []
    removed: list[tuple[str, bool]] = []
    for page, edge in zip(pages, edges, strict=True):
        gone = [(row, top) for row, top in edge if _is_repeated(row, counts, least)]
        removed += [(_words(row), top) for row, top in gone]
        dropped = {id(piece) for row, _ in gone for piece in row}
        kept.append([piece for piece in page if id(piece) not in dropped])
    return kept, removed


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


def _edge_rows(page: list[Piece]) -> list[tuple[list[Piece], bool]]:
    """The rows at the edges of a page that stand off from its text, and whether each is above
    it.
    """
    grouped = rows(page)
    if len(grouped) <= 2 * _EDGE_ROWS:
        middle = len(grouped) / 2
        return [(row, at < middle) for at, row in enumerate(grouped)]
    top = _set_off(grouped[: _EDGE_ROWS + 1], _leading(grouped))
    foot = _set_off(grouped[: -_EDGE_ROWS - 2 : -1], _leading(grouped))
    return [(row, True) for row in top] + [(row, False) for row in foot]


def _set_off(edge: list[list[Piece]], leading: float) -> list[list[Piece]]:
    """The rows of an edge, from outside, down to the last gap that parts them from the text; the
    outermost one if it is set smaller or larger than the next.
    """
    ys = [row[0].y for row in edge]
    gaps = [at for at in range(1, len(edge)) if abs(ys[at] - ys[at - 1]) > _STANDS_OFF * leading]
    if gaps:
        return edge[: gaps[-1]]
    sizes = [max(piece.size for piece in row) for row in edge[:2]]
    other = len(sizes) > 1 and abs(sizes[0] - sizes[1]) > 0.08 * max(sizes)
    return edge[:1] if other or _PAGE_NUMBER.match(_words(edge[0])) else []


def _leading(grouped: list[list[Piece]]) -> float:
    return median(a[0].y - b[0].y for a, b in pairwise(grouped))


def _words(row: list[Piece]) -> str:
    return " ".join(piece.words for piece in row)


def _key(piece: Piece) -> tuple[str, int]:
    """Words without digits, and height on the page to a few points: what stays the same from page
    to page.
    """
    return re.sub(r"[\d\s]+", "#", piece.words), round(piece.y / 6)


def _is_repeated(row: list[Piece], counts: Counter[tuple[str, int]], least: float) -> bool:
    """It stands at one height on many pages, and is no speaker label; or it is a page number that
    says so.
    """
    text = _words(row)
    if text.endswith((":", "：")) or len(text) > 120:
        return False
    if _ENDS_SENTENCE.search(text):  # an answer may stand at one place of two pages
        least = max(least, 3)
    return all(_is_repeated_piece(piece, counts, least, alone=len(row) == 1) for piece in row)


def _is_repeated_piece(
    piece: Piece, counts: Counter[tuple[str, int]], least: float, *, alone: bool
) -> bool:
    words, place = _key(piece)
    if _PAGE_NUMBER.match(piece.words):
        says_so = bool(re.search(r"[页頁–—/-]|of|Page|Página", piece.words))
        return (
            says_so
            or not alone
            or sum(n for (key, _), n in counts.items() if key == words) >= least
        )
    return sum(counts[words, near] for near in (place - 1, place, place + 1)) >= least


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
