"""The drafts of a library, in SQL: created, edited, moved from state to state. Every edit is kept,
who made it and when.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from pressroom.corpus.drafts.draft import (
    EDITABLE,
    FROM,
    NOT_CARRIED,
    OPEN,
    ConflictError,
    Draft,
    SameDraftError,
    State,
)
from pressroom.corpus.drafts.editing import apply
from pressroom.corpus.drafts.edits import Edit, to_row
from pressroom.corpus.drafts.reads import DraftReads, draft_of, holding
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.stored import fingerprint, source_json, transcript_row
from pressroom.corpus.source import SourceText
from pressroom.corpus.storage.database import now
from pressroom.corpus.storage.tables import draft_edits, drafts
from pressroom.corpus.transcript import Transcript


class Drafts(DraftReads):
    """The drafts of a library. Threads and processes may share it; a change names the revision that
    it was made from.
    """

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
        """A new draft with edits made already: those carried over from the version before. Those
        `lost` on the way are listed as undone.

        Raises SameDraftError where an open draft has this text already, though another process made
        it a moment ago; the draft that corrects the header alone of the version `base_version` is
        of one text with that document, and one of its kind.
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
            if there := connection.execute(
                sa.select(drafts.c.id).where(same).order_by(drafts.c.at)
            ).scalar():
                raise SameDraftError(draft_of(connection, there))
            connection.execute(sa.insert(drafts).values(**row))
            for number, edit in enumerate([*lost, *edits], 2):
                undone = (
                    {"undone_by": NOT_CARRIED, "undone_at": at, "undone_revision": number}
                    if number < 2 + len(lost)
                    else {}
                )
                made = {
                    "draft_id": identity,
                    "revision": number,
                    "edit": _json(edit),
                    "by": by,
                    "at": at,
                }
                connection.execute(sa.insert(draft_edits).values(**made, **undone))
        return self.get(identity)

    def edit(self, draft_id: str, edit: Edit, *, revision: int, by: str) -> Draft:
        """As `edit_all`, of one edit."""
        return self.edit_all(draft_id, [edit], revision=revision, by=by)

    def edit_all(self, draft_id: str, edits: Sequence[Edit], *, revision: int, by: str) -> Draft:
        """All of them or none; the revision grows with each.

        Raises ConflictError if the draft is at another revision, EditError if an edit does not fit,
        LibraryError if the draft is closed.
        """
        parsed, at = self._parsed(draft_id), now()
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            title = apply(parsed, [*holding(connection, draft_id), *edits]).title
            for number, edit in enumerate(edits, revision + 1):
                row = {"draft_id": draft_id, "revision": number, "edit": _json(edit)}
                connection.execute(sa.insert(draft_edits).values(**row, by=by, at=at))
            return _changed(connection, draft, by=by, title=title, revision=revision + len(edits))

    def undo(self, draft_id: str, *, revision: int, by: str) -> Draft:
        """Takes back the last edit that holds. Raises as `edit`; LibraryError if there is none."""
        parsed = self._parsed(draft_id)
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            this = (draft_edits.c.draft_id == draft_id) & draft_edits.c.undone_at.is_(None)
            last = connection.execute(
                sa.select(sa.func.max(draft_edits.c.revision)).where(this)
            ).scalar()
            if last is None:
                raise LibraryError(
                    f"{draft.title}: nothing was changed, so there is nothing to take back",
                    key="nothing_to_undo",
                )
            undone = {"undone_by": by, "undone_at": now(), "undone_revision": revision + 1}
            connection.execute(
                sa.update(draft_edits).where(this, draft_edits.c.revision == last).values(**undone)
            )
            title = apply(parsed, holding(connection, draft_id)).title
            return _changed(connection, draft, by=by, title=title)

    def move(self, draft_id: str, state: State, *, revision: int, by: str, **values: Any) -> Draft:
        """To another state, with `remark`, `reason`, `publish_at` or `published_version`. Raises as
        `edit`.
        """
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, FROM[state])
            return _changed(connection, draft, by=by, state=state, **values)

    def close_as_published(
        self,
        connection: sa.Connection,
        draft_id: str,
        version: int,
        *,
        revision: int,
        by: str,
        reason: str | None,
    ) -> None:
        """The same as `move`, inside the transaction that publishes it: both happen or none."""
        draft = self._at(connection, draft_id, revision, OPEN)
        _changed(
            connection,
            draft,
            by=by,
            state="published",
            published_version=version,
            reason=reason,
            publish_at=None,
            remark=None,
        )

    def aim(
        self, draft_id: str, document_id: str, base_version: int | None, *, revision: int, by: str
    ) -> Draft:
        """It is to become that document: a version on top of `base_version`, or a new one. Raises
        as `edit`.
        """
        with self._database.writing() as connection:
            draft = self._at(connection, draft_id, revision, EDITABLE)
            return _changed(
                connection, draft, by=by, document_id=document_id, base_version=base_version
            )

    def _at(
        self, connection: sa.Connection, draft_id: str, revision: int, states: Sequence[State]
    ) -> Draft:
        draft = draft_of(connection, draft_id)
        if draft.revision != revision:
            raise ConflictError(draft, self.made(draft_id, since=revision))
        if draft.state not in states:
            raise LibraryError(
                f"{draft.title}: is {draft.state.replace('_', ' ')}; expected one that is "
                f"{' or '.join(states)}",
                key="closed",
                state=draft.state,
            )
        return draft


def _changed(connection: sa.Connection, draft: Draft, *, by: str, **values: Any) -> Draft:
    changed = {"revision": draft.revision + 1, "changed_by": by, "changed_at": now(), **values}
    connection.execute(sa.update(drafts).where(drafts.c.id == draft.id).values(**changed))
    return draft_of(connection, draft.id)


def _json(edit: Edit) -> str:
    return json.dumps(to_row(edit), ensure_ascii=False)
