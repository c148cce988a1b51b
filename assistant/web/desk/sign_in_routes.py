"""/desk, /desk/sign-in, /desk/sign-out and /desk/audit: coming in, going out, and what was done."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from assistant.staff import Member, StaffError
from assistant.web.desk.frame import SESSION, RefusedError, StaffFrame, desk_page
from assistant.web.desk.pages import Pages, read_form, texts, to, words_of
from assistant.web.visit import visit_of


def sign_in_routes(pages: Pages, frame: StaffFrame) -> APIRouter:
    """The routes that need no session, and those about sessions."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    member: Member = Depends(frame.requires("editor"))
    admin: Member = Depends(frame.requires("admin"))
    filled: FormData = Depends(read_form)

    @router.get("")
    def desk() -> Response:
        return to("/desk/documents")

    @router.get("/sign-in")
    def form(request: Request, next: str = "") -> Response:
        if frame.proxy is not None:
            return to(_inside(next))
        problem = None if frame.accounts.listed() else texts(visit_of(request).tongue.code)["no_account"]
        return desk_page(visit_of(request), "sign-in.html", problem=problem, next=_inside(next), name="")

    @router.post("/sign-in")
    def sign_in(request: Request, form: FormData = filled) -> Response:
        fields, visit = words_of(form), visit_of(request)
        if frame.proxy is not None:
            raise RefusedError("refused_proxy", 401)
        name, back = fields.get("name", ""), _inside(fields.get("next", ""))
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return desk_page(visit, "sign-in.html", 403, problem=texts(visit.tongue.code)["refused_form"], next=back, name="")
        try:
            token = frame.accounts.sign_in(name, fields.get("password", ""))
        except StaffError:
            frame.audit.note(name, "sign-in.failed", request.client.host if request.client else "")
            return desk_page(visit, "sign-in.html", 403, problem=texts(visit.tongue.code)["sign_in_failed"], next=back, name=name[:200])
        frame.audit.note(name, "sign-in", "desk")
        response = RedirectResponse(back, 303)
        secure = request.url.scheme == "https"
        response.set_cookie(SESSION, token, httponly=True, samesite="lax", path="/desk", secure=secure)
        return response

    @router.post("/sign-out")
    def sign_out(request: Request, who: Member = member, form: FormData = filled) -> Response:  # noqa: ARG001 -- checked by the frame
        frame.accounts.sign_out(request.cookies.get(SESSION, ""))
        frame.note(who, "sign-out", "desk")
        response = to("/desk/sign-in")
        response.delete_cookie(SESSION, path="/desk")
        return response

    @router.get("/audit")
    def audit(request: Request, before: int | None = None, who: Member = admin) -> Response:
        return pages.show(request, who, "audit.html", heading=pages.texts(request)["audit"], deeds=frame.audit.listed(before=before))

    return router


def _inside(path: str) -> str:
    """A path of the desk; anything else would lead who signs in elsewhere."""
    return path if path.startswith("/desk/") and not path.startswith("/desk/sign-") and "\\" not in path else "/desk/documents"
