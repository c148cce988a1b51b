"""A transcript and what is cited or searched for -> its paragraphs cut where marks stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Paragraph, Transcript

LONGEST_SEARCH = 100  # characters
Mark = Literal["", "cited", "found"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph's words: cited, searched for, or neither."""

    words: str
    mark: Mark


def places_of(transcript: Transcript, wanted: str) -> list[Span]:
    """Where the words stand in the paragraphs, width, case and traditional characters aside."""
    if not wanted:
        return []
    pattern = re.compile(re.escape(fold(wanted)))
    folded = fold(transcript.text)
    paragraphs = (paragraph for turn in transcript.turns for paragraph in turn.paragraphs)
    return [
        match.span()
        for paragraph in paragraphs
        for match in pattern.finditer(folded, paragraph.start, paragraph.end)
    ]


def sought_in(words: str, wanted: str) -> list[Piece]:
    """Words, cut where what is searched for stands in them: all of it, or else its own words."""
    folded = fold(words)
    parts = [fold(wanted), *sorted(fold(wanted).split(), key=len, reverse=True)]
    pattern = "|".join(re.escape(part) for part in parts if len(part) > 1)
    spans = [match.span() for match in re.finditer(pattern, folded)] if pattern else []
    edges = [0, *(edge for span in spans for edge in span), len(words)]
    runs = [words[start:end] for start, end in pairwise(edges)]
    return [Piece(run, "found" if at % 2 else "") for at, run in enumerate(runs) if run]


def by_paragraph(
    transcript: Transcript, marks: Sequence[tuple[Span, Mark]]
) -> dict[int, list[tuple[Span, Mark]]]:
    """Paragraph number -> the marks that reach into it."""
    inside: dict[int, list[tuple[Span, Mark]]] = {}
    if marks:
        for turn in transcript.turns:
            for paragraph in turn.paragraphs:
                here = [
                    mark
                    for mark in marks
                    if mark[0][0] < paragraph.end and mark[0][1] > paragraph.start
                ]
                if here:
                    inside[paragraph.number] = here
    return inside


def pieces(
    transcript: Transcript, paragraph: Paragraph, marks: Sequence[tuple[Span, Mark]]
) -> list[Piece]:
    """The paragraph cut where marks begin and end; what is cited and found is shown as cited."""
    cuts = {paragraph.start, paragraph.end}
    for (start, end), _ in marks:
        cuts |= {cut for cut in (start, end) if paragraph.start < cut < paragraph.end}
    return [Piece(transcript.text[a:b], _mark(a, b, marks)) for a, b in pairwise(sorted(cuts))]


def _mark(start: int, end: int, marks: Sequence[tuple[Span, Mark]]) -> Mark:
    over = {mark for (a, b), mark in marks if a <= start and end <= b}
    return "cited" if "cited" in over else "found" if over else ""
