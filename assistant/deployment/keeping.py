"""Indexes that do not serve -> made by one process at a time, and taken away once nobody needs
them.
"""

from __future__ import annotations

from collections.abc import Callable

from filelock import FileLock, Timeout
from pressroom.corpus.library.library import Library
from pressroom.index.places import Places


class Keeping:
    """The turn of a process, from the first thing that it makes to the end of all that."""

    def __init__(self, library: Library, places: Places) -> None:
        self._library = library
        self._places = places
        self._turn = FileLock(places.folder / "coming.lock", thread_local=False)

    def takes_turn(self) -> bool:
        """False where another process has it."""
        if not self._turn.is_locked:
            try:
                self._turn.acquire(timeout=0)
            except Timeout:
                return False
        return True

    def give_turn(self) -> None:
        self._turn.release()

    def drop_others(self, needed: Callable[[], set[str]]) -> None:
        """Takes away all but these; nothing where another process makes something."""
        had_turn = self._turn.is_locked
        if self._places.names() <= needed() or not self.takes_turn():
            return
        for name in self._places.names() - needed():  # asked again: nothing changes by now
            self.drop(name)
        if not had_turn:
            self.give_turn()

    def drop(self, name: str) -> None:
        self._places.drop(name)
        self._library.coming(name).forget_indexed()
