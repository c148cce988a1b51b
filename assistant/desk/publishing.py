"""Drafts -> public documents, and back: publish, schedule, withdraw, restore. The library changes
at once, the indexes after it. Nothing is public before the time that somebody set for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from pressroom.assistant.desk.times import check_time, shown, stamp, today
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.drafts.edits import edits_json, edits_of
from pressroom.corpus.drafts.store import Drafts
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import AddOutcome, Library
from pressroom.corpus.library.stored import fingerprint
from pressroom.corpus.transcript import Transcript

SCHEDULE = "(schedule)"  # who publishes what is due; who scheduled it stands in a line of its own
AuditNote = Callable[..., None]  # who, action, what, before=, after=
_log = logging.getLogger(__name__)


class EmbargoError(LibraryError):
    """It would be public before its time."""


class Publisher:
    """What makes documents public and takes them away. `on_change` is called when the indexes have
    something to do.

    `note` writes the audit log about what nobody does at that moment: publishing what is scheduled.
    """

    def __init__(
        self,
        library: Library,
        drafts: Drafts,
        *,
        on_change: Callable[[str], None] = lambda _: None,
        note: AuditNote | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        """`zone` is the office's; None for the machine's own."""
        self._zone = zone
        self._library = library
        self._drafts = drafts
        self._on_change = on_change
        self._note: AuditNote = note or (lambda *_, **__: None)

    def publish(
        self, draft_id: str, *, revision: int, by: str, reason: str | None = None
    ) -> tuple[Draft, AddOutcome]:
        """The draft is public from now on. `reason`, told to citizens, is needed where the words of
        a document change.

        Raises ConflictError or StaleError where somebody else was first, LibraryError where a
        reason is wanted, and EmbargoError before its time.
        """
        draft = self._drafts.get(draft_id)
        self._check_embargo(draft, datetime.now(UTC))
        return self._publish(draft, revision=revision, by=by, reason=reason)

    def _publish(
        self, draft: Draft, *, revision: int, by: str, reason: str | None = None
    ) -> tuple[Draft, AddOutcome]:
        draft_id = draft.id
        reason = _one_line(reason) or draft.reason
        self._check_reason(draft, reason)
        _, outcome = self._library.publish(
            replace(self._drafts.source(draft_id), id=draft.document_id),
            self.as_published(draft),
            edits=self._edits(draft),
            base=draft.base_version,
            by=by,
            reason=reason,
            also=lambda connection, version: self._drafts.close_as_published(
                connection, draft_id, version, revision=revision, by=by, reason=reason
            ),
        )
        self._on_change(draft.document_id)
        return self._drafts.get(draft_id), outcome

    def schedule(
        self, draft_id: str, at: datetime, *, revision: int, by: str, reason: str | None = None
    ) -> Draft:
        """To be published at that time. Raises LibraryError for one that is past, and as
        `publish`.
        """
        check_time(at)
        draft = self._drafts.get(draft_id)
        self._check_day(draft, at)
        reason = _one_line(reason) or draft.reason
        self._check_reason(draft, reason)
        return self._drafts.move(
            draft_id, "scheduled", revision=revision, by=by, reason=reason, publish_at=stamp(at)
        )

    def publish_due(self) -> int:
        """Publishes what is scheduled and due; what cannot be goes back for review with the reason.
        How many were due.
        """
        due = self._drafts.due()
        for draft in due:
            try:
                made, outcome = self._publish(draft, revision=draft.revision, by=draft.changed_by)
                after = {
                    "version": made.published_version,
                    "outcome": outcome,
                    "reason": made.reason,
                    "draft": draft.id,
                }
                self._note(
                    SCHEDULE,
                    "document.publish",
                    draft.document_id,
                    before={"version": draft.base_version},
                    after=after,
                )
            except LibraryError as error:
                _log.warning("scheduled draft %s was not published: %s", draft.id, error)
                self._note(SCHEDULE, "draft.not_published", draft.id, after={"remark": str(error)})
                now = self._drafts.get(draft.id)
                if now.state == "scheduled":
                    self._drafts.move(
                        draft.id,
                        "ready",
                        revision=now.revision,
                        by=draft.changed_by,
                        remark=str(error),
                        publish_at=None,
                    )
        return len(due)

    def rebase(self, draft_id: str, *, revision: int, by: str) -> Draft:
        """On top of the version that is current now, whatever it was made from."""
        draft = self._drafts.get(draft_id)
        current = self._library.newest_version(draft.document_id)
        return self._drafts.aim(draft_id, draft.document_id, current, revision=revision, by=by)

    def withdraw(self, document_id: str, *, by: str, reason: str | None = None) -> bool:
        """From now on never found; its text is kept. False if it was withdrawn before. Raises
        LibraryError without a reason, which citizens are shown.
        """
        if not _one_line(reason):
            raise LibraryError(
                "reason: is empty; say in a sentence why it is withdrawn, for citizens are shown "
                "it",
                key="withdraw_reason",
            )
        done = self._library.withdraw(document_id, by=by, reason=_one_line(reason))
        if done:
            self._on_change(document_id)
        return done

    def restore(self, document_id: str, *, by: str, reason: str | None = None) -> bool:
        """Public again, as it was. False if it was not withdrawn."""
        done = self._library.restore(document_id, by=by, reason=_one_line(reason))
        if done:
            self._on_change(document_id)
        return done

    def as_published(self, draft: Draft) -> Transcript:
        """The transcript as it would be: under its own id."""
        return replace(self._drafts.transcript(draft), id=draft.document_id)

    def wants_reason(self, draft: Draft) -> bool:
        """Whether the words of a public document change: then citizens are told why."""
        if draft.base_version is None:
            return False
        return (
            fingerprint(self._library.get(draft.document_id, draft.base_version).text)
            != draft.words
        )

    def _check_reason(self, draft: Draft, reason: str | None) -> None:
        if not reason and self.wants_reason(draft):
            raise LibraryError(
                "reason: is empty; say in a sentence what was corrected and why, "
                "for citizens are shown it",
                key="reason",
            )

    def _check_embargo(self, draft: Draft, at: datetime) -> None:
        """What is scheduled comes when it is due, by whatever way somebody asks for it before."""
        if (
            draft.state == "scheduled"
            and draft.publish_at
            and stamp(at, early=True) < draft.publish_at
        ):
            raise EmbargoError(
                f"{draft.title}: is scheduled for {draft.publish_at}; take it off the schedule "
                "first, then publish it",
                key="scheduled",
                at=draft.publish_at,
            )
        self._check_day(draft, at)

    def _check_day(self, draft: Draft, at: datetime) -> None:
        """A document that says on which day it is published is not public before that day."""
        day = self._drafts.transcript(draft).published
        if day and day > today(at, self._zone):
            raise EmbargoError(
                f"published: {day} is after {shown(at, self._zone)}; schedule it for that day, "
                "or correct the day of publication",
                key="published_later",
                day=day,
            )

    def _edits(self, draft: Draft) -> str | None:
        """All that staff changed of the parse of this text, those of the version before included
        where the text is the same.
        """
        made = self._drafts.edits(draft.id)
        if draft.base_version is not None and not self.wants_reason(draft):
            made = [*edits_of(self._library.edits(draft.document_id, draft.base_version)), *made]
        return edits_json(made) if made else None


def _one_line(words: str | None) -> str | None:
    return " ".join((words or "").split())[:500] or None
