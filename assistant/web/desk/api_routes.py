"""/api/desk/…: the documents' life for programs, as a content system that publishes by itself. OpenAPI describes it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import asdict
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

from assistant.preview import transcript_json
from assistant.web.desk.pages import Pages, Role, Staff
from corpus.draft import ConflictError, Draft
from corpus.edits import EditError, from_row, to_row
from corpus.errors import LibraryError, PressroomError
from corpus.library import StaleError
from corpus.readers.bounds import MAX_BYTES


class Published(BaseModel):
    """What publishing takes: the revision that was looked at, the reason where words change, a time for later."""

    model_config = ConfigDict(extra="forbid")
    revision: int
    reason: str | None = None
    at: datetime | None = None


class Edited(BaseModel):
    """One edit, as `GET /api/desk/drafts/ID` lists them: `{"edit": "field", "field": "date", "value": "2025-06-20"}` …"""

    model_config = ConfigDict(extra="forbid")
    revision: int
    edit: dict[str, Any]


class Moved(BaseModel):
    """What sending back and discarding take."""

    model_config = ConfigDict(extra="forbid")
    revision: int
    remark: str | None = None


class Reasoned(BaseModel):
    """What withdrawing and restoring take."""

    model_config = ConfigDict(extra="forbid")
    id: str
    reason: str | None = None


class ApiRoute(APIRoute):
    """A route where a mistake is `{"error": one line}`: 404 not there, 409 somebody else was first, 422 the rest."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except ConflictError as error:
                since = [{**to_row(made.edit), "by": made.by, "at": made.at} for made in error.since]
                return JSONResponse({"error": str(error), "draft": asdict(error.draft), "since": since}, 409)
            except StaleError as error:
                return JSONResponse({"error": str(error)}, 409)
            except EditError as error:
                return JSONResponse({"error": str(error)}, 422)
            except LibraryError as error:
                return JSONResponse({"error": str(error)}, 404 if ": no such" in str(error) else 422)
            except PressroomError as error:
                return JSONResponse({"error": str(error)}, 422)

        return guarded


def documents_api(pages: Pages, requires: Callable[[Role], Callable[..., Staff]]) -> APIRouter:
    """`requires` makes the dependency that lets in a token of at least that role."""
    router = APIRouter(prefix="/api/desk", tags=["documents"], route_class=ApiRoute)
    desk, note = pages.desk, pages.frame.note
    editor: Staff = Depends(requires("editor"))
    publisher: Staff = Depends(requires("publisher"))
    file: UploadFile = File(description="a document of any kind that is read")
    target: str | None = Form(None, alias="for", description="the id of the document that it is a new version of")
    why: str | None = Form(None, description="what was corrected and why; citizens are shown it")

    @router.post("/documents")
    def add(who: Staff = editor, file: UploadFile = file, target: str | None = target, reason: str | None = why) -> dict[str, Any]:
        """Reads a file into drafts. What is there already makes none; `became` says what it is."""
        data = file.file.read(MAX_BYTES + 1)
        found = desk.intake.take(data, name=file.filename or "upload", by=who.name, document_id=target, reason=reason)
        note(who, "document.add", file.filename or "upload", after=[result.row() for result in found])
        return {"documents": [result.row() for result in found]}

    @router.get("/documents")
    def documents(who: Staff = editor) -> dict[str, Any]:  # noqa: ARG001 -- staff only
        """The catalogue, withdrawn documents included."""
        return {"documents": [asdict(entry) for entry in desk.library.entries()]}

    @router.get("/documents/history")
    def history(id: str, who: Staff = editor) -> dict[str, Any]:  # noqa: ARG001
        """What was done with a document, oldest first."""
        return {"id": desk.library.get(id).id, "history": [asdict(change) for change in desk.library.history(id)]}

    @router.post("/documents/withdraw")
    def withdraw(asked: Reasoned, who: Staff = publisher) -> dict[str, Any]:
        """Not found from then on; the text is kept."""
        done = desk.publisher.withdraw(asked.id, by=who.name, reason=asked.reason)
        note(who, "document.withdraw", asked.id, before="public", after={"state": "withdrawn", "reason": asked.reason})
        return {"id": asked.id, "withdrawn": done}

    @router.post("/documents/restore")
    def restore(asked: Reasoned, who: Staff = publisher) -> dict[str, Any]:
        """Public again, as it was."""
        done = desk.publisher.restore(asked.id, by=who.name, reason=asked.reason)
        note(who, "document.restore", asked.id, before="withdrawn", after={"state": "public", "reason": asked.reason})
        return {"id": asked.id, "restored": done}

    @router.get("/drafts")
    def drafts(who: Staff = editor) -> dict[str, Any]:  # noqa: ARG001
        """Those that are open, what changed last first."""
        return {"drafts": [asdict(draft) for draft in desk.drafts.listed()]}

    @router.get("/drafts/{draft_id}")
    def draft(draft_id: str, who: Staff = editor) -> dict[str, Any]:  # noqa: ARG001
        """The draft with its transcript as it would be published, and every edit."""
        found = desk.drafts.get(draft_id)
        edits = [
            {**to_row(made.edit), "by": made.by, "at": made.at, "undone": made.undone_at is not None} for made in desk.drafts.made(draft_id)
        ]
        return {**asdict(found), "edits": edits, "transcript": transcript_json(desk.drafts.transcript(found))}

    @router.post("/drafts/{draft_id}/edits")
    def edit(draft_id: str, asked: Edited, who: Staff = editor) -> dict[str, Any]:
        """Makes one edit."""
        done = desk.drafts.edit(draft_id, from_row(asked.edit), revision=asked.revision, by=who.name)
        note(who, "draft.edit", draft_id, before={"revision": asked.revision}, after=asked.edit)
        return asdict(done)

    @router.post("/drafts/{draft_id}/publish")
    def publish(draft_id: str, asked: Published, who: Staff = publisher) -> dict[str, Any]:
        """Public from then on, or at a time."""
        if asked.at is not None:
            planned = desk.publisher.schedule(draft_id, asked.at, revision=asked.revision, by=who.name, reason=asked.reason)
            note(who, "draft.schedule", draft_id, after={"at": planned.publish_at, "reason": planned.reason})
            return asdict(planned)
        done, outcome = desk.publisher.publish(draft_id, revision=asked.revision, by=who.name, reason=asked.reason)
        note(who, "document.publish", done.document_id, after={"version": done.published_version, "outcome": outcome, "draft": draft_id})
        return {**asdict(done), "outcome": outcome}

    @router.post("/drafts/{draft_id}/back")
    def back(draft_id: str, asked: Moved, who: Staff = publisher) -> dict[str, Any]:
        """Sends it back to its editor."""
        return asdict(_moved(pages, draft_id, "sent_back", asked, who))

    @router.post("/drafts/{draft_id}/discard")
    def discard(draft_id: str, asked: Moved, who: Staff = editor) -> dict[str, Any]:
        """Closes it; it stays in the records."""
        return asdict(_moved(pages, draft_id, "discarded", asked, who))

    return router


def _moved(pages: Pages, draft_id: str, state: Any, asked: Moved, who: Staff) -> Draft:
    moved = pages.desk.drafts.move(draft_id, state, revision=asked.revision, by=who.name, remark=asked.remark, publish_at=None)
    pages.frame.note(who, f"draft.{state}", draft_id, after={"state": state, "remark": asked.remark})
    return moved
