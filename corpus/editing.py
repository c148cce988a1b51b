"""Transcript and edits -> Transcript, and the edits of one text made again on another. Raises EditError where one does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.doubts import without_answered
from corpus.edits import FIELDS, KINDS, Edit, EditError, JoinTurn, MergeSpeakers, SetField, SetSpeaker, SetTurn, SplitTurn, anchor
from corpus.pairing import paired
from corpus.transcript import Evidence, Paragraph, Speaker, Transcript, Turn

STAFF = "staff"  # the evidence of a field that staff wrote
_LONGEST = 500  # characters of a field or a name


def apply(transcript: Transcript, edits: Iterable[Edit]) -> Transcript:
    """The transcript with every edit made, in order. Raises EditError for one that does not fit."""
    for edit in edits:
        transcript = _APPLY[edit.name](transcript, edit)
    return transcript


def carried(transcript: Transcript, edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Of the edits made on an earlier text: those that still fit, at their places in this one, and those that do not."""
    fitting: list[Edit] = []
    lost: list[Edit] = []
    for edit in edits:
        moved = _moved(transcript, edit)
        try:
            transcript = apply(transcript, [moved] if moved else [])
        except EditError:
            moved = None
        if moved is None:
            lost.append(edit)
        else:
            fitting.append(moved)
    return fitting, lost


def undoing(transcript: Transcript, edit: Edit) -> Edit | None:
    """What says of a field or a turn how it was before the edit; None for an edit that says so itself, or that does not fit."""
    if isinstance(edit, SetField):
        return SetField(edit.field, getattr(transcript, edit.field, None))
    place = transcript.paragraph_at(edit.at) if isinstance(edit, SetTurn) else None
    if not isinstance(edit, SetTurn) or place is None:
        return None
    turn, speaker = place[0], place[0].speaker
    return SetTurn(edit.at, edit.words, turn.kind, speaker.name if speaker else None, speaker.title if speaker else None)


def _set_field(transcript: Transcript, edit: SetField) -> Transcript:
    value = _line(edit.value, edit.field)
    if edit.field not in FIELDS:
        raise EditError(f"{edit.field}: no such field; expected one of {', '.join(FIELDS)}")
    if edit.field == "title" and value is None:
        raise EditError("title: is empty; a document needs one")
    if edit.field in ("date", "published") and value is not None:
        value = _day(value, edit.field)
    others = tuple(evidence for evidence in transcript.evidence if evidence.field != edit.field)
    changed: dict[str, Any] = {edit.field: value, "evidence": (*others, Evidence(edit.field, STAFF))}
    return replace(transcript, **changed, warnings=without_answered(transcript.warnings, edit.field if value else None))


def _set_speaker(transcript: Transcript, edit: SetSpeaker) -> Transcript:
    name = _line(edit.to, "name")
    if name is None:
        raise EditError("name: is empty; a speaker needs one")
    new = Speaker(name, _line(edit.title, "title"), _line(edit.body, "body"))
    return _respoken(transcript, edit.speaker, edit.title_was, new)


def _merge(transcript: Transcript, edit: MergeSpeakers) -> Transcript:
    into = _speaker(transcript, edit.into, edit.into_title)
    return _respoken(transcript, edit.speaker, edit.title_was, into)


def _respoken(transcript: Transcript, name: str, title: str | None, new: Speaker) -> Transcript:
    old = _speaker(transcript, name, title)
    turns = [replace(turn, speaker=new) if _is(turn.speaker, old) else turn for turn in transcript.turns]
    return replace(transcript, turns=tuple(turns))


def _split(transcript: Transcript, edit: SplitTurn) -> Transcript:
    turn, paragraph = _place(transcript, edit.at, edit.words)
    if edit.at == turn.paragraphs[0].start:
        raise EditError(f"{edit.words!r}: a turn starts there already")
    before = [p for p in turn.paragraphs if p.start < edit.at]
    after = [p for p in turn.paragraphs if p.start >= edit.at]
    if edit.at > paragraph.start:
        end = edit.at - (len(held := transcript.text[paragraph.start : edit.at]) - len(held.rstrip()))
        before[-1] = replace(paragraph, end=end)
        after.insert(0, Paragraph(0, edit.at, paragraph.end, paragraph.heading))
    parts = [replace(turn, paragraphs=tuple(before)), replace(turn, paragraphs=tuple(after))]
    at = transcript.turns.index(turn)
    return _renumbered(transcript, [*transcript.turns[:at], *map(_with_own_remarks, parts), *transcript.turns[at + 1 :]])


def _join(transcript: Transcript, edit: JoinTurn) -> Transcript:
    turn = _turn(transcript, edit.at, edit.words)
    at = transcript.turns.index(turn)
    if at == 0:
        raise EditError(f"{edit.words!r}: is the first turn; there is none before it to join")
    before = transcript.turns[at - 1]
    whole = replace(before, paragraphs=before.paragraphs + turn.paragraphs, remarks=before.remarks + turn.remarks)
    return _renumbered(transcript, [*transcript.turns[: at - 1], whole, *transcript.turns[at + 1 :]])


def _set_turn(transcript: Transcript, edit: SetTurn) -> Transcript:
    turn = _turn(transcript, edit.at, edit.words)
    if edit.kind not in KINDS:
        raise EditError(f"{edit.kind}: no such kind of turn; expected one of {', '.join(KINDS)}")
    name = _line(edit.speaker, "speaker")
    known = next(
        (other.speaker for other in transcript.turns if other.speaker and (other.speaker.name, other.speaker.title) == (name, edit.title)),
        None,
    )
    speaker = (known or Speaker(name, _line(edit.title, "title"))) if name else None
    turns = [replace(turn, kind=edit.kind, speaker=speaker) if other is turn else other for other in transcript.turns]
    return _renumbered(transcript, turns)


_APPLY: dict[str, Callable[[Transcript, Any], Transcript]] = {
    "field": _set_field,
    "speaker": _set_speaker,
    "merge": _merge,
    "split": _split,
    "join": _join,
    "turn": _set_turn,
}


def _renumbered(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    """Turns and paragraphs counted anew, answers paired with their questions anew."""
    out: list[Turn] = []
    number = 1
    for turn in turns:
        paragraphs = tuple(replace(p, number=number + index) for index, p in enumerate(turn.paragraphs))
        number += len(paragraphs)
        out.append(replace(turn, number=len(out) + 1, paragraphs=paragraphs, answers=None, follows=None))
    return replace(transcript, turns=tuple(paired(transcript.text, out)))


def _with_own_remarks(turn: Turn) -> Turn:
    first, last = turn.paragraphs[0].start, turn.paragraphs[-1].end
    return replace(turn, remarks=tuple(span for span in turn.remarks if first <= span[0] and span[1] <= last))


def _speaker(transcript: Transcript, name: str, title: str | None) -> Speaker:
    found = _known(transcript, name, title)
    if found is None:
        raise EditError(f"{' '.join(filter(None, (title, name)))}: does not speak in this document")
    return found


def _is(one: Speaker | None, other: Speaker) -> bool:
    return one is not None and (one.name, one.title) == (other.name, other.title)


def _known(transcript: Transcript, name: str, title: str | None) -> Speaker | None:
    speakers = (turn.speaker for turn in transcript.turns if turn.speaker)
    return next((speaker for speaker in speakers if (speaker.name, speaker.title) == (name, title)), None)


def _place(transcript: Transcript, at: int, words: str) -> tuple[Turn, Paragraph]:
    place = transcript.paragraph_at(at) if at >= 0 else None
    if place is None or anchor(transcript.text, at) != words:
        raise EditError(f"{words!r}: does not stand at that place of the text any more")
    return place


def _turn(transcript: Transcript, at: int, words: str) -> Turn:
    turn, _ = _place(transcript, at, words)
    if turn.paragraphs[0].start != at:
        raise EditError(f"{words!r}: no turn starts there any more")
    return turn


def _moved(transcript: Transcript, edit: Edit) -> Edit | None:
    """The edit at the one place where its words stand in this text; None where they stand nowhere or twice."""
    if not isinstance(edit, SplitTurn | JoinTurn | SetTurn):
        return edit
    places = [match.start() for match in re.finditer(re.escape(edit.words.strip()), transcript.text)] if edit.words.strip() else []
    return replace(edit, at=places[0], words=anchor(transcript.text, places[0])) if len(places) == 1 else None


def _line(value: str | None, field: str) -> str | None:
    """One line without white space around it; None if nothing is left."""
    words = re.sub(r"\s+", " ", value or "").strip()
    if len(words) > _LONGEST:
        raise EditError(f"{field}: {len(words):,} characters; at most {_LONGEST} were expected")
    return words or None


def _day(value: str, field: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise EditError(f"{field}: {value!r} is not a day; expected YYYY-MM-DD, as in 2025-06-20") from None
