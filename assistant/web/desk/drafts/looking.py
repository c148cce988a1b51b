"""/desk/drafts/ID/…: a draft compared, asked, seen as citizens will see it, and as it came in."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.web.desk.drafts.difference import difference_values
from pressroom.assistant.web.desk.drafts.moving import draft_url
from pressroom.assistant.web.desk.drafts.pages import try_page
from pressroom.assistant.web.desk.forms import read_form, words_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff
from pressroom.assistant.web.desk.shell import missing_page
from pressroom.assistant.web.reading.transcripts import transcript_page
from pressroom.assistant.web.visit import visit_of
from pressroom.corpus.drafts.draft import EDITABLE
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.library.catalogue import Catalogue
from starlette.datastructures import FormData


def look_routes(pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(
        prefix="/desk/drafts/{draft_id}", include_in_schema=False, route_class=DeskRoute
    )
    desk, catalogue = pages.desk, Catalogue(pages.desk.library)
    editor: Staff = Depends(pages.frame.requires("editor"))
    filled: FormData = Depends(read_form)

    @router.get("/difference")
    def differs(
        draft_id: str, request: Request, current: str = "", who: Staff = editor
    ) -> Response:
        draft, t = desk.drafts.get(draft_id), pages.texts(request)
        there = desk.library.newest_version(draft.document_id)
        base = there if current else draft.base_version
        before = desk.library.get(draft.document_id, base).text if base else ""
        values = difference_values(before, desk.drafts.source(draft_id).text)
        name = t["version_n"].format(version=base) if base else t["before"]
        return pages.show(
            request, who, "difference.html", title=draft.title, back_url=draft_url(draft_id),
            before_name=name, after_name=t[f"state_{draft.state}"],
            draft=draft if draft.state in EDITABLE else None, **values,
        )  # fmt: skip

    @router.get("/try")
    def ask_form(draft_id: str, request: Request, who: Staff = editor) -> Response:
        return try_page(pages, request, who, draft_id, "")

    @router.post("/try")
    def ask(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        words = words_of(form).get("question", "")
        try:
            return try_page(pages, request, who, draft_id, words)
        except QuestionError as error:
            problem = pages.told(request, error)
            return try_page(pages, request, who, draft_id, words, problem=problem, status=422)

    @router.get("/preview")
    # staff only
    def preview(draft_id: str, request: Request, who: Staff = editor) -> Response:  # noqa: ARG001
        """The page that citizens will read, with a line above it that says it is none yet."""
        draft, t = desk.drafts.get(draft_id), pages.texts(request)
        found = desk.publisher.as_published(draft)
        response = transcript_page(
            visit_of(request), found, catalogue.shelf(), current=found.version,
            cite=None, search=request.query_params.get("q"),
            reading=request.query_params.get("view") == "reading",
            preview={"words": t["preview_text"], "url": draft_url(draft_id), "back": t["back"]},
        )  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    @router.get("/original")
    # staff only
    def original(draft_id: str, request: Request, who: Staff = editor) -> Response:  # noqa: ARG001
        data, draft = desk.drafts.original(draft_id), desk.drafts.get(draft_id)
        if data is None:
            return missing_page(request)
        name = quote(draft.origin.rpartition("/")[2] or "original")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    return router
