"""Site -> what is the office's own: its colour, its emblem, the pages that it wrote."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from pressroom.assistant.web.site import Site
from pressroom.assistant.web.visit import message_page, page, visit_of

# A picture may hold scripts and addresses of others: neither is followed.
_INERT = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def own(site: Site) -> APIRouter:
    """What is not set is not there."""
    router = APIRouter(include_in_schema=False)

    @router.get("/site.css")
    def style() -> Response:
        return Response(site.style, media_type="text/css", headers={"Cache-Control": "no-cache"})

    @router.get("/emblem")
    def emblem(request: Request) -> Response:
        if site.emblem is None:
            return message_page(visit_of(request), "no_page_text", 404)
        return FileResponse(site.emblem, media_type=site.emblem_type, headers=_INERT)

    @router.get("/privacy")
    @router.get("/imprint")
    def written(request: Request) -> Response:
        visit = visit_of(request)
        found = next((each for each in site.pages if each.url == visit.path), None)
        if found is None:
            return message_page(visit, "no_page_text", 404)
        return page(visit, "own.html", own=found)

    return router
