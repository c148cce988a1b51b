"""Lines of a header and a pattern -> what is stated in them, with where it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Found = tuple[str, str] | None  # what was found, and where


@dataclass(frozen=True, slots=True)
class Line:
    """A block above the first turn, and the number of its line."""

    words: str
    where: str


def first_of(*found: tuple[str | None, str] | None) -> Found:
    return next(((item[0], item[1]) for item in found if item and item[0]), None)


def stated_in(lines: Sequence[Line], pattern: re.Pattern[str]) -> Found:
    for line in lines:
        match = pattern.search(line.words) if len(line.words) < 400 else None
        value = next((group for group in match.groups() if group), None) if match else None
        if value:
            return re.sub(r"\s+", " ", value).strip(), line.where
    return None
