"""/desk/drafts/…: a draft is checked, edited, compared, asked, published, scheduled, sent back, discarded."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from assistant.web.desk.difference_page import difference_values
from assistant.web.desk.draft_pages import check_page, publish_page, try_page
from assistant.web.desk.edit_forms import edit_of, said
from assistant.web.desk.pages import DeskRoute, Pages, Staff, document_page, read_form, revision_of, to, words_of
from corpus.draft import ConflictError, State
from corpus.editing import undoing
from corpus.edits import EditError, to_row
from corpus.errors import LibraryError, QuestionError
from corpus.library import StaleError
from corpus.relation import free_id


def draft_routes(pages: Pages) -> APIRouter:
    """The routes below /desk/drafts."""
    router = APIRouter(prefix="/desk/drafts/{draft_id}", include_in_schema=False, route_class=DeskRoute)
    desk, note = pages.desk, pages.frame.note
    editor: Staff = Depends(pages.frame.requires("editor"))
    publisher: Staff = Depends(pages.frame.requires("publisher"))
    filled: FormData = Depends(read_form)

    def move(request: Request, who: Staff, form: FormData, draft_id: str, state: State, **values: str | None) -> Response:
        before = desk.drafts.get(draft_id)
        try:
            desk.drafts.move(draft_id, state, revision=revision_of(form), by=who.name, **values)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        except LibraryError as error:
            return pages.mistake(request, who, str(error), f"/desk/drafts/{draft_id}")
        note(who, f"draft.{state}", draft_id, before=before.state, after={"state": state, **values})
        return to(f"/desk/drafts/{draft_id}", done=state)

    @router.get("")
    def check(draft_id: str, request: Request, turn: int = 0, done: str = "", who: Staff = editor) -> Response:
        return check_page(pages, request, who, draft_id, opened=turn, done=done)

    @router.post("/edit")
    def edit(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        draft = desk.drafts.get(draft_id)
        wanted = None
        try:
            transcript = desk.drafts.transcript(draft)
            wanted = edit_of(words_of(form), transcript)
            desk.drafts.edit(draft_id, wanted, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error, wanted)
        except EditError as error:
            if draft.revision != revision_of(form):  # the place of the edit went with what somebody else changed
                return pages.conflict(request, who, ConflictError(draft, desk.drafts.made(draft_id, since=revision_of(form))))
            return check_page(pages, request, who, draft_id, problem=str(error), status=422)
        except LibraryError as error:
            return pages.mistake(request, who, str(error), f"/desk/drafts/{draft_id}")
        was = undoing(transcript, wanted)
        note(who, "draft.edit", draft_id, before=to_row(was) if was else None, after=to_row(wanted))
        anchor = f"#t{_turn_number(pages, draft_id, getattr(wanted, 'at', None))}" if hasattr(wanted, "at") else ""
        return to(f"/desk/drafts/{draft_id}?done=saved{anchor}")

    @router.post("/undo")
    def undo(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        try:
            before = desk.drafts.edits(draft_id)
            desk.drafts.undo(draft_id, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        except LibraryError as error:
            return check_page(pages, request, who, draft_id, problem=str(error), status=422)
        note(who, "draft.undo", draft_id, before=said(before[-1], pages.texts(request)))
        return to(f"/desk/drafts/{draft_id}", done="saved")

    @router.post("/ready")
    def ready(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        if desk.drafts.get(draft_id).state == "scheduled" and not who.may("publisher"):
            return pages.mistake(request, who, pages.texts(request)["state_scheduled"], f"/desk/drafts/{draft_id}", 403)
        return move(request, who, form, draft_id, "ready", remark=None, publish_at=None)

    @router.get("/back")
    def ask_back(draft_id: str, request: Request, who: Staff = publisher) -> Response:
        draft, t = desk.drafts.get(draft_id), pages.texts(request)
        asks = {"label": t["remark"], "name": "remark", "value": "", "required": True}
        return pages.show(
            request, who, "confirm.html", heading=t["send_back_title"].format(title=draft.title), lines=[], warnings=(), problem=None,
            action=f"/desk/drafts/{draft_id}/back", hidden={"revision": draft.revision}, asks=asks, button=t["send_back"], schedule=False,
            back_url=f"/desk/drafts/{draft_id}",
        )  # fmt: skip

    @router.post("/back")
    def back(draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled) -> Response:
        remark = " ".join(words_of(form).get("remark", "").split())[:500]
        return move(request, who, form, draft_id, "sent_back", remark=remark or None, publish_at=None)

    @router.get("/discard")
    def ask_discard(draft_id: str, request: Request, who: Staff = editor) -> Response:
        draft, t = desk.drafts.get(draft_id), pages.texts(request)
        return pages.show(
            request, who, "confirm.html", heading=t["discard_title"].format(title=draft.title), lines=[t["discard_text"]], warnings=(),
            problem=None, action=f"/desk/drafts/{draft_id}/discard", hidden={"revision": draft.revision}, asks=None, button=t["discard"],
            schedule=False, back_url=f"/desk/drafts/{draft_id}",
        )  # fmt: skip

    @router.post("/discard")
    def discard(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        return move(request, who, form, draft_id, "discarded")

    @router.post("/own")
    def own(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        """It is a document of its own, not a version of the one that it looks like."""
        draft = desk.drafts.get(draft_id)
        try:
            aimed = desk.drafts.aim(
                draft_id,
                free_id(draft.document_id, desk.library, taken=desk.drafts.new_ids()),
                None,
                revision=revision_of(form),
                by=who.name,
            )
        except ConflictError as error:
            return pages.conflict(request, who, error)
        note(who, "draft.own", draft_id, before=draft.document_id, after=aimed.document_id)
        return to(f"/desk/drafts/{draft_id}", done="saved")

    @router.get("/publish")
    def ask_publish(draft_id: str, request: Request, who: Staff = publisher) -> Response:
        desk.jobs.add("embed", desk.drafts.get(draft_id).id, by=who.name)  # what was edited, while the page is read
        desk.worker.wake()
        return publish_page(pages, request, who, draft_id)

    @router.post("/publish")
    def publish(draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled) -> Response:
        fields = words_of(form)
        try:
            if fields.get("when") == "at":
                at = pages.local(fields.get("at", ""))
                draft = desk.publisher.schedule(draft_id, at, revision=revision_of(form), by=who.name, reason=fields.get("reason"))
                note(who, "draft.schedule", draft_id, after={"at": draft.publish_at, "reason": draft.reason})
                return to(f"/desk/drafts/{draft_id}", done="scheduled")
            draft, outcome = desk.publisher.publish(draft_id, revision=revision_of(form), by=who.name, reason=fields.get("reason"))
        except ConflictError as error:
            return pages.conflict(request, who, error)
        except StaleError:
            return pages.show(request, who, "stale.html", 409, draft=desk.drafts.get(draft_id))
        except (LibraryError, ValueError) as error:
            return publish_page(pages, request, who, draft_id, problem=str(error), at=fields.get("at", "")[:16], status=422)
        after = {"version": draft.published_version, "outcome": outcome, "reason": draft.reason, "draft": draft_id}
        note(who, "document.publish", draft.document_id, before={"version": draft.base_version}, after=after)
        return to(document_page(draft.document_id, done="published"))

    @router.post("/rebase")
    def rebase(draft_id: str, request: Request, who: Staff = publisher, form: FormData = filled) -> Response:
        before = desk.drafts.get(draft_id)
        try:
            draft = desk.publisher.rebase(draft_id, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        note(who, "draft.rebase", draft_id, before=before.base_version, after=draft.base_version)
        return to(f"/desk/drafts/{draft_id}", done="saved")

    @router.get("/difference")
    def differs(draft_id: str, request: Request, current: str = "", who: Staff = editor) -> Response:
        draft, t = desk.drafts.get(draft_id), pages.texts(request)
        there = desk.library.newest_version(draft.document_id)
        base = there if current else draft.base_version
        before = desk.library.get(draft.document_id, base).text if base else ""
        values = difference_values(before, desk.drafts.source(draft_id).text)
        name = t["version_n"].format(version=base) if base else t["before"]
        return pages.show(
            request, who, "difference.html", title=draft.title, back_url=f"/desk/drafts/{draft_id}", before_name=name,
            after_name=t[f"state_{draft.state}"], **values,
        )  # fmt: skip

    @router.get("/try")
    def ask_form(draft_id: str, request: Request, who: Staff = editor) -> Response:
        return try_page(pages, request, who, draft_id, "")

    @router.post("/try")
    def ask(draft_id: str, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        words = words_of(form).get("question", "")
        try:
            return try_page(pages, request, who, draft_id, words)
        except QuestionError as error:
            return try_page(pages, request, who, draft_id, "", problem=str(error), status=422)

    @router.get("/original")
    def original(draft_id: str, who: Staff = editor) -> Response:  # noqa: ARG001 -- staff only
        data, draft = desk.drafts.original(draft_id), desk.drafts.get(draft_id)
        if data is None:
            return Response(status_code=404)
        name = quote(draft.origin.rpartition("/")[2] or "original")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
        return Response(data, media_type="application/octet-stream", headers={**headers, "Content-Security-Policy": "sandbox"})

    return router


def _turn_number(pages: Pages, draft_id: str, at: int | None) -> int:
    place = pages.desk.drafts.transcript(pages.desk.drafts.get(draft_id)).paragraph_at(at or 0)
    return place[0].number if place else 1
