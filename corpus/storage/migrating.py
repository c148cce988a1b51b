"""An SQL database, empty or of an older Pressroom -> one that has today's tables, and all its rows.

The steps stand in `migrations/versions`. Each is taken once, all of them in one transaction, by one
process alone, and after an SQLite file has been copied.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.storage.append_only import protect
from pressroom.corpus.storage.tables import HEAD, meta, metadata

LAST_NUMBERED = "3"  # older Pressrooms numbered their schemas, and refuse this one by its number
_FIRST = {"meta", "documents", "versions", "indexed", "changes", "unanswered"}
_state = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), primary_key=True),
)
_log = logging.getLogger(__name__)


def prepare(engine: sa.Engine) -> None:
    """Makes the tables, or brings older ones up to today's. Raises LibraryError for what is not a
    library, or that of a newer Pressroom.
    """
    with engine.execution_options(read=True).connect() as connection:
        if _step(connection) == HEAD:
            return
    with _alone(engine), engine.begin() as connection:
        _bring_up(connection, engine)


def copies(file: Path | None) -> list[Path]:
    """The copies of an SQLite file that were made before it was brought up to a newer step."""
    return [] if file is None else sorted(file.parent.glob(f"{file.stem}-before-*{file.suffix}"))


def _bring_up(connection: sa.Connection, engine: sa.Engine) -> None:
    step = _step(connection)  # asked again inside: another process may have been first
    tables = set(sa.inspect(connection).get_table_names())
    if step is None and not tables:
        _make(connection)
    elif step is None and not tables >= _FIRST:
        raise LibraryError(f"{_shown(engine)}: not a Pressroom library but {_ANOTHER}")
    elif step is None or step < HEAD:
        _check_number(connection, engine)
        _copy(engine)
        migrate(connection)
        _log.info("%s: brought up to step %s", _shown(engine), HEAD)
    elif step > HEAD:
        raise LibraryError(f"{_shown(engine)}: a library of step {step}; {_NEWER}")


_ANOTHER = "the database of another program; name another data folder with --home"
_NEWER = (
    f"this Pressroom reads step {HEAD}. Use the version that made it, or another data folder "
    "with --home"
)


def _step(connection: sa.Connection) -> str | None:
    """The last one that was taken; None for a database without any."""
    if not sa.inspect(connection).has_table(_state.name):
        return None
    step: str | None = connection.execute(sa.select(_state.c.version_num)).scalar()
    return step


def _make(connection: sa.Connection) -> None:
    """Today's tables at once, as after all steps."""
    metadata.create_all(connection)
    protect(connection)
    connection.execute(sa.insert(meta).values(key="schema", value=LAST_NUMBERED))
    _state.create(connection)
    connection.execute(sa.insert(_state).values(version_num=HEAD))


def _check_number(connection: sa.Connection, engine: sa.Engine) -> None:
    """What was made before there were steps has a number."""
    number = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
    if number is not None and number not in ("1", "2", LAST_NUMBERED):
        raise LibraryError(f"{_shown(engine)}: a library of schema {number}; {_NEWER}")


def migrate(connection: sa.Connection) -> None:
    """Takes every step that was not taken yet, inside the transaction that is open."""
    from alembic import command  # most starts need none of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "pressroom.corpus.storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _copy(engine: sa.Engine) -> None:
    """Keeps an SQLite file as it was. Raises LibraryError where there is no room."""
    file = file_of(engine)
    if file is None:
        return
    copy = file.with_name(f"{file.stem}-before-{HEAD}{file.suffix}")
    part = copy.with_suffix(".part")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise LibraryError(
            f"{file}: cannot be copied before it is brought up to date ({error}); nothing was "
            "changed. Make room beside it, then start again"
        ) from None
    _log.info("%s: kept as %s", file, copy.name)


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[None]:
    """No other process brings this file up to date; a server sees to that itself."""
    file = file_of(engine)
    if file is None:
        yield
    else:
        with FileLock(f"{file}.lock"):
            yield


def file_of(engine: sa.Engine) -> Path | None:
    """The file of an SQLite database; None for one in memory or on a server."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return None
    return Path(path)


def _shown(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
