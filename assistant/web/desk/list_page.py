"""Drafts and documents -> one list of both, by state and words."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.web.desk.pages import document_page
from pressroom.corpus.drafts.draft import OPEN, Draft
from pressroom.corpus.library.library import Change, Entry
from pressroom.corpus.normalise import fold

STATES = (*OPEN, "public", "withdrawn", "discarded")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line: a draft (`corrects` a version, or is `planned`) or a document (with its `version`).
    `note` is its file or id; `added` and `by` are when it came in and who brought it.
    """

    title: str
    url: str
    state: str
    note: str
    added: str
    by: str | None
    date: str | None = None
    version: int | None = None
    corrects: int | None = None
    planned: str | None = None


def rows_of(desk: Desk, words: str, state: str) -> list[Row]:
    """What is open first, what changed last first; then documents, the newest event first."""
    drafts = [
        _draft_row(draft)
        for draft in desk.drafts.listed(OPEN if state != "discarded" else ("discarded",))
    ]
    came = desk.library.arrivals()
    documents = [_document_row(entry, came[entry.id]) for entry in desk.library.entries()]
    wanted = fold(words.strip())
    return [
        row
        for row in (*drafts, *documents)
        if _is_in(row.state, state) and wanted in fold(f"{row.title} {row.note}")
    ]


def state_of(entry: Entry) -> str:
    return "withdrawn" if entry.withdrawn_at else "public" if entry.indexed else "indexing"


def _is_in(state: str, wanted: str) -> bool:
    return not wanted or state == wanted or (wanted == "public" and state == "indexing")


def _draft_row(draft: Draft) -> Row:
    return Row(
        draft.title,
        f"/desk/drafts/{draft.id}",
        draft.state,
        draft.origin,
        draft.at,
        draft.by,
        corrects=draft.base_version,
        planned=draft.publish_at,
    )


def _document_row(entry: Entry, came: Change) -> Row:
    url, state = document_page(entry.id), state_of(entry)
    return Row(entry.title, url, state, entry.id, came.at, came.by, entry.date, entry.version)
