"""The types of a document: one text, and everything else a span of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal

from pressroom.corpus.sentences import sentences, trimmed

PAGE_HEAD = "page head"  # why a line is left out that stands above every page
Kind = Literal["statement", "question", "answer", "moderation", "narration"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text[start:end]` of the transcript; offsets are Unicode code points, `number` counts from
    1.
    """

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

    `label` is the label as printed, `speaker` the person, the same under every label. `answers` is
    the number of the question turn that it replies to; `follows`, of a follow-up, that of the first
    question it comes back to. `remarks` are the spans of the transcript's text, inside the
    paragraphs, that nobody said: `（笑）`, `(Applause.)`. `unsure`: the label has the form of one,
    but nothing tells whose it is or whether it is one; its words are nobody's that we know.
    """

    number: int
    kind: Kind
    label: str | None
    speaker: Speaker | None
    paragraphs: tuple[Paragraph, ...]
    answers: int | None = None
    follows: int | None = None
    remarks: tuple[tuple[int, int], ...] = ()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """`text[start:end]`, which stands in no paragraph of a turn: a label, a line of the header, or
    what was left out; `why` says so in words for people.
    """

    start: int
    end: int
    part: Literal["label", "header", "left out"]
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact of the header was found: `line 3`, `title`, `lede`, `signature`, `file name`,
    `metadata` or `given`.
    """

    field: str
    found: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What begins at `start` of the text is said `seconds` after the recording begins."""

    start: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document: its text exactly as it was given, and the turns found in it.

    `date` is the day of the event, `published` that of publication; `body` is the issuing body;
    `warnings` are doubts for the staff who added the document. `outside` are the spans that stand
    in no turn: with the paragraphs they hold every letter of the text. `moments` are in order.
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
    outside: tuple[Outside, ...] = ()
    moments: tuple[Moment, ...] = ()

    def __hash__(self) -> int:
        """By its name: of all that it holds a hash would take as long as reading it."""
        return hash((self.id, self.version))

    @property
    def left_out(self) -> tuple[Outside, ...]:
        """What stands neither in a turn nor in the header."""
        return tuple(span for span in self.outside if span.part == "left out")

    def seconds_at(self, offset: int) -> int | None:
        """How long after the recording began this place was said, where the file tells."""
        at = bisect_right(self.moments, offset, key=lambda moment: moment.start)
        return self.moments[at - 1].seconds if at else None

    def clock_at(self, offset: int) -> str | None:
        """The same as a clock shows it: `00:12:31`."""
        seconds = self.seconds_at(offset)
        if seconds is None:
            return None
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    def words(self, paragraph: Paragraph) -> str:
        return self.text[paragraph.start : paragraph.end]

    def turn_of(self, number: int) -> Turn:
        """The turn with this number (turns count from 1)."""
        return self.turns[number - 1]

    def sentences(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Spans of sentences that cover `text[start:end]`, a part of one turn, without gap: over
        the ends of the lines of a paragraph, never over the end of a paragraph.
        """
        return _sentences(self, start, end)

    def span_of(self, turn: Turn) -> Span:
        """The whole turn, from its first paragraph to its last."""
        return Span(self, turn, turn.paragraphs[0].start, turn.paragraphs[-1].end)

    def question_of(self, turn: Turn) -> Turn | None:
        return None if turn.answers is None else self.turn_of(turn.answers)

    def paragraph_at(self, offset: int) -> tuple[Turn, Paragraph] | None:
        """The turn and paragraph that hold this offset, if any does. Turns stand in the order of
        the text.
        """
        at = bisect_right(self.turns, offset, key=lambda turn: turn.paragraphs[0].start)
        turn = self.turns[at - 1] if at else None
        place = (
            bisect_right(turn.paragraphs, offset, key=lambda paragraph: paragraph.start)
            if turn
            else 0
        )
        if turn is None or offset >= turn.paragraphs[place - 1].end:
            return None
        return turn, turn.paragraphs[place - 1]

    def found(self, field: str) -> str | None:
        """Where a field of the header was found."""
        return next((evidence.found for evidence in self.evidence if evidence.field == field), None)


@lru_cache(maxsize=1024)
def _sentences(document: Transcript, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A passage found is divided for its windows, for what may be quoted, for what follows it."""
    at = bisect_right(document.turns, start, key=lambda turn: turn.paragraphs[0].start)
    breaks = (
        [p.start for p in document.turns[at - 1].paragraphs if start < p.start < end] if at else []
    )
    found = (
        sentences(document.text, first, last, wrapped=True, language=document.language)
        for first, last in pairwise((start, *breaks, end))
    )
    return tuple(chain.from_iterable(found))


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """`transcript.text[start:end]`, inside `turn`: whatever is found, shown or cited is one.

    Two are equal if they are the same characters of the same version of a document.
    """

    transcript: Transcript
    turn: Turn
    start: int
    end: int

    @property
    def id(self) -> str:
        """As it names passages: `document@version:start-end`."""
        return span_id(self.transcript.id, self.transcript.version, self.start, self.end)

    @property
    def text(self) -> str:
        return self.transcript.text[self.start : self.end]

    @property
    def question(self) -> Turn | None:
        """The reporter's question that the words answer."""
        return self.transcript.question_of(self.turn)

    def cut(self, start: int, end: int) -> Span:
        """Other characters of the same turn."""
        return Span(self.transcript, self.turn, start, end)

    def stripped(self) -> Span:
        """Without the space around it."""
        return self.cut(*trimmed(self.transcript.text, self.start, self.end))

    def sentences(self) -> Iterator[Span]:
        """Its sentences without the space around them; none that is nothing else."""
        for start, end in self.transcript.sentences(self.start, self.end):
            sentence = self.cut(start, end).stripped()
            if sentence.text:
                yield sentence

    def overlaps(self, other: Span) -> bool:
        """Whether they have a character in common."""
        alike = self.transcript.id == other.transcript.id
        return alike and self.start < other.end and other.start < self.end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, int, int, int]:
        return self.transcript.id, self.transcript.version, self.start, self.end


def span_id(transcript_id: str, version: int, start: int, end: int) -> str:
    """The name of a span of one version of a document."""
    return f"{transcript_id}@{version}:{start}-{end}"
