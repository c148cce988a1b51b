"""Turns cut, joined or given to somebody else -> the transcript with them, paired anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressroom.corpus.drafts.edits import (
    KINDS,
    EditError,
    GiveWords,
    JoinTurn,
    SetTurn,
    SplitTurn,
    anchor,
)
from pressroom.corpus.drafts.naming import named
from pressroom.corpus.parse.doubts import speakers_doubted
from pressroom.corpus.parse.turns.pairing import paired
from pressroom.corpus.transcript import Outside, Paragraph, Transcript, Turn

_LABEL = re.compile(r"([^:：\n]{1,60})[:：]\s*")


def split(transcript: Transcript, edit: SplitTurn) -> Transcript:
    turn, _ = _place(transcript, edit.at, edit.words)
    if edit.at == turn.paragraphs[0].start:
        raise EditError(f"{edit.words!r}: a turn starts there already", key="turn_there")
    return _renumbered(transcript, _cut(transcript, edit.at))


def _cut(transcript: Transcript, at: int) -> list[Turn]:
    """Its turns, of which one starts at this place of a paragraph."""
    turn, paragraph = _at(transcript, at)
    if at == turn.paragraphs[0].start:
        return list(transcript.turns)
    before = [p for p in turn.paragraphs if p.start < at]
    after = [p for p in turn.paragraphs if p.start >= at]
    if at > paragraph.start:
        held = transcript.text[paragraph.start : at]
        before[-1] = replace(paragraph, end=at - (len(held) - len(held.rstrip())))
        after.insert(0, Paragraph(0, at, paragraph.end, paragraph.heading))
    parts = [replace(turn, paragraphs=tuple(before)), replace(turn, paragraphs=tuple(after))]
    place = transcript.turns.index(turn)
    return [
        *transcript.turns[:place],
        *map(_with_own_remarks, parts),
        *transcript.turns[place + 1 :],
    ]


def give_words(transcript: Transcript, edit: GiveWords) -> Transcript:
    _place(transcript, edit.at, edit.words)
    _check_kind(edit.kind)
    turns = _cut(transcript, edit.at)
    if edit.until < len(transcript.text):
        turns = _cut(replace(transcript, turns=tuple(turns)), edit.until)
    given = [turn for turn in turns if edit.at <= turn.paragraphs[0].start < edit.until]
    whole = replace(
        given[0],
        kind=edit.kind,
        label=None,
        speaker=named(transcript, edit.speaker, edit.title),
        unsure=given[0].unsure and edit.speaker is None,
        paragraphs=tuple(paragraph for turn in given for paragraph in turn.paragraphs),
        remarks=tuple(remark for turn in given for remark in turn.remarks),
    )
    at = turns.index(given[0])
    labelled = _without_label(transcript.text, whole)
    label_end = labelled.paragraphs[0].start
    outside = list(transcript.outside)
    if label_end > edit.at:
        outside.append(Outside(edit.at, label_end, "label", "names who speaks"))
    turns = [*turns[:at], labelled, *turns[at + len(given) :]]
    changed = replace(
        transcript,
        outside=tuple(sorted(outside, key=lambda span: span.start)),
        warnings=speakers_doubted(transcript.warnings, turns),
    )
    return _renumbered(changed, turns)


def _without_label(text: str, turn: Turn) -> Turn:
    """What is printed before the first words and names the speaker, up to a colon, is a label and
    no word of theirs.
    """
    first, *rest = turn.paragraphs
    label = _LABEL.match(text, first.start, first.end)
    if label is None or turn.speaker is None or turn.speaker.name not in label[1]:
        return turn
    if label.end() < first.end:
        rest = [replace(first, start=label.end()), *rest]
    return replace(turn, label=label[1].strip(), paragraphs=tuple(rest)) if rest else turn


def join(transcript: Transcript, edit: JoinTurn) -> Transcript:
    turn = _turn(transcript, edit.at, edit.words)
    at = transcript.turns.index(turn)
    if at == 0:
        raise EditError(
            f"{edit.words!r}: is the first turn; there is none before it to join", key="first_turn"
        )
    before = transcript.turns[at - 1]
    whole = replace(
        before,
        paragraphs=before.paragraphs + turn.paragraphs,
        remarks=before.remarks + turn.remarks,
    )
    return _renumbered(
        transcript, [*transcript.turns[: at - 1], whole, *transcript.turns[at + 1 :]]
    )


def set_turn(transcript: Transcript, edit: SetTurn) -> Transcript:
    turn = _turn(transcript, edit.at, edit.words)
    _check_kind(edit.kind)
    speaker = named(transcript, edit.speaker, edit.title)
    turns = [
        replace(turn, kind=edit.kind, speaker=speaker, unsure=turn.unsure and speaker is None)
        if other is turn
        else other
        for other in transcript.turns
    ]
    warnings = speakers_doubted(transcript.warnings, turns)
    return _renumbered(replace(transcript, warnings=warnings), turns)


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise EditError(f"{kind}: no such kind of turn; expected one of {', '.join(KINDS)}")


def _renumbered(transcript: Transcript, turns: Sequence[Turn]) -> Transcript:
    """Turns and paragraphs counted anew, answers paired with their questions anew."""
    out: list[Turn] = []
    number = 1
    for turn in turns:
        paragraphs = tuple(
            replace(p, number=number + index) for index, p in enumerate(turn.paragraphs)
        )
        number += len(paragraphs)
        out.append(
            replace(turn, number=len(out) + 1, paragraphs=paragraphs, answers=None, follows=None)
        )
    return replace(transcript, turns=tuple(paired(transcript.text, out)))


def _with_own_remarks(turn: Turn) -> Turn:
    first, last = turn.paragraphs[0].start, turn.paragraphs[-1].end
    return replace(
        turn, remarks=tuple(span for span in turn.remarks if first <= span[0] and span[1] <= last)
    )


def _place(transcript: Transcript, at: int, words: str) -> tuple[Turn, Paragraph]:
    if anchor(transcript.text, at) != words:
        raise EditError(
            f"{words!r}: does not stand at that place of the text any more", key="moved"
        )
    return _at(transcript, at)


def _at(transcript: Transcript, at: int) -> tuple[Turn, Paragraph]:
    place = transcript.paragraph_at(at) if at >= 0 else None
    if place is None:
        raise EditError(f"{at}: a paragraph does not stand at that place any more", key="moved")
    return place


def _turn(transcript: Transcript, at: int, words: str) -> Turn:
    turn, _ = _place(transcript, at, words)
    if turn.paragraphs[0].start != at:
        raise EditError(f"{words!r}: no turn starts there any more", key="moved")
    return turn
