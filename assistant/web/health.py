"""Assistant and library -> what works and what does not, for whoever watches the server: told at
once, whatever pages, questions and indexing wait for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from pressroom.assistant.answer import Answering
from pressroom.corpus.library.library import Library

PATH = "/healthz"
_PATIENCE = 0.5  # seconds that a look may take, until what was seen before is told
_STALE = 60  # seconds after which that is told no longer as if it were so
_SILENT = "the library does not answer"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the server saw: the library's revision, and what is down."""

    revision: int | None
    down: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        status = "degraded" if self.down else "ok"
        return {"status": status, "revision": self.revision, "down": list(self.down)}


class Health:
    """Looks in a thread of its own, one look at a time: so it waits for no page and no question,
    and nobody who asks waits for a look that itself has to wait.
    """

    def __init__(self, look: Callable[[], Seen], *, patience: float = _PATIENCE) -> None:
        self._look, self._patience = look, patience
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._looking: Future[Seen] | None = None
        self._last, self._since = Seen(None, (_SILENT,)), time.monotonic()

    async def seen(self) -> Seen:
        """As it is now; as it was, where that is not known soon. Raises what the look raises."""
        if self._looking is None or self._looking.done():
            self._looking = self._thread.submit(self._looked)
        looking = asyncio.wrap_future(self._looking)
        await asyncio.wait([looking], timeout=self._patience)
        return looking.result() if looking.done() else self._before()

    def _looked(self) -> Seen:
        self._last, self._since = self._look(), time.monotonic()
        return self._last

    def _before(self) -> Seen:
        is_stale = time.monotonic() - self._since > _STALE
        return Seen(self._last.revision, (_SILENT,)) if is_stale else self._last


def health(assistant: Answering, library: Library) -> APIRouter:
    """The one route."""
    router = APIRouter()

    def look() -> Seen:
        return Seen(library.revision(), assistant.down)

    kept = Health(look)

    @router.get(PATH)
    async def healthz() -> dict[str, Any]:
        return (await kept.seen()).row()

    return router
