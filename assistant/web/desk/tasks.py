"""/desk: what is to be done now: to check, to publish, scheduled, questions that wait, what
failed.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.web.desk.drafts.explained import explained
from pressroom.assistant.web.desk.drafts.view import remark_text
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff
from pressroom.corpus.drafts.draft import Draft

_SHOWN = 6  # of each kind


def task_routes(pages: Pages) -> APIRouter:
    """The desk's first page."""
    router = APIRouter(include_in_schema=False, route_class=DeskRoute)
    desk = pages.desk
    editor: Staff = Depends(pages.frame.requires("editor"))

    @router.get("/desk")
    def tasks(request: Request, who: Staff = editor) -> Response:
        t, drafts = pages.texts(request), desk.drafts
        failed = [job for job in desk.jobs.listed() if job.state == "failed"]
        return pages.show(
            request, who, "tasks.html", heading=t["tasks"], most=_SHOWN,
            sent_back=drafts.listed(("sent_back",)), to_check=drafts.listed(("draft",)),
            to_publish=_longest_first(drafts.listed(("ready",))),
            scheduled=sorted(drafts.listed(("scheduled",)), key=lambda one: one.publish_at or ""),
            questions=desk.worklist.listed("open"), failed=failed, counts=desk.jobs.counts(),
            publisher=who.may("publisher"), is_empty=desk.library.is_empty(),
            explained=lambda error: explained(error, t),
            remark_of=lambda draft: remark_text(draft, desk.library, t), zone=pages.zone_name(),
        )  # fmt: skip

    return router


def _longest_first(drafts: list[Draft]) -> list[Draft]:
    """Whoever waits longest for a review is first."""
    return sorted(drafts, key=lambda draft: draft.changed_at)
