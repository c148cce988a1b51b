"""/desk/insight: how many ask what, and how well they are served; as pictures, tables and CSV."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.record.insight import Count, Insight, insight
from pressroom.assistant.record.topics import Topics
from pressroom.assistant.web.desk.office.admin import csv_response
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff
from pressroom.index.embedding.meaning import Meaning

_PERIODS = (7, 30, 90, 0)  # days; 0 is everything that is kept


def insight_routes(pages: Pages) -> APIRouter:
    """The routes below /desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False, route_class=DeskRoute)
    editor: Staff = Depends(pages.frame.requires("editor"))
    kept: dict[Meaning, Topics] = {}

    def topics() -> Topics:
        """By the embedding model that serves just now."""
        meaning = pages.desk.worklist.meaning
        if meaning not in kept:
            kept.clear()
        return kept.setdefault(meaning, Topics(meaning))

    @router.get("/insight")
    def shown(request: Request, days: int = 30, who: Staff = editor) -> Response:
        chosen = days if days in _PERIODS else 30
        figures = _found(pages, chosen, topics())
        return pages.show(
            request, who, "insight.html", heading=pages.texts(request)["insight"], figures=figures,
            chosen=chosen,
            languages=[Count(tongue(each.name).name, each.times) for each in figures.languages],
            periods=_PERIODS, will_go=_will_go(pages, request),
        )  # fmt: skip

    @router.get("/insight.csv")
    def table(days: int = 30, who: Staff = editor) -> Response:
        chosen = days if days in _PERIODS else 30
        found = _found(pages, chosen, topics())
        rows = [["day", *astuple(day)] for day in found.days]
        for name in ("statuses", "languages", "documents", "questions"):
            rows += [[name, count.name, count.times, ""] for count in getattr(found, name)]
        rows += [
            ["paragraph", f"{each.document} {each.paragraph}", each.times, ""]
            for each in found.paragraphs
        ]
        pages.frame.note(who, "insight.export", f"{days} days")
        return csv_response("insight.csv", ("what", "name", "times", "answered"), rows)

    return router


def _will_go(pages: Pages, request: Request) -> str | None:
    """What will be deleted for the first time, and when."""
    announced = pages.desk.retention.announced()
    if announced is None:
        return None
    at, due = announced
    return pages.texts(request)["will_be_deleted"].format(
        at=pages.when(at.isoformat()),
        answers=due.answers,
        feedback=due.feedback,
        unanswered=due.unanswered,
    )


def _found(pages: Pages, days: int, topics: Topics) -> Insight:
    zone = pages.desk.zone
    first = datetime.now(UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    since = (
        (first - timedelta(days=days - 1)).astimezone(UTC).isoformat(timespec="seconds")
        if days
        else ""
    )
    return insight(pages.records.since(since) if pages.records else [], zone, topics=topics)
