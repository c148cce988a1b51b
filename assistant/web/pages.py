"""Transcript -> its page: the whole document by turns, each paragraph with its anchor, cited words highlighted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

from assistant.preview import facts, speakers
from assistant.texts import preferred, texts
from assistant.web.html import render
from corpus.transcript import Paragraph, Transcript, Turn

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph's words, cited or not."""

    words: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """A line of the table of contents: a heading or a reporter's question."""

    paragraph: int
    words: str
    is_question: bool


def transcript_page(transcript: Transcript, *, cite: str | None, accept: str) -> str:
    """HTML without script. `cite` is `start-end[,start-end]`; what is not such a range is ignored."""
    spans = [(int(a), int(b)) for a, b in _RANGE.findall(cite or "")]
    return _render(
        "transcript.html",
        accept,
        transcript=transcript,
        contents=_contents(transcript),
        cited=bool(spans),
        pieces=lambda paragraph: _pieces(transcript, paragraph, spans),
        hue=_hues(transcript),
    )


def outline_page(transcript: Transcript, *, notes: Sequence[str] = ()) -> str:
    """What the parser made of a document, as a page of its own without script or further files."""
    css = Markup((Path(__file__).parent / "static" / "page.css").read_text("utf-8"))
    return render("outline.html", transcript=transcript, notes=notes, facts=facts(transcript), speakers=speakers(transcript), css=css)


def not_found_page(accept: str) -> str:
    return _render("message.html", accept, heading="missing_page", message="missing_page_text")


def withdrawn_page(accept: str) -> str:
    return _render("message.html", accept, heading="withdrawn_page", message="withdrawn_page_text")


def _render(template: str, accept: str, **values: object) -> str:
    language = preferred(accept)
    return render(template, t=texts(language), page_language=language, **values)


def _pieces(transcript: Transcript, paragraph: Paragraph, spans: list[tuple[int, int]]) -> list[Piece]:
    """The paragraph cut where cited words begin and end."""
    cuts = {paragraph.start, paragraph.end}
    for start, end in spans:
        cuts |= {cut for cut in (start, end) if paragraph.start < cut < paragraph.end}
    ordered = sorted(cuts)
    return [Piece(transcript.text[a:b], any(start <= a and b <= end for start, end in spans)) for a, b in pairwise(ordered)]


def _contents(transcript: Transcript) -> list[Contents]:
    return [
        Contents(paragraph.number, transcript.words(paragraph), turn.kind == "question")
        for turn in transcript.turns
        for index, paragraph in enumerate(turn.paragraphs)
        if paragraph.heading or (turn.kind == "question" and index == 0)
    ]


def _hues(transcript: Transcript) -> dict[str | None, int]:
    """A colour number for each official, in the order of their first words; reporters and reports share 0."""
    names: dict[str | None, int] = {None: 0}
    for turn in transcript.turns:
        name = _official(turn)
        if name not in names:
            names[name] = (len(names) - 1) % 6 + 1
    return {turn.label: names[_official(turn)] for turn in transcript.turns} | {None: 0}


def _official(turn: Turn) -> str | None:
    return turn.speaker.name if turn.speaker and turn.kind != "question" else None
