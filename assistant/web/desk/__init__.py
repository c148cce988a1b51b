"""The staff desk: pages on which documents are added, checked, published, corrected and withdrawn."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from assistant.desk import Desk
from assistant.records import Records
from assistant.staff.accounts import Accounts
from assistant.staff.audit import Audit
from assistant.staff.tokens import Tokens
from assistant.web.desk.add_routes import add_routes
from assistant.web.desk.admin_routes import admin_routes
from assistant.web.desk.document_routes import document_routes
from assistant.web.desk.draft_routes import draft_routes
from assistant.web.desk.frame import StaffFrame, add_refusals
from assistant.web.desk.insight_routes import insight_routes
from assistant.web.desk.pages import Pages
from assistant.web.desk.question_routes import question_routes
from assistant.web.desk.sign_in_routes import sign_in_routes
from assistant.web.desk.token_routes import token_routes

__all__ = ["Pages", "add_desk", "desk_documents"]


def desk_documents(pages: Pages) -> list[APIRouter]:
    """Every route of the documents' part."""
    return [add_routes(pages), draft_routes(pages), document_routes(pages)]


def add_desk(app: FastAPI, desk: Desk, records: Records | None) -> None:
    """The whole desk below /desk, behind its accounts."""
    database = desk.library.database
    frame = StaffFrame(Accounts(database), Audit(database), desk.proxy)
    pages = Pages(frame, desk, records)
    add_refusals(app)
    for router in (
        sign_in_routes(pages, frame),
        admin_routes(pages, frame),
        token_routes(pages, frame, Tokens(database)),
        *desk_documents(pages),
        question_routes(pages),
        insight_routes(pages),
    ):
        app.include_router(router)
