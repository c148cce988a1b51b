"""A folder that the operator names -> jobs that read what is put there; a file is read once it has
stopped changing.
"""

from __future__ import annotations

import logging
from pathlib import Path

import sqlalchemy as sa
from pressroom.assistant.desk.jobs import Jobs
from pressroom.assistant.staff.roles import BY_FOLDER
from pressroom.corpus.readers.bounds import MAX_BYTES, megabytes
from pressroom.corpus.readers.kinds import READABLE
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import watched

_log = logging.getLogger(__name__)


class Watcher:
    """Looks into one folder, those below it included. What was read stays where it is, and is read
    again only if it changes.
    """

    def __init__(self, folder: Path, database: Database, jobs: Jobs) -> None:
        self._folder = folder
        self._database = database
        self._jobs = jobs
        self._last: dict[str, str] = {}

    def look(self) -> int:
        """Makes a job of every file that is new or changed, and the same as at the last look. How
        many.
        """
        seen = {name: mark for name, mark in self._files().items() if self._known(name) != mark}
        ready = [name for name, mark in seen.items() if self._last.get(name) == mark]
        self._last = seen
        for name in ready:
            self._add(name, seen[name])
        return len(ready)

    def _files(self) -> dict[str, str]:
        """Path below the folder -> size and time of change. A link that leads out of the folder is
        left alone.
        """
        found = {}
        root = self._folder.resolve()
        for path in sorted(self._folder.rglob("*")):
            inside = path.relative_to(self._folder)
            hidden = any(part.startswith(".") for part in inside.parts)
            if (
                not hidden
                and path.is_file()
                and path.name.lower().endswith(READABLE)
                and path.resolve().is_relative_to(root)
            ):
                state = path.stat()
                found[str(inside)] = f"{state.st_size}-{state.st_mtime_ns}"
        return found

    def _known(self, name: str) -> str | None:
        with self._database.reading() as connection:
            mark: str | None = connection.execute(
                sa.select(watched.c.mark).where(watched.c.path == name)
            ).scalar()
            return mark

    def _add(self, name: str, mark: str) -> None:
        path = self._folder / name
        try:
            too_large = path.stat().st_size > MAX_BYTES
            data = b"" if too_large else path.read_bytes()
        except OSError as error:
            _log.warning("%s: cannot be read (%s); it is tried again", path, error.strerror)
            return
        number = self._jobs.add("read", path.name, by=BY_FOLDER, payload=data)
        if too_large:
            self._jobs.fail(
                number,
                f"{path.name}: more than {megabytes(MAX_BYTES)}; a file of at most that was "
                "expected. Split it",
            )
        with self._database.writing() as connection:
            connection.execute(sa.delete(watched).where(watched.c.path == name))
            connection.execute(sa.insert(watched).values(path=name, mark=mark, at=now()))
