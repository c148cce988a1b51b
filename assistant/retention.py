"""Questions, answers and opinions that are older than the office keeps them -> deleted, all in one transaction.

Documents, their versions and the audit log are the public record and stay. Of a deleted answer its id stays, with the day, so that whoever
follows a link to it is told what became of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant import feedback, records, worklist
from assistant.staff.audit import Audit
from corpus.database import Database
from corpus.tables import unanswered

_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each. A question that was answered is part of its answer."""

    answers: int
    feedback: int
    unanswered: int

    def __bool__(self) -> bool:
        return any(asdict(self).values())


class Retention:
    """Deletes what is older than `days`; with 0 nothing ever is. Records and Feedback have been opened, so that their tables are there.

    `note` is told what was deleted; `clock` says what time it is, UTC.
    """

    def __init__(
        self,
        database: Database,
        days: int,
        *,
        note: Callable[[Counts], object] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._days = days
        self._note = note
        self._clock = clock
        self._next: datetime | None = None

    @property
    def before(self) -> str | None:
        """ISO 8601, UTC: what is older goes; None where everything is kept."""
        return (self._clock() - timedelta(days=self._days)).isoformat(timespec="seconds") if self._days else None

    def due(self) -> Counts:
        """What `enforce` would delete now."""
        before = self.before
        if before is None:
            return Counts(0, 0, 0)
        with self._database.reading() as connection:
            return Counts(*(_count(connection, table, which) for table, which in _old(before)))

    def enforce(self) -> Counts:
        """Deletes it; how many of each. All or nothing."""
        before = self.before
        if before is None:
            return Counts(0, 0, 0)
        with self._database.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete = ON")  # the words are overwritten, not only forgotten
            found = Counts(*(_count(connection, table, which) for table, which in _old(before)))
            if found:
                _delete(connection, before, at=self._clock().isoformat(timespec="seconds"))
        if found:
            self._note(found)
            _log.info("deleted what is older than %s days: %s", self._days, asdict(found))
        return found

    def daily(self) -> Counts | None:
        """What the worker calls again and again: enforces it at the first call and then once a day."""
        at = self._clock()
        if self._next is not None and at < self._next:
            return None
        found = self.enforce()
        self._next = at + _DAY
        return found


def noted_by(database: Database, who: str = "retention") -> Callable[[Counts], None]:
    """What writes into the audit log how many were deleted."""
    audit = Audit(database)
    return lambda counts: audit.note(who, "retention.delete", "questions, answers and opinions", after=asdict(counts))


def _old(before: str) -> tuple[tuple[sa.Table, sa.ColumnElement[bool]], ...]:
    """Each table with which of its rows go; an opinion goes with the answer that it is of."""
    answers, opinions = records.answers, feedback.opinions
    old = answers.c.asked_at < before
    of_old = opinions.c.answer_id.in_(sa.select(answers.c.id).where(old))
    return (
        (answers, old),
        (opinions, (opinions.c.given_at < before) | of_old),
        (unanswered, unanswered.c.asked_at < before),
    )


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one())


def _delete(connection: sa.Connection, before: str, *, at: str) -> None:
    answers, citations = records.answers, records.citations
    gone: Any = sa.select(answers.c.id).where(answers.c.asked_at < before)
    connection.execute(sa.insert(records.deleted).from_select(["id", "deleted_at"], gone.add_columns(sa.literal(at))))
    connection.execute(sa.delete(citations).where(citations.c.answer_id.in_(gone)))
    for table, which in reversed(_old(before)):  # opinions while their answers are still there to say how old they are
        connection.execute(sa.delete(table).where(which))
    worklist.forget(connection, before)
