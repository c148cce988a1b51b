"""Work that waits on others -> its results in time, or LateError; what nobody waits for any more is
given up; and what failed is let rest, then tried by one before all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from queue import Empty, Queue
from threading import Event, Lock, Semaphore, Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
_END: Any = object()


class LateError(Exception):
    """Nothing came in time."""


class LeftError(BaseException):
    """Whoever asked has left. Nobody's fault: what is on guard against faults lets it through."""


class Stay:
    """How long whoever asked waits for the answer; what waits on others for them ends with it.
    Threads may share it.

    `turn` is what a thread holds that computes for them; while it waits on others, it lets go.
    """

    def __init__(self, turn: Semaphore | None = None) -> None:
        self._turn = turn
        self._lock = Lock()
        self._is_over = False
        self._calls: dict[object, Callable[[], object]] = {}

    def end(self) -> None:
        with self._lock:
            self._is_over, calls = True, list(self._calls.values())
        for call in calls:
            call()

    @contextmanager
    def computing(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        with self._turn:
            yield

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Of a thread that is `computing`."""
        if self._turn is None:
            yield
            return
        self._turn.release()
        try:
            yield
        finally:
            self._turn.acquire()

    @contextmanager
    def calling(self, call: Callable[[], object]) -> Iterator[None]:
        """Calls it when the stay ends, at once where it is over; not after the block."""
        key = object()
        with self._lock:
            self._calls[key] = call
            is_over = self._is_over
        if is_over:
            call()
        try:
            yield
        finally:
            with self._lock:
                del self._calls[key]


_STAY: ContextVar[Stay | None] = ContextVar("stay", default=None)


@contextmanager
def during(stay: Stay) -> Iterator[None]:
    """What this thread does in the block, it does when it is its turn, and what it waits for, while
    the stay lasts.
    """
    with stay.computing():
        before = _STAY.set(stay)
        try:
            yield
        finally:
            _STAY.reset(before)


def in_time(begin: Callable[[], Iterator[Item]], *, first: float, whole: float) -> Iterator[Item]:
    """What `begin` gives, made in a thread of its own: the first within so many seconds, all within
    `whole`. Raises LateError, and LeftError once the stay is over for which it waits; a thread that
    hangs is left behind, and ends with what it waits for.
    """
    made: Queue[tuple[Any, BaseException | None]] = Queue()
    stay = _STAY.get() or Stay()
    with stay.calling(lambda: made.put((None, LeftError()))):
        yield from _taken(begin, made, stay, first=first, whole=whole)


def _taken(
    begin: Callable[[], Iterator[Item]],
    made: Queue[tuple[Any, BaseException | None]],
    stay: Stay,
    *,
    first: float,
    whole: float,
) -> Iterator[Item]:
    left, ends = Event(), time.monotonic() + whole
    Thread(target=_make, args=(begin, made, left), daemon=True).start()
    try:
        wait = min(first, whole)
        while True:
            try:
                with stay.waiting():
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
    begin: Callable[[], Iterator[Any]], made: Queue[tuple[Any, BaseException | None]], left: Event
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
