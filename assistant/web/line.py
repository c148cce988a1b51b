"""Questions of many clients -> answered a few at a time in threads of their own, the clients in
turn; what cannot be answered soon is told at once, and who has left holds no place.

A question may wait on others, as on a chat model that hangs: so it never holds a thread that pages
need, and nobody's questions are answered only after all of another's. Of those that do not wait, no
more are worked on at a time than there are processors: more would take them from the pages.
"""

from __future__ import annotations

import asyncio
import math
import os
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock, Semaphore
from typing import Any, TypeVar

from pressroom.corpus.errors import PressroomError
from pressroom.index.patience import LeftError, Stay, during

Item = TypeVar("Item")
_FIRST_GUESS = 1.0  # seconds that a question takes, before any was answered
_NEW = 0.2  # weight of the last question in how long one takes
_END: Any = object()


class BusyError(PressroomError):
    """A question that cannot be taken now; `seconds` is when to ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"busy: ask again in about {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Wait:
    """That a question stands in line, and for about how long."""

    seconds: int


@dataclass(eq=False, slots=True)
class _Queued:
    """A question in line, then in work: `running` is what a thread does for it, while `stay`
    lasts; `visit` names the page that asked it.
    """

    client: str
    called: asyncio.Future[None]
    visit: str | None
    stay: Stay
    begun: float | None = None
    running: Future[Any] | None = None


class Line:
    """One of a process. `at_once` questions are answered at a time, `waiting` may stand in line,
    and `of_client` of one client be there altogether.
    """

    def __init__(self, *, at_once: int = 8, waiting: int = 100, of_client: int = 10) -> None:
        self._at_once, self._waiting, self._of_client = at_once, waiting, of_client
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="questions")
        self._turns = Semaphore(os.cpu_count() or 1)
        self._lock = Lock()
        self._in_work: Counter[str] = Counter()
        self._places: OrderedDict[str, deque[_Queued]] = OrderedDict()  # whose turn is next first
        self._there: set[_Queued] = set()  # in line or in work
        self._seconds = _FIRST_GUESS

    async def each(
        self, client: str, begin: Callable[[], Iterator[Item]], *, visit: str | None = None
    ) -> AsyncIterator[Item | Wait]:
        """What `begin` gives, one by one, each made in a thread; a Wait first where others are
        before it. Raises BusyError at once where the line is full, LeftError when the visit ends.
        """
        place, items = self._enter(client, visit), None
        try:
            if place.begun is None:
                yield Wait(self.wait())
            await place.called
            items = await self._run(place, begin)
            while (item := await self._run(place, next, items, _END)) is not _END:
                yield item
        finally:
            self._end(place, items)

    async def last(self, client: str, begin: Callable[[], Iterator[Item]]) -> Item:
        """The last of what `begin` gives."""
        *_, last = [item async for item in self.each(client, begin) if not isinstance(item, Wait)]
        return last

    def leave(self, visit: str) -> None:
        """The page that asked is closed: what was asked from it is given up."""
        with self._lock:
            asked = [place for place in self._there if place.visit == visit]
        for place in asked:
            place.stay.end()
            _fail(place.called)

    @property
    def is_idle(self) -> bool:
        """Whether no question is in line or in work."""
        return not self._there

    def wait(self) -> int:
        """Seconds until a question asked now would be answered, about."""
        ahead = sum(map(len, self._places.values())) + self._in_work.total()
        return max(1, math.ceil(self._seconds * ahead / self._at_once))

    def _enter(self, client: str, visit: str | None) -> _Queued:
        called = asyncio.get_running_loop().create_future()
        place = _Queued(client, called, visit, Stay(self._turns))
        with self._lock:
            mine = self._places.get(client, deque())
            standing = sum(map(len, self._places.values()))
            if len(mine) + self._in_work[client] >= self._of_client or standing >= self._waiting:
                raise BusyError(self.wait())
            self._places.setdefault(client, mine).append(place)
            self._there.add(place)
            self._call()
        return place

    async def _run(self, place: _Queued, made: Callable[..., Any], *given: Any) -> Any:
        place.running = self._threads.submit(_made, place.stay, made, *given)
        return await asyncio.wrap_future(place.running)

    def _end(self, place: _Queued, items: Iterator[Any] | None) -> None:
        """Out of line; out of work as soon as the thread is done, also where the client is gone:
        then it waits on others no longer.
        """

        def ended(_done: Future[Any] | None = None) -> None:
            if isinstance(items, Generator):
                items.close()
            self._leave(place)

        place.stay.end()
        place.running.add_done_callback(ended) if place.running else ended()

    def _leave(self, place: _Queued) -> None:
        with self._lock:
            self._there.discard(place)
            if place.begun is None:
                self._out_of_line(place)
            else:
                self._in_work -= Counter([place.client])
                self._seconds += _NEW * (time.monotonic() - place.begun - self._seconds)
                if place.client in self._places:
                    self._places.move_to_end(place.client)  # whoever was just served comes last
            self._call()

    def _out_of_line(self, place: _Queued) -> None:
        mine = self._places[place.client]
        mine.remove(place)
        if not mine:
            del self._places[place.client]

    def _call(self) -> None:
        """Calls whoever is next while there is room: of the clients with the least in work, the one
        whose turn is the longest ago.
        """
        while self._places and self._in_work.total() < self._at_once:
            client = min(self._places, key=lambda name: self._in_work[name])
            place = self._places[client][0]
            self._places.move_to_end(client)
            self._out_of_line(place)
            self._in_work[client] += 1
            place.begun = time.monotonic()
            place.called.get_loop().call_soon_threadsafe(_call, place.called)


def _made(stay: Stay, made: Callable[..., Any], *given: Any) -> Any:
    with during(stay):
        return made(*given)


def _fail(called: asyncio.Future[None]) -> None:
    if not called.done():
        called.set_exception(LeftError())
        called.exception()  # nobody may be there to be told


def _call(called: asyncio.Future[None]) -> None:
    if not called.done():
        called.set_result(None)
