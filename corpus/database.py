"""URL -> an open SQL database in which writers queue and readers never wait."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.errors import LibraryError
from corpus.tables import changes, prepare

_PATIENCE = 200  # twentieths of a second


class Database:
    """The library's database; several threads and processes may use it at once. `writing` is a transaction that is begun at once."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy URL. Raises LibraryError for a database of another program or schema."""
        self._engine = sa.create_engine(url)
        self._reader = self._engine.execution_options(read=True)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
            sa.event.listen(self._engine, "begin", _begin_at_once)
        self._watching = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        try:
            prepare(self._engine, url)
        except sa.exc.DatabaseError as error:
            raise LibraryError(f"{url}: not a Pressroom library ({error.orig}); name another data folder with --home") from None

    def reading(self) -> Any:
        """A connection to read with."""
        return self._reader.connect()

    def writing(self) -> Any:
        """A connection to write with: all or nothing."""
        return self._engine.begin()

    def commits(self) -> int | None:
        """Another number after every commit, by any thread or process, in microseconds; None for a database that does not tell."""
        path = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not path or path == ":memory:":
            return None
        with self._watching:
            if self._watch is None:
                self._watch = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            number: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
            return number

    def close(self) -> None:
        self._engine.dispose()
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None


def address_in(home: Path) -> str:
    """The URL of the library of a data folder, which is made if it is not there."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{home}: cannot be the data folder ({error.strerror}); name another with --home") from None
    return f"sqlite:///{home / 'library.sqlite'}"


def make_tables(url: str, metadata: sa.MetaData) -> set[str]:
    """Makes what is missing, though two processes start at once; the names of the tables that were there before."""
    database = Database(url)
    try:
        with database.writing() as connection:
            known = set(sa.inspect(connection).get_table_names())
            metadata.create_all(connection)
    finally:
        database.close()
    return known


def now() -> str:
    """ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def note(
    connection: sa.Connection, document_id: str, version: int, action: str, *, by: str | None = None, reason: str | None = None
) -> None:
    """A line in the history of a document; the library's revision grows."""
    row = {"document_id": document_id, "version": version, "action": action, "at": now(), "by": by, "reason": reason}
    connection.execute(sa.insert(changes).values(**row))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute("PRAGMA busy_timeout = 30000")
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")


def _use_write_ahead_log(connection: Any) -> None:
    """SQLite does not wait for a lock when it changes the journal, so two first starts at once must."""
    for _ in range(_PATIENCE):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_at_once(connection: sa.Connection) -> None:
    """Writers queue at the start of a transaction, so none fails half-way because another came first."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if not connection.get_execution_options().get("read") else "BEGIN")
