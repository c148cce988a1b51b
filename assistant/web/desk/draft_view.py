"""A draft -> what its check page shows: header with evidence, speakers, turns with what can be done to each, and what staff did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.web.desk.edit_forms import key_of, said
from corpus.difference import changes_of, difference
from corpus.draft import Draft, Made
from corpus.edits import FIELDS
from corpus.library import Library
from corpus.transcript import Speaker, Transcript, Turn

_PLACES = 200  # where a turn may be split that are offered
_WORDS = 24


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field of the header; `found` says where, empty where it was not found."""

    name: str
    value: str
    found: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: `key` is the value of a choice, `first` the number of the first paragraph, `hue` a colour."""

    speaker: Speaker
    key: str
    turns: int
    first: int
    hue: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn may be split: an offset and the words there."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """An edit as it was made, in words."""

    words: str
    by: str
    at: str
    undone_by: str | None


def header_of(transcript: Transcript) -> list[HeaderField]:
    return [HeaderField(name, getattr(transcript, name) or "", transcript.found(name) or "") for name in FIELDS]


def voices_of(transcript: Transcript) -> list[Voice]:
    """Everybody who speaks, in the order of their first words; reporters have no colour."""
    turns: dict[Speaker, list[Turn]] = {}
    for turn in transcript.turns:
        if turn.speaker:
            turns.setdefault(turn.speaker, []).append(turn)
    voices, hue = [], 0
    for speaker, own in turns.items():
        is_official = any(turn.kind != "question" for turn in own)
        hue += is_official
        voices.append(Voice(speaker, key_of(speaker), len(own), own[0].paragraphs[0].number, (hue - 1) % 6 + 1 if is_official else 0))
    return voices


def places_in(transcript: Transcript, turn: Turn) -> list[Place]:
    """The starts of its paragraphs and sentences but for the first."""
    starts = (
        start + len(words) - len(words.lstrip())
        for paragraph in turn.paragraphs
        for start, end in transcript.sentences(paragraph.start, paragraph.end)
        if (words := transcript.text[start:end]).strip()
    )
    found = [at for at in islice(starts, _PLACES) if at > turn.paragraphs[0].start]
    return [Place(at, re.sub(r"\s+", " ", transcript.text[at : at + _WORDS])) for at in found]


def steps_of(made: Sequence[Made], t: Mapping[str, str]) -> list[Step]:
    """Newest first."""
    return [Step(said(one.edit, t), one.by, one.at, one.undone_by) for one in reversed(made)]


def changed_paragraphs(draft: Draft, text: str, library: Library) -> int:
    """How many paragraphs differ from the version that it is to replace; 0 for a new document."""
    if draft.base_version is None:
        return 0
    return len(changes_of(difference(library.get(draft.document_id, draft.base_version).text, text)))


_WARNINGS = (
    (re.compile(r"no date found"), "warning_no_date"),
    (re.compile(r"date found only in the (?P<where>.+)"), "warning_date_only"),
    (re.compile(r"no date of the event found"), "warning_published"),
    (re.compile(r"title found only in the (?P<where>.+)"), "warning_title_only"),
    (re.compile(r"no speaker found"), "warning_no_speaker"),
    (re.compile(r"a turn of (?P<size>[\d,]+) characters without speaker"), "warning_long"),
)


def warning_text(warning: str, t: Mapping[str, str]) -> str:
    """A doubt of the parser in the language of the desk."""
    for pattern, key in _WARNINGS:
        if match := pattern.match(warning):
            values = {name: found_text(value, t) if name == "where" else value for name, value in match.groupdict().items()}
            return t[key].format(**values)
    return warning


def found_text(found: str, t: Mapping[str, str]) -> str:
    """Where a fact was found, in the language of the desk."""
    if match := re.fullmatch(r"line (\d+)", found):
        return t["found_line"].format(number=match[1])
    return t.get(f"found_{found.replace(' ', '_')}", found)
