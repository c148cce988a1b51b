"""What the indexes need of the library: what is pending, what they hold, and notes about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from pressroom.corpus.library.revisions import SinceCommit, note
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import documents, indexed, meta

_ANEW = "indexes made anew since"


class Indexed:
    """What both indexes hold, as the library knows it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._anew = SinceCommit(database, lambda: bool(self.get_note(_ANEW)))

    def pending(self) -> list[tuple[str, int | None]]:
        """(id, version) of documents to be indexed, (id, None) of those to be taken out of the
        indexes.
        """
        live = documents.c.withdrawn_at.is_(None)
        wanted = (
            sa.select(
                documents.c.id,
                documents.c.version,
                live.label("live"),
                indexed.c.version.label("held"),
            )
            .outerjoin(indexed, indexed.c.document_id == documents.c.id)
            .where(
                sa.or_(
                    live
                    & (indexed.c.version.is_(None) | (indexed.c.version != documents.c.version)),
                    ~live & indexed.c.version.is_not(None),
                )
            )
            .order_by(documents.c.added_at, documents.c.id)
        )
        with self._database.reading() as connection:
            return [
                (row.id, row.version if row.live else None) for row in connection.execute(wanted)
            ]

    def mark_indexed(self, held: Iterable[tuple[str, int | None]]) -> None:
        """Notes what both indexes now hold (None: nothing of that document; 0: perhaps some)."""
        with self._database.writing() as connection:
            for document_id, version in held:
                connection.execute(sa.delete(indexed).where(indexed.c.document_id == document_id))
                if version is not None:
                    connection.execute(
                        sa.insert(indexed).values(document_id=document_id, version=version)
                    )
                note(connection, document_id, version or 0, "index")

    def begun(self, document_ids: Sequence[str]) -> list[str]:
        """Those of these documents of which the indexes hold something, or may."""
        with self._database.reading() as connection:
            return list(
                connection.execute(
                    sa.select(indexed.c.document_id).where(indexed.c.document_id.in_(document_ids))
                ).scalars()
            )

    def forget_indexed(self) -> None:
        """Everything has to be indexed anew."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(indexed))

    def is_made_anew(self) -> bool:
        """Whether the indexes are being made anew, so that a search is not whole."""
        return self._anew()

    def note_made_anew(self, *, begins: bool) -> None:
        """Whether it begins or is done."""
        self.set_note(_ANEW, now() if begins else "")

    def get_note(self, key: str) -> str | None:
        with self._database.reading() as connection:
            found: str | None = connection.execute(
                sa.select(meta.c.value).where(meta.c.key == key)
            ).scalar()
            return found

    def set_note(self, key: str, value: str) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(meta).where(meta.c.key == key))
            connection.execute(sa.insert(meta).values(key=key, value=value))
