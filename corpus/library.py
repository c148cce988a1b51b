"""The library, whole: the catalogue in SQL, the source of truth. What it can do stands in reads, writes and indexed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from corpus.database import Database, address_in, now
from corpus.indexed import Indexed
from corpus.reads import Change, Entry, Reads
from corpus.tables import SCHEMA, unanswered
from corpus.writes import Outcome, StaleError, Writes

__all__ = ["SCHEMA", "Change", "Entry", "Library", "Outcome", "StaleError", "Unanswered"]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, for the people who can add the document that answers it."""

    question: str
    language: str
    asked_at: str


class Library(Reads, Writes, Indexed):
    """All documents, in one SQL database. Safe for several threads and processes."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy URL. Raises LibraryError for a database of another program or schema."""
        self.database = Database(url)
        Reads.__init__(self, self.database)

    @classmethod
    def open(cls, home: Path) -> Library:
        """The library of a data folder, made if it is not there."""
        return cls(address_in(home))

    def close(self) -> None:
        self.database.close()

    def log_unanswered(self, question: str, *, language: str) -> None:
        with self.database.writing() as connection:
            connection.execute(sa.insert(unanswered).values(question=question, language=language, asked_at=now()))

    def unanswered(self) -> list[Unanswered]:
        """Newest first."""
        query = sa.select(unanswered).order_by(unanswered.c.number.desc())
        with self.database.reading() as connection:
            return [Unanswered(row.question, row.language, row.asked_at) for row in connection.execute(query)]
