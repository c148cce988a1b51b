"""A template and values -> a page of the desk, around it who is signed in, where one is, and the
languages; kept by no cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup, escape
from pressroom.assistant.languages.tongue import tongues
from pressroom.assistant.staff.accounts import Member, Session
from pressroom.assistant.staff.roles import Role
from pressroom.assistant.web.desk.wording import spoken, texts
from pressroom.assistant.web.html import render
from pressroom.assistant.web.visit import COOKIE as LANGUAGE
from pressroom.assistant.web.visit import visit_of

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_YEAR = 365 * 24 * 3600
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


_PARTS: tuple[tuple[str, str, Role, tuple[str, ...]], ...] = (
    ("/desk", "tasks", "editor", ()),
    ("/desk/documents", "documents", "editor", ("/desk/drafts/", "/desk/document")),
    ("/desk/add", "add_documents", "editor", ()),
    ("/desk/questions", "questions", "editor", ("/desk/questions/",)),
    ("/desk/insight", "insight", "editor", ()),
    ("/desk/staff", "staff", "admin", ()),
    ("/desk/tokens", "tokens", "admin", ()),
    ("/desk/audit", "audit", "admin", ()),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the desk: `name` is that of its text."""

    url: str
    name: str
    is_here: bool


def navigation(member: Member, path: str) -> list[Part]:
    """The parts that somebody may see, and in which of them a path lies."""
    return [
        Part(url, name, path == url or path.startswith(below))
        for url, name, role, below in _PARTS
        if member.may(role)
    ]


def desk_page(
    request: Request,
    template: str,
    status: int = 200,
    *,
    session: Session | None = None,
    **values: Any,
) -> Response:
    """`session` where it began with this request; else it is that of the request."""
    visit = visit_of(request)
    own = session or getattr(request.state, "session", None)
    common = {
        "visit": visit,
        "tongue": visit.tongue,
        "tongues": [tongue for tongue in tongues() if tongue.code in spoken()],
        "t": visit.texts,
        "d": texts(visit.tongue.code),
        "layout": "layout.html",
        "who": own.member if own else None,
        "navigation": navigation(own.member, visit.path) if own else [],
        "guard": guard_of(own) if own else "",
    }
    html = render(template, **{**common, **values})
    headers = {**HEADERS, "Content-Language": visit.tongue.tag}
    response = HTMLResponse(html, status, headers=headers)
    if visit.chose:
        code = visit.tongue.code
        response.set_cookie(LANGUAGE, code, max_age=_YEAR, samesite="lax", httponly=True)
    return response


def guard_of(session: Session) -> Markup:
    """The field by which a form of this session is known as the desk's own."""
    return Markup(f'<input type="hidden" name="csrf" value="{escape(session.secret)}">')


def missing_page(request: Request, words: str | None = None) -> Response:
    """That there is no such page, document or draft, with the way back."""
    d = texts(visit_of(request).tongue.code)
    return desk_page(request, "refused.html", 404, heading=d["missing"], problem=words or d["gone"])
