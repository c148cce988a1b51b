"""Transcript -> its page: the whole document by turns, each paragraph with its anchor, cited and searched words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from fastapi.responses import Response
from markupsafe import Markup

from assistant.preview import facts, speakers
from assistant.rows import document_url
from assistant.texts import direction
from assistant.web.evidence import speaker_url
from assistant.web.html import render
from assistant.web.visit import Visit, message_page, page
from corpus.catalogue import Shelf
from corpus.library import Change, Library
from corpus.normalise import fold
from corpus.transcript import Paragraph, Transcript, Turn

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_LONGEST_SEARCH = 100  # characters
_LISTED = 100  # places of a search that are listed at the top
_AROUND = 24  # characters before and after a place in that list
_COLOURS = 6

Mark = Literal["", "cited", "found"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph's words: cited, searched for, or neither."""

    words: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Contents:
    """A line of the table of contents: a heading or a reporter's question."""

    paragraph: int
    words: str
    is_question: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where searched words stand, with what is around them."""

    paragraph: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Voice:
    """An official in the legend: colour number, and how often they speak."""

    name: str
    title: str | None
    hue: int
    turns: int


def transcript_page(
    visit: Visit,
    transcript: Transcript,
    shelf: Shelf,
    *,
    current: int,
    cite: str | None,
    search: str | None,
    reading: bool,
    history: Sequence[Change] = (),
) -> Response:
    """A page that needs no script. `cite` is `start-end[,start-end]`; what is no such range is ignored. `history` tells of corrections."""
    cited = [(int(a), int(b)) for a, b in _RANGE.findall(cite or "")]
    wanted = " ".join((search or "").split())[:_LONGEST_SEARCH]
    found = _found(transcript, wanted)
    before, after = shelf.beside(transcript.id)
    marks: list[tuple[Span, Mark]] = [*((span, "found") for span in found), *((span, "cited") for span in cited)]
    within = _by_paragraph(transcript, marks)
    return page(
        visit,
        "transcript.html",
        transcript=transcript,
        direction=direction(transcript.language),
        card=shelf.card(transcript.id),
        contents=_contents(transcript),
        voices=_voices(transcript),
        hue=_hues(transcript),
        cited=bool(cited),
        pieces=lambda paragraph: _pieces(transcript, paragraph, within.get(paragraph.number, [])),
        search=wanted,
        found=visit.tongue.count("places_n", len(found)),
        places=[_place(transcript, span) for span in found[:_LISTED]],
        superseded=transcript.version != current,
        corrections=[visit.tongue.correction(change) for change in history if change.is_correction],
        current_url=document_url(transcript.id),
        versions=[(number, f"{document_url(transcript.id)}?v={number}") for number in range(current, 0, -1)],
        before=before,
        after=after,
        document_url=document_url,
        speaker_url=speaker_url,
        ask_url=f"/?{urlencode({'document': transcript.id})}",
        reading=reading,
        other_view=visit.with_query(view=None if reading else "reading"),
        source_url=transcript.source if _is_link(transcript.source) else None,
    )


def withdrawn_page(visit: Visit, library: Library, document_id: str) -> Response:
    """That it was withdrawn, when and why; nothing of its text."""
    words = visit.tongue
    last = next((change for change in reversed(library.history(document_id)) if change.action == "withdraw"), None)
    said = [words.say("withdrawn_on", date=words.day(last.at[:10]))] if last else []
    said += [words.say("withdrawn_because", reason=last.reason)] if last and last.reason else []
    detail = " ".join(said) or None
    return message_page(visit, "withdrawn_page_text", 410, detail=detail)


def outline_page(transcript: Transcript, *, notes: Sequence[str] = ()) -> str:
    """What the parser made of a document, as a page of its own without script or further files."""
    css = Markup("".join((Path(__file__).parent / "static" / name).read_text("utf-8") for name in ("base.css", "page.css")))
    return render("outline.html", transcript=transcript, notes=notes, facts=facts(transcript), speakers=speakers(transcript), css=css)


def _is_link(source: str | None) -> bool:
    return bool(source) and str(source).startswith(("https://", "http://"))


def _found(transcript: Transcript, wanted: str) -> list[Span]:
    """Where the words stand in the paragraphs, width, case and traditional characters aside."""
    if not wanted:
        return []
    pattern = re.compile(re.escape(fold(wanted)))
    folded = fold(transcript.text)
    paragraphs = (paragraph for turn in transcript.turns for paragraph in turn.paragraphs)
    return [match.span() for paragraph in paragraphs for match in pattern.finditer(folded, paragraph.start, paragraph.end)]


def _by_paragraph(transcript: Transcript, marks: Sequence[tuple[Span, Mark]]) -> dict[int, list[tuple[Span, Mark]]]:
    """Paragraph number -> the marks that reach into it."""
    inside: dict[int, list[tuple[Span, Mark]]] = {}
    if marks:
        for turn in transcript.turns:
            for paragraph in turn.paragraphs:
                here = [mark for mark in marks if mark[0][0] < paragraph.end and mark[0][1] > paragraph.start]
                if here:
                    inside[paragraph.number] = here
    return inside


def _pieces(transcript: Transcript, paragraph: Paragraph, marks: Sequence[tuple[Span, Mark]]) -> list[Piece]:
    """The paragraph cut where marks begin and end; what is cited and found is shown as cited."""
    cuts = {paragraph.start, paragraph.end}
    for (start, end), _ in marks:
        cuts |= {cut for cut in (start, end) if paragraph.start < cut < paragraph.end}
    return [Piece(transcript.text[a:b], _mark(a, b, marks)) for a, b in pairwise(sorted(cuts))]


def _mark(start: int, end: int, marks: Sequence[tuple[Span, Mark]]) -> Mark:
    over = {mark for (a, b), mark in marks if a <= start and end <= b}
    return "cited" if "cited" in over else "found" if over else ""


def _place(transcript: Transcript, span: Span) -> Place:
    start, end = span
    at = transcript.paragraph_at(start)
    paragraph = at[1] if at else transcript.turns[0].paragraphs[0]
    before = transcript.text[max(paragraph.start, start - _AROUND) : start]
    after = transcript.text[end : min(paragraph.end, end + _AROUND)]
    return Place(paragraph.number, before, transcript.text[start:end], after)


def _contents(transcript: Transcript) -> list[Contents]:
    return [
        Contents(paragraph.number, transcript.words(paragraph), turn.kind == "question")
        for turn in transcript.turns
        for index, paragraph in enumerate(turn.paragraphs)
        if paragraph.heading or (turn.kind == "question" and index == 0)
    ]


def _voices(transcript: Transcript) -> list[Voice]:
    """The officials, in the order of their first words."""
    hues = _hues(transcript)
    turns = [turn for turn in transcript.turns if _official(turn)]
    people = {turn.speaker: turn for turn in reversed(turns) if turn.speaker}
    return [
        Voice(who.name, who.title, hues[first.number], sum(turn.speaker == who for turn in turns))
        for who, first in sorted(people.items(), key=lambda pair: pair[1].number)
    ]


def _hues(transcript: Transcript) -> dict[int, int]:
    """Turn -> a colour number for each official, in the order of their first words; reporters and reports share 0."""
    names: dict[str | None, int] = {None: 0}
    for name in _officials(transcript):
        names.setdefault(name, (len(names) - 1) % _COLOURS + 1)
    return {turn.number: names[_official(turn)] for turn in transcript.turns}


def _officials(transcript: Transcript) -> Iterator[str | None]:
    return (_official(turn) for turn in transcript.turns)


def _official(turn: Turn) -> str | None:
    return turn.speaker.name if turn.speaker and turn.kind != "question" else None
