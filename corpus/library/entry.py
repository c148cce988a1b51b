"""A document of the library as it is listed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.corpus.errors import LibraryError


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue: the current version of a document. Times are ISO 8601, UTC."""

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


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a document's history. `action` is add, replace, withdraw or restore; `by` and
    `reason` where somebody gave them.
    """

    version: int
    action: str
    at: str
    by: str | None
    reason: str | None

    @property
    def is_correction(self) -> bool:
        """Whether the words changed, and readers are told why."""
        return self.action == "replace" and self.reason is not None


def unknown(document_id: str) -> LibraryError:
    return LibraryError(
        f"{document_id}: no such document; `pressroom list` shows the ids that there are"
    )
