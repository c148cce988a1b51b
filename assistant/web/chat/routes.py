"""GET /: the chat's page, a frame of ours around Gradio's component <gradio-app>.

The frame is in the reader's language and direction from its first byte, says what this is, and is a
form where there is no script; Gradio's program comes into it as into any page that embeds one.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.web.chat.layout import locale_of
from pressroom.assistant.web.chat.opening import known
from pressroom.assistant.web.visit import chat_page, visit_of
from pressroom.corpus.library.catalogue import Catalogue

_EMBEDDING = Path(gr.__file__).parent / "templates" / "frontend" / "gradio.js"


def _names(words: Tongue) -> dict[str, str]:
    """What Gradio calls its parts in English alone, for those who hear the page -> ours."""
    return {"chatbot conversation": words.t["conversation"], "Feedback": words.t["why_not"]}


def chat(catalogue: Catalogue) -> APIRouter:
    router = APIRouter()

    @router.get("/", response_class=HTMLResponse)
    def page(request: Request) -> Response:
        visit = visit_of(request)
        shelf = catalogue.shelf()
        document = request.query_params.get("document")
        return chat_page(
            visit,
            "chat.html",
            known=known(shelf, visit.tongue),
            card=shelf.card(document) if document else None,
            document=document,
            locale=locale_of(visit.tongue),
            names=_names(visit.tongue),
            gradio=str(request.base_url),
        )

    @router.get("/gradio.js", include_in_schema=False)
    def embedding() -> Response:
        """Gradio's script for pages that embed a program; its own page has it built in."""
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(_EMBEDDING, media_type="text/javascript", headers=headers)

    return router
