"""The drafts of a library, in SQL: created, edited, moved from state to state. Every edit is kept, who made it and when."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from corpus.database import Database, now
from corpus.draft import EDITABLE, FROM, NOT_CARRIED, OPEN, ConflictError, Draft, Made, SameDraftError, State
from corpus.editing import apply
from corpus.edits import Edit, from_row, to_row
from corpus.errors import LibraryError
from corpus.stored import source_json, source_of, transcript_of, transcript_row
from corpus.tables import draft_edits, drafts, fingerprint
from corpus.transcript import SourceText, Transcript

_LISTED = [column for column in drafts.c if column.name not in ("source", "parsed", "original")]


class Drafts:
    """The drafts of a library. Threads and processes may share it; a change names the revision that it was made from."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parsed = lru_cache(maxsize=64)(self._load_parsed)

    def create(
        self,
        source: SourceText,
        parsed: Transcript,
        *,
        document_id: str,
        by: str,
        base_version: int | None = None,
        original: bytes | None = None,
        edits: Sequence[Edit] = (),
        lost: Sequence[Edit] = (),
        reason: str | None = None,
    ) -> Draft:
        """A new draft with edits made already: those carried over from the version before. Those `lost` on the way are listed as undone.

        Raises SameDraftError where an open draft has this text already, though another process made it a moment ago; the draft that
        corrects the header alone of the version `base_version` is of one text with that document, and one of its kind.
        """
        title = apply(parsed, edits).title
        identity, at = secrets.token_hex(6), now()
        row = {
            "id": identity,
            "document_id": document_id,
            "base_version": base_version,
            "state": "draft",
            "revision": 1 + len(lost) + len(edits),
            "title": title,
            "origin": source.origin,
            "words": fingerprint(source.text),
            "source": source_json(source),
            "parsed": json.dumps(transcript_row(parsed), ensure_ascii=False),
            "original": original,
            "by": by,
            "at": at,
            "changed_by": by,
            "changed_at": at,
            "reason": reason,
        }
        with self._database.writing() as connection:
            same = (drafts.c.words == row["words"]) & drafts.c.state.in_(OPEN)
            if there := connection.execute(sa.select(drafts.c.id).where(same).order_by(drafts.c.at)).scalar():
                raise SameDraftError(_draft(connection, there))
            connection.execute(sa.insert(drafts).values(**row))
            for number, edit in enumerate([*lost, *edits], 2):
                undone = {"undone_by": NOT_CARRIED, "undone_at": at, "undone_revision": number} if number < 2 + len(lost) else {}
                made = {"draft_id": identity, "revision": number, "edit": _json(edit), "by": by, "at": at}
                connection.execute(sa.insert(draft_edits).values(**made, **undone))
        return self.get(identity)

    def get(self, draft_id: str) -> Draft:
        """Raises LibraryError for an unknown id."""
        with self._database.reading() as connection:
            return _draft(connection, draft_id)

    def listed(self, states: Sequence[State] = OPEN, *, document_id: str | None = None) -> list[Draft]:
        """Those in these states, what changed last first."""
        query = sa.select(*_LISTED).where(drafts.c.state.in_(states)).order_by(drafts.c.changed_at.desc(), drafts.c.id)
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
        found = [draft for draft in self.listed(("scheduled",)) if draft.publish_at and draft.publish_at <= now()]
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

    def edits(self, draft_id: str) -> list[Edit]:
        """Those that hold, in order."""
        return [made.edit for made in self.made(draft_id) if made.undone_at is None]

    def made(self, draft_id: str, *, since: int = 0) -> list[Made]:
        """Every edit made or undone after the revision `since`, in order."""
        late = (draft_edits.c.revision > since) | (draft_edits.c.undone_revision > since)
        query = sa.select(draft_edits).where(draft_edits.c.draft_id == draft_id, late).order_by(draft_edits.c.revision)
        with self._database.reading() as connection:
            return [_made(row) for row in connection.execute(query)]

    def edit(self, draft_id: str, edit: Edit, *, revision: int, by: str) -> Draft:
        """Raises ConflictError if the draft is at another revision, EditError if the edit does not fit, LibraryError if it is closed."""
        parsed = self._parsed(draft_id)
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            title = apply(parsed, [*_holding(connection, draft_id), edit]).title
            row = {"draft_id": draft_id, "revision": revision + 1, "edit": _json(edit), "by": by, "at": now()}
            connection.execute(sa.insert(draft_edits).values(**row))
            return _changed(connection, draft, by=by, title=title)

    def undo(self, draft_id: str, *, revision: int, by: str) -> Draft:
        """Takes back the last edit that holds. Raises as `edit`; LibraryError if there is none."""
        parsed = self._parsed(draft_id)
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            this = (draft_edits.c.draft_id == draft_id) & draft_edits.c.undone_at.is_(None)
            last = connection.execute(sa.select(sa.func.max(draft_edits.c.revision)).where(this)).scalar()
            if last is None:
                raise LibraryError(f"{draft.title}: nothing was changed, so there is nothing to take back")
            undone = {"undone_by": by, "undone_at": now(), "undone_revision": revision + 1}
            connection.execute(sa.update(draft_edits).where(this, draft_edits.c.revision == last).values(**undone))
            title = apply(parsed, _holding(connection, draft_id)).title
            return _changed(connection, draft, by=by, title=title)

    def move(self, draft_id: str, state: State, *, revision: int, by: str, **values: Any) -> Draft:
        """To another state, with `remark`, `reason`, `publish_at` or `published_version`. Raises as `edit`."""
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, FROM[state])
            return _changed(connection, draft, by=by, state=state, **values)

    def close_as_published(
        self, connection: sa.Connection, draft_id: str, version: int, *, revision: int, by: str, reason: str | None
    ) -> None:
        """The same as `move`, inside the transaction that publishes it: both happen or none."""
        draft = self._at(connection, draft_id, revision, OPEN)
        _changed(connection, draft, by=by, state="published", published_version=version, reason=reason, publish_at=None, remark=None)

    def aim(self, draft_id: str, document_id: str, base_version: int | None, *, revision: int, by: str) -> Draft:
        """It is to become that document: a version on top of `base_version`, or a new one. Raises as `edit`."""
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            return _changed(connection, draft, by=by, document_id=document_id, base_version=base_version)

    def _at(self, connection: sa.Connection, draft_id: str, revision: int, states: Sequence[State]) -> Draft:
        draft = _draft(connection, draft_id)
        if draft.revision != revision:
            raise ConflictError(draft, self.made(draft_id, since=revision))
        if draft.state not in states:
            raise LibraryError(f"{draft.title}: is {draft.state.replace('_', ' ')}; expected one that is {' or '.join(states)}")
        return draft

    def _column(self, draft_id: str, column: Any) -> Any:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(column).where(drafts.c.id == draft_id)).first()
        if row is None:
            raise _unknown(draft_id)
        return row[0]

    def _load_parsed(self, draft_id: str) -> Transcript:
        row = json.loads(self._column(draft_id, drafts.c.parsed))
        return transcript_of(row, document_id=self.get(draft_id).document_id, version=1)


def _draft(connection: sa.Connection, draft_id: str) -> Draft:
    row = connection.execute(sa.select(*_LISTED).where(drafts.c.id == draft_id)).first()
    if row is None:
        raise _unknown(draft_id)
    return Draft(**row._mapping)


def _changed(connection: sa.Connection, draft: Draft, *, by: str, **values: Any) -> Draft:
    changed = {"revision": draft.revision + 1, "changed_by": by, "changed_at": now(), **values}
    connection.execute(sa.update(drafts).where(drafts.c.id == draft.id).values(**changed))
    return _draft(connection, draft.id)


def _holding(connection: sa.Connection, draft_id: str) -> list[Edit]:
    query = sa.select(draft_edits.c.edit).where(draft_edits.c.draft_id == draft_id, draft_edits.c.undone_at.is_(None))
    return [from_row(json.loads(stored)) for stored in connection.execute(query.order_by(draft_edits.c.revision)).scalars()]


def _made(row: Any) -> Made:
    return Made(from_row(json.loads(row.edit)), row.revision, row.by, row.at, row.undone_by, row.undone_at, row.undone_revision)


def _json(edit: Edit) -> str:
    return json.dumps(to_row(edit), ensure_ascii=False)


def _unknown(draft_id: str) -> LibraryError:
    return LibraryError(f"{draft_id}: no such draft; `pressroom draft list` shows the ids that there are")
