"""A document that a program hands in -> where it is then: a draft, scheduled, public. The same
again changes nothing, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Literal

from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.desk.intake import Result, header_edits
from pressroom.assistant.desk.times import check_time, stamp
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.drafts.edits import Field
from pressroom.corpus.errors import LibraryError, ReadError
from pressroom.corpus.readers.kinds import JSONL_ENDINGS

When = Literal["draft", "now"] | datetime
Outcome = Literal["created", "new_version", "unchanged"]
State = Literal["draft", "ready", "sent_back", "scheduled", "public", "withdrawn"]
_STRIPES = 64


class KeptAsDraftError(LibraryError):
    """It could not be published; nothing is lost, for it is a draft. `cause` is why."""

    def __init__(self, cause: LibraryError, draft: Draft) -> None:
        super().__init__(f"{cause}. It is kept as draft {draft.id}")
        self.cause = cause
        self.draft = draft


class OtherDocumentError(LibraryError):
    """The text is there already, as another document's draft."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a program hands in: `data` is a file called `name`, or plain text (UTF-8) if `is_text`.
    `header` wins over what the text says; `document_id` is the program's own name for the document,
    and the same id again is the same document.
    """

    data: bytes
    name: str
    is_text: bool = False
    document_id: str | None = None
    header: Mapping[Field, str] = field(default_factory=dict)
    publish: When = "draft"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of it. `version` is the one that is public, None if none is; `draft` is there
    unless nothing was to be changed; `lost` counts edits of the version before that did not fit
    this text.
    """

    outcome: Outcome
    state: State
    document_id: str
    version: int | None
    draft: Draft | None
    lost: int
    message: str


class Submitter:
    """Threads may share it: the same document handed in twice at once is taken once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._locks = [Lock() for _ in range(_STRIPES)]

    def submit(self, submission: Submission, *, by: str) -> Submitted:
        """Raises ReadError for what cannot be read, EditError for a wrong header, KeptAsDraftError
        where it cannot be published.
        """
        if submission.name.lower().endswith(JSONL_ENDINGS):
            raise ReadError(
                f"{submission.name}: may hold many documents, expected was one; "
                "POST it to /files, which makes a draft of each"
            )
        if isinstance(submission.publish, datetime):
            check_time(submission.publish)
        with self._locks[hashlib.sha256(submission.data).digest()[0] % _STRIPES]:
            (result,) = self._desk.intake.take(
                submission.data,
                name=submission.name,
                by=by,
                pasted=submission.is_text,
                document_id=submission.document_id,
                may_be_new=True,
                header=submission.header,
                reason=submission.reason,
            )
            return self._placed(submission, result, by)

    def _placed(self, submission: Submission, result: Result, by: str) -> Submitted:
        if result.became == "withdrawn":
            message = (
                f"the same text was withdrawn as {result.document_id}; nothing was added. "
                "Restore it, if it shall be public again"
            )
            return self._there(result, "withdrawn", message)
        if result.became == "same":
            return self._same(submission, result, by)
        draft = self._desk.drafts.get(str(result.draft_id))
        if result.became == "draft_there":
            return self._again(submission, draft, by)
        return self._published(
            submission,
            draft,
            result.lost,
            by,
            "new_version" if result.became == "version" else "created",
        )

    def _same(self, submission: Submission, result: Result, by: str) -> Submitted:
        """The same text is public: unchanged, unless the header is to be another."""
        document_id = str(result.document_id)
        is_own = submission.document_id in (None, document_id)
        if not is_own or not header_edits(self._desk.library.get(document_id), submission.header):
            return self._there(
                result, "public", f"the same text is public as {document_id}; nothing was changed"
            )
        draft = self._headed(self._desk.intake.reopen(document_id, by=by), submission.header, by)
        return self._published(submission, draft, 0, by, "new_version")

    def _again(self, submission: Submission, draft: Draft, by: str) -> Submitted:
        """The same text is a draft: that goes where this shall go."""
        if submission.document_id not in (None, draft.document_id):
            raise OtherDocumentError(
                f"{submission.document_id}: the same text is draft {draft.id} of "
                f"{draft.document_id}; publish or discard that first"
            )
        headed = self._headed(draft, submission.header, by)
        outcome: Outcome = (
            "unchanged" if headed == draft else "new_version" if draft.base_version else "created"
        )
        return self._published(submission, headed, 0, by, outcome)

    def _headed(self, draft: Draft, header: Mapping[Field, str], by: str) -> Draft:
        for edit in header_edits(self._desk.drafts.transcript(draft), header):
            draft = self._desk.drafts.edit(draft.id, edit, revision=draft.revision, by=by)
        return draft

    def _published(
        self, submission: Submission, draft: Draft, lost: int, by: str, outcome: Outcome
    ) -> Submitted:
        done: Outcome = "new_version" if draft.base_version else "created"
        try:
            if submission.publish == "now":
                draft, _ = self._desk.publisher.publish(
                    draft.id, revision=draft.revision, by=by, reason=submission.reason
                )
                message = f"version {draft.published_version} is public"
                return Submitted(
                    done, "public", draft.document_id, draft.published_version, draft, lost, message
                )
            if isinstance(submission.publish, datetime) and not _is_scheduled_at(
                draft, submission.publish
            ):
                draft, outcome = (
                    self._scheduled(draft, submission.publish, submission.reason, by),
                    done,
                )
        except LibraryError as error:
            raise KeptAsDraftError(error, self._desk.drafts.get(draft.id)) from None
        at = f", published at {draft.publish_at}" if draft.state == "scheduled" else ""
        message = f"{'the same text is' if outcome == 'unchanged' else 'is'} draft {draft.id}{at}"
        return Submitted(
            outcome,
            _state(draft),
            draft.document_id,
            self._public(draft.document_id),
            draft,
            lost,
            message,
        )

    def _scheduled(self, draft: Draft, at: datetime, reason: str | None, by: str) -> Draft:
        if draft.state == "scheduled":
            draft = self._desk.drafts.move(
                draft.id, "ready", revision=draft.revision, by=by, publish_at=None
            )
        return self._desk.publisher.schedule(
            draft.id, at, revision=draft.revision, by=by, reason=reason
        )

    def _there(self, result: Result, state: State, message: str) -> Submitted:
        document_id = str(result.document_id)
        return Submitted(
            "unchanged", state, document_id, self._public(document_id), None, 0, message
        )

    def _public(self, document_id: str) -> int | None:
        return self._desk.library.versions([document_id]).get(document_id)


def _state(draft: Draft) -> State:
    if (
        draft.state == "published" or draft.state == "discarded"
    ):  # said twice, so that the type is narrowed
        raise LibraryError(
            f"{draft.title}: is {draft.state}; it was closed by somebody else meanwhile. "
            "Send it again"
        )
    return draft.state


def _is_scheduled_at(draft: Draft, at: datetime) -> bool:
    return draft.state == "scheduled" and draft.publish_at == stamp(at)
