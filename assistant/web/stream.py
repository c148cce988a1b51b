"""Questions in line -> responses: of server-sent events as they come, or of one whole."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from fastapi.responses import StreamingResponse

Item = TypeVar("Item")
_UNBUFFERED = {
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}  # the second for nginx, which would hold the words back
_OF_ONE = 64  # bits of an IPv6 address that one household or office has for itself


def streamed(events: AsyncIterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type="text/event-stream", headers=_UNBUFFERED)


def event(data: Any, name: str | None = None) -> str:
    """One event, its data as JSON."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"


async def begun(items: AsyncIterator[Item]) -> AsyncIterator[Item]:
    """The same items, the first already taken: what is wrong with a question, and that there is no
    place for it, is raised here, before a response begins.
    """
    first = await anext(items)

    async def following() -> AsyncIterator[Item]:
        yield first
        async for item in items:
            yield item

    return following()


def client_of(request: Any) -> str:
    """Who asks, for the line: an address; of one in IPv6 the part that is one client's. `request`
    is FastAPI's or Gradio's, or None where a call came by neither.
    """
    client = getattr(request, "client", None)
    host = client.host if client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _OF_ONE), strict=False))
    return host
