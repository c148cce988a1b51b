"""/desk/drafts/ID/publish: asked, then public now or at a time; and put on top of a version that
came between.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.desk.times import office_time
from pressroom.assistant.web.desk.drafts.moving import draft_url
from pressroom.assistant.web.desk.drafts.pages import publish_page
from pressroom.assistant.web.desk.forms import read_form, revision_of, words_of
from pressroom.assistant.web.desk.pages import (
    DeskRoute,
    Pages,
    Staff,
    Typed,
    Unsaved,
    document_page,
    to,
)
from pressroom.corpus.drafts.draft import ConflictError
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import StaleError
from starlette.datastructures import FormData

_INPUTS = {"reason": "reason", "time_missing": "at", "time_past": "at", "which_time": "when"}


def publish_routes(pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(
        prefix="/desk/drafts/{draft_id}", include_in_schema=False, route_class=DeskRoute
    )
    desk, note = pages.desk, pages.frame.note
    publisher: Staff = Depends(pages.frame.requires("publisher"))
    filled: FormData = Depends(read_form)

    @router.get("/publish")
    def ask_publish(draft_id: str, request: Request, who: Staff = publisher) -> Response:
        draft = desk.drafts.get(draft_id)
        desk.jobs.add("embed", draft.id, by=who.name)  # what was edited, while the page is read
        desk.worker.wake()
        return publish_page(pages, request, who, draft_id)

    @router.post("/publish")
    def publish(
        draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled
    ) -> Response:
        fields, revision = words_of(form), revision_of(form)
        try:
            if _is_timed(fields):
                return _schedule(pages, who, draft_id, fields, revision)
            return _publish(pages, who, draft_id, fields, revision)
        except ConflictError as error:
            return pages.conflict(request, who, error, _unsaved(draft_id, fields))
        except StaleError:
            draft = desk.drafts.get(draft_id)
            return pages.show(request, who, "stale.html", 409, draft=draft)
        except LibraryError as error:
            problem, where = pages.told(request, error), _INPUTS.get(error.key)
            typed = Typed(fields, {where: problem} if where else {})
            return publish_page(
                pages, request, who, draft_id, typed=typed, problem=problem, status=422
            )

    @router.post("/rebase")
    def rebase(
        draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled
    ) -> Response:
        before = desk.drafts.get(draft_id)
        try:
            draft = desk.publisher.rebase(draft_id, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        note(who, "draft.rebase", draft_id, before=before.base_version, after=draft.base_version)
        return to(draft_url(draft_id), done="saved")

    return router


def _is_timed(fields: Mapping[str, str]) -> bool:
    """Whether it is to be public at a time. Raises LibraryError where the form says both: nobody
    who wrote a time down meant now.
    """
    when, at = fields.get("when", "now"), fields.get("at", "").strip()
    if when == "now" and at:
        raise LibraryError(f"time: {at} stands beside publish now", key="which_time")
    return when == "at"


def _schedule(
    pages: Pages, who: Staff, draft_id: str, fields: Mapping[str, str], revision: int
) -> Response:
    at, reason = office_time(fields.get("at", ""), pages.desk.zone), fields.get("reason")
    draft = pages.desk.publisher.schedule(
        draft_id, at, revision=revision, by=who.name, reason=reason
    )
    after = {"at": draft.publish_at, "reason": draft.reason}
    pages.frame.note(who, "draft.schedule", draft_id, after=after)
    return to(draft_url(draft_id), done="scheduled")


def _publish(
    pages: Pages, who: Staff, draft_id: str, fields: Mapping[str, str], revision: int
) -> Response:
    draft, outcome = pages.desk.publisher.publish(
        draft_id, revision=revision, by=who.name, reason=fields.get("reason")
    )
    made = {"version": draft.published_version, "outcome": outcome}
    after = {**made, "reason": draft.reason, "draft": draft_id}
    before = {"version": draft.base_version}
    pages.frame.note(who, "document.publish", draft.document_id, before=before, after=after)
    return to(document_page(draft.document_id, done="published"))


def _unsaved(draft_id: str, fields: Mapping[str, str]) -> Unsaved:
    typed = {name: fields[name] for name in ("reason", "when", "at") if fields.get(name)}
    words = tuple(typed[name] for name in ("reason", "at") if name in typed)
    return Unsaved(words, f"{draft_url(draft_id)}/publish", typed)
