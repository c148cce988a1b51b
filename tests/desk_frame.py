"""A frame of the desk without accounts, for tests of its documents' pages: who comes is who a cookie says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from markupsafe import Markup

from assistant.build import Parts
from assistant.tongue import tongue
from assistant.web.desk import Pages, desk_documents
from assistant.web.desk.api_routes import documents_api
from assistant.web.desk.pages import MAX_TEXT
from assistant.web.html import _environment, render

_LAYOUT = (
    "<!doctype html><html lang='{{ tongue.tag }}'><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>{% block title %}{% endblock %}</title><link rel=stylesheet href=/style/base.css><link rel=stylesheet href=/style/page.css>"
    "{% block head %}{% endblock %}</head><body>{% block body %}{% endblock %}</body></html>"
)
_ROLES = ("editor", "publisher", "admin")


@dataclass(frozen=True)
class Person:
    name: str
    role: str

    def may(self, role: str) -> bool:
        return _ROLES.index(self.role) >= _ROLES.index(role)


class OpenFrame:
    """Lets in whom the cookie `staff=name:role` names; forms need the field `guard`."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, str, str, object, object]] = []

    def requires(self, role: str, *, form: bool = True) -> Callable[..., Any]:
        async def who(request: Request) -> Person:
            name, _, has = request.cookies.get("staff", "").partition(":")
            if not name:
                raise HTTPException(401)
            if form and request.method == "POST" and (await request.form(max_part_size=MAX_TEXT)).get("guard") != "yes":
                raise HTTPException(403, "no guard")
            if not Person(name, has).may(role):
                raise HTTPException(403, "role")
            return Person(name, has)

        return who

    def language(self, request: Request) -> str:
        return request.cookies.get("language", "zh")

    def page(self, request: Request, staff: Any, template: str, status: int = 200, **values: Any) -> Response:
        words = tongue(self.language(request))
        guard = Markup('<input type="hidden" name="guard" value="yes">')
        html = render(template, layout=_environment().from_string(_LAYOUT), tongue=words, t=words.t, guard=guard, **values)
        policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
        return HTMLResponse(html, status, headers={"Content-Security-Policy": policy})

    def note(self, staff: Any, action: str, what: str, *, before: object = None, after: object = None) -> None:
        self.noted.append((staff.name, action, what, before, after))


def desk_app(parts: Parts, frame: OpenFrame) -> FastAPI:
    """The documents' pages alone."""
    app = FastAPI()
    app.mount("/style", StaticFiles(directory="assistant/web/static"))
    for router in desk_documents(Pages(frame, parts.desk, parts.records)):
        app.include_router(router)
    app.include_router(documents_api(Pages(frame, parts.desk, parts.records), partial(frame.requires, form=False)))
    return app
