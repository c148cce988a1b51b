"""/api/v1/drafts: a draft is read, edited, asked, compared, published, scheduled, sent back,
discarded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pressroom.assistant.say.rows import answer_row
from pressroom.assistant.web.staff_api.edit_models import NewEdit
from pressroom.assistant.web.staff_api.models import (
    AtRevision,
    Publish,
    Question,
    Schedule,
    SendBack,
)
from pressroom.assistant.web.staff_api.parts import Api, ApiRoute, AsEditor, AsPublisher, errors
from pressroom.assistant.web.staff_api.showing import difference_shown, draft_shown, draft_whole
from pressroom.assistant.web.staff_api.shown import (
    Difference,
    Drafts,
    DraftShown,
    DraftWhole,
    EditShown,
    Tried,
)
from pressroom.corpus.drafts.draft import OPEN, Draft, State
from pressroom.corpus.drafts.editing import giving, undoing
from pressroom.corpus.drafts.edits import Edit, anchor, from_row, to_row


def draft_routes(api: Api) -> APIRouter:
    """The routes. Every change names the revision that it was made from."""
    router = APIRouter(prefix="/drafts", tags=["drafts"], route_class=ApiRoute)
    desk = api.desk

    def move(
        request: Request, draft_id: str, state: State, revision: int, **values: str | None
    ) -> DraftShown:
        before = api.draft(draft_id)
        draft = desk.drafts.move(
            draft_id, state, revision=revision, by=request.state.person.name, **values
        )
        api.noted(
            request,
            f"draft.{state}",
            draft_id,
            before=before.state,
            after={"state": state, **values},
        )
        return draft_shown(draft)

    @router.get("", summary="List drafts", responses=errors(422))
    def listed(
        _who: AsEditor,
        state: State | None = None,
        document: Annotated[str | None, Query(max_length=500)] = None,
    ) -> Drafts:
        """Those that are open, or in a state; what changed last first."""
        found = desk.drafts.listed((state,) if state else OPEN, document_id=document)
        return Drafts(drafts=[draft_shown(draft) for draft in found])

    @router.get("/{draft_id}", summary="Read a draft", responses=errors(404))
    def read(draft_id: str, _who: AsEditor) -> DraftWhole:
        """Its text, its header and turns as they would be published, what the parser doubts, and
        every edit.
        """
        draft = api.draft(draft_id)
        made = [
            EditShown(
                edit=to_row(each.edit),
                revision=each.revision,
                by=each.by,
                at=each.at,
                undone_by=each.undone_by,
                undone_at=each.undone_at,
            )
            for each in desk.drafts.made(draft_id)
        ]
        return draft_whole(
            draft, desk.drafts.transcript(draft), made, desk.drafts.source(draft_id).notes
        )

    @router.get(
        "/{draft_id}/difference",
        summary="Compare a draft with the version that it corrects",
        responses=errors(404),
    )
    def differs(draft_id: str, _who: AsEditor) -> Difference:
        """The paragraphs that are not the same."""
        draft = api.draft(draft_id)
        before = (
            desk.library.get(draft.document_id, draft.base_version).text
            if draft.base_version
            else ""
        )
        return difference_shown(
            before, desk.drafts.source(draft_id).text, versions=(draft.base_version, None)
        )

    @router.post("/{draft_id}/ask", summary="Try a question", responses=errors(404, 415, 422))
    def ask(draft_id: str, asked: Question, _who: AsEditor) -> Tried:
        """The answer that citizens would get from this document alone; nothing of it is kept."""
        answer = desk.trial.ask(desk.publisher.as_published(api.draft(draft_id)), asked.question)
        return Tried.model_validate(answer_row(answer, ms=sum(ms for _, ms in answer.timings)))

    @router.post(
        "/{draft_id}/edits",
        summary="Edit header, speakers or turns",
        responses=errors(404, 409, 415, 422),
    )
    def edit(draft_id: str, request: Request, new: NewEdit, who: AsEditor) -> DraftShown:
        """One edit. The words of the text are not edited; send the corrected text as a new
        version.
        """
        before = api.draft(draft_id)
        wanted = _edit(api, before, new.edit.row())
        was = undoing(desk.drafts.transcript(before), wanted)
        draft = desk.drafts.edit(draft_id, wanted, revision=new.revision, by=who.name)
        api.noted(
            request,
            "draft.edit",
            draft_id,
            before=to_row(was) if was else None,
            after=to_row(wanted),
        )
        return draft_shown(draft)

    @router.post(
        "/{draft_id}/undo", summary="Take back the last edit", responses=errors(404, 409, 415, 422)
    )
    def undo(draft_id: str, request: Request, at: AtRevision, who: AsEditor) -> DraftShown:
        before = api.draft(draft_id)
        draft = desk.drafts.undo(draft_id, revision=at.revision, by=who.name)
        api.noted(request, "draft.undo", draft_id, before={"revision": before.revision})
        return draft_shown(draft)

    @router.post(
        "/{draft_id}/ready", summary="Ask for review", responses=errors(404, 409, 415, 422)
    )
    def ready(draft_id: str, request: Request, at: AtRevision, _who: AsEditor) -> DraftShown:
        """It waits for a publisher; a scheduled one is taken off the schedule."""
        return move(request, draft_id, "ready", at.revision, publish_at=None)

    @router.post(
        "/{draft_id}/discard", summary="Discard a draft", responses=errors(404, 409, 415, 422)
    )
    def discard(draft_id: str, request: Request, at: AtRevision, _who: AsEditor) -> DraftShown:
        """It is never published; what it held stays on record."""
        return move(request, draft_id, "discarded", at.revision)

    @router.post(
        "/{draft_id}/back",
        summary="Send a draft back to its editor",
        responses=errors(404, 409, 415, 422),
    )
    def back(draft_id: str, request: Request, sent: SendBack, _who: AsPublisher) -> DraftShown:
        return move(
            request, draft_id, "sent_back", sent.revision, remark=sent.remark, publish_at=None
        )

    @router.post(
        "/{draft_id}/publish", summary="Publish a draft", responses=errors(404, 409, 415, 422)
    )
    def publish(draft_id: str, request: Request, wanted: Publish, who: AsPublisher) -> DraftShown:
        """It is public from this second on, and answers citizens as soon as it is indexed."""
        before = api.draft(draft_id)
        draft, outcome = desk.publisher.publish(
            draft_id, revision=wanted.revision, by=who.name, reason=wanted.reason
        )
        after = {
            "version": draft.published_version,
            "outcome": outcome,
            "reason": draft.reason,
            "draft": draft_id,
        }
        api.noted(
            request,
            "document.publish",
            draft.document_id,
            before={"version": before.base_version},
            after=after,
        )
        return draft_shown(draft)

    @router.post(
        "/{draft_id}/schedule",
        summary="Publish a draft at a time",
        responses=errors(404, 409, 415, 422),
    )
    def schedule(draft_id: str, request: Request, wanted: Schedule, who: AsPublisher) -> DraftShown:
        """A running server publishes it then. What cannot be published then goes back for review
        with the reason.
        """
        api.draft(draft_id)
        draft = desk.publisher.schedule(
            draft_id, wanted.at, revision=wanted.revision, by=who.name, reason=wanted.reason
        )
        api.noted(
            request,
            "draft.schedule",
            draft_id,
            after={"at": draft.publish_at, "reason": draft.reason},
        )
        return draft_shown(draft)

    @router.post(
        "/{draft_id}/rebase",
        summary="Put a draft on top of the current version",
        responses=errors(404, 409, 415, 422),
    )
    def rebase(draft_id: str, request: Request, at: AtRevision, who: AsPublisher) -> DraftShown:
        """After a 409 that says another version was published meanwhile, once you have looked at
        the difference.
        """
        before = api.draft(draft_id)
        draft = desk.publisher.rebase(draft_id, revision=at.revision, by=who.name)
        api.noted(
            request, "draft.rebase", draft_id, before=before.base_version, after=draft.base_version
        )
        return draft_shown(draft)

    return router


def _edit(api: Api, draft: Draft, row: dict[str, Any]) -> Edit:
    transcript = api.desk.drafts.transcript(draft)
    if "at" in row and row["words"] is None:
        row = {**row, "words": anchor(transcript.text, row["at"])}
    if row["edit"] != "words":
        return from_row(row)
    given = giving(
        transcript, row["at"], row["until"], kind=row["kind"], speaker=row["speaker"],
        title=row["title"],
    )  # fmt: skip
    return replace(given, words=row["words"]) if given.at == row["at"] else given
