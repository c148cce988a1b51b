"""What the API gives, as JSON: documents, drafts, jobs, differences. Times are ISO 8601, UTC;
offsets are Unicode code points.
"""

from __future__ import annotations

from typing import Any

from pressroom.assistant.desk.submitting import Outcome, State
from pressroom.corpus.drafts.draft import State as DraftState
from pydantic import BaseModel, ConfigDict, Field


class Error(BaseModel):
    """What is wrong, what was expected, what to do. `draft`: the one that holds what was sent, or
    that somebody else changed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "error": (
                    "publish: expected draft, now, or a time with its zone as in 2026-06-20T09:"
                    "00+08:00"
                )
            }
        }
    )
    error: str
    draft: str | None = None


class TokenShown(BaseModel):
    name: str
    role: str
    expires_at: str


class DraftShown(BaseModel):
    """A draft. `base_version` is the version that it corrects, null for a new document; `revision`
    grows with every change.
    """

    id: str
    document_id: str
    base_version: int | None
    state: DraftState
    revision: int
    title: str
    origin: str
    by: str
    at: str
    changed_by: str
    changed_at: str
    reason: str | None
    remark: str | None
    publish_at: str | None
    published_version: int | None


class SubmittedShown(BaseModel):
    """What became of a document that was handed in."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "outcome": "unchanged",
                "state": "public",
                "document_id": "2026-06-20-housing",
                "version": 1,
                "draft": None,
                "warnings": [],
                "lost_edits": 0,
                "message": "the same text is public as 2026-06-20-housing; nothing was changed",
            }
        }
    )
    outcome: Outcome
    state: State
    document_id: str
    version: int | None = Field(description="The version that is public; null if none is.")
    draft: DraftShown | None
    warnings: list[str] = Field(
        description="What the parser is in doubt about, for people to look at."
    )
    lost_edits: int = Field(description="Edits of the version before that did not fit this text.")
    message: str


class Turn(BaseModel):
    label: str | None
    speaker: str | None
    title: str | None
    body: str | None
    kind: str
    answers: int | None
    follows: int | None
    paragraphs: list[str]
    remarks: list[str]
    start: int = Field(description="Where it starts in `text`.")


class TranscriptShown(BaseModel):
    """A text and what stands in it. `evidence` says where each field of the header was found;
    `notes` how the file was read.
    """

    title: str
    date: str | None
    published: str | None
    language: str
    source: str | None
    place: str | None
    body: str | None
    evidence: dict[str, str]
    warnings: list[str]
    notes: list[str]
    turns: list[Turn]
    text: str


class EditShown(BaseModel):
    edit: dict[str, Any]
    revision: int
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None


class DraftWhole(DraftShown):
    """With its text, its turns as they would be published, and every edit."""

    transcript: TranscriptShown
    edits: list[EditShown]


class Drafts(BaseModel):
    drafts: list[DraftShown]


class DocumentShown(BaseModel):
    """A document of the catalogue. `indexed`: whether its current version answers citizens
    already.
    """

    id: str
    title: str
    date: str | None
    source: str | None
    language: str
    version: int
    added_at: str
    withdrawn_at: str | None
    indexed: bool
    characters: int
    url: str


class Documents(BaseModel):
    documents: list[DocumentShown]
    total: int
    next: str | None = Field(description="The address of the next page; null on the last.")


class Happened(BaseModel):
    version: int
    action: str = Field(description="add, replace, withdraw or restore")
    at: str
    by: str | None
    reason: str | None


class DocumentWhole(DocumentShown):
    """With what was done with it, oldest first, and the drafts that are open."""

    history: list[Happened]
    drafts: list[DraftShown]


class VersionShown(TranscriptShown):
    id: str
    version: int


class Done(BaseModel):
    """`changed`: false where it was so before."""

    id: str
    changed: bool
    withdrawn: bool


class Change(BaseModel):
    kind: str = Field(description="added, removed or changed")
    before: str
    after: str


class Difference(BaseModel):
    """The paragraphs that are not the same."""

    before: int | None = Field(description="The version; null for nothing.")
    after: int | None = Field(description="The version; null for the draft.")
    changes: list[Change]


class Cited(BaseModel):
    """An answer that cites a document. `version` is the one that it cites; `stands`: whether all
    its quotes are still in the current one.
    """

    id: str
    question: str
    asked_at: str
    status: str
    version: int
    stands: bool
    url: str


class Answers(BaseModel):
    answers: list[Cited]


class Tried(BaseModel):
    """An answer made of a draft alone. `citations`: each checked quote with document, place,
    speaker and date, as /api/ask gives them.
    """

    status: str
    answer: str
    understood: str
    language: str
    ms: float
    citations: list[dict[str, Any]]


class JobShown(BaseModel):
    """Work behind the pages. `results`: what became of each document in it; `error`: why it failed,
    for people.
    """

    number: int
    kind: str
    name: str
    state: str = Field(description="waiting, working, done or failed")
    by: str
    at: str
    step: str | None
    done: int
    of: int
    results: list[dict[str, Any]]
    error: str | None
    ended_at: str | None
    url: str


class Jobs(BaseModel):
    jobs: list[JobShown]
