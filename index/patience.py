"""Work that waits on others -> its results in time, or LateError; and what failed is let rest, then
tried by one before all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
_END: Any = object()


class LateError(Exception):
    """Nothing came in time."""


def in_time(begin: Callable[[], Iterator[Item]], *, first: float, whole: float) -> Iterator[Item]:
    """What `begin` gives, made in a thread of its own: the first within so many seconds, all within
    `whole`. Raises LateError; a thread that hangs is left behind, and ends with what it waits for.
    """
    made: Queue[tuple[Any, Exception | None]] = Queue()
    left, ends = Event(), time.monotonic() + whole
    Thread(target=_make, args=(begin, made, left), daemon=True).start()
    try:
        wait = min(first, whole)
        while True:
            try:
                item, error = made.get(timeout=max(0.0, wait))
            except Empty:
                raise LateError(f"nothing in {wait:.0f} s, or not all in {whole:.0f} s") from None
            if error:
                raise error
            if item is _END:
                return
            yield item
            wait = ends - time.monotonic()
    finally:
        left.set()


def _make(
    begin: Callable[[], Iterator[Any]], made: Queue[tuple[Any, Exception | None]], left: Event
) -> None:
    try:
        for item in begin():
            if left.is_set():
                return
            made.put((item, None))
        made.put((_END, None))
    except Exception as error:  # noqa: BLE001 -- whoever waits is told, whatever it is
        made.put((None, error))


class Rest:
    """Whether something that failed may be tried again. Threads may share it."""

    def __init__(self, seconds: float = 30, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock = Lock()
        self._until: float | None = None

    @property
    def is_down(self) -> bool:
        return self._until is not None

    def may_try(self) -> bool:
        """Always while it works; of those who ask after the rest the first, until that one failed
        again or the next rest is over.
        """
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._seconds
            return True

    def failed(self) -> None:
        with self._lock:
            self._until = self._clock() + self._seconds

    def worked(self) -> None:
        with self._lock:
            self._until = None
