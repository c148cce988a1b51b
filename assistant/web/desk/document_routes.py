"""/desk/document…: what is public: versions, who cited it, correcting, withdrawing, restoring."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.record.records import is_still_said
from pressroom.assistant.say.rows import answer_url, document_url
from pressroom.assistant.web.desk.drafts.difference import difference_values
from pressroom.assistant.web.desk.drafts.explained import explained
from pressroom.assistant.web.desk.drafts.view import voices_of
from pressroom.assistant.web.desk.forms import read_form, words_of
from pressroom.assistant.web.desk.list_page import state_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff, Typed, document_page, to
from pressroom.corpus.errors import LibraryError, ReadError
from pressroom.corpus.library.library import Entry
from starlette.datastructures import FormData

_STATES = {"withdraw": ("public", "withdrawn"), "restore": ("withdrawn", "public")}
_DONE = {"withdraw": "withdrawn", "restore": "restored"}


def document_routes(pages: Pages) -> APIRouter:
    """The routes below /desk/document."""
    router = APIRouter(prefix="/desk/document", include_in_schema=False, route_class=DeskRoute)
    desk, note = pages.desk, pages.frame.note
    editor: Staff = Depends(pages.frame.requires("editor"))
    publisher: Staff = Depends(pages.frame.requires("publisher"))
    filled: FormData = Depends(read_form)

    @router.get("")
    def document(request: Request, id: str = "", done: str = "", who: Staff = editor) -> Response:
        return _document(pages, request, who, id, done)

    @router.get("/version")
    def version(request: Request, id: str = "", v: int = 1, who: Staff = editor) -> Response:
        transcript = desk.library.get(id, v)
        hues = {voice.speaker: voice.hue for voice in voices_of(transcript)}
        return pages.show(
            request, who, "version.html", heading=transcript.title, transcript=transcript,
            back_url=document_page(id),
            hue=lambda turn: hues[turn.speaker] if turn.speaker and turn.kind != "question" else 0,
        )  # fmt: skip

    @router.get("/difference")
    def differs(request: Request, id: str = "", v: int = 2, who: Staff = editor) -> Response:
        t, after = pages.texts(request), desk.library.get(id, v)
        before = desk.library.get(id, v - 1) if v > 1 else after
        values = difference_values(before.text, after.text)
        values |= {
            "before_name": t["version_n"].format(version=before.version),
            "after_name": t["version_n"].format(version=v),
        }
        return pages.show(
            request, who, "difference.html", title=after.title, back_url=document_page(id),
            draft=None, **values,
        )  # fmt: skip

    @router.post("/structure")
    def structure(who: Staff = editor, form: FormData = filled) -> Response:
        document_id = words_of(form).get("id", "")
        draft = desk.intake.reopen(document_id, by=who.name)
        note(who, "document.reopen", document_id, after={"draft": draft.id})
        return to(f"/desk/drafts/{draft.id}")

    @router.get("/text")
    def text(request: Request, id: str = "", who: Staff = editor) -> Response:
        return _text_page(pages, request, who, id, desk.library.get(id).text)

    @router.post("/text")
    def correct_text(request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        fields = words_of(form)
        document_id, words = fields.get("id", ""), fields.get("text", "")
        try:
            (result,) = desk.intake.take(
                words.encode("utf-8", "replace"),
                name=document_id,
                by=who.name,
                pasted=True,
                document_id=document_id,
                reason=fields.get("reason"),
            )
        except ReadError as error:
            return _text_page(
                pages,
                request,
                who,
                document_id,
                words,
                fields.get("reason", ""),
                problem=explained(str(error), pages.texts(request)),
            )
        if result.draft_id is None:
            problem = pages.texts(request)["no_difference"]
            return _text_page(
                pages, request, who, document_id, words, fields.get("reason", ""), problem=problem
            )
        note(who, "document.correct", document_id, after={"draft": result.draft_id})
        return to(f"/desk/drafts/{result.draft_id}/difference")

    def changed(request: Request, who: Staff, form: FormData, step: str) -> Response:
        """Withdrawn or restored, and noted; or asked again with what was typed."""
        fields = words_of(form)
        document_id, reason = fields.get("id", ""), fields.get("reason")
        entry = _entry(pages, document_id)
        act = desk.publisher.withdraw if step == "withdraw" else desk.publisher.restore
        try:
            act(document_id, by=who.name, reason=reason)
        except LibraryError as error:
            return _confirm(pages, request, who, entry, step, typed=fields, error=error)
        before, after = _STATES[step]
        note(
            who, f"document.{step}", document_id, before=before,
            after={"state": after, "reason": reason},
        )  # fmt: skip
        return to(document_page(document_id, done=_DONE[step]))

    @router.get("/withdraw")
    def ask_withdraw(request: Request, id: str = "", who: Staff = publisher) -> Response:
        return _confirm(pages, request, who, _entry(pages, id), "withdraw")

    @router.post("/withdraw")
    def withdraw(request: Request, who: Staff = publisher, form: FormData = filled) -> Response:
        return changed(request, who, form, "withdraw")

    @router.get("/restore")
    def ask_restore(request: Request, id: str = "", who: Staff = publisher) -> Response:
        return _confirm(pages, request, who, _entry(pages, id), "restore")

    @router.post("/restore")
    def restore(request: Request, who: Staff = publisher, form: FormData = filled) -> Response:
        return changed(request, who, form, "restore")

    return router


def _entry(pages: Pages, document_id: str) -> Entry:
    found = next((entry for entry in pages.desk.library.entries() if entry.id == document_id), None)
    if found is None:
        raise LibraryError(f"{document_id}: no such document")
    return found


def _document(pages: Pages, request: Request, who: Staff, document_id: str, done: str) -> Response:
    entry, desk = _entry(pages, document_id), pages.desk
    text = desk.library.get(document_id).text

    def url(step: str, **query: object) -> str:
        return document_page(document_id, step, **query)

    cited = [
        {
            "url": answer_url(record.id),
            "question": record.content["question"],
            "at": record.asked_at,
            "version": record.documents()[document_id],
            "stands": not entry.withdrawn_at and is_still_said(record, document_id, text),
        }
        for record in (pages.records.citing(document_id) if pages.records else [])
    ]
    return pages.show(
        request, who, "document.html", heading=entry.title, entry=entry,
        shown_state=state_of(entry), url=url, cited=cited,
        history=list(reversed(desk.library.history(document_id))),
        drafts=desk.drafts.listed(document_id=document_id), publisher=who.may("publisher"),
        public_url=document_url(document_id), said=pages.texts(request).get(f"done_{done}"),
    )  # fmt: skip


def _text_page(
    pages: Pages,
    request: Request,
    who: Staff,
    document_id: str,
    words: str,
    reason: str = "",
    *,
    problem: str | None = None,
) -> Response:
    entry = _entry(pages, document_id)
    return pages.show(
        request, who, "text.html", 422 if problem else 200, heading=entry.title, entry=entry,
        text=words, reason=reason, problem=problem, back_url=document_page(document_id),
    )  # fmt: skip


def _confirm(
    pages: Pages,
    request: Request,
    who: Staff,
    entry: Entry,
    step: str,
    *,
    typed: Mapping[str, str] | None = None,
    error: LibraryError | None = None,
) -> Response:
    """Asked before it is done. The reason for withdrawing is shown to citizens, so there must be
    one.
    """
    t, problem = pages.texts(request), pages.told(request, error) if error else None
    label = t["withdraw_reason" if step == "withdraw" else "reason_staff"]
    faults = {"reason": problem} if problem else {}
    return pages.show(
        request, who, "confirm.html", 422 if error else 200, problem=problem,
        heading=t[f"{step}_title"].format(title=entry.title), lines=[t[f"{step}_text"]],
        action=f"/desk/document/{step}", hidden={"id": entry.id}, button=t[step],
        asks={"label": label, "name": "reason", "value": "", "required": step == "withdraw"},
        typed=Typed(typed or {}, faults), back_url=document_page(entry.id),
    )  # fmt: skip
