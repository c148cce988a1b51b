"""The form of the check page, and the draft as its sender saw it -> the edits that it asks for,
each with the input that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from pressroom.assistant.web.desk.drafts.forms import NOBODY, key_of
from pressroom.corpus.drafts.editing import apply, giving
from pressroom.corpus.drafts.edits import (
    FIELDS,
    KINDS,
    Edit,
    EditError,
    JoinTurn,
    MergeSpeakers,
    SetField,
    SetSpeaker,
    SetTurn,
    anchor,
    edits_of,
)
from pressroom.corpus.transcript import Transcript, Turn

Form = Mapping[str, str]
_DIGITS = 9  # of an offset


@dataclass(frozen=True, slots=True)
class Wish:
    """An edit, and the name of the input that asks for it."""

    input: str
    edit: Edit


def wishes_of(form: Form, seen: Transcript) -> list[Wish]:
    """What the form changes of the draft as it was `seen`; first who says what, then header and
    names. Raises EditError for a form that no page of the desk sends.
    """
    if form.get("again"):
        return [Wish("", edit) for edit in edits_of(form["again"])]
    return [*_words(form, seen), *_joined(form, seen), *_fields(form, seen), *_people(form, seen)]


def misfits(wishes: Sequence[Wish], transcript: Transcript) -> dict[str, EditError]:
    """Input -> why its edit cannot be made."""
    found = {}
    for wish in wishes:
        try:
            apply(transcript, [wish.edit])
        except EditError as error:
            found[wish.input] = error
    return found


def _fields(form: Form, seen: Transcript) -> Iterator[Wish]:
    for field in FIELDS:
        name = f"field.{field}"
        if name in form and _line(form[name]) != _line(getattr(seen, field)):
            yield Wish(name, SetField(field, form[name] or None))


def _people(form: Form, seen: Transcript) -> Iterator[Wish]:
    """Those who were renamed, and those who are somebody else of the page."""
    known = {key_of(turn.speaker): turn.speaker for turn in seen.turns if turn.speaker}
    for number in count():
        if (key := form.get(f"speaker.{number}.was")) is None:
            return
        if (was := known.get(key)) is None:
            raise EditError(f"{key!r}: does not speak", key="no_speaker", who=key.strip())
        if into := form.get(f"speaker.{number}.into", ""):
            yield Wish(f"speaker.{number}.into", MergeSpeakers(*_key(key), *_key(into)))
            continue
        given = [form.get(f"speaker.{number}.{part}", "") for part in ("name", "title", "body")]
        if [_line(part) for part in given] != [_line(was.name), _line(was.title), _line(was.body)]:
            name, title, body = given
            edit = SetSpeaker(was.name, was.title, name, title or None, body or None)
            yield Wish(f"speaker.{number}.name", edit)


def _words(form: Form, seen: Transcript) -> Iterator[Wish]:
    """Whose the marked words are; nothing where they are so already."""
    if "words.at" not in form:
        return
    kind, chosen = form.get("words.kind", ""), form.get("words.speaker", NOBODY)
    if kind not in KINDS:
        raise EditError(f"{kind}: no such kind of turn; expected one of {', '.join(KINDS)}")
    new = _line(form.get("words.new_speaker", ""))
    name, title = (
        (new, _line(form.get("words.new_title", "")) or None)
        if new
        else _key(chosen)
        if chosen != NOBODY
        else (None, None)
    )
    at, until = _place(form["words.at"]), _place(form.get("words.until", ""))
    edit = giving(seen, at, until, kind=kind, speaker=name, title=title)
    whole = next((turn for turn in seen.turns if _spans(seen, turn, edit.at, edit.until)), None)
    if whole is None:
        yield Wish("words", edit)
    elif (whole.kind, key_of(whole.speaker)) != (kind, _as_key(name, title)):
        yield Wish("words", SetTurn(edit.at, edit.words, edit.kind, name, title))


def _joined(form: Form, seen: Transcript) -> Iterator[Wish]:
    if written := form.get("join"):
        at = _place(written)
        yield Wish("join", JoinTurn(at, anchor(seen.text, at)))


def _spans(seen: Transcript, turn: Turn, at: int, until: int) -> bool:
    """Whether the words of a turn are those, neither more nor fewer."""
    starts = turn.paragraphs[0].start == at
    return (
        starts
        and not seen.text[turn.paragraphs[-1].end : until].strip()
        and (until >= turn.paragraphs[-1].end)
    )


def _place(written: str) -> int:
    if not written.isdecimal() or len(written) > _DIGITS:
        raise EditError(f"{written!r}: not a place of the text", key="nothing_marked")
    return int(written)


def _as_key(name: str | None, title: str | None) -> str:
    return f"{name}\t{title or ''}" if name else NOBODY


def _key(written: str) -> tuple[str, str | None]:
    name, _, title = written.partition("\t")
    return name, title or None


def _line(words: str | None) -> str:
    return " ".join((words or "").split())
