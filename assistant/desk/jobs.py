"""Work that goes on behind the pages -> rows with progress; what was begun when a process ended is
begun again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import jobs

Kind = Literal["read", "fetch", "index", "embed"]
State = Literal["waiting", "working", "done", "failed"]
_LISTED = [column for column in jobs.c if column.name not in ("payload", "seen")]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. `step` says what it does now, `done` of `of` how far it is; `results` what
    came of each document in it, `error` why it failed, for people. Times are ISO 8601, UTC.
    """

    number: int
    kind: Kind
    name: str
    state: State
    by: str
    at: str
    options: Mapping[str, Any]
    step: str | None
    done: int
    of: int
    results: Sequence[Mapping[str, Any]]
    error: str | None
    ended_at: str | None


class Jobs:
    """The table of jobs in a library's database. Threads and processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, kind: Kind, name: str, *, by: str, payload: bytes | None = None, **options: Any
    ) -> int:
        """The number of the new job."""
        row = {
            "kind": kind,
            "name": name,
            "state": "waiting",
            "by": by,
            "at": now(),
            "options": json.dumps(options, ensure_ascii=False),
            "payload": payload,
            "done": 0,
            "of": 0,
            "results": "[]",
            "seen": False,
        }
        with self._database.writing() as connection:
            key = connection.execute(sa.insert(jobs).values(**row)).inserted_primary_key
            return int(key[0])

    def take(self, kinds: Sequence[Kind] = ("index", "read", "fetch", "embed")) -> Job | None:
        """The oldest of these kinds that waits, now ours; indexing goes first, for citizens wait
        for it, embedding drafts last.
        """
        waiting = (jobs.c.state == "waiting") & jobs.c.kind.in_(kinds)
        order = (jobs.c.kind != "index", jobs.c.kind == "embed", jobs.c.number)
        with self._database.writing() as connection:
            row = connection.execute(
                sa.select(*_LISTED).where(waiting).order_by(*order).limit(1)
            ).first()
            if row is None:
                return None
            connection.execute(
                sa.update(jobs).where(jobs.c.number == row.number).values(state="working")
            )
            return _job(row)

    def payload(self, number: int) -> bytes:
        with self._database.reading() as connection:
            data: bytes | None = connection.execute(
                sa.select(jobs.c.payload).where(jobs.c.number == number)
            ).scalar()
            return data or b""

    def progress(self, number: int, step: str, done: int = 0, of: int = 0) -> None:
        self._set(number, step=step, done=done, of=of)

    def finish(self, number: int, results: Sequence[Mapping[str, Any]] = ()) -> None:
        self._end(number, "done", results=json.dumps(list(results), ensure_ascii=False))

    def fail(self, number: int, error: str, results: Sequence[Mapping[str, Any]] = ()) -> None:
        """`error` says which, what is wrong, what was expected, what to do."""
        self._end(
            number, "failed", error=error, results=json.dumps(list(results), ensure_ascii=False)
        )

    def begin_again(self) -> int:
        """What was at work when its process ended waits again; how many that are. Only for whoever
        alone takes jobs.
        """
        with self._database.writing() as connection:
            again = (
                sa.update(jobs)
                .where(jobs.c.state == "working")
                .values(state="waiting", step=None, done=0, of=0)
            )
            return int(connection.execute(again).rowcount)

    def get(self, number: int) -> Job | None:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(*_LISTED).where(jobs.c.number == number)).first()
            return _job(row) if row else None

    def listed(self, *, limit: int = 500) -> list[Job]:
        """Those that nobody has put away, the newest first; indexing while it goes on or where it
        failed, embedding of drafts never.
        """
        shown = sa.and_(
            jobs.c.seen.is_(False),
            jobs.c.kind != "embed",
            sa.or_(jobs.c.kind != "index", jobs.c.state != "done"),
        )
        query = sa.select(*_LISTED).where(shown).order_by(jobs.c.number.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_job(row) for row in connection.execute(query)]

    def counts(self) -> dict[str, int]:
        """State -> how many of the jobs that `listed` gives."""
        found: dict[str, int] = {"waiting": 0, "working": 0, "done": 0, "failed": 0}
        for job in self.listed():
            found[job.state] += 1
        return found

    def put_away(self) -> None:
        """Those that have ended are listed no more."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(jobs).where(jobs.c.state.in_(("done", "failed"))).values(seen=True)
            )

    def _end(self, number: int, state: State, **values: Any) -> None:
        self._set(number, state=state, payload=None, ended_at=now(), step=None, **values)

    def _set(self, number: int, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.update(jobs).where(jobs.c.number == number).values(**values))


def _job(row: Any) -> Job:
    return Job(
        **{**row._mapping, "options": json.loads(row.options), "results": json.loads(row.results)}
    )
