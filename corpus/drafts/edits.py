"""What staff change of a parsed document, as values that are kept: header fields, speakers, turns;
never a word of the text.

An edit names a turn by the place where it starts and by the first words there, so that it can be
made again on a corrected text, where the place is another. `pressroom.corpus.drafts.editing` makes
them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, ClassVar, Literal, get_args

from pressroom.corpus.errors import LibraryError
from pressroom.corpus.transcript import Kind
from pydantic import TypeAdapter, ValidationError

KINDS: tuple[Kind, ...] = get_args(Kind)
Field = Literal["title", "date", "published", "place", "source", "body"]
FIELDS: tuple[Field, ...] = get_args(Field)
_ANCHOR = 40  # characters by which a place is found again


class EditError(LibraryError):
    """An edit that cannot be made on this transcript."""


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of the header takes another value; None takes it away."""

    name: ClassVar[str] = "field"
    field: Field
    value: str | None


@dataclass(frozen=True, slots=True)
class SetSpeaker:
    """One speaker, wherever they speak, takes this name, title and body."""

    name: ClassVar[str] = "speaker"
    speaker: str
    title_was: str | None
    to: str
    title: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class MergeSpeakers:
    """What one speaker says was said by the other."""

    name: ClassVar[str] = "merge"
    speaker: str
    title_was: str | None
    into: str
    into_title: str | None


@dataclass(frozen=True, slots=True)
class SplitTurn:
    """From this place on it is a turn of its own; inside a paragraph, that is split too."""

    name: ClassVar[str] = "split"
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class JoinTurn:
    """The turn that starts here is part of the one before it."""

    name: ClassVar[str] = "join"
    at: int
    words: str


@dataclass(frozen=True, slots=True)
class SetTurn:
    """The turn that starts here is of another kind, or somebody else's; without a speaker,
    nobody's.
    """

    name: ClassVar[str] = "turn"
    at: int
    words: str
    kind: Kind
    speaker: str | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class GiveWords:
    """The words from `at` to `until` are one turn: of this kind, and this speaker's, or nobody's.
    `until_words` are the first ones behind them, empty at the end of the text.
    """

    name: ClassVar[str] = "words"
    at: int
    words: str
    until: int
    until_words: str
    kind: Kind
    speaker: str | None
    title: str | None = None


Edit = SetField | SetSpeaker | MergeSpeakers | SplitTurn | JoinTurn | SetTurn | GiveWords
_TYPES: dict[str, Any] = {kind.name: kind for kind in get_args(Edit)}


def anchor(text: str, at: int) -> str:
    """The first words at a place, of its line, by which it is found again."""
    return text[at : at + _ANCHOR].partition("\n")[0]


def edits_json(edits: Iterable[Edit]) -> str:
    return json.dumps([to_row(edit) for edit in edits], ensure_ascii=False)


def edits_of(stored: str | None) -> list[Edit]:
    return [from_row(row) for row in json.loads(stored or "[]")]


def to_row(edit: Edit) -> dict[str, Any]:
    return {"edit": edit.name, **asdict(edit)}


def from_row(row: dict[str, Any]) -> Edit:
    """Raises EditError for a row that is no edit."""
    made = _TYPES.get(str(row.get("edit")))
    given = {key: value for key, value in row.items() if key != "edit"}
    if made is None or not set(given) <= {field.name for field in fields(made)}:
        raise EditError(
            f"{row!r}: not an edit; expected one of {', '.join(_TYPES)} with its fields"
        )
    try:
        edit: Edit = _adapter(made).validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise EditError(
            f"{made.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        ) from None
    return edit


@cache
def _adapter(made: Any) -> TypeAdapter[Any]:
    """What checks the fields of an edit that comes from outside."""
    return TypeAdapter(made)
