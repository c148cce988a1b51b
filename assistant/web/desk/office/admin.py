"""/desk/staff and /desk/audit: accounts, and what staff did. For admins."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.staff.accounts import Accounts, Member
from pressroom.assistant.staff.roles import ROLES, role_of
from pressroom.assistant.web.desk.deeds import actions, deeds, meant
from pressroom.assistant.web.desk.forms import read_form, words_of
from pressroom.assistant.web.desk.frame import StaffFrame
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, to
from pressroom.corpus.errors import StaffError
from starlette.datastructures import FormData

_LINES = 100
_COLUMNS = ("number", "at", "who", "action", "what", "before", "after", "address")


def admin_routes(pages: Pages, frame: StaffFrame) -> APIRouter:
    """The routes below /desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False, route_class=DeskRoute)
    accounts = frame.accounts
    admin: Member = Depends(frame.requires("admin"))
    filled: FormData = Depends(read_form)

    def staff_page(request: Request, who: Member, status: int = 200, **values: Any) -> Response:
        shown = {"accounts": accounts.listed(), "roles": ROLES, "typed": {}, **values}
        return pages.kept_list(request, who, "staff", status, **shown)

    @router.get("/staff")
    def staff(request: Request, done: str = "", who: Member = admin) -> Response:
        return staff_page(request, who, done=done == "1")

    @router.post("/staff")
    def add(request: Request, who: Member = admin, form: FormData = filled) -> Response:
        fields = words_of(form)
        try:
            made = accounts.add(
                fields.get("name", ""), fields.get("password", ""), role_of(fields.get("role", ""))
            )
        except StaffError as error:
            typed = {"name": fields.get("name", ""), "role": fields.get("role", "")}
            return staff_page(request, who, 422, problem=pages.told(request, error), typed=typed)
        frame.note(who, "staff.add", made.name, after={"role": made.role})
        return to("/desk/staff", done="1")

    @router.post("/staff/change")
    def change(request: Request, who: Member = admin, form: FormData = filled) -> Response:
        fields = words_of(form)
        what = fields.get("change", "")
        try:
            before = accounts.get(fields.get("name", ""))
            if what not in _CHANGES:
                return staff_page(request, who, 422, problem=pages.texts(request)["refused_form"])
            after = _CHANGES[what](accounts, before.name, fields)
        except StaffError as error:
            return staff_page(request, who, 422, problem=pages.told(request, error))
        frame.note(who, f"staff.{what}", before.name, before=_kept(before), after=_kept(after))
        return to("/desk/staff", done="1")

    @router.get("/audit")
    def audit(
        request: Request,
        by: str = "",
        action: str = "",
        what: str = "",
        before: int | None = None,
        who: Member = admin,
    ) -> Response:
        lines = frame.audit.lines(
            who=by,
            action=action,
            what=what,
            ids=meant(what, pages.desk),
            before=before,
            limit=_LINES + 1,
        )
        t = pages.texts(request)
        return pages.show(
            request, who, "audit.html", heading=t["audit"],
            deeds=deeds(lines[:_LINES], pages.desk, t, pages.when),
            older=lines[_LINES - 1].number if len(lines) > _LINES else None,
            chosen={"by": by, "action": action, "what": what}, actions=actions(t),
            people=[member.name for member in accounts.listed()],
        )  # fmt: skip

    @router.get("/audit.csv")
    def audit_csv(
        request: Request, by: str = "", action: str = "", what: str = "", who: Member = admin
    ) -> Response:
        frame.note(who, "audit.export", f"{by} {action} {what}".strip())
        lines = frame.audit.lines(
            who=by, action=action, what=what, ids=meant(what, pages.desk), limit=None
        )
        rows = [
            [*(getattr(deed.line, column) for column in _COLUMNS), deed.words, deed.thing]
            for deed in deeds(lines, pages.desk, pages.texts(request), pages.when)
        ]
        return csv_response("audit.csv", (*_COLUMNS, "in words", "name"), rows)

    return router


# What may be changed of an account; whatever it is, whoever has it signs in again.
_CHANGES: dict[str, Callable[[Accounts, str, dict[str, str]], Member]] = {
    "role": lambda accounts, name, fields: accounts.change(
        name, role=role_of(fields.get("role", ""))
    ),
    "password": lambda accounts, name, fields: accounts.change(
        name, password=fields.get("password", "")
    ),
    "disable": lambda accounts, name, _: accounts.change(name, disabled=True),
    "enable": lambda accounts, name, _: accounts.change(name, disabled=False),
    "unlock": lambda accounts, name, _: accounts.change(name),
}


def _kept(member: Member) -> dict[str, Any]:
    return {"role": member.role, "disabled": member.disabled_at is not None}


def csv_response(name: str, columns: tuple[str, ...], rows: list[list[Any]]) -> Response:
    """A table to download. What a spreadsheet would take for a formula is text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(
        "\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers
    )


def _plain(cell: Any) -> Any:
    return (
        f"'{cell}"
        if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
        else cell
    )
