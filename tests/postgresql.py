"""A PostgreSQL server of the system's package -> one that runs on a data folder of its own, behind
a socket in it, while a test run lasts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

BOTH = pytest.mark.usefixtures("database_url")  # a test that runs on SQLite and on PostgreSQL
PACKAGED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
INITDB = shutil.which("initdb") or next(map(str, PACKAGED), None)
USER = "postgres"  # the package makes it; the server refuses to run as root
OPTIONS = "-c fsync=off -c listen_addresses='' -c max_connections=60"


@contextmanager
def server() -> Iterator[str]:
    """The address of its databases, but for the name."""
    assert INITDB
    programs = Path(INITDB).parent
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short, for the name of a socket is
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    try:
        data, socket = folder / "data", f"-k {folder}"
        run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        started = [programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w"]
        run(*started, "-o", f"{OPTIONS} {socket}", "start")
        try:
            yield f"postgresql+psycopg://{USER}@/{{name}}?host={folder}"
        finally:
            run(*started, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str) -> str:
    """An empty one on a server."""
    name = f"test_{uuid4().hex}"
    engine = sa.create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.format(name=name)


def run(*command: object) -> None:
    user = USER if os.geteuid() == 0 else None
    words = [str(word) for word in command]
    subprocess.run(words, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)
