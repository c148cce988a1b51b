"""URL -> an open SQL database in which writers queue and readers never wait: SQLite or
PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pressroom.corpus.errors import DamagedError, LibraryError
from pressroom.corpus.storage.migrating import copies, file_of, prepare

FILE = "library.sqlite"
_MOST_SAID = 3  # findings of the integrity check
_DAMAGED = ("malformed", "disk image", "not a database", "disk I/O", "not decode")
_PATIENCE = 200  # twentieths of a second
_QUEUE = 0x70726573  # names the lock for which writers of a PostgreSQL database queue
_EXPECTED = "expected postgresql+psycopg://USER@HOST/DATABASE or sqlite:///FILE"


class Database:
    """All that Pressroom keeps in SQL, behind one engine; threads and processes may use it at once.
    `writing` is a transaction that is begun at once.
    """

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy URL. Raises LibraryError for one that leads to no database, or to
        that of another program or of a newer Pressroom.
        """
        self._engine = _engine(url)
        self.file = file_of(self._engine)
        """Where SQLite keeps it; None on a server, or in memory."""
        self._reader = self._engine.execution_options(read=True)
        self._watching = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        try:
            prepare(self._engine)
        except sa.exc.DatabaseError as error:
            self.close()
            raise LibraryError(_cannot_open(self._engine, error)) from None
        except LibraryError:
            self.close()
            raise

    def reading(self) -> Any:
        """A connection to read with."""
        return self._reader.connect()

    def writing(self) -> Any:
        """A connection to write with: all or nothing."""
        return self._engine.begin()

    def commits(self) -> int | None:
        """Another number after every commit, by any thread or process, in microseconds; None for a
        database that does not tell.
        """
        if self.file is None:
            return None
        with self._watching:
            if self._watch is None:
                self._watch = sqlite3.connect(
                    self.file, isolation_level=None, check_same_thread=False
                )
            number: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
            return number

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with its file; nothing of a server's, which looks
        itself.
        """
        file = file_of(self._engine)
        if file is None:
            return []
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            try:
                rows = connection.execute(f"PRAGMA integrity_check({_MOST_SAID})").fetchall()
            except sqlite3.DatabaseError as error:
                return [damaged(file, str(error))]
        said = [line for (row,) in rows for line in str(row).splitlines() if row != "ok"]
        return [damaged(file, "; ".join(said[:_MOST_SAID]))] if said else []

    def close(self) -> None:
        self._engine.dispose()
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None


def address_in(home: Path) -> str:
    """The URL of the database of a data folder, which is made if it is not there."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{home}: cannot be the data folder ({error.strerror}); name another with --home"
        ) from None
    return f"sqlite:///{home / FILE}"


def now() -> str:
    """ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _engine(url: str) -> sa.Engine:
    try:
        engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except sa.exc.ArgumentError:
        raise LibraryError(f"PRESSROOM_DATABASE_URL: is no address; {_EXPECTED}") from None
    except ModuleNotFoundError as error:
        raise LibraryError(
            f"PRESSROOM_DATABASE_URL: needs the library {error.name}, which is not installed; "
            "for PostgreSQL run: pip install 'pressroom[postgresql]'"
        ) from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_at_once)
        sa.event.listen(engine, "handle_error", _say_damage)
    elif engine.dialect.name == "postgresql":
        sa.event.listen(engine, "begin", _queue)
        sa.event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    else:
        raise LibraryError(f"PRESSROOM_DATABASE_URL: {engine.dialect.name}; {_EXPECTED}")
    return engine


def _say_damage(context: Any) -> None:
    """A file that does not hold what was written is said in one line, wherever it is noticed."""
    engine, error = context.engine, context.original_exception
    if isinstance(error, sqlite3.DatabaseError) and any(sign in str(error) for sign in _DAMAGED):
        file = file_of(engine)
        raise DamagedError(damaged(file, str(error))) from error


def damaged(file: Path | None, what: str) -> str:
    """What is wrong with the library's file, and what to do: it is made from nothing else."""
    kept = [copy.name for copy in copies(file)]
    older = f"; beside it lies {kept[-1]}, as it was before an upgrade" if kept else ""
    return (
        f"{file}: the library is damaged ({what}); stop Pressroom, restore {FILE} with what lies "
        f"beside it from your backup of the data folder{older}, then run `pressroom check --repair`"
    )


def _cannot_open(engine: sa.Engine, error: sa.exc.DatabaseError) -> str:
    shown = engine.url.render_as_string(hide_password=True)
    if file_of(engine) is not None:
        return (
            f"{shown}: not a Pressroom library ({error.orig}); name another data folder with --home"
        )
    reason = " ".join(str(error.orig).split())
    return (
        f"{shown}: cannot be used ({reason}); see that the server runs and that "
        f"PRESSROOM_DATABASE_URL is right"
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute("PRAGMA busy_timeout = 30000")
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")


def _use_write_ahead_log(connection: Any) -> None:
    """SQLite does not wait for a lock when it changes the journal, so two first starts at once
    must.
    """
    for _ in range(_PATIENCE):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_at_once(connection: sa.Connection) -> None:
    """Writers queue at the start of a transaction, so none fails half-way because another came
    first.
    """
    reads = connection.get_execution_options().get("read")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _queue(connection: sa.Connection) -> None:
    """The same where the server would let writers go on side by side."""
    if not connection.get_execution_options().get("read"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_QUEUE})")


def _without_nul(
    _connection: object,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    _many: bool,
) -> tuple[str, Any]:
    """A character that PostgreSQL has no place for, and no words need."""
    if isinstance(parameters, Mapping):
        return statement, _cleaned(parameters)
    return statement, [_cleaned(row) for row in parameters]


def _cleaned(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {
        name: value.replace("\0", "") if isinstance(value, str) else value
        for name, value in row.items()
    }
