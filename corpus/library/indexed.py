"""What the indexes need of the library: what is pending, what they hold, which of them serve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from pressroom.corpus.library.revisions import SinceCommit, note
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import coming, documents, indexed, meta

_ANEW = "indexes made anew since"
_INDEX, _EMBEDDING, _MADE_BY = "index", "embedding", "embedding made by"


@dataclass(frozen=True, slots=True)
class Serves:
    """The indexes that answer: their name (that of the first ones is empty), the fingerprint of
    their embedding model, and what opens that again, if that is known.
    """

    index: str
    fingerprint: str
    made_by: str = ""


class Indexed:
    """What both indexes hold, as the library knows it: those that serve, or, by their name, those
    that do not yet.
    """

    def __init__(self, database: Database, index: str | None = None) -> None:
        self._database = database
        self._index = index
        self._table = indexed if index is None else coming
        self._anew = SinceCommit(database, lambda: bool(self.get_note(_ANEW)))
        self._serving = SinceCommit(database, self._read_serving)

    def pending(self) -> list[tuple[str, int | None]]:
        """(id, version) of documents to be indexed, (id, None) of those to be taken out of the
        indexes.
        """
        held = sa.select(self._table).where(self._is_ours).subquery()
        live = documents.c.withdrawn_at.is_(None)
        wanted = (
            sa.select(documents.c.id, documents.c.version, live.label("live"))
            .outerjoin(held, held.c.document_id == documents.c.id)
            .where(
                sa.or_(
                    live & (held.c.version.is_(None) | (held.c.version != documents.c.version)),
                    ~live & held.c.version.is_not(None),
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
        own = {} if self._index is None else {"index_name": self._index}
        with self._database.writing() as connection:
            for document_id, version in held:
                is_it = self._table.c.document_id == document_id
                connection.execute(sa.delete(self._table).where(self._is_ours, is_it))
                if version is not None:
                    row = {**own, "document_id": document_id, "version": version}
                    connection.execute(sa.insert(self._table).values(**row))
                if self._index is None:
                    note(connection, document_id, version or 0, "index")

    def begun(self, document_ids: Sequence[str]) -> list[str]:
        """Those of these documents of which the indexes hold something, or may."""
        query = sa.select(self._table.c.document_id).where(
            self._is_ours, self._table.c.document_id.in_(document_ids)
        )
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def forget_indexed(self) -> None:
        """Everything has to be indexed anew."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(self._table).where(self._is_ours))

    @property
    def _is_ours(self) -> sa.ColumnElement[bool]:
        return sa.true() if self._index is None else coming.c.index_name == self._index

    def serving(self) -> Serves | None:
        """Which indexes answer; None before the first."""
        return self._serving()

    def serves(self, index: str) -> bool:
        """Whether the indexes of this name answer, or none do yet."""
        serves = self.serving()
        return serves is None or serves.index == index

    def _read_serving(self) -> Serves | None:
        names = (_INDEX, _EMBEDDING, _MADE_BY)
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(meta).where(meta.c.key.in_(names)))
            told: dict[str, str] = {row.key: row.value for row in rows}
        if _EMBEDDING not in told:
            return None
        return Serves(told.get(_INDEX, ""), told[_EMBEDDING], told.get(_MADE_BY, ""))

    def note_serving(self, serves: Serves) -> None:
        """Of indexes that serve already, or are the first."""
        with self._database.writing() as connection:
            _note_serving(connection, serves)

    def serve(self, serves: Serves, *, is_whole: bool) -> None:
        """From now on these indexes answer, not those before, all at once. What is not whole is
        being made anew.
        """
        ours = coming.c.index_name == serves.index
        with self._database.writing() as connection:
            connection.execute(sa.delete(indexed))
            columns = sa.select(coming.c.document_id, coming.c.version).where(ours)
            connection.execute(sa.insert(indexed).from_select(["document_id", "version"], columns))
            connection.execute(sa.delete(coming).where(ours))
            _note_serving(connection, serves)
            _set(connection, _ANEW, "" if is_whole else now())
            note(connection, "", 0, "index")  # of no document: the indexes are others

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
            _set(connection, key, value)


def _note_serving(connection: sa.Connection, serves: Serves) -> None:
    _set(connection, _INDEX, serves.index)
    _set(connection, _EMBEDDING, serves.fingerprint)
    _set(connection, _MADE_BY, serves.made_by)


def _set(connection: sa.Connection, key: str, value: str) -> None:
    connection.execute(sa.delete(meta).where(meta.c.key == key))
    connection.execute(sa.insert(meta).values(key=key, value=value))
