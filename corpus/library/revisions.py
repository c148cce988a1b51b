"""The library's change log -> its revision and that of the indexes; and what a question asks of
SQL, asked only after somebody has committed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import sqlalchemy as sa
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import changes

_QUERY = sa.select(
    sa.select(sa.func.max(changes.c.number)).scalar_subquery(),
    sa.select(sa.func.max(changes.c.number)).where(changes.c.action == "index").scalar_subquery(),
)


T = TypeVar("T")


class SinceCommit(Generic[T]):
    """What `read` tells, read again after a commit. Threads may share it: a question asks for the
    same several times.
    """

    def __init__(self, database: Database, read: Callable[[], T]) -> None:
        self._database, self._read = database, read
        self._known: tuple[int, T] | None = None

    def __call__(self) -> T:
        # before reading: what is committed meanwhile is asked for again
        commits, known = self._database.commits(), self._known
        if commits is not None and known and known[0] == commits:
            return known[1]
        told = self._read()
        self._known = None if commits is None else (commits, told)
        return told


def revisions(database: Database) -> tuple[int, int]:
    """(of the library, of the indexes): the first grows with every change, the second with every
    change of the indexes.
    """
    with database.reading() as connection:
        library, indexes = connection.execute(_QUERY).one()
    return library or 0, indexes or 0


def note(
    connection: sa.Connection,
    document_id: str,
    version: int,
    action: str,
    *,
    by: str | None = None,
    reason: str | None = None,
) -> None:
    """A line in the history of a document; the library's revision grows."""
    row = {
        "document_id": document_id,
        "version": version,
        "action": action,
        "at": now(),
        "by": by,
        "reason": reason,
    }
    connection.execute(sa.insert(changes).values(**row))
