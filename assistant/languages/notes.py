"""What the assistant itself says beside official words: a Note that names its text, and the Choices
of a question asked back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pressroom.assistant.languages.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Note:
    """`key` names a text of assistant/languages/locales, with forms for numbers if `n` is given.
    `days` are ISO days and `names` names, each put into one list; `words` are what the question
    calls it.
    """

    key: str
    n: int | None = None
    words: str = ""
    names: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`label` is shown, with `day`, an ISO day, beside it; `question` is what is asked if it is
    chosen.
    """

    label: str
    question: str
    day: str | None = None


def said(note: Note, tongue: Tongue) -> str:
    """The note in a language."""
    values = {
        "words": note.words,
        "names": tongue.list(note.names),
        "days": tongue.list([tongue.day(day) for day in note.days]),
    }
    return (
        tongue.say(note.key, **values)
        if note.n is None
        else tongue.count(note.key, note.n, **values)
    )


def note_row(note: Note) -> dict[str, Any]:
    """As a record keeps it."""
    return asdict(note)


def note_of(row: Mapping[str, Any]) -> Note:
    """From a record; lists become tuples again."""
    return Note(row["key"], row["n"], row["words"], tuple(row["names"]), tuple(row["days"]))


def choices_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """From a record."""
    return tuple(Choice(**row) for row in rows)
