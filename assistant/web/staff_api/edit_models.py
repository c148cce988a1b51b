"""JSON of an edit of a draft -> the row that the drafts keep."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pressroom.assistant.web.staff_api.models import AtRevision, Line, Taken
from pressroom.corpus.drafts.edits import Field as HeaderField
from pressroom.corpus.transcript import Kind
from pydantic import ConfigDict, Field


class _Edit(Taken):
    def row(self) -> dict[str, Any]:
        """As `pressroom.corpus.drafts.edits.from_row` takes it."""
        return self.model_dump()


class FieldEdit(_Edit):
    edit: Literal["field"]
    field: HeaderField
    value: Line | None = Field(description="null takes it away.")


class SpeakerEdit(_Edit):
    edit: Literal["speaker"]
    speaker: Line
    title_was: Line | None = None
    to: Line
    title: Line | None = None
    body: Line | None = None


class MergeEdit(_Edit):
    edit: Literal["merge"]
    speaker: Line
    title_was: Line | None = None
    into: Line
    into_title: Line | None = None


class _Placed(_Edit):
    at: int = Field(ge=0, le=100_000_000, description="Offset in the text, in Unicode code points.")
    words: str | None = Field(
        None, max_length=40, description="The first words there; if given, they must stand there."
    )


class SplitEdit(_Placed):
    edit: Literal["split"]


class JoinEdit(_Placed):
    edit: Literal["join"]


class TurnEdit(_Placed):
    edit: Literal["turn"]
    kind: Kind
    speaker: Line | None
    title: Line | None = None


class WordsEdit(_Placed):
    """The words from `at` to `until` are one turn, of this speaker."""

    edit: Literal["words"]
    until: int = Field(ge=0, le=100_000_000, description="The offset behind the last of them.")
    kind: Kind
    speaker: Line | None
    title: Line | None = None


AnyEdit = Annotated[
    FieldEdit | SpeakerEdit | MergeEdit | SplitEdit | JoinEdit | TurnEdit | WordsEdit,
    Field(discriminator="edit"),
]


class NewEdit(AtRevision):
    """A change of the header, of a speaker or of a turn; the words themselves are never changed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "revision": 1,
                "edit": {"edit": "field", "field": "date", "value": "2026-06-20"},
            }
        }
    )
    edit: AnyEdit
