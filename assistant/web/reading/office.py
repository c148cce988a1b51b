"""/office: a question that nothing answered, sent to the office's work list by who asked it.

Nothing but the words is kept, and only with consent; words with personal data are not taken. One
address may send a few an hour, all together some more, so that nobody fills the list.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pressroom.assistant.ask.screening import MAX_CHARACTERS, screen
from pressroom.assistant.record.worklist import WorkList
from pressroom.assistant.say.office import OFFICE
from pressroom.assistant.web.api import Kept
from pressroom.assistant.web.line import BusyError
from pressroom.assistant.web.stream import client_of
from pressroom.assistant.web.visit import Visit, page, visit_of
from pressroom.corpus.errors import QuestionError

_OF_CLIENT, _OF_ALL, _SECONDS = 5, 100, 3600.0


class Bound:
    """Lets through what one client, and all together, may do within some time. Threads share it."""

    def __init__(
        self,
        *,
        of_client: int = _OF_CLIENT,
        of_all: int = _OF_ALL,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._of_client, self._of_all = of_client, of_all
        self._seconds, self._clock = seconds, clock
        self._let = deque[tuple[float, str]]()
        self._lock = Lock()

    def take(self, client: str) -> None:
        """Raises BusyError where there were too many, with when to come again."""
        with self._lock:
            at = self._clock()
            while self._let and self._let[0][0] <= at - self._seconds:
                self._let.popleft()
            own = [when for when, who in self._let if who == client]
            first = own[0] if len(own) >= self._of_client else None
            if first is None and len(self._let) >= self._of_all:
                first = self._let[0][0]
            if first is not None:
                raise BusyError(int(first + self._seconds - at) + 1)
            self._let.append((at, client))


def office(worklist: WorkList, kept: Kept, *, bound: Bound | None = None) -> APIRouter:
    """A form that needs no script."""
    router = APIRouter(default_response_class=HTMLResponse)
    bound = bound or Bound()

    @router.get(OFFICE)
    def form(
        request: Request,
        answer: Annotated[str | None, Query()] = None,
        sent: Annotated[str | None, Query()] = None,
    ) -> Response:
        found = kept.find(answer) if answer else None
        words = found[0].content["question"] if found else ""
        return _shown(visit_of(request), words, sent=bool(sent))

    @router.post(OFFICE)
    def send(
        request: Request,
        question: Annotated[str, Form()] = "",
        consent: Annotated[str, Form()] = "",
    ) -> Response:
        visit = visit_of(request)
        try:
            screened = screen(question)
        except QuestionError:
            return _shown(visit, question, problem=visit.tongue.say("mistake_text"))
        if screened.refuse in ("personal_given", "abuse"):
            return _shown(visit, screened.words, problem=visit.texts[screened.refuse])
        if consent != "yes":
            return _shown(visit, question, problem=visit.texts["office_consent_missing"])
        bound.take(client_of(request))
        worklist.send(screened.words)
        return RedirectResponse(f"{OFFICE}?sent=1", 303)

    return router


def _shown(
    visit: Visit, question: str, *, problem: str | None = None, sent: bool = False
) -> Response:
    status = 422 if problem else 200
    return page(
        visit, "office.html", status,
        question=question, problem=problem, sent=sent, longest=MAX_CHARACTERS,
    )  # fmt: skip
