"""Two texts -> the lines of the difference page: what changed side by side, runs of the same
counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pressroom.corpus.drafts.difference import Line, changes_of, difference


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that changed, or how many paragraphs in a row are the same."""

    line: Line | None
    same: int = 0


def difference_values(before: str, after: str) -> dict[str, Any]:
    lines = difference(before, after)
    return {"lines": list(_shown(lines)), "changed": bool(changes_of(lines))}


def _shown(lines: Sequence[Line]) -> Iterator[Shown]:
    for is_same, run in groupby(lines, key=lambda line: line.kind == "same"):
        if is_same:
            yield Shown(None, sum(1 for _ in run))
        else:
            yield from (Shown(line) for line in run)
