"""The library's change log -> its revision and that of the indexes, asked of SQL only after
somebody has committed.
"""

from __future__ import annotations

import sqlalchemy as sa
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import changes

_QUERY = sa.select(
    sa.select(sa.func.max(changes.c.number)).scalar_subquery(),
    sa.select(sa.func.max(changes.c.number)).where(changes.c.action == "index").scalar_subquery(),
)


class Revisions:
    """Threads may share it. A question asks for both several times."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int | None, tuple[int, int]] = (None, (0, 0))

    def __call__(self) -> tuple[int, int]:
        """(of the library, of the indexes): the first grows with every change, the second with
        every change of the indexes.
        """
        commits = (
            self._database.commits()
        )  # before the query: what is committed meanwhile is asked for again
        known, revisions = self._known
        if commits is None or commits != known:
            with self._database.reading() as connection:
                library, indexes = connection.execute(_QUERY).one()
            revisions = (library or 0, indexes or 0)
            self._known = (commits, revisions)
        return revisions


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
