"""An edit -> what it does, in words, and the value of a form that asks for it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pressroom.corpus.drafts.edits import (
    Edit,
    GiveWords,
    MergeSpeakers,
    SetField,
    SetSpeaker,
    SetTurn,
    SplitTurn,
    edits_json,
)
from pressroom.corpus.transcript import Speaker

NOBODY = "-"  # the choice of a turn without speaker
_SHOWN = 30  # characters of a place in the text


def again(edits: Sequence[Edit]) -> str:
    """The value of a hidden field that asks for the same edits."""
    return edits_json(edits)


def key_of(speaker: Speaker | None) -> str:
    """A speaker as the value of a choice."""
    return f"{speaker.name}\t{speaker.title or ''}" if speaker else NOBODY


def said(edit: Edit, t: Mapping[str, str]) -> str:
    """What an edit does, for staff."""
    if isinstance(edit, SetField):
        return t["did_field"].format(
            field=t[f"field_{edit.field}"], value=edit.value or t["nothing"]
        )
    if isinstance(edit, SetSpeaker):
        new = _full(edit.to, edit.title) + (f"（{edit.body}）" if edit.body else "")
        return t["did_speaker"].format(old=_full(edit.speaker, edit.title_was), new=new)
    if isinstance(edit, MergeSpeakers):
        return t["did_merge"].format(
            old=_full(edit.speaker, edit.title_was), new=_full(edit.into, edit.into_title)
        )
    words = edit.words[:_SHOWN]
    if isinstance(edit, SetTurn | GiveWords):
        speaker = _full(edit.speaker, edit.title) if edit.speaker else t["nobody"]
        return t["did_turn"].format(words=words, kind=t[f"kind_{edit.kind}"], speaker=speaker)
    return t["did_split" if isinstance(edit, SplitTurn) else "did_join"].format(words=words)


def _full(name: str, title: str | None) -> str:
    return f"{title} {name}" if title else name
