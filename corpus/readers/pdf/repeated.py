"""The pages of a PDF -> the same without what repeats from page to page: running heads, feet and
page numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from pressroom.corpus.readers.pdf.lines import Piece, rows

_EDGE_ROWS = 3  # rows at the top and at the bottom of a page that may be running heads or feet
_LEAST_SHARE = 0.4  # of the pages: a head may stand on the left pages only
_STANDS_OFF = 1.15  # times the usual distance of rows: a head stands further off from the text
_ENDS_SENTENCE = re.compile(r"[。！？!?.…][”’」』）)\"]*$")
_PAGE_NUMBER = re.compile(
    r"^[-–—\s·•]*(?:第\s*)?[\divxlc]{1,5}(?:\s*[页頁])?(?:\s*[/／,，]?\s*(?:共|"
    r"of)?\s*\d{1,4}\s*[页頁]?)?[-–—\s·•]*$|^(?:Page|Página)\s+\d+.{0,12}$",
    re.I,
)


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
