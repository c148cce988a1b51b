"""/api/v1/documents: handed in, listed, read, corrected, withdrawn, restored, compared, and which
answers cite them.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pressroom.assistant.desk.submitting import KeptAsDraftError, Submission, Submitter
from pressroom.assistant.record.records import is_still_said
from pressroom.assistant.say.rows import answer_url, document_url
from pressroom.assistant.web.staff_api.models import Because, NewVersion, Withdrawal
from pressroom.assistant.web.staff_api.parts import (
    Api,
    ApiRoute,
    AsEditor,
    AsPublisher,
    errors,
    must,
)
from pressroom.assistant.web.staff_api.sent import BODY, submission_of
from pressroom.assistant.web.staff_api.showing import (
    difference_shown,
    draft_shown,
    submitted_shown,
    version_shown,
)
from pressroom.assistant.web.staff_api.shown import (
    Answers,
    Cited,
    Difference,
    Documents,
    DocumentShown,
    DocumentWhole,
    Done,
    Happened,
    SubmittedShown,
    VersionShown,
)
from pressroom.corpus.library.entry import Entry

_PAGE = 50
_MOST = 2**31  # versions; the database counts no further
_Sent = Annotated[Submission, Depends(submission_of)]
_State = Literal["public", "withdrawn"]


def document_routes(api: Api, base: str) -> APIRouter:
    """The routes; `base` is where the API stands."""
    router = APIRouter(prefix="/documents", tags=["documents"], route_class=ApiRoute)
    desk, submitter = api.desk, Submitter(api.desk)

    def submitted(request: Request, submission: Submission, response: Response) -> SubmittedShown:
        if submission.publish != "draft":
            must(request, "publisher")
        try:
            done = submitter.submit(submission, by=request.state.person.name)
        except KeptAsDraftError as error:
            api.noted(
                request,
                "document.add",
                error.draft.document_id,
                after={"draft": error.draft.id, "not published": str(error.cause)},
            )
            raise
        if done.outcome != "unchanged":
            after = {
                "outcome": done.outcome,
                "state": done.state,
                "version": done.version,
                "draft": done.draft.id if done.draft else None,
            }
            api.noted(request, "document.add", done.document_id, after=after)
            response.status_code = 201
        warnings = desk.drafts.transcript(done.draft).warnings if done.draft else ()
        return submitted_shown(done, warnings)

    @router.post(
        "",
        summary="Add a document",
        responses={201: {"model": SubmittedShown}, **errors(409, 413, 415, 422)},
        openapi_extra=BODY,
    )
    def add(
        request: Request, response: Response, submission: _Sent, _who: AsEditor
    ) -> SubmittedShown:
        """As JSON, as a form with the field `file`, or as the bytes of a file (Word, PDF, web page,
        Markdown, text) with the other fields and its `name` in the query. The same id and text
        again changes nothing and says `unchanged`; the same id with another text is a new version.
        201: something was made; 200: it was there.
        """
        return submitted(request, submission, response)

    @router.get("", summary="List documents", responses=errors(422))
    def listed(
        _who: AsEditor,
        q: Annotated[str, Query(max_length=200, description="Words of the title.")] = "",
        state: _State | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = _PAGE,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Documents:
        """The newest event first."""
        found = [
            entry
            for entry in desk.library.entries()
            if q.casefold() in entry.title.casefold()
            and state in (None, "withdrawn" if entry.withdrawn_at else "public")
        ]
        more = offset + limit < len(found)
        query = {"q": q, "state": state or "", "limit": limit, "offset": offset + limit}
        given = {key: value for key, value in query.items() if value != ""}
        following = f"{base}/documents?{urlencode(given)}" if more else None
        return Documents(
            documents=[_shown(entry) for entry in found[offset : offset + limit]],
            total=len(found),
            next=following,
        )

    @router.get(
        "/{document_id:path}/versions/{version}",
        summary="Read a version",
        responses=errors(404, 422),
    )
    def read(
        document_id: str, version: Annotated[int, Path(ge=1, le=_MOST)], _who: AsEditor
    ) -> VersionShown:
        """Its text, header and turns, as staff left them; of a withdrawn document, too."""
        return version_shown(api.document(document_id, version))

    @router.post(
        "/{document_id:path}/versions",
        summary="Correct a document",
        responses={201: {"model": SubmittedShown}, **errors(404, 409, 413, 415, 422)},
    )
    def correct(
        document_id: str, request: Request, response: Response, version: NewVersion, _who: AsEditor
    ) -> SubmittedShown:
        """A new version with the reason, which citizens are shown; what staff edited of the one
        before is kept where it fits.
        """
        api.document(document_id)
        sent = Submission(
            version.text.encode("utf-8", "replace"),
            document_id,
            True,
            document_id,
            {},
            version.publish,
            version.reason,
        )
        return submitted(request, sent, response)

    @router.post(
        "/{document_id:path}/withdraw",
        summary="Withdraw a document",
        responses=errors(404, 415, 422),
    )
    def withdraw(document_id: str, request: Request, why: Withdrawal, who: AsPublisher) -> Done:
        """From this second on it is never found; its text is kept, and its page says the reason."""
        api.document(document_id)
        changed = desk.publisher.withdraw(document_id, by=who.name, reason=why.reason)
        if changed:
            api.noted(
                request,
                "document.withdraw",
                document_id,
                before="public",
                after={"state": "withdrawn", "reason": why.reason},
            )
        return Done(id=document_id, changed=changed, withdrawn=True)

    @router.post(
        "/{document_id:path}/restore",
        summary="Restore a withdrawn document",
        responses=errors(404, 415, 422),
    )
    def restore(document_id: str, request: Request, why: Because, who: AsPublisher) -> Done:
        """It is public again, as it was."""
        api.document(document_id)
        changed = desk.publisher.restore(document_id, by=who.name, reason=why.reason)
        if changed:
            api.noted(
                request,
                "document.restore",
                document_id,
                before="withdrawn",
                after={"state": "public", "reason": why.reason},
            )
        return Done(id=document_id, changed=changed, withdrawn=False)

    @router.get(
        "/{document_id:path}/difference", summary="Compare two versions", responses=errors(404, 422)
    )
    def differs(
        document_id: str,
        _who: AsEditor,
        before: Annotated[
            int | None, Query(ge=1, le=_MOST, description="By default the one before `after`.")
        ] = None,
        after: Annotated[
            int | None, Query(ge=1, le=_MOST, description="By default the current one.")
        ] = None,
    ) -> Difference:
        """The paragraphs that are not the same."""
        new = api.document(document_id, after)
        old = api.document(document_id, before or max(1, new.version - 1))
        return difference_shown(old.text, new.text, versions=(old.version, new.version))

    @router.get(
        "/{document_id:path}/answers",
        summary="List the answers that cite a document",
        responses=errors(404),
    )
    def answers(document_id: str, _who: AsEditor) -> Answers:
        """The newest first, at most 200; `stands` says whether what was quoted is still in the
        current version.
        """
        text = api.document(document_id).text
        public = not desk.library.is_withdrawn(document_id)
        records = api.records.citing(document_id) if api.records else []
        return Answers(
            answers=[
                Cited(
                    id=record.id,
                    question=record.content["question"],
                    asked_at=record.asked_at,
                    status=record.status,
                    version=record.documents()[document_id],
                    stands=public and is_still_said(record, document_id, text),
                    url=answer_url(record.id),
                )
                for record in records
            ]
        )

    @router.get("/{document_id:path}", summary="Look at a document", responses=errors(404))
    def document(document_id: str, _who: AsEditor) -> DocumentWhole:
        """What it is, what was done with it, and its open drafts. Its text is under `versions`."""
        api.document(document_id)
        entry = next(entry for entry in desk.library.entries() if entry.id == document_id)
        return DocumentWhole(
            **_shown(entry).model_dump(),
            history=[
                Happened(
                    version=each.version,
                    action=each.action,
                    at=each.at,
                    by=each.by,
                    reason=each.reason,
                )
                for each in desk.library.history(document_id)
            ],
            drafts=[draft_shown(draft) for draft in desk.drafts.listed(document_id=document_id)],
        )

    return router


def _shown(entry: Entry) -> DocumentShown:
    return DocumentShown(
        id=entry.id,
        title=entry.title,
        date=entry.date,
        source=entry.source,
        language=entry.language,
        version=entry.version,
        added_at=entry.added_at,
        withdrawn_at=entry.withdrawn_at,
        indexed=entry.indexed,
        characters=entry.characters,
        url=document_url(entry.id),
    )
