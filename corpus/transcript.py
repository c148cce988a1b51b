"""The types of a document: one text, and everything else a span of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.sentences import sentences

Kind = Literal["statement", "question", "answer", "moderation", "narration"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text[start:end]` of the transcript; offsets are Unicode code points, `number` counts from 1."""

    number: int
    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the bare name, the full title and the body, as far as the text tells."""

    name: str
    title: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without interruption.

    `label` is the label as printed, `speaker` the person, the same under every label. `answers` is the number of the
    question turn that it replies to; `follows`, of a follow-up, that of the first question it comes back to.
    `remarks` are the spans of the transcript's text, inside the paragraphs, that nobody said: `（笑）`, `(Applause.)`.
    """

    number: int
    kind: Kind
    label: str | None
    speaker: Speaker | None
    paragraphs: tuple[Paragraph, ...]
    answers: int | None = None
    follows: int | None = None
    remarks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact of the header was found: `line 3`, `title`, `lede`, `signature`, `file name`, `metadata` or `given`."""

    field: str
    found: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document: its text exactly as it was given, and the turns found in it.

    `date` is the day of the event, `published` that of publication; `body` is the issuing body; `warnings` are doubts for
    the staff who added the document.
    """

    id: str
    title: str
    date: str | None
    source: str | None
    language: str
    text: str
    turns: tuple[Turn, ...]
    version: int = 1
    title_span: tuple[int, int] | None = None
    place: str | None = None
    body: str | None = None
    published: str | None = None
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()

    def words(self, paragraph: Paragraph) -> str:
        return self.text[paragraph.start : paragraph.end]

    def turn_of(self, number: int) -> Turn:
        """The turn with this number (turns count from 1)."""
        return self.turns[number - 1]

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Spans of sentences that cover `text[start:end]`, a part of one turn, without gap: over the ends of the lines of a paragraph,
        never over the end of a paragraph."""
        at = bisect_right(self.turns, start, key=lambda turn: turn.paragraphs[0].start)
        breaks = [p.start for p in self.turns[at - 1].paragraphs if start < p.start < end] if at else []
        for first, last in pairwise((start, *breaks, end)):
            yield from sentences(self.text, first, last, wrapped=True)

    def question_of(self, turn: Turn) -> Turn | None:
        return None if turn.answers is None else self.turn_of(turn.answers)

    def paragraph_at(self, offset: int) -> tuple[Turn, Paragraph] | None:
        """The turn and paragraph that hold this offset, if any does. Turns stand in the order of the text."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn.paragraphs[0].start)
        turn = self.turns[at - 1] if at else None
        place = bisect_right(turn.paragraphs, offset, key=lambda paragraph: paragraph.start) if turn else 0
        if turn is None or offset >= turn.paragraphs[place - 1].end:
            return None
        return turn, turn.paragraphs[place - 1]

    def found(self, field: str) -> str | None:
        """Where a field of the header was found."""
        return next((evidence.found for evidence in self.evidence if evidence.field == field), None)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file's metadata claims about the document: often stale or generic, so weaker than what its text says."""

    title: str | None = None
    date: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document before parsing: its text, what it declares about itself, what its metadata hints, how it was read."""

    id: str
    text: str
    origin: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    hints: Hints = Hints()
    notes: tuple[str, ...] = ()
