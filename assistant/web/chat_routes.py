"""The chat page and what it asks for: GET /, and below /chat/ the answer's stream, examples and questions to go on with."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import ConfigDict, Field
from starlette.types import ASGIApp

from assistant.web.api import Asked, Kept
from assistant.web.chat import fill, page_of
from assistant.web.html import render
from assistant.web.suggestions import Suggestions
from assistant.web.talk import Ask, Talk
from assistant.web.visit import chat_response, visit_of
from corpus.catalogue import Catalogue, Wanted

_UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # the second for nginx, which would hold the words back


class Turn(Asked):
    """What the page sends: a question, and its place in the conversation."""

    model_config = ConfigDict(extra="forbid")
    turn: int = Field(1, ge=1, le=100_000)
    clicked: bool = False


def chat(gradio: Callable[[], ASGIApp], talk: Talk, suggestions: Suggestions, catalogue: Catalogue, kept: Kept) -> APIRouter:
    """`gradio` gives Gradio's own application, which is mounted after these routes."""
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    async def page(request: Request) -> Response:
        visit = visit_of(request)
        asked = request.query_params
        chosen = Wanted(*(asked.get(name) or None for name in ("year", "body", "speaker", "document")))
        html = await page_of(gradio(), request.scope, "/")
        return chat_response(visit, fill(html, visit, catalogue.shelf(), chosen))

    @router.post("/chat/ask")
    def ask(turn: Turn, request: Request) -> Response:
        asked = Ask(turn.question, turn.history, turn.wanted(), f"t{turn.turn}", turn.clicked)
        events = talk.events(asked, visit_of(request).tongue)
        return StreamingResponse(events, media_type="text/event-stream", headers=_UNBUFFERED)

    @router.get("/chat/examples", response_class=HTMLResponse)
    def examples(request: Request, document: str | None = None) -> str:
        visit = visit_of(request)
        return render(
            "parts/suggestions.html", questions=suggestions.examples(visit.tongue.code, document), heading=visit.tongue.t["you_may_ask"]
        )

    @router.get("/chat/next/{identity}", response_class=HTMLResponse)
    def following(identity: str, request: Request) -> str:
        found = kept.find(identity)
        questions = suggestions.next(found[0]) if found and not found[1] else ()
        return render("parts/suggestions.html", questions=questions, heading=visit_of(request).tongue.t["ask_next"])

    return router
