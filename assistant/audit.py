"""Everything that staff do -> a line each: who, what, when, before and after; lines are only ever added."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from corpus.database import Database, now

_metadata = sa.MetaData()
_audit = sa.Table(
    "audit",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
)
_LONGEST = 20_000  # characters of a value


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the log. `before` and `after` are JSON."""

    number: int
    at: str
    by: str
    action: str
    what: str
    before: str | None
    after: str | None


class Audit:
    """The log of a library. Threads and processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.writing() as connection:
            _metadata.create_all(connection)

    def note(self, by: str, action: str, what: str, *, before: object = None, after: object = None) -> None:
        row = {"at": now(), "by": by[:200], "action": action, "what": what[:500], "before": _json(before), "after": _json(after)}
        with self._database.writing() as connection:
            connection.execute(sa.insert(_audit).values(**row))

    def listed(self, *, before: int | None = None, limit: int = 100) -> list[Deed]:
        """Newest first; `before` is the number of the line at which to go on."""
        query = sa.select(_audit).order_by(_audit.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(_audit.c.number < before)
        with self._database.reading() as connection:
            return [Deed(**row._mapping) for row in connection.execute(query)]


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST]
