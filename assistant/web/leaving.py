"""Requests whose browser closes the connection -> whoever works for them is told: the page that was
closed, or the work for one response.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import parse_qs

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Made = TypeVar("Made")
_ANSWERS = "/gradio_api/queue/data"  # where the chat page hears of what it asked
_VISIT = "session_hash"  # as Gradio names one opening of the page
_GONE = 499  # as nginx calls a client that has left; nobody reads it


class Leaving:
    """Around the application: `leave` is given the name of a page that was closed while it waited
    for an answer. Gradio itself goes on with what nobody waits for.
    """

    def __init__(self, app: ASGIApp, *, leave: Callable[[str], object]) -> None:
        self._app = app
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_chat = scope["type"] == "http" and scope["path"].endswith(_ANSWERS)
        await self._app(scope, self._heard(scope, receive) if is_chat else receive, send)

    def _heard(self, scope: Scope, receive: Receive) -> Receive:
        query = parse_qs(scope["query_string"].decode("latin-1"))

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                for visit in query.get(_VISIT, ()):
                    self._leave(visit)
            return message

        return heard


async def while_there(request: Request, work: Coroutine[Any, Any, Made]) -> Made:
    """What the work gives. It is given up as soon as the client is gone, whose body is read."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait([working, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise HTTPException(_GONE)
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
