"""Transcript -> Passages: bounded in tokens, cut between sentences, never across turns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressroom.corpus import tokens
from pressroom.corpus.sentences import clauses
from pressroom.corpus.transcript import Transcript, Turn, span_id

# of the quoted text; with its header a passage fits the 512 (longer) tokens of the default model
MAX_TOKENS = 440
MIN_TOKENS = 380  # paragraphs of one turn are joined until there are so many
# at least: where letters make long tokens, as in English, a passage ends after 680 characters
_TOKENS_A_CHARACTER = 0.64
_WINDOW_CHARACTERS = 40  # a window is ended by the sentence that brings it to so many
_QUESTION_CHARACTERS = 160
_TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` of one version of a transcript, inside one turn. `header` is embedded,
    never quoted.
    """

    transcript_id: str
    version: int
    start: int
    end: int
    turn: int
    header: str

    @property
    def id(self) -> str:
        return span_id(self.transcript_id, self.version, self.start, self.end)


_ID = re.compile(r"(?P<transcript>.*)@(?P<version>\d+):(?P<start>\d+)-(?P<end>\d+)", re.S)


def parse_id(passage_id: str) -> tuple[str, int, int, int] | None:
    """(transcript id, version, start, end) of `Passage.id`; None for what is none."""
    match = _ID.fullmatch(passage_id)
    return (
        (match["transcript"], int(match["version"]), int(match["start"]), int(match["end"]))
        if match
        else None
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece that is kept whole: a sentence, or part of one that is longer than a passage."""

    start: int
    end: int
    tokens: int
    first: bool  # of its paragraph
    heading: bool
    share: float  # tokens that each passage of this paragraph should have


def split(
    transcript: Transcript, *, max_tokens: int = MAX_TOKENS, questions: bool = False
) -> list[Passage]:
    """The passages of all turns but reporters' questions: those are the header of their answers.

    `questions=True` gives passages of questions too, for whoever needs every character covered.
    """
    has_speech = any(
        turn.kind != "question" for turn in transcript.turns
    )  # else it is no conference, whatever its labels
    found: list[Passage] = []
    for turn in transcript.turns:
        if turn.kind == "question" and not questions and has_speech:
            continue
        heading = ""
        for group in _packed(
            transcript.text, list(_units(transcript, turn, max_tokens)), max_tokens
        ):
            if group[0].heading:
                heading = transcript.text[group[0].start : group[0].end].strip()
            start, end = group[0].start, group[-1].end
            found.append(
                Passage(
                    transcript.id,
                    transcript.version,
                    start,
                    end,
                    turn.number,
                    header_of(transcript, turn, heading),
                )
            )
    return found


def windows(transcript: Transcript, start: int, end: int) -> list[tuple[int, int]]:
    """Spans that cover a passage without gap: runs of whole sentences, as short as still say
    something by themselves.

    A question is about one or two sentences; a vector of the whole passage blurs them among the
    others.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for _, stop in transcript.sentences(start, end):
        if stop - begin >= _WINDOW_CHARACTERS:
            spans.append((begin, stop))
            begin = stop
    if begin < end and spans and end - begin < _WINDOW_CHARACTERS // 2:
        spans[-1] = (spans[-1][0], end)
    elif begin < end:
        spans.append((begin, end))
    return spans


def _size(text: str) -> int:
    return max(tokens.count(text), round(len(text) * _TOKENS_A_CHARACTER))


def _units(transcript: Transcript, turn: Turn, max_tokens: int) -> Iterator[_Unit]:
    for paragraph in turn.paragraphs:
        pieces = [
            piece
            for sentence in transcript.sentences(paragraph.start, paragraph.end)
            for piece in _bounded(transcript.text, *sentence, max_tokens)
        ]
        total = sum(size for _, _, size in pieces)
        share = total / -(-total // max_tokens) if total else 1
        for index, (start, end, size) in enumerate(pieces):
            yield _Unit(start, end, size, index == 0, paragraph.heading, share)


def _bounded(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int, int]]:
    """The sentence itself, or, where it is too long, runs of its clauses, or of characters."""
    size = _size(text[start:end])
    if size <= max_tokens:
        yield start, end, size
        return
    parts = list(clauses(text, start, end))
    if len(parts) == 1:
        middle = (start + end) // 2
        parts = [(start, middle), (middle, end)]
    begin = parts[0][0]
    for (_, stop), following in zip(parts, [*parts[1:], None], strict=True):
        if following is None or _size(text[begin : following[1]]) > max_tokens:
            if _size(text[begin:stop]) > max_tokens:
                yield from _bounded(text, begin, stop, max_tokens)
            else:
                yield begin, stop, _size(text[begin:stop])
            begin = stop


def _packed(text: str, units: list[_Unit], max_tokens: int) -> Iterator[list[_Unit]]:
    """Runs of units: a new one at a heading, at a paragraph once there is enough, before the bound,
    and where something lies between that is no part of the turn.
    """
    group: list[_Unit] = []
    size = 0
    for unit in units:
        if group and _breaks(text, group, size, unit, max_tokens):
            yield group
            group, size = [], 0
        group.append(unit)
        size += unit.tokens
    if group:
        yield group


def _breaks(text: str, group: list[_Unit], size: int, unit: _Unit, max_tokens: int) -> bool:
    """Whether a passage ends before `unit`."""
    only_headings = all(u.heading for u in group)
    if unit.heading and not only_headings:
        return True
    if unit.first and size >= MIN_TOKENS and not only_headings:
        return True
    if not unit.first and size + unit.tokens / 2 > max(unit.share, MIN_TOKENS):
        return True
    if text[group[-1].end : unit.start].strip():
        return True
    # joined text may count a few tokens more than its parts: what lies between, and words that are
    # cut elsewhere
    near = size + unit.tokens + 4 * len(group) > max_tokens
    return near and _size(text[group[0].start : unit.end]) > max_tokens


def header_of(transcript: Transcript, turn: Turn, heading: str) -> str:
    """Title, date, speaker, heading and question: what tells a reader what the passage is about."""
    question = transcript.question_of(turn)
    asked = (
        " ".join(transcript.words(p) for p in question.paragraphs)[-_QUESTION_CHARACTERS:]
        if question
        else ""
    )
    speaker = f"{turn.speaker.title or ''}{turn.speaker.name}" if turn.speaker else ""
    lines = [transcript.title[:_TITLE_CHARACTERS], transcript.date or "", speaker, heading, asked]
    return "\n".join(line for line in lines if line)
