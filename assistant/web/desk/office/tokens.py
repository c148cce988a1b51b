"""/desk/tokens: which programs may use the HTTP API; tokens are made, shown once, listed and
revoked. For admins.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.staff.accounts import Member
from pressroom.assistant.staff.tokens import MOST_DAYS, Tokens
from pressroom.assistant.web.desk.forms import read_form, words_of
from pressroom.assistant.web.desk.frame import StaffFrame
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, to
from pressroom.corpus.errors import StaffError
from starlette.datastructures import FormData

_ROLES = ("editor", "publisher")  # accounts and the log are for people
_DAYS = 90


def token_routes(pages: Pages, frame: StaffFrame, tokens: Tokens) -> APIRouter:
    """The routes below /desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False, route_class=DeskRoute)
    admin: Member = Depends(frame.requires("admin"))
    filled: FormData = Depends(read_form)

    def page(request: Request, who: Member, status: int = 200, **values: Any) -> Response:
        shown = {
            "made": None,
            "words": None,
            "tokens": tokens.listed(),
            "roles": _ROLES,
            "typed": {"days": _DAYS},
            "most_days": MOST_DAYS,
            **values,
        }
        return pages.kept_list(request, who, "tokens", status, **shown)

    @router.get("/tokens")
    def listed(request: Request, done: str = "", who: Member = admin) -> Response:
        return page(request, who, done=done == "1")

    @router.post("/tokens")
    def make(request: Request, who: Member = admin, form: FormData = filled) -> Response:
        fields, d = words_of(form), pages.texts(request)
        name, role, days = (
            fields.get("name", "").strip(),
            fields.get("role", ""),
            fields.get("days", ""),
        )

        def again(problem: str) -> Response:
            typed = {"name": name, "role": role, "days": days}
            return page(request, who, 422, problem=problem, typed=typed)

        if role not in _ROLES:
            return again(d["token_role_wrong"])
        if not days.isdecimal() or not 1 <= int(days[:9]) <= MOST_DAYS:
            return again(d["token_days_wrong"].format(most=MOST_DAYS))
        if any(token.name == name and token.state() == "valid" for token in tokens.listed()):
            return again(d["token_name_taken"].format(name=name))
        try:
            token, words = tokens.add(name, role, days=int(days))
        except StaffError:
            return again(d["token_name_wrong"].format(name=name[:64]))
        frame.note(
            who, "token.add", token.name, after={"role": token.role, "expires": token.expires_at}
        )
        return page(request, who, made=token.name, words=words)

    @router.post("/tokens/revoke")
    def revoke(request: Request, who: Member = admin, form: FormData = filled) -> Response:
        name = words_of(form).get("name", "")
        try:
            tokens.revoke(name)
        except StaffError:
            return page(
                request,
                who,
                422,
                problem=pages.texts(request)["token_not_valid"].format(name=name[:64]),
            )
        frame.note(who, "token.revoke", name)
        return to("/desk/tokens", done="1")

    return router
