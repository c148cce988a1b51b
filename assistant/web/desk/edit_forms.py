"""A form of the check page -> the edit that it asks for; an edit -> what it does, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from corpus.edits import (
    FIELDS,
    KINDS,
    Edit,
    EditError,
    Field,
    JoinTurn,
    MergeSpeakers,
    SetField,
    SetSpeaker,
    SetTurn,
    SplitTurn,
    anchor,
    edits_json,
    edits_of,
)
from corpus.transcript import Speaker, Transcript

NOBODY = "-"  # the choice of a turn without speaker
_SHOWN = 30  # characters of a place in the text


def edit_of(form: Mapping[str, str], transcript: Transcript) -> Edit:
    """Raises EditError for a form that asks for nothing that there is."""
    if form.get("again"):
        (edit,) = edits_of(form["again"])
        return edit
    make = {"field": _field, "speaker": _speaker, "merge": _merge, "turn": _turn, "split": _split, "join": _join}.get(form.get("edit", ""))
    if make is None:
        raise EditError(f"{form.get('edit', '')!r}: no such edit; use the forms of the page")
    return make(form, transcript)


def again(edit: Edit) -> str:
    """The value of a hidden field from which `edit_of` makes the same edit."""
    return edits_json([edit])


def key_of(speaker: Speaker | None) -> str:
    """A speaker as the value of a choice."""
    return f"{speaker.name}\t{speaker.title or ''}" if speaker else NOBODY


def said(edit: Edit, t: Mapping[str, str]) -> str:
    """What an edit does, for staff."""
    if isinstance(edit, SetField):
        return t["did_field"].format(field=t[f"field_{edit.field}"], value=edit.value or t["nothing"])
    if isinstance(edit, SetSpeaker):
        new = _full(edit.to, edit.title) + (f"（{edit.body}）" if edit.body else "")
        return t["did_speaker"].format(old=_full(edit.speaker, edit.title_was), new=new)
    if isinstance(edit, MergeSpeakers):
        return t["did_merge"].format(old=_full(edit.speaker, edit.title_was), new=_full(edit.into, edit.into_title))
    words = edit.words[:_SHOWN]
    if isinstance(edit, SetTurn):
        speaker = _full(edit.speaker, edit.title) if edit.speaker else t["nobody"]
        return t["did_turn"].format(words=words, kind=t[f"kind_{edit.kind}"], speaker=speaker)
    return t["did_split" if isinstance(edit, SplitTurn) else "did_join"].format(words=words)


def _field(form: Mapping[str, str], _transcript: Transcript) -> Edit:
    if form.get("field") not in FIELDS:
        raise EditError(f"{form.get('field')}: no such field; expected one of {', '.join(FIELDS)}")
    return SetField(cast(Field, form["field"]), form.get("value") or None)


def _speaker(form: Mapping[str, str], _transcript: Transcript) -> Edit:
    name, title = _key(form.get("was", ""))
    return SetSpeaker(name, title, form.get("name", ""), form.get("title") or None, form.get("body") or None)


def _merge(form: Mapping[str, str], _transcript: Transcript) -> Edit:
    return MergeSpeakers(*_key(form.get("was", "")), *_key(form.get("into", "")))


def _turn(form: Mapping[str, str], transcript: Transcript) -> Edit:
    kind, chosen, new = form.get("kind", ""), form.get("speaker", NOBODY), form.get("new_speaker", "").strip()
    if kind not in KINDS:
        raise EditError(f"{kind}: no such kind of turn; expected one of {', '.join(KINDS)}")
    name, title = (new, form.get("new_title", "").strip() or None) if new else _key(chosen) if chosen != NOBODY else (None, None)
    at = _at(form)
    return SetTurn(at, anchor(transcript.text, at), kind, name, title)


def _split(form: Mapping[str, str], transcript: Transcript) -> Edit:
    at = _at(form)
    return SplitTurn(at, anchor(transcript.text, at))


def _join(form: Mapping[str, str], transcript: Transcript) -> Edit:
    at = _at(form)
    return JoinTurn(at, anchor(transcript.text, at))


def _at(form: Mapping[str, str]) -> int:
    written = form.get("at", "")
    if not written.isdecimal() or len(written) > 9:
        raise EditError(f"{written!r}: not a place of the text; use the forms of the page")
    return int(written)


def _key(written: str) -> tuple[str, str | None]:
    name, _, title = written.partition("\t")
    return name, title or None


def _full(name: str, title: str | None) -> str:
    return f"{title} {name}" if title else name
