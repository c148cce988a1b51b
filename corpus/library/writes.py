"""Documents -> the library: add, publish, withdraw, restore; every version is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import sqlalchemy as sa
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.entry import unknown
from pressroom.corpus.library.revisions import note
from pressroom.corpus.library.stored import digest_of, version_row
from pressroom.corpus.source import SourceText
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import documents, versions
from pressroom.corpus.transcript import Transcript

AddOutcome = Literal["added", "new version", "unchanged", "unchanged, withdrawn", "restored"]


class StaleError(LibraryError):
    """Somebody else has published a version since the one that this was made from."""


class Writes:
    """What changes a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Iterable[tuple[SourceText, Transcript]]) -> list[tuple[str, AddOutcome]]:
        """All of them or, on an error, none. A known id with another text becomes a new version."""
        with self._database.writing() as connection:
            return [
                (source.id, self._add(connection, source, transcript))
                for source, transcript in items
            ]

    def publish(
        self,
        source: SourceText,
        transcript: Transcript,
        *,
        edits: str | None,
        base: int | None,
        by: str,
        reason: str | None = None,
        also: Callable[[sa.Connection, int], None] = lambda _connection, _version: None,
    ) -> tuple[int, AddOutcome]:
        """The version that is now current, and what that meant; what was withdrawn comes back.

        `edits` is what staff changed of the parse, `base` the version that this is made from, None
        for a new document; `also` is done in the same transaction. Raises StaleError if that is no
        longer the current one.
        """
        with self._database.writing() as connection:
            known = connection.execute(
                sa.select(documents).where(documents.c.id == source.id)
            ).first()
            if (known.version if known else None) != base:
                raise _stale(source.id, base, known.version if known else None)
            outcome = self._add(
                connection, source, transcript, edits=edits or "", by=by, reason=reason
            )
            if outcome == "unchanged, withdrawn":
                self._restore(connection, source.id, by=by, reason=reason)
                outcome = "restored"
            version = _entry(connection, source.id).version
            also(connection, version)
            return version, outcome

    def withdraw(
        self, document_id: str, *, by: str | None = None, reason: str | None = None
    ) -> bool:
        """From now on never found. False if it was withdrawn before. Raises LibraryError for an
        unknown id.
        """
        with self._database.writing() as connection:
            entry = _entry(connection, document_id)
            if entry.withdrawn_at:
                return False
            connection.execute(
                sa.update(documents).where(documents.c.id == document_id).values(withdrawn_at=now())
            )
            note(connection, document_id, entry.version, "withdraw", by=by, reason=reason)
            return True

    def restore(
        self, document_id: str, *, by: str | None = None, reason: str | None = None
    ) -> bool:
        """Found again, once it is indexed. False if it was not withdrawn. Raises LibraryError for
        an unknown id.
        """
        with self._database.writing() as connection:
            if not _entry(connection, document_id).withdrawn_at:
                return False
            self._restore(connection, document_id, by=by, reason=reason)
            return True

    def _add(
        self,
        connection: sa.Connection,
        source: SourceText,
        transcript: Transcript,
        *,
        edits: str | None = None,
        by: str | None = None,
        reason: str | None = None,
    ) -> AddOutcome:
        """`edits` None: whatever staff made of this text is left as it is."""
        query = (
            sa.select(
                documents.c.version, documents.c.withdrawn_at, versions.c.digest, versions.c.edits
            )
            .join(
                versions,
                (versions.c.document_id == documents.c.id)
                & (versions.c.version == documents.c.version),
            )
            .where(documents.c.id == source.id)
        )
        known = connection.execute(query).first()
        if known and known.digest == digest_of(source) and edits in (None, known.edits or ""):
            return "unchanged, withdrawn" if known.withdrawn_at else "unchanged"
        version, at = (known.version + 1 if known else 1), now()
        if known:
            update = sa.update(documents).where(documents.c.id == source.id)
            connection.execute(update.values(version=version, withdrawn_at=None))
        else:
            connection.execute(
                sa.insert(documents).values(id=source.id, version=version, added_at=at)
            )
        row = {
            **version_row(source, transcript),
            "version": version,
            "added_at": at,
            "edits": edits or None,
        }
        connection.execute(sa.insert(versions).values(**row))
        note(connection, source.id, version, "replace" if known else "add", by=by, reason=reason)
        return "new version" if known else "added"

    @staticmethod
    def _restore(
        connection: sa.Connection, document_id: str, *, by: str | None, reason: str | None
    ) -> None:
        version = _entry(connection, document_id).version
        connection.execute(
            sa.update(documents).where(documents.c.id == document_id).values(withdrawn_at=None)
        )
        note(connection, document_id, version, "restore", by=by, reason=reason)


def _entry(connection: sa.Connection, document_id: str) -> sa.Row[tuple[str, int, str, str | None]]:
    entry = connection.execute(sa.select(documents).where(documents.c.id == document_id)).first()
    if entry is None:
        raise unknown(document_id)
    return entry


def _stale(document_id: str, base: int | None, current: int | None) -> StaleError:
    made = f"made from version {base}" if base else "made as a new document"
    there = f"version {current} is current" if current else "there is no such document"
    return StaleError(
        f"{document_id}: this was {made}, but now {there}. Look at the difference, then publish "
        f"on top of it, or discard this"
    )
