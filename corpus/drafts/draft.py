"""A document that is not public: what a draft is, the states it goes through, an edit as it was
made, and who was first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pressroom.corpus.drafts.edits import Edit
from pressroom.corpus.errors import LibraryError

State = Literal["draft", "ready", "sent_back", "scheduled", "published", "discarded"]
STATES: tuple[State, ...] = get_args(State)
OPEN: tuple[State, ...] = ("draft", "ready", "sent_back", "scheduled")
EDITABLE: tuple[State, ...] = ("draft", "ready", "sent_back")
NOT_CARRIED = ""  # who undid an edit of the version before that does not fit this text: nobody
FROM: dict[State, tuple[State, ...]] = {
    "draft": (),
    "ready": ("draft", "sent_back", "scheduled"),
    "sent_back": ("draft", "ready", "scheduled"),
    "scheduled": EDITABLE,
    "published": OPEN,
    "discarded": OPEN,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A line of the list of drafts. `revision` grows with every change; `base_version` is the
    version that it corrects, None for a new document. Times are ISO 8601, UTC; `publish_at` of a
    scheduled one.
    """

    id: str
    document_id: str
    base_version: int | None
    state: State
    revision: int
    title: str
    origin: str
    words: str
    by: str
    at: str
    changed_by: str
    changed_at: str
    reason: str | None
    remark: str | None
    publish_at: str | None
    published_version: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """An edit as it was made: `revision` is that of the draft once it was there."""

    edit: Edit
    revision: int
    by: str
    at: str
    undone_by: str | None
    undone_at: str | None
    undone_revision: int | None


class SameDraftError(LibraryError):
    """An open draft has the same text, white space aside."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            f"{draft.title}: there is an open draft with this text ({draft.id}); go on with that "
            f"one, or discard it first"
        )
        self.draft = draft


class ConflictError(LibraryError):
    """Somebody else changed the draft since it was looked at. `draft` is as it is now, `since` what
    was done meanwhile.
    """

    def __init__(self, draft: Draft, since: Sequence[Made]) -> None:
        super().__init__(
            f"{draft.title}: {draft.changed_by} changed this draft at {draft.changed_at}, after "
            f"you opened it. Nothing of yours was "
            "saved over it; look at what changed, then make your change again"
        )
        self.draft = draft
        self.since = tuple(since)
