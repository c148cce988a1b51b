"""The pieces of a page -> the same without the numbers that count its lines, as stenographers,
courts and gazettes print them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pressroom.corpus.readers.pdf.lines import Piece, rows

_LEAST = 5  # numbers on a page
_LEAST_SHARE = 0.6  # of the rows of a page have one
_LEAST_STEPS = 0.9  # of the steps from one to the next are the usual one
_STEPS = (1, 2, 5, 10)
_NUMBER = re.compile(r"(\d{1,3})(?:\s+|$)")


def without_line_numbers(pages: list[list[Piece]]) -> tuple[list[list[Piece]], int]:
    """The pages without the numbers of their lines, and how many were taken out."""
    counted = [_numbered(page) for page in pages]
    full = [found for found in counted if found]
    if 2 * len(full) < len([page for page in pages if page]):
        return pages, 0
    return [_without(page, found) for page, found in zip(pages, counted, strict=True)], sum(
        map(len, full)
    )


def _numbered(page: list[Piece]) -> dict[int, Piece]:
    """Identity of each piece that begins with the number of its line -> the piece; none unless they
    count evenly down one margin.
    """
    grouped = rows(page)
    for side in (0, -1):
        found = [(row[side], int(match[1])) for row in grouped if (match := _number(row, side))]
        if _counts(found, len(grouped)):
            return {id(piece): piece for piece, _ in found}
    return {}


def _number(row: list[Piece], side: int) -> re.Match[str] | None:
    """At the left a number may be one piece with the text, at the right it stands alone."""
    match = _NUMBER.match(row[side].words)
    return match if match and (side == 0 or match.end() == len(row[side].words)) else None


def _counts(found: list[tuple[Piece, int]], height: int) -> bool:
    if len(found) < _LEAST or len({piece.words for piece, _ in found}) < _LEAST:
        return False
    steps = [b[1] - a[1] for a, b in pairwise(found)]
    step = max(_STEPS, key=steps.count)
    even = steps.count(step) >= _LEAST_STEPS * len(steps)
    return even and len(found) * step >= _LEAST_SHARE * height


def _without(page: list[Piece], found: dict[int, Piece]) -> list[Piece]:
    kept = (_stripped(piece) if id(piece) in found else piece for piece in page)
    return [piece for piece in kept if piece.words]


def _stripped(piece: Piece) -> Piece:
    """Without its number, its left edge where its words begin."""
    match = _NUMBER.match(piece.words)
    taken = match.end() if match else 0
    left = piece.left + (piece.right - piece.left) * taken / max(len(piece.words), 1)
    return replace(piece, words=piece.words[taken:], left=left)
