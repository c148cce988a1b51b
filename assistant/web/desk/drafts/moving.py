"""/desk/drafts/ID/…: a draft goes to another state: for review, sent back, discarded, a document of
its own.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.web.desk.forms import read_form, revision_of, words_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff, Unsaved, to
from pressroom.corpus.drafts.draft import ConflictError, State
from pressroom.corpus.drafts.relation import free_id
from pressroom.corpus.errors import LibraryError
from starlette.datastructures import FormData

_LONGEST = 500  # characters of a remark


def draft_url(draft_id: str) -> str:
    return f"/desk/drafts/{draft_id}"


def move(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    state: State,
    *,
    revision: int,
    yours: Unsaved | None = None,
    **values: str | None,
) -> Response:
    """The page of the draft in its new state, or what kept it from there; `yours` is what was
    typed.
    """
    drafts = pages.desk.drafts
    before = drafts.get(draft_id)
    try:
        drafts.move(draft_id, state, revision=revision, by=who.name, **values)
    except ConflictError as error:
        return pages.conflict(request, who, error, yours)
    except LibraryError as error:
        return pages.mistake(request, who, error, draft_url(draft_id))
    after = {"state": state, **values}
    pages.frame.note(who, f"draft.{state}", draft_id, before=before.state, after=after)
    return to(draft_url(draft_id), done=state)


def move_routes(pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(
        prefix="/desk/drafts/{draft_id}", include_in_schema=False, route_class=DeskRoute
    )
    desk, note = pages.desk, pages.frame.note
    editor: Staff = Depends(pages.frame.requires("editor"))
    publisher: Staff = Depends(pages.frame.requires("publisher"))
    filled: FormData = Depends(read_form)

    @router.post("/ready")
    def ready(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        if desk.drafts.get(draft_id).state == "scheduled" and not who.may("publisher"):
            scheduled = LibraryError("is scheduled", key="closed", state="scheduled")
            return pages.mistake(request, who, scheduled, draft_url(draft_id), 403)
        return move(
            pages, request, who, draft_id, "ready", revision=revision_of(form), remark=None,
            publish_at=None,
        )  # fmt: skip

    @router.get("/back")
    def ask_back(draft_id: str, request: Request, who: Staff = publisher) -> Response:
        asks = {"label": pages.texts(request)["remark"], "name": "remark"}
        return _ask(pages, request, who, draft_id, "back", "send_back", asks=asks)

    @router.post("/back")
    def back(
        draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled
    ) -> Response:
        remark = " ".join(words_of(form).get("remark", "").split())[:_LONGEST]
        yours = Unsaved((remark,), f"{draft_url(draft_id)}/back", {"remark": remark})
        return move(
            pages, request, who, draft_id, "sent_back", revision=revision_of(form), yours=yours,
            remark=remark or None, publish_at=None,
        )  # fmt: skip

    @router.get("/discard")
    def ask_discard(draft_id: str, request: Request, who: Staff = editor) -> Response:
        return _ask(pages, request, who, draft_id, "discard", "discard")

    @router.post("/discard")
    def discard(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        return move(pages, request, who, draft_id, "discarded", revision=revision_of(form))

    @router.post("/own")
    def own(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        """It is a document of its own, not a version of the one that it looks like."""
        draft, drafts = desk.drafts.get(draft_id), desk.drafts
        new = free_id(draft.document_id, desk.library, taken=drafts.new_ids())
        try:
            aimed = drafts.aim(draft_id, new, None, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        note(who, "draft.own", draft_id, before=draft.document_id, after=aimed.document_id)
        return to(draft_url(draft_id), done="saved")

    return router


def _ask(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    step: str,
    name: str,
    *,
    asks: dict[str, str] | None = None,
) -> Response:
    """Whether it is really to be done; `asks` for a line, where one is needed."""
    draft, t = pages.desk.drafts.get(draft_id), pages.texts(request)
    here, lines = draft_url(draft_id), [t[f"{name}_text"]]
    return pages.show(
        request, who, "confirm.html", heading=t[f"{name}_title"].format(title=draft.title),
        lines=lines, hidden={"revision": draft.revision}, action=f"{here}/{step}", button=t[name],
        asks={**asks, "value": "", "required": True} if asks else None, back_url=here,
    )  # fmt: skip
