"""Transcript and edits -> Transcript, and the edits of one text made again on another. Raises
EditError where one does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pressroom.corpus.drafts.edits import (
    Edit,
    EditError,
    GiveWords,
    JoinTurn,
    SetField,
    SetTurn,
    SplitTurn,
    anchor,
)
from pressroom.corpus.drafts.naming import merge, set_field, set_speaker
from pressroom.corpus.drafts.turning import give_words, join, set_turn, split
from pressroom.corpus.transcript import Kind, Transcript


def apply(transcript: Transcript, edits: Iterable[Edit]) -> Transcript:
    """The transcript with every edit made, in order. Raises EditError for one that does not fit."""
    for edit in edits:
        transcript = _APPLY[edit.name](transcript, edit)
    return transcript


def carried(transcript: Transcript, edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Of the edits made on an earlier text: those that still fit, at their places in this one, and
    those that do not.
    """
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


def giving(
    transcript: Transcript,
    at: int,
    until: int,
    *,
    kind: Kind,
    speaker: str | None,
    title: str | None = None,
) -> GiveWords:
    """The edit for words that somebody marked, white space and labels at their ends aside. Raises
    EditError where there is no word among them.
    """
    text = transcript.text
    first, behind = _word_from(transcript, at), _word_from(transcript, until)
    if first is None or first >= until:
        raise EditError("words: none are marked", key="nothing_marked")
    end = len(text) if behind is None else behind
    after = anchor(text, end) if behind is not None else ""
    return GiveWords(first, anchor(text, first), end, after, kind, speaker, title)


def _word_from(transcript: Transcript, at: int) -> int | None:
    """Where the first word of a paragraph at or behind a place starts."""
    paragraphs = (paragraph for turn in transcript.turns for paragraph in turn.paragraphs)
    for paragraph in paragraphs:
        words = transcript.text[max(paragraph.start, at) : paragraph.end]
        if words.strip():
            return paragraph.end - len(words.lstrip())
    return None


def undoing(transcript: Transcript, edit: Edit) -> Edit | None:
    """What says of a field or a turn how it was before the edit; None for an edit that says so
    itself, or that does not fit.
    """
    if isinstance(edit, SetField):
        return SetField(edit.field, getattr(transcript, edit.field, None))
    place = transcript.paragraph_at(edit.at) if isinstance(edit, SetTurn) else None
    if not isinstance(edit, SetTurn) or place is None:
        return None
    turn, speaker = place[0], place[0].speaker
    return SetTurn(
        edit.at,
        edit.words,
        turn.kind,
        speaker.name if speaker else None,
        speaker.title if speaker else None,
    )


_APPLY: dict[str, Callable[[Transcript, Any], Transcript]] = {
    "field": set_field,
    "speaker": set_speaker,
    "merge": merge,
    "split": split,
    "join": join,
    "turn": set_turn,
    "words": give_words,
}


def _moved(transcript: Transcript, edit: Edit) -> Edit | None:
    """The edit at the one place where its words stand in this text; None where they stand nowhere
    or twice.
    """
    if not isinstance(edit, SplitTurn | JoinTurn | SetTurn | GiveWords):
        return edit
    text, at = transcript.text, _only_place(transcript.text, edit.words)
    if at is None:
        return None
    if not isinstance(edit, GiveWords):
        return replace(edit, at=at, words=anchor(text, at))
    until = _only_place(text, edit.until_words) if edit.until_words else len(text)
    if until is None or until <= at:
        return None
    behind = anchor(text, until)
    return replace(edit, at=at, words=anchor(text, at), until=until, until_words=behind)


def _only_place(text: str, words: str) -> int | None:
    """Where these words stand, if they stand somewhere and only once."""
    wanted = re.escape(words.strip())
    places = [match.start() for match in re.finditer(wanted, text)] if wanted else []
    return places[0] if len(places) == 1 else None
