"""Drafts -> public documents, and back: publish, schedule, withdraw, restore. The library changes at once, the indexes after it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from corpus.draft import Draft
from corpus.drafts import Drafts
from corpus.edits import edits_json, edits_of
from corpus.errors import LibraryError
from corpus.library import Library, Outcome
from corpus.tables import fingerprint
from corpus.transcript import Transcript

SCHEDULE = "(schedule)"  # who publishes what is due; who scheduled it stands in a line of its own
Note = Callable[..., None]  # who, action, what, before=, after=
_log = logging.getLogger(__name__)


class Publisher:
    """What makes documents public and takes them away. `on_change` is called when the indexes have something to do.

    `note` writes the audit log about what nobody does at that moment: publishing what is scheduled.
    """

    def __init__(
        self, library: Library, drafts: Drafts, *, on_change: Callable[[str], None] = lambda _: None, note: Note | None = None
    ) -> None:
        self._library = library
        self._drafts = drafts
        self._on_change = on_change
        self._note: Note = note or (lambda *_, **__: None)

    def publish(self, draft_id: str, *, revision: int, by: str, reason: str | None = None) -> tuple[Draft, Outcome]:
        """The draft is public from now on. `reason`, told to citizens, is needed where the words of a document change.

        Raises ConflictError or StaleError where somebody else was first, LibraryError where a reason is wanted.
        """
        draft = self._drafts.get(draft_id)
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

    def schedule(self, draft_id: str, at: datetime, *, revision: int, by: str, reason: str | None = None) -> Draft:
        """To be published at that time. Raises LibraryError for one that is past, and as `publish`."""
        check_time(at)
        draft = self._drafts.get(draft_id)
        reason = _one_line(reason) or draft.reason
        self._check_reason(draft, reason)
        when = at.astimezone(UTC).isoformat(timespec="seconds")
        return self._drafts.move(draft_id, "scheduled", revision=revision, by=by, reason=reason, publish_at=when)

    def publish_due(self) -> int:
        """Publishes what is scheduled and due; what cannot be goes back for review with the reason. How many were due."""
        due = self._drafts.due()
        for draft in due:
            try:
                made, outcome = self.publish(draft.id, revision=draft.revision, by=draft.changed_by)
                after = {"version": made.published_version, "outcome": outcome, "reason": made.reason, "draft": draft.id}
                self._note(SCHEDULE, "document.publish", draft.document_id, before={"version": draft.base_version}, after=after)
            except LibraryError as error:
                _log.warning("scheduled draft %s was not published: %s", draft.id, error)
                self._note(SCHEDULE, "draft.not_published", draft.id, after={"remark": str(error)})
                now = self._drafts.get(draft.id)
                if now.state == "scheduled":
                    self._drafts.move(draft.id, "ready", revision=now.revision, by=draft.changed_by, remark=str(error), publish_at=None)
        return len(due)

    def rebase(self, draft_id: str, *, revision: int, by: str) -> Draft:
        """On top of the version that is current now, whatever it was made from."""
        draft = self._drafts.get(draft_id)
        current = self._library.newest_version(draft.document_id)
        return self._drafts.aim(draft_id, draft.document_id, current, revision=revision, by=by)

    def withdraw(self, document_id: str, *, by: str, reason: str | None = None) -> bool:
        """From now on never found; its text is kept. False if it was withdrawn before."""
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
        return fingerprint(self._library.get(draft.document_id, draft.base_version).text) != draft.words

    def _check_reason(self, draft: Draft, reason: str | None) -> None:
        if not reason and self.wants_reason(draft):
            raise LibraryError("reason: is empty; say in a sentence what was corrected and why, for citizens are shown it")

    def _edits(self, draft: Draft) -> str | None:
        """All that staff changed of the parse of this text, those of the version before included where the text is the same."""
        made = self._drafts.edits(draft.id)
        if draft.base_version is not None and not self.wants_reason(draft):
            made = [*edits_of(self._library.edits(draft.document_id, draft.base_version)), *made]
        return edits_json(made) if made else None


def check_time(at: datetime) -> None:
    """Raises LibraryError for a time at which nothing can be published any more."""
    if at.tzinfo is None:
        raise LibraryError("time: has no time zone; expected one as in 2025-06-20T09:00+08:00")
    if at <= datetime.now(UTC):
        raise LibraryError(f"time: {at.isoformat(timespec='minutes')} is past; expected one to come, or publish it now")


def _one_line(words: str | None) -> str | None:
    return " ".join((words or "").split())[:500] or None
