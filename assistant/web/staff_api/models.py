"""What the API takes, as JSON: each field with what it means, and an example."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import Annotated

from pressroom.assistant.desk.submitting import When
from pressroom.corpus.drafts.edits import Field as HeaderField
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.files import safe_id
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

HEADER: tuple[HeaderField, ...] = ("title", "date", "published", "place", "source", "body")
Line = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=500, strip_whitespace=True, pattern=r"^[^\r\n\x00]+$"
    ),
]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


def _id(written: object) -> object:
    if isinstance(written, str):
        try:
            fitting = safe_id(written, origin="id")
        except ReadError:
            fitting = ""
        if fitting != written:
            raise ValueError(
                "cannot be an id; expected letters and digits of any script, '-', '_' and '.', "
                "at most 120, as in 2026-06-20-a"
            )
    return written


def _when(written: object) -> object:
    """`draft`, `now`, or a time with its zone."""
    if written in ("draft", "now"):
        return written
    try:
        at = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError(
            "expected draft, now, or a time with its zone as in 2026-06-20T09:00+08:00"
        )
    return at


class Taken(BaseModel):
    """What is not known is refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid")


class About(Taken):
    """What its sender says of a document."""

    id: Annotated[str, BeforeValidator(_id)] | None = Field(
        None,
        description=(
            "Your own name for the document; the same id again is the same document. "
            "By default made from its name."
        ),
    )
    title: Line | None = Field(None, description="By default what the text says.")
    date: Day | None = Field(
        None, description="The day of the event; by default what the text says."
    )
    published: Day | None = Field(None, description="The day of publication.")
    place: Line | None = None
    source: Line | None = Field(None, description="Who published it, or its address.")
    body: Line | None = Field(None, description="The issuing body.")
    publish: Annotated[When, BeforeValidator(_when)] = Field(
        "draft",
        description=(
            "`draft`: staff look at it first; `now`; or a time with its zone. "
            "All but `draft` need a publisher's token."
        ),
    )
    reason: Reason | None = Field(
        None,
        description=(
            "What was corrected and why, where the words of a public document change; "
            "citizens see it."
        ),
    )

    def header(self) -> dict[HeaderField, str]:
        """The fields of the header that are given."""
        given = {field: getattr(self, field) for field in HEADER}
        return {field: str(value) for field, value in given.items() if value is not None}


class NewDocument(About):
    """A document as text."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "2026-06-20-housing",
                "title": "Housing: press conference of 20 June 2026",
                "date": "2026-06-20",
                "text": (
                    "Reporter: How many homes were built?\n\nMinister Anna Weber: 4,100 homes were "
                    "completed by May."
                ),
                "publish": "now",
            }
        }
    )
    text: str = Field(
        min_length=1,
        description=(
            "The whole text, as it was said or released; paragraphs stand apart by an empty line."
        ),
    )


class NewVersion(Taken):
    """The corrected text of a document that is there."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "text": (
                    "Reporter: How many homes were built?\n\nMinister Anna Weber: 4,200 homes were "
                    "completed by May."
                ),
                "reason": "The number of homes was corrected.",
                "publish": "now",
            }
        }
    )
    text: str = Field(min_length=1)
    reason: Reason = Field(description="What was corrected and why; citizens are shown it.")
    publish: Annotated[When, BeforeValidator(_when)] = "draft"


class Because(Taken):
    """Why something is done."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "The figure is being checked."}}
    )
    reason: Reason | None = None


class Withdrawal(Taken):
    """Why a document is taken away; citizens who follow a link to it are shown the reason."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"reason": "The figure is being checked."}}
    )
    reason: Reason


class AtRevision(Taken):
    """The revision of the draft that you looked at: if somebody changed it since, nothing is done
    (409).
    """

    model_config = ConfigDict(json_schema_extra={"example": {"revision": 1}})
    revision: int = Field(ge=1, le=2**31)


class SendBack(AtRevision):
    model_config = ConfigDict(
        json_schema_extra={"example": {"revision": 1, "remark": "The speaker's title is missing."}}
    )
    remark: Reason


class Publish(AtRevision):
    model_config = ConfigDict(
        json_schema_extra={
            "example": {"revision": 1, "reason": "The number of homes was corrected."}
        }
    )
    reason: Reason | None = Field(
        None, description="Needed where the words of a public document change."
    )


class Schedule(Publish):
    model_config = ConfigDict(
        json_schema_extra={"example": {"revision": 1, "at": "2099-06-20T09:00+08:00"}}
    )
    at: Annotated[datetime, BeforeValidator(_when)] = Field(description="With its zone.")


class Question(Taken):
    model_config = ConfigDict(
        json_schema_extra={"example": {"question": "How many homes were built?"}}
    )
    question: str = Field(min_length=1, max_length=2000)
