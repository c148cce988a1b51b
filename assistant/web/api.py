"""The HTTP API: /api/ask, /api/verify, /api/answers/ID, and opinions of an answer."""

from __future__ import annotations

import time

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from assistant.answer import Assistant, not_there
from assistant.feedback import Feedback
from assistant.records import Change, DeletedError, Record, Records, changes, without_withdrawn
from assistant.replies import reply_to
from assistant.rows import answer_row, claim_row, record_row
from assistant.scope import filter_of, scoped
from corpus.catalogue import Catalogue, Wanted
from corpus.errors import LibraryError, QuestionError
from corpus.library import Library

EXPECTED = {
    "/api/ask": '{"question": …, "history"?: […], "year"?: …, "body"?: …, "speaker"?: …, "document"?: …}',
    "/api/verify": '{"text": …, "document"?: …}',
    "feedback": '{"useful": true or false, "reason"?: …, "comment"?: …}',
}


class Asked(BaseModel):
    """What POST /api/ask takes; `history` is question, answer, question, answer …; `year` may be a month, 2024-08."""

    model_config = ConfigDict(extra="forbid")
    question: str
    history: list[str] = []
    year: str | None = None
    body: str | None = None
    speaker: str | None = None
    document: str | None = None

    def wanted(self) -> Wanted:
        return Wanted(self.year or None, self.body or None, self.speaker or None, self.document or None)


class Checked(BaseModel):
    """What POST /api/verify takes."""

    model_config = ConfigDict(extra="forbid")
    text: str
    document: str | None = None


class Opined(BaseModel):
    """What POST /api/answers/ID/feedback takes; `reason` is one of assistant.feedback.REASONS."""

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

    def find(self, identity: str) -> tuple[Record, dict[str, Change]] | None:
        """The record, and what became of its documents."""
        try:
            record = self._records.get(identity) if self._records else None
        except LibraryError:
            return None
        if record is None:
            return None
        changed = changes(record, self._library)
        return without_withdrawn(record, changed), changed


def api(assistant: Assistant, library: Library, catalogue: Catalogue, kept: Kept, feedback: Feedback | None) -> APIRouter:
    """Sentences in, JSON out; a mistake is one line, `{"error": …}`."""
    router = APIRouter(prefix="/api")

    @router.post("/ask")
    def ask(asked: Asked) -> JSONResponse:
        began = time.perf_counter()
        shelf = catalogue.shelf()
        limits = scoped(asked.question, asked.wanted(), shelf)
        if limits.unknown:
            answer = not_there(limits, shelf)
        else:
            answer = assistant.ask(limits.words or asked.question, asked.history, where=filter_of(limits.wanted, shelf))
        elapsed = (time.perf_counter() - began) * 1000
        return JSONResponse(answer_row(answer, ms=elapsed, message=reply_to(answer, library).text))

    @router.post("/verify")
    def verify(checked: Checked) -> JSONResponse:
        if checked.document is not None and library.is_withdrawn(checked.document):
            raise QuestionError(f"document: {checked.document!r} is not in the library; expected the id of a document")
        return JSONResponse({"claims": [claim_row(claim) for claim in assistant.check_text(checked.text, document_id=checked.document)]})

    @router.get("/answers/{identity}")
    def answer_of(identity: str) -> JSONResponse:
        found = kept.find(identity)
        return JSONResponse(record_row(*found)) if found else _no_answer(identity, was=kept.was(identity))

    @router.post("/answers/{identity}/feedback")
    def opine(identity: str, opined: Opined) -> JSONResponse:
        if feedback is None or kept.find(identity) is None:
            return _no_answer(identity, was=kept.was(identity))
        feedback.give(identity, opined.useful, opined.reason, opined.comment)
        return JSONResponse({"status": "kept"})

    return router


def _no_answer(identity: str, *, was: bool) -> JSONResponse:
    if was:
        return JSONResponse({"error": f"{identity}: this answer is kept no longer; ask again for a new one"}, status_code=410)
    return JSONResponse({"error": f"{identity}: no such answer"}, status_code=404)
