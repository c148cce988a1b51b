"""A question -> its answer by the deployment that serves when it comes, to its end: what comes to
serve meanwhile answers the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from pressroom.assistant.answer import Assistant
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.claims import Claim
from pressroom.assistant.deployment.deployment import Deployment, Lend
from pressroom.assistant.ways import PASSAGES
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit


class Following:
    """Answers as an Assistant does. Threads may share it."""

    def __init__(
        self, lend: Lend, change: Callable[[Assistant], Assistant] = lambda one: one
    ) -> None:
        self._lend = lend
        self._change = change
        self._changed: WeakKeyDictionary[Deployment, Assistant] = WeakKeyDictionary()

    def look_up(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Answer:
        with self._now() as now:
            return now.look_up(words, history, document_id=document_id, where=where)

    def answers(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Iterator[Answer]:
        with self._now() as now:
            yield from now.answers(words, history, document_id=document_id, where=where)

    def search(
        self, words: str, *, limit: int = PASSAGES, where: Filter | None = None
    ) -> tuple[Hit, ...]:
        with self._now() as now:
            return now.search(words, limit=limit, where=where)

    def check_text(
        self, text: str, *, document_id: str | None = None, where: Filter | None = None
    ) -> list[Claim]:
        with self._now() as now:
            return now.check_text(text, document_id=document_id, where=where)

    @property
    def down(self) -> tuple[str, ...]:
        with self._now() as now:
            return now.down

    def reading(self) -> Following:
        return Following(self._lend, Assistant.reading)

    @contextmanager
    def _now(self) -> Iterator[Assistant]:
        with self._lend() as deployment:
            if deployment not in self._changed:
                self._changed[deployment] = self._change(deployment.assistant)
            yield self._changed[deployment]
