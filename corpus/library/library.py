"""The library, whole: the catalogue in SQL, the source of truth. What it can do stands in reads,
writes and indexed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pressroom.corpus.library.coming import Coming
from pressroom.corpus.library.entry import Change, Entry
from pressroom.corpus.library.indexed import Indexed
from pressroom.corpus.library.reads import Reads
from pressroom.corpus.library.writes import AddOutcome, StaleError, Writes
from pressroom.corpus.storage.database import Database, address_in, now
from pressroom.corpus.storage.tables import unanswered

__all__ = ["AddOutcome", "Change", "Entry", "Library", "StaleError", "Unanswered"]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, for the people who can add the document that answers it."""

    question: str
    language: str
    asked_at: str


class Library(Reads, Writes, Indexed):
    """All documents, in one SQL database. Safe for several threads and processes."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy URL. Raises LibraryError for one that leads to no library."""
        self.database = Database(url)
        Reads.__init__(self, self.database)
        Indexed.__init__(self, self.database)

    @classmethod
    def open(cls, home: Path, url: str | None = None) -> Library:
        """The library of a data folder, made if it is not there; `url` where it is on a server."""
        return cls(url or address_in(home))

    def close(self) -> None:
        self.database.close()

    def coming(self, index: str) -> Coming:
        """The same for indexes of this name that do not serve yet."""
        return Coming(self.database, index)

    def log_unanswered(self, question: str, *, language: str) -> None:
        with self.database.writing() as connection:
            connection.execute(
                sa.insert(unanswered).values(question=question, language=language, asked_at=now())
            )

    def unanswered(self) -> list[Unanswered]:
        """Newest first."""
        query = sa.select(unanswered).order_by(unanswered.c.number.desc())
        with self.database.reading() as connection:
            return [
                Unanswered(row.question, row.language, row.asked_at)
                for row in connection.execute(query)
            ]
