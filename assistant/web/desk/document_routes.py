"""/desk/document…: what is public: versions, who cited it, correcting, withdrawing, restoring."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from assistant.records import is_still_said
from assistant.rows import answer_url, document_url
from assistant.web.desk.difference_page import difference_values
from assistant.web.desk.draft_view import voices_of
from assistant.web.desk.list_page import state_of
from assistant.web.desk.pages import DeskRoute, Pages, Staff, document_page, read_form, to, words_of
from corpus.errors import LibraryError, ReadError
from corpus.library import Entry


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
            request, who, "version.html", heading=transcript.title, transcript=transcript, back_url=document_page(id),
            hue=lambda turn: hues[turn.speaker] if turn.speaker and turn.kind != "question" else 0,
        )  # fmt: skip

    @router.get("/difference")
    def differs(request: Request, id: str = "", v: int = 2, who: Staff = editor) -> Response:
        t, after = pages.texts(request), desk.library.get(id, v)
        before = desk.library.get(id, v - 1) if v > 1 else after
        values = difference_values(before.text, after.text)
        values |= {"before_name": t["version_n"].format(version=before.version), "after_name": t["version_n"].format(version=v)}
        return pages.show(request, who, "difference.html", title=after.title, back_url=document_page(id), **values)

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
            return _text_page(pages, request, who, document_id, words, fields.get("reason", ""), problem=str(error))
        if result.draft_id is None:
            problem = pages.texts(request)["no_difference"]
            return _text_page(pages, request, who, document_id, words, fields.get("reason", ""), problem=problem)
        note(who, "document.correct", document_id, after={"draft": result.draft_id})
        return to(f"/desk/drafts/{result.draft_id}/difference")

    @router.get("/withdraw")
    def ask_withdraw(request: Request, id: str = "", who: Staff = publisher) -> Response:
        return _confirm(pages, request, who, id, "withdraw", "withdraw_reason")

    @router.post("/withdraw")
    def withdraw(who: Staff = publisher, form: FormData = filled) -> Response:
        fields = words_of(form)
        desk.publisher.withdraw(fields.get("id", ""), by=who.name, reason=fields.get("reason"))
        note(who, "document.withdraw", fields.get("id", ""), before="public", after={"state": "withdrawn", "reason": fields.get("reason")})
        return to(document_page(fields.get("id", ""), done="withdrawn"))

    @router.get("/restore")
    def ask_restore(request: Request, id: str = "", who: Staff = publisher) -> Response:
        return _confirm(pages, request, who, id, "restore", "reason_staff")

    @router.post("/restore")
    def restore(who: Staff = publisher, form: FormData = filled) -> Response:
        fields = words_of(form)
        desk.publisher.restore(fields.get("id", ""), by=who.name, reason=fields.get("reason"))
        note(who, "document.restore", fields.get("id", ""), before="withdrawn", after={"state": "public", "reason": fields.get("reason")})
        return to(document_page(fields.get("id", ""), done="restored"))

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
        request, who, "document.html", heading=entry.title, entry=entry, shown_state=state_of(entry), url=url, cited=cited,
        history=list(reversed(desk.library.history(document_id))), drafts=desk.drafts.listed(document_id=document_id),
        publisher=who.may("publisher"), public_url=document_url(document_id), said=pages.texts(request).get(f"done_{done}"),
    )  # fmt: skip


def _text_page(
    pages: Pages, request: Request, who: Staff, document_id: str, words: str, reason: str = "", *, problem: str | None = None
) -> Response:
    entry = _entry(pages, document_id)
    return pages.show(
        request, who, "text.html", 422 if problem else 200, heading=entry.title, entry=entry, text=words, reason=reason, problem=problem,
        back_url=document_page(document_id),
    )  # fmt: skip


def _confirm(pages: Pages, request: Request, who: Staff, document_id: str, step: str, asks: str) -> Response:
    entry, t = _entry(pages, document_id), pages.texts(request)
    return pages.show(
        request, who, "confirm.html", heading=t[f"{step}_title"].format(title=entry.title), lines=[t[f"{step}_text"]], warnings=(),
        problem=None, action=f"/desk/document/{step}", hidden={"id": document_id}, button=t[step], schedule=False,
        asks={"label": t[asks], "name": "reason", "value": "", "required": False}, back_url=document_page(document_id),
    )  # fmt: skip
