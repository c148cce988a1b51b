"""SQL -> drafts: which there are, what they hold, every edit that was made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from pressroom.corpus.drafts.draft import OPEN, Draft, Made, State
from pressroom.corpus.drafts.editing import apply
from pressroom.corpus.drafts.edits import Edit, from_row
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.stored import source_of, transcript_of
from pressroom.corpus.source import SourceText
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import draft_edits, drafts
from pressroom.corpus.transcript import Transcript

_LISTED = [column for column in drafts.c if column.name not in ("source", "parsed", "original")]


class DraftReads:
    """What is known of drafts, and what was done to them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed = lru_cache(maxsize=64)(self._load_parsed)

    def get(self, draft_id: str) -> Draft:
        """Raises LibraryError for an unknown id."""
        with self._database.reading() as connection:
            return draft_of(connection, draft_id)

    def listed(
        self, states: Sequence[State] = OPEN, *, document_id: str | None = None
    ) -> list[Draft]:
        """Those in these states, what changed last first."""
        query = (
            sa.select(*_LISTED)
            .where(drafts.c.state.in_(states))
            .order_by(drafts.c.changed_at.desc(), drafts.c.id)
        )
        if document_id is not None:
            query = query.where(drafts.c.document_id == document_id)
        with self._database.reading() as connection:
            return [Draft(**row._mapping) for row in connection.execute(query)]

    def new_ids(self) -> set[str]:
        """The ids that open drafts of new documents will have."""
        return {draft.document_id for draft in self.listed() if draft.base_version is None}

    def with_words(self, words: str) -> list[Draft]:
        """Open drafts whose text has this fingerprint."""
        return [draft for draft in self.listed() if draft.words == words]

    def due(self) -> list[Draft]:
        """Scheduled drafts whose time has come, the earliest first."""
        found = [
            draft
            for draft in self.listed(("scheduled",))
            if draft.publish_at and draft.publish_at <= now()
        ]
        return sorted(found, key=lambda draft: draft.publish_at or "")

    def source(self, draft_id: str) -> SourceText:
        return source_of(self._column(draft_id, drafts.c.source))

    def original(self, draft_id: str) -> bytes | None:
        """The file as it came in."""
        data: bytes | None = self._column(draft_id, drafts.c.original)
        return data

    def parsed(self, draft_id: str) -> Transcript:
        """What the parser made of it, before any edit."""
        return self._parsed(draft_id)

    def transcript(self, draft: Draft) -> Transcript:
        """With its edits, as it would be published."""
        return apply(self._parsed(draft.id), self.edits(draft.id))

    def seen_at(self, draft_id: str, revision: int) -> Transcript:
        """As it was at an earlier revision: what somebody saw who opened it then."""
        held = [
            made.edit
            for made in self.made(draft_id)
            if made.revision <= revision and (made.undone_revision or revision + 1) > revision
        ]
        return apply(self._parsed(draft_id), held)

    def edits(self, draft_id: str) -> list[Edit]:
        """Those that hold, in order."""
        return [made.edit for made in self.made(draft_id) if made.undone_at is None]

    def made(self, draft_id: str, *, since: int = 0) -> list[Made]:
        """Every edit made or undone after the revision `since`, in order."""
        late = (draft_edits.c.revision > since) | (draft_edits.c.undone_revision > since)
        query = (
            sa.select(draft_edits)
            .where(draft_edits.c.draft_id == draft_id, late)
            .order_by(draft_edits.c.revision)
        )
        with self._database.reading() as connection:
            return [_made(row) for row in connection.execute(query)]

    def _column(self, draft_id: str, column: Any) -> Any:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(column).where(drafts.c.id == draft_id)).first()
        if row is None:
            raise _unknown(draft_id)
        return row[0]

    def _load_parsed(self, draft_id: str) -> Transcript:
        row = json.loads(self._column(draft_id, drafts.c.parsed))
        return transcript_of(row, document_id=self.get(draft_id).document_id, version=1)


def draft_of(connection: sa.Connection, draft_id: str) -> Draft:
    row = connection.execute(sa.select(*_LISTED).where(drafts.c.id == draft_id)).first()
    if row is None:
        raise _unknown(draft_id)
    return Draft(**row._mapping)


def holding(connection: sa.Connection, draft_id: str) -> list[Edit]:
    query = sa.select(draft_edits.c.edit).where(
        draft_edits.c.draft_id == draft_id, draft_edits.c.undone_at.is_(None)
    )
    return [
        from_row(json.loads(stored))
        for stored in connection.execute(query.order_by(draft_edits.c.revision)).scalars()
    ]


def _made(row: Any) -> Made:
    return Made(
        from_row(json.loads(row.edit)),
        row.revision,
        row.by,
        row.at,
        row.undone_by,
        row.undone_at,
        row.undone_revision,
    )


def _unknown(draft_id: str) -> LibraryError:
    return LibraryError(
        f"{draft_id}: no such draft; `pressroom draft list` shows the ids that there are"
    )
