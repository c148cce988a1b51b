"""The types of a document: one text, and everything else a span of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    """What one speaker says without interruption; `answers` is the number of the question turn it replies to."""

    number: int
    kind: Kind
    label: str | None
    speaker: Speaker | None
    paragraphs: tuple[Paragraph, ...]
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document: its text exactly as it was given, and the turns found in it."""

    id: str
    title: str
    date: str | None
    source: str | None
    language: str
    text: str
    turns: tuple[Turn, ...]
    version: int = 1
    title_span: tuple[int, int] | None = None

    def words(self, paragraph: Paragraph) -> str:
        return self.text[paragraph.start : paragraph.end]

    def turn_of(self, number: int) -> Turn:
        """The turn with this number (turns count from 1)."""
        return self.turns[number - 1]

    def question_of(self, turn: Turn) -> Turn | None:
        return None if turn.answers is None else self.turn_of(turn.answers)

    def paragraph_at(self, offset: int) -> tuple[Turn, Paragraph] | None:
        """The turn and paragraph that hold this offset, if any does."""
        for turn in self.turns:
            for paragraph in turn.paragraphs:
                if paragraph.start <= offset < paragraph.end:
                    return turn, paragraph
        return None


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
