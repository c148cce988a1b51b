"""The staff desk: pages on which documents are added, checked, published, corrected and withdrawn."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.web.desk.add_routes import add_routes
from assistant.web.desk.document_routes import document_routes
from assistant.web.desk.draft_routes import draft_routes
from assistant.web.desk.pages import Pages

__all__ = ["Pages", "desk_documents"]


def desk_documents(pages: Pages) -> list[APIRouter]:
    """Every route of the documents' part."""
    return [add_routes(pages), draft_routes(pages), document_routes(pages)]
