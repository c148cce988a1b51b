"""Fields of the header and speakers, as staff write them -> the transcript with them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from pressroom.corpus.drafts.edits import FIELDS, EditError, MergeSpeakers, SetField, SetSpeaker
from pressroom.corpus.parse.doubts import without_answered
from pressroom.corpus.transcript import Evidence, Speaker, Transcript

STAFF = "staff"  # the evidence of a field that staff wrote
_LONGEST = 500  # characters of a field or a name


def set_field(transcript: Transcript, edit: SetField) -> Transcript:
    value = _line(edit.value, edit.field)
    if edit.field not in FIELDS:
        raise EditError(f"{edit.field}: no such field; expected one of {', '.join(FIELDS)}")
    if edit.field == "title" and value is None:
        raise EditError("title: is empty; a document needs one", key="title_empty")
    if edit.field in ("date", "published") and value is not None:
        value = _day(value, edit.field)
    others = tuple(evidence for evidence in transcript.evidence if evidence.field != edit.field)
    changed: dict[str, Any] = {
        edit.field: value,
        "evidence": (*others, Evidence(edit.field, STAFF)),
    }
    return replace(
        transcript,
        **changed,
        warnings=without_answered(transcript.warnings, edit.field if value else None),
    )


def set_speaker(transcript: Transcript, edit: SetSpeaker) -> Transcript:
    name = _line(edit.to, "name")
    if name is None:
        raise EditError("name: is empty; a speaker needs one", key="name_empty")
    new = Speaker(name, _line(edit.title, "title"), _line(edit.body, "body"))
    return _respoken(transcript, edit.speaker, edit.title_was, new)


def merge(transcript: Transcript, edit: MergeSpeakers) -> Transcript:
    into = _speaker(transcript, edit.into, edit.into_title)
    return _respoken(transcript, edit.speaker, edit.title_was, into)


def _respoken(transcript: Transcript, name: str, title: str | None, new: Speaker) -> Transcript:
    old = _speaker(transcript, name, title)
    turns = [
        replace(turn, speaker=new) if _is(turn.speaker, old) else turn for turn in transcript.turns
    ]
    return replace(transcript, turns=tuple(turns))


def named(transcript: Transcript, name: str | None, title: str | None) -> Speaker | None:
    """Somebody who speaks already, or somebody new; nobody without a name."""
    said, role = _line(name, "speaker"), _line(title, "title")
    return (_known(transcript, said, role) or Speaker(said, role)) if said else None


def _speaker(transcript: Transcript, name: str, title: str | None) -> Speaker:
    found = _known(transcript, name, title)
    if found is None:
        who = " ".join(filter(None, (title, name)))
        raise EditError(f"{who}: does not speak in this document", key="no_speaker", who=who)
    return found


def _is(one: Speaker | None, other: Speaker) -> bool:
    return one is not None and (one.name, one.title) == (other.name, other.title)


def _known(transcript: Transcript, name: str | None, title: str | None) -> Speaker | None:
    speakers = (turn.speaker for turn in transcript.turns if turn.speaker)
    return next(
        (speaker for speaker in speakers if (speaker.name, speaker.title) == (name, title)), None
    )


def _line(value: str | None, field: str) -> str | None:
    """One line without white space around it; None if nothing is left."""
    words = re.sub(r"\s+", " ", value or "").strip()
    if len(words) > _LONGEST:
        raise EditError(
            f"{field}: {len(words):,} characters; at most {_LONGEST} were expected",
            key="too_long",
            most=_LONGEST,
        )
    return words or None


def _day(value: str, field: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise EditError(
            f"{field}: {value!r} is not a day; expected YYYY-MM-DD, as in 2025-06-20",
            key="not_a_day",
        ) from None
