"""Questions, answers and opinions that are older than the office keeps them -> deleted, all in one
transaction.

Documents, their versions and the audit log are the public record and stay. Of a deleted answer its
id stays, with the day, so that whoever follows a link to it is told what became of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pressroom.assistant.record import worklist
from pressroom.assistant.staff.audit import Audit
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.migrating import copies
from pressroom.corpus.storage.tables import (
    answer_citations,
    answers,
    deleted_answers,
    opinions,
    retention_announced,
    unanswered,
)

_DAY = timedelta(days=1)
_COPIES = timedelta(days=7)  # after which a new version has proved itself
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
    """Deletes what is older than `days`; with 0 nothing ever is. Records and Feedback have been
    opened, so that their tables are there.

    `note` is told what was deleted, `announce` what will be, a day before the first time; `clock`
    says what time it is, UTC.
    """

    def __init__(
        self,
        database: Database,
        days: int,
        *,
        note: Callable[[Counts], object] = lambda _: None,
        announce: Callable[[Counts], object] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._days = days
        self._note = note
        self._announce = announce
        self._clock = clock
        self._next: datetime | None = None

    @property
    def before(self) -> str | None:
        """ISO 8601, UTC: what is older goes; None where everything is kept."""
        return (
            (self._clock() - timedelta(days=self._days)).isoformat(timespec="seconds")
            if self._days
            else None
        )

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
        self._delete_copies()
        with self._database.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(
                    "PRAGMA secure_delete = ON"
                )  # the words are overwritten, not only forgotten
            found = Counts(*(_count(connection, table, which) for table, which in _old(before)))
            if found:
                _delete(connection, before, at=self._clock().isoformat(timespec="seconds"))
        if found:
            self._note(found)
            _log.info("deleted what is older than %s days: %s", self._days, asdict(found))
        return found

    def _delete_copies(self) -> None:
        """Those of a database before it was brought up to date hold questions too."""
        until = (self._clock() - _COPIES).timestamp()
        for copy in copies(self._database.file):
            if copy.stat().st_mtime < until:
                copy.unlink()
                _log.info("deleted %s, a copy from before an update", copy.name)

    def daily(self) -> Counts | None:
        """What the worker calls again and again: enforces it once a day; in a library where it
        never was done, or with another number of days, it says first what will go, and waits a day.
        """
        at = self._clock()
        if self._next is not None and at < self._next:
            return None
        self._next = at + _DAY
        since = self._announced(at)
        if at < since + _DAY:
            self._next = since + _DAY
            return None
        return self.enforce()

    def announced(self) -> tuple[datetime, Counts] | None:
        """From when on something will be deleted for the first time under this setting, and how
        much; None where nothing will.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                sa.select(retention_announced).where(retention_announced.c.days == self._days)
            ).first()
        at = datetime.fromisoformat(row.at) + _DAY if row else self._clock() + _DAY
        due = self.due()
        return (at, due) if due and self._clock() < at else None

    def _announced(self, at: datetime) -> datetime:
        """When it was said first that this number of days is kept; it is said now if it never
        was.
        """
        with self._database.writing() as connection:
            known = connection.execute(
                sa.select(retention_announced.c.at).where(retention_announced.c.days == self._days)
            ).scalar()
            if known is not None:
                return datetime.fromisoformat(known)
            connection.execute(sa.delete(retention_announced))
            connection.execute(
                sa.insert(retention_announced).values(
                    days=self._days, at=at.isoformat(timespec="seconds")
                )
            )
        if due := self.due():
            words = (
                "from %s on, what is older than %s days is deleted: %s; PRESSROOM_RETENTION_DAYS "
                "sets "
                "how long it is kept, 0 for ever"
            )
            _log.warning(words, (at + _DAY).isoformat(timespec="minutes"), self._days, asdict(due))
            self._announce(due)
        return at


def noted_by(
    database: Database, who: str = "retention", *, action: str = "retention.delete"
) -> Callable[[Counts], None]:
    """What writes into the audit log how many were deleted, or will be."""
    audit = Audit(database)
    return lambda counts: audit.note(
        who, action, "questions, answers and opinions", after=asdict(counts)
    )


def _old(before: str) -> tuple[tuple[sa.Table, sa.ColumnElement[bool]], ...]:
    """Each table with which of its rows go; an opinion goes with the answer that it is of."""
    old = answers.c.asked_at < before
    of_old = opinions.c.answer_id.in_(sa.select(answers.c.id).where(old))
    return (
        (answers, old),
        (opinions, (opinions.c.given_at < before) | of_old),
        (unanswered, unanswered.c.asked_at < before),
    )


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return int(
        connection.execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one()
    )


def _delete(connection: sa.Connection, before: str, *, at: str) -> None:
    gone: Any = sa.select(answers.c.id).where(answers.c.asked_at < before)
    connection.execute(
        sa.insert(deleted_answers).from_select(
            ["id", "deleted_at"], gone.add_columns(sa.literal(at))
        )
    )
    connection.execute(sa.delete(answer_citations).where(answer_citations.c.answer_id.in_(gone)))
    for table, which in reversed(
        _old(before)
    ):  # opinions while their answers are still there to say how old they are
        connection.execute(sa.delete(table).where(which))
    worklist.forget(connection, before)
