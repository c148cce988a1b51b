"""A draft -> what its check page shows: header with evidence, speakers, turns with what can be done
to each, and what staff did.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pressroom.assistant.web.desk.drafts.forms import key_of, said
from pressroom.corpus.drafts.difference import changes_of, difference
from pressroom.corpus.drafts.draft import Draft, Made
from pressroom.corpus.drafts.edits import FIELDS
from pressroom.corpus.library.library import Library
from pressroom.corpus.transcript import Speaker, Transcript, Turn

_PLACES = 200  # of a turn at which somebody else may begin that are offered
_WORDS = 24


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field of the header; `found` says where, empty where it was not found."""

    name: str
    value: str
    found: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: `key` is the value of a choice, `first` the number of the first
    paragraph, `hue` a colour.
    """

    speaker: Speaker
    key: str
    turns: int
    first: int
    hue: int


@dataclass(frozen=True, slots=True)
class SplitPlace:
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
    return [
        HeaderField(name, getattr(transcript, name) or "", transcript.found(name) or "")
        for name in FIELDS
    ]


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
        voices.append(
            Voice(
                speaker,
                key_of(speaker),
                len(own),
                own[0].paragraphs[0].number,
                (hue - 1) % 6 + 1 if is_official else 0,
            )
        )
    return voices


def places_in(transcript: Transcript, turn: Turn) -> list[SplitPlace]:
    """The starts of its paragraphs and sentences."""
    starts = (
        start + len(words) - len(words.lstrip())
        for paragraph in turn.paragraphs
        for start, end in transcript.sentences(paragraph.start, paragraph.end)
        if (words := transcript.text[start:end]).strip()
    )
    return [
        SplitPlace(at, re.sub(r"\s+", " ", transcript.text[at : at + _WORDS]))
        for at in islice(starts, _PLACES)
    ]


def steps_of(made: Sequence[Made], t: Mapping[str, str]) -> list[Step]:
    """Newest first."""
    return [Step(said(one.edit, t), one.by, one.at, one.undone_by) for one in reversed(made)]


def changed_paragraphs(draft: Draft, text: str, library: Library) -> int:
    """How many paragraphs differ from the version that it is to replace; 0 for a new document."""
    if draft.base_version is None:
        return 0
    return len(
        changes_of(difference(library.get(draft.document_id, draft.base_version).text, text))
    )


_WARNINGS = (
    (re.compile(r"(?P<share>\d+%) of the text was left out"), "warning_left_out"),
    (
        re.compile(r"(?:a turn|(?P<turns>\d+) turns) .*not determined, printed as (?P<labels>.+)"),
        "warning_unsure",
    ),
    (re.compile(r"no date found"), "warning_no_date"),
    (re.compile(r"date found only in the (?P<where>.+)"), "warning_date_only"),
    (re.compile(r"date found in numbers .*, taken as (?P<day>.+)"), "warning_two_ways"),
    (re.compile(r"date found lies ahead"), "warning_ahead"),
    (re.compile(r"no date of the event found"), "warning_published"),
    (re.compile(r"title found only in the (?P<where>.+)"), "warning_title_only"),
    (re.compile(r"no speaker found"), "warning_no_speaker"),
    (re.compile(r"a turn of (?P<size>[\d,]+) characters without speaker"), "warning_long"),
)


def doubts_of(transcript: Transcript, t: Mapping[str, str]) -> list[str]:
    """What staff should look at: what reading the document left open, and questions and answers of
    which nobody is known to speak them.
    """
    doubts = [warning_text(warning, t) for warning in transcript.warnings]
    alone = [str(turn.number) for turn in transcript.turns if _is_alone(turn)]
    return [*doubts, t["warning_alone"].format(turns=", ".join(alone))] if alone else doubts


def _is_alone(turn: Turn) -> bool:
    return turn.speaker is None and not turn.unsure and turn.kind in ("question", "answer")


def warning_text(warning: str, t: Mapping[str, str]) -> str:
    """A doubt of reading in the language of the desk."""
    for pattern, key in _WARNINGS:
        if match := pattern.match(warning):
            values = {
                name: found_text(value, t) if name == "where" else value
                for name, value in match.groupdict().items()
            }
            return t[key].format(**values)
    return warning


def remark_text(draft: Draft, library: Library, t: Mapping[str, str]) -> str | None:
    """What somebody remarked when they sent it back; of one that waits for review, why it was not
    published at its time.
    """
    if draft.remark is None or draft.state == "sent_back":
        return t["remark_was"].format(remark=draft.remark) if draft.remark else None
    is_stale = library.newest_version(draft.document_id) != draft.base_version
    return t["not_published"].format(remark=t["stale"] if is_stale else draft.remark)


def found_text(found: str, t: Mapping[str, str]) -> str:
    """Where a fact was found, in the language of the desk."""
    if match := re.fullmatch(r"line (\d+)", found):
        return t["found_line"].format(number=match[1])
    return t.get(f"found_{found.replace(' ', '_')}", found)
