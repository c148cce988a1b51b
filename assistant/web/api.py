"""The HTTP API: /api/ask, /api/verify, /api/answers/ID, and opinions of an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pressroom.assistant.answer import Answering
from pressroom.assistant.asking import Asking
from pressroom.assistant.record.feedback import Feedback
from pressroom.assistant.record.given import record_row
from pressroom.assistant.record.records import (
    DeletedError,
    Record,
    Records,
    SourceChange,
    changes,
    without_withdrawn,
)
from pressroom.assistant.say.rows import AnswerRow, claim_row
from pressroom.assistant.web.leaving import while_there
from pressroom.assistant.web.line import Line, Wait
from pressroom.assistant.web.stream import begun, client_of, event, streamed
from pressroom.corpus.errors import LibraryError, QuestionError
from pressroom.corpus.library.catalogue import Wanted
from pressroom.corpus.library.library import Library
from pydantic import BaseModel, ConfigDict

_STREAM = "text/event-stream"  # what a program says it takes, to get the answer as it grows
EXPECTED = {
    "/api/ask": (
        '{"question": …, "history"?: […], "year"?: …, "body"?: …, "speaker"?: …, "document"?: …}'
    ),
    "/v1/chat/completions": '{"messages": [{"role": "user", "content": …}]}',
    "/api/verify": '{"text": …, "document"?: …}',
    "feedback": '{"useful": true or false, "reason"?: …, "comment"?: …}',
}


class AskBody(BaseModel):
    """What POST /api/ask takes; `history` is question, answer, question, answer …; `year` may be a
    month, 2024-08.
    """

    model_config = ConfigDict(extra="forbid")
    question: str
    history: list[str] = []
    year: str | None = None
    body: str | None = None
    speaker: str | None = None
    document: str | None = None

    def wanted(self) -> Wanted:
        return Wanted(
            self.year or None, self.body or None, self.speaker or None, self.document or None
        )


class VerifyBody(BaseModel):
    """What POST /api/verify takes."""

    model_config = ConfigDict(extra="forbid")
    text: str
    document: str | None = None


class FeedbackBody(BaseModel):
    """What POST /api/answers/ID/feedback takes; `reason` is one of
    pressroom.assistant.record.feedback.REASONS.
    """

    model_config = ConfigDict(extra="forbid")
    useful: bool
    reason: str | None = None
    comment: str | None = None


class Kept:
    """Records as they may be shown now. Without records there is none."""

    def __init__(self, records: Records | None, library: Library) -> None:
        self._records = records
        self._library = library

    def was(self, identity: str) -> bool:
        """Whether there was such an answer, which is kept no longer."""
        try:
            if self._records is not None:
                self._records.get(identity)
        except DeletedError:
            return True
        except LibraryError:
            pass
        return False

    def find(self, identity: str) -> tuple[Record, dict[str, SourceChange]] | None:
        """The record, and what became of its documents."""
        try:
            record = self._records.get(identity) if self._records else None
        except LibraryError:
            return None
        if record is None:
            return None
        changed = changes(record, self._library)
        return without_withdrawn(record, changed), changed


def api(
    assistant: Answering,
    library: Library,
    asking: Asking,
    line: Line,
    kept: Kept,
    feedback: Feedback | None,
) -> APIRouter:
    """Sentences in, JSON out; a mistake is one line, `{"error": …}`."""
    router = APIRouter(prefix="/api")

    @router.post("/ask")
    async def ask(asked: AskBody, request: Request) -> Response:
        def begin() -> Iterator[AnswerRow]:
            return asking.rows(asked.question, asked.history, asked.wanted())

        client = client_of(request)
        if _STREAM in request.headers.get("accept", ""):
            return streamed(_events(await begun(line.each(client, begin))))
        return JSONResponse(await while_there(request, line.last(client, begin)))

    @router.post("/verify")
    def verify(checked: VerifyBody) -> JSONResponse:
        if checked.document is not None and library.is_withdrawn(checked.document):
            raise QuestionError(
                f"document: {checked.document!r} is not in the library; expected the id of a "
                "document"
            )
        return JSONResponse(
            {
                "claims": [
                    claim_row(claim)
                    for claim in assistant.check_text(checked.text, document_id=checked.document)
                ]
            }
        )

    @router.get("/answers/{identity}")
    def answer_of(identity: str) -> JSONResponse:
        found = kept.find(identity)
        return (
            JSONResponse(record_row(*found))
            if found
            else _no_answer(identity, was=kept.was(identity))
        )

    @router.post("/answers/{identity}/feedback")
    def opine(identity: str, opined: FeedbackBody) -> JSONResponse:
        if feedback is None or kept.find(identity) is None:
            return _no_answer(identity, was=kept.was(identity))
        feedback.give(identity, opined.useful, opined.reason, opined.comment)
        return JSONResponse({"status": "kept"})

    return router


async def _events(rows: AsyncIterator[AnswerRow | Wait]) -> AsyncIterator[str]:
    """`wait` where others are before, `part` for each sentence more, then `answer`, the whole
    row.
    """
    row: AnswerRow | None = None
    async for following in rows:
        if isinstance(following, Wait):
            yield event({"seconds": following.seconds}, "wait")
            continue
        if row:
            yield event(row, "part")
        row = following
    yield event(row, "answer")


def _no_answer(identity: str, *, was: bool) -> JSONResponse:
    if was:
        return JSONResponse(
            {"error": f"{identity}: this answer is kept no longer; ask again for a new one"},
            status_code=410,
        )
    return JSONResponse({"error": f"{identity}: no such answer"}, status_code=404)
