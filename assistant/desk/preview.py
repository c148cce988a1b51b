"""Transcript -> an outline for people: header with where it was found, speakers, turns, warnings
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pressroom.corpus.transcript import Transcript, Turn

_EXCERPT = 60
_COLOURS = {
    "question": 36,
    "answer": 32,
    "statement": 34,
    "moderation": 90,
    "narration": 90,
    "warning": 33,
    "title": 1,
}


def outline(transcript: Transcript, *, notes: Sequence[str] = (), colour: bool = False) -> str:
    """The outline as text, with ANSI colours if asked for. `notes`: how the file was read."""
    return "\n".join(_lines(transcript, notes, colour=colour))


def facts(transcript: Transcript) -> list[tuple[str, str, str]]:
    """(field, value, where it was found) of the header, in the order that people look for them."""
    fields = ("title", "date", "published", "place", "source", "body")
    return [
        (name, str(value), transcript.found(name) or "")
        for name in fields
        if (value := getattr(transcript, name))
    ]


def speakers(transcript: Transcript) -> list[tuple[str, str, int]]:
    """(name, title or outlet, number of turns) of each speaker, in the order of their first
    words.
    """
    count: dict[tuple[str, str], int] = {}
    for turn in transcript.turns:
        if turn.speaker:
            key = (turn.speaker.name, turn.speaker.title or turn.speaker.body or "")
            count[key] = count.get(key, 0) + 1
    return [(name, title, turns) for (name, title), turns in count.items()]


def transcript_json(transcript: Transcript, *, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The transcript for programs: header, evidence, warnings, and the turns with their
    paragraphs.
    """
    return {
        "title": transcript.title,
        "date": transcript.date,
        "published": transcript.published,
        "language": transcript.language,
        "source": transcript.source,
        "place": transcript.place,
        "body": transcript.body,
        "evidence": {evidence.field: evidence.found for evidence in transcript.evidence},
        "warnings": list(transcript.warnings),
        "notes": list(notes),
        "left_out": [
            {"words": transcript.text[span.start : span.end], "why": span.why}
            for span in transcript.left_out
        ],
        "turns": [_turn_json(transcript, turn) for turn in transcript.turns],
    }


def _turn_json(transcript: Transcript, turn: Turn) -> dict[str, Any]:
    return {
        "label": turn.label,
        "speaker": turn.speaker.name if turn.speaker else None,
        "title": turn.speaker.title if turn.speaker else None,
        "body": turn.speaker.body if turn.speaker else None,
        "kind": turn.kind,
        "unsure": turn.unsure,
        "answers": turn.answers,
        "follows": turn.follows,
        "paragraphs": [transcript.words(paragraph) for paragraph in turn.paragraphs],
        "remarks": [transcript.text[start:end] for start, end in turn.remarks],
    }


def _lines(transcript: Transcript, notes: Sequence[str], *, colour: bool) -> Iterator[str]:
    def paint(text: str, kind: str) -> str:
        return f"\033[{_COLOURS[kind]}m{text}\033[0m" if colour else text

    for warning in transcript.warnings:
        yield paint(f"! {warning}", "warning")
    for note in notes:
        yield f"  {note}"
    for name, value, found in facts(transcript):
        yield f"{name:9} {paint(value, 'title') if name == 'title' else value}" + (
            f"  ({found})" if found else ""
        )
    yield f"{'language':9} {transcript.language}"
    yield ""
    for name, title, turns in speakers(transcript):
        yield (
            f"  {name}" + (f" · {title}" if title else "") + f" · {turns} turn{'s' * (turns != 1)}"
        )
    yield ""
    for turn in transcript.turns:
        yield paint(_head(turn), turn.kind)
        yield f"      {_excerpt(transcript, turn)}"
    yield from _left_out(transcript)


def _left_out(transcript: Transcript) -> Iterator[str]:
    if transcript.left_out:
        yield ""
        yield "left out"
    for span in transcript.left_out:
        line = transcript.text.count("\n", 0, span.start) + 1
        yield f"  line {line}: {span.why}  ({span.end - span.start} characters)"


def _who(turn: Turn) -> str:
    if turn.unsure:
        return f"speaker not determined, printed as “{turn.label}”"
    return turn.speaker.name if turn.speaker else "-"


def _head(turn: Turn) -> str:
    links = [
        f"answers [{turn.answers}]" if turn.answers else "",
        f"follows [{turn.follows}]" if turn.follows else "",
    ]
    joined = f" ({', '.join(filter(None, links))})" if any(links) else ""
    return f"[{turn.number}] {turn.kind}: {_who(turn)}{joined}"


def _excerpt(transcript: Transcript, turn: Turn) -> str:
    words = " ".join(transcript.words(turn.paragraphs[0]).split())
    size = sum(paragraph.end - paragraph.start for paragraph in turn.paragraphs)
    count = len(turn.paragraphs)
    return (
        f"{words[:_EXCERPT]}{'…' * (len(words) > _EXCERPT)}  [{count} "
        f"paragraph{'s' * (count != 1)}, {size:,} characters]"
    )
