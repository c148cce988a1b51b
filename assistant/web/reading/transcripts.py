"""Transcript -> its page: the whole document by turns, each paragraph with its anchor, cited and
searched words marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from fastapi.responses import Response
from markupsafe import Markup
from pressroom.assistant.desk.preview import facts, speakers
from pressroom.assistant.languages.texts import direction
from pressroom.assistant.say.rows import document_url
from pressroom.assistant.web.chat.cards import speaker_url
from pressroom.assistant.web.html import render
from pressroom.assistant.web.reading.marks import (
    LONGEST_SEARCH,
    Mark,
    Span,
    by_paragraph,
    pieces,
    places_of,
)
from pressroom.assistant.web.visit import Visit, message_page, page
from pressroom.corpus.library.catalogue import Shelf
from pressroom.corpus.library.library import Change, Library
from pressroom.corpus.transcript import Transcript, Turn

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_LISTED = 100  # places of a search that are listed at the top
_AROUND = 24  # characters before and after a place in that list
_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Contents:
    """A line of the table of contents: a heading or a reporter's question."""

    paragraph: int
    words: str
    is_question: bool


@dataclass(frozen=True, slots=True)
class SearchedPlace:
    """Where searched words stand, with what is around them."""

    paragraph: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ListedVoice:
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
    preview: Mapping[str, str] | None = None,
) -> Response:
    """A page that needs no script. `cite` is `start-end[,start-end]`; what is no such range is
    ignored. `history` tells of corrections. `preview` says that it is public only later: in
    `words`, with the way `back` to a `url`.
    """
    cited = [(int(a), int(b)) for a, b in _RANGE.findall(cite or "")]
    wanted = " ".join((search or "").split())[:LONGEST_SEARCH]
    found = places_of(transcript, wanted)
    before, after = shelf.beside(transcript.id)
    marks: list[tuple[Span, Mark]] = [
        *((span, "found") for span in found),
        *((span, "cited") for span in cited),
    ]
    within = by_paragraph(transcript, marks)
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
        clock=lambda paragraph: transcript.clock_at(paragraph.start),
        pieces=lambda paragraph: pieces(transcript, paragraph, within.get(paragraph.number, [])),
        search=wanted,
        found=visit.tongue.count("places_n", len(found)),
        places=[_place(transcript, span) for span in found[:_LISTED]],
        superseded=transcript.version != current,
        corrections=[visit.tongue.correction(change) for change in history if change.is_correction],
        current_url=document_url(transcript.id),
        versions=[
            (number, f"{document_url(transcript.id)}?v={number}")
            for number in range(current, 0, -1)
        ],
        before=before,
        after=after,
        document_url=document_url,
        speaker_url=speaker_url,
        ask_url=f"/?{urlencode({'document': transcript.id})}",
        reading=reading,
        preview=preview,
        other_view=visit.with_query(view=None if reading else "reading"),
        source_url=transcript.source if _is_link(transcript.source) else None,
    )


def withdrawn_page(visit: Visit, library: Library, document_id: str) -> Response:
    """That it was withdrawn, when and why; nothing of its text."""
    words = visit.tongue
    last = next(
        (
            change
            for change in reversed(library.history(document_id))
            if change.action == "withdraw"
        ),
        None,
    )
    said = [words.say("withdrawn_on", date=words.day(last.at[:10]))] if last else []
    said += [words.say("withdrawn_because", reason=last.reason)] if last and last.reason else []
    detail = " ".join(said) or None
    return message_page(visit, "withdrawn_page_text", 410, detail=detail)


def outline_page(transcript: Transcript, *, notes: Sequence[str] = ()) -> str:
    """What the parser made of a document, as a page of its own without script or further files."""
    css = Markup(
        "".join(
            (Path(__file__).parents[1] / "static" / name).read_text("utf-8")
            for name in ("base.css", "page.css")
        )
    )
    return render(
        "outline.html",
        transcript=transcript,
        notes=notes,
        facts=facts(transcript),
        speakers=speakers(transcript),
        css=css,
    )


def _is_link(source: str | None) -> bool:
    return bool(source) and str(source).startswith(("https://", "http://"))


def _place(transcript: Transcript, span: Span) -> SearchedPlace:
    start, end = span
    at = transcript.paragraph_at(start)
    paragraph = at[1] if at else transcript.turns[0].paragraphs[0]
    before = transcript.text[max(paragraph.start, start - _AROUND) : start]
    after = transcript.text[end : min(paragraph.end, end + _AROUND)]
    return SearchedPlace(paragraph.number, before, transcript.text[start:end], after)


def _contents(transcript: Transcript) -> list[Contents]:
    return [
        Contents(paragraph.number, transcript.words(paragraph), turn.kind == "question")
        for turn in transcript.turns
        for index, paragraph in enumerate(turn.paragraphs)
        if paragraph.heading or (turn.kind == "question" and index == 0)
    ]


def _voices(transcript: Transcript) -> list[ListedVoice]:
    """The officials, in the order of their first words."""
    hues = _hues(transcript)
    turns = [turn for turn in transcript.turns if _official(turn)]
    people = {turn.speaker: turn for turn in reversed(turns) if turn.speaker}
    return [
        ListedVoice(
            who.name, who.title, hues[first.number], sum(turn.speaker == who for turn in turns)
        )
        for who, first in sorted(people.items(), key=lambda pair: pair[1].number)
    ]


def _hues(transcript: Transcript) -> dict[int, int]:
    """Turn -> a colour number for each official, in the order of their first words; reporters and
    reports share 0.
    """
    names: dict[str | None, int] = {None: 0}
    for name in _officials(transcript):
        names.setdefault(name, (len(names) - 1) % _COLOURS + 1)
    return {turn.number: names[_official(turn)] for turn in transcript.turns}


def _officials(transcript: Transcript) -> Iterator[str | None]:
    return (_official(turn) for turn in transcript.turns)


def _official(turn: Turn) -> str | None:
    return turn.speaker.name if turn.speaker and turn.kind != "question" else None
