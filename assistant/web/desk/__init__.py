"""The staff desk: pages on which documents are added, checked, published, corrected and
withdrawn.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response
from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.record.records import Records
from pressroom.assistant.staff.accounts import Accounts, Member
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.tokens import Tokens
from pressroom.assistant.web.desk.document_routes import document_routes
from pressroom.assistant.web.desk.drafts.adding import add_routes
from pressroom.assistant.web.desk.drafts.checking import check_routes
from pressroom.assistant.web.desk.drafts.looking import look_routes
from pressroom.assistant.web.desk.drafts.moving import move_routes
from pressroom.assistant.web.desk.drafts.publishing import publish_routes
from pressroom.assistant.web.desk.frame import StaffFrame, add_refusals
from pressroom.assistant.web.desk.office.admin import admin_routes
from pressroom.assistant.web.desk.office.insight import insight_routes
from pressroom.assistant.web.desk.office.questions import question_routes
from pressroom.assistant.web.desk.office.sign_in import sign_in_routes
from pressroom.assistant.web.desk.office.tokens import token_routes
from pressroom.assistant.web.desk.pages import Pages
from pressroom.assistant.web.desk.shell import missing_page
from pressroom.assistant.web.desk.tasks import task_routes

__all__ = ["Pages", "add_desk", "desk_documents"]


def desk_documents(pages: Pages) -> list[APIRouter]:
    """Every route of the documents' part."""
    parts = (check_routes, move_routes, publish_routes, look_routes)
    return [add_routes(pages), *(part(pages) for part in parts), document_routes(pages)]


def add_desk(app: FastAPI, desk: Desk, records: Records | None) -> None:
    """The whole desk below /desk, behind its accounts."""
    database = desk.library.database
    frame = StaffFrame(Accounts(database), Audit(database), desk.proxy)
    pages = Pages(frame, desk, records)
    add_refusals(app, frame)
    for router in (
        task_routes(pages),
        sign_in_routes(pages, frame),
        admin_routes(pages, frame),
        token_routes(pages, frame, Tokens(database)),
        *desk_documents(pages),
        question_routes(pages),
        insight_routes(pages),
        _no_such_page(frame),
    ):
        app.include_router(router)


def _no_such_page(frame: StaffFrame) -> APIRouter:
    """Every other address below /desk: a page of the desk that says there is none."""
    router = APIRouter(include_in_schema=False)
    member: Member = Depends(frame.requires("editor"))

    @router.get("/desk/{rest:path}")
    # staff only
    def missing(rest: str, request: Request, who: Member = member) -> Response:  # noqa: ARG001
        return missing_page(request)

    return router
