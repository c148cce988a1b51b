"""/desk, /desk/sign-in, /desk/sign-out and /desk/account: coming in, going out, and one's own password."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from assistant.staff.accounts import Member
from assistant.staff.attempts import BusyError, Caller, network_of
from assistant.web.desk.frame import SESSION, RefusedError, StaffFrame, desk_page
from assistant.web.desk.pages import Pages, read_form, read_small_form, texts, to, words_of
from assistant.web.visit import visit_of
from corpus.errors import StaffError

BROWSER = "pressroom_browser"
_HALF_A_YEAR = 180 * 24 * 3600


def sign_in_routes(pages: Pages, frame: StaffFrame) -> APIRouter:
    """The routes that need no session, and those about sessions."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    member: Member = Depends(frame.requires("editor"))
    filled: FormData = Depends(read_form)
    sent: dict[str, str] = Depends(read_small_form)

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
    def sign_in(request: Request, fields: dict[str, str] = sent) -> Response:
        visit = visit_of(request)
        if frame.proxy is not None:
            raise RefusedError("refused_proxy", 401)
        name, back = fields.get("name", ""), _inside(fields.get("next", ""))
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return desk_page(visit, "sign-in.html", 403, problem=texts(visit.tongue.code)["refused_form"], next=back, name="")
        caller = caller_of(request)
        try:
            token = frame.accounts.sign_in(name, fields.get("password", ""), caller)
        except StaffError as error:
            busy = isinstance(error, BusyError)
            frame.note_failure(name, "sign-in.busy" if busy else "sign-in.failed", network_of(caller.address))
            problem = texts(visit.tongue.code)["sign_in_busy" if busy else "sign_in_failed"]
            return desk_page(visit, "sign-in.html", 503 if busy else 403, problem=problem, next=back, name=name[:200])
        frame.audit.note(name, "sign-in", "desk")
        response = RedirectResponse(back, 303)
        set_session(response, request, token)
        set_browser(response, request, frame.accounts.attempts.succeeded(" ".join(name.split()), caller))
        return response

    @router.post("/sign-out")
    def sign_out(request: Request, who: Member = member, form: FormData = filled) -> Response:  # noqa: ARG001 -- checked by the frame
        frame.accounts.sign_out(request.cookies.get(SESSION, ""))
        frame.note(who, "sign-out", "desk")
        response = to("/desk/sign-in")
        response.delete_cookie(SESSION, path="/desk")
        return response

    @router.get("/account")
    def account(request: Request, done: str = "", who: Member = member) -> Response:
        return pages.show(request, who, "account.html", heading=who.name, problem=None, done=done == "1", by_proxy=frame.proxy is not None)

    @router.post("/account")
    def change(request: Request, who: Member = member, form: FormData = filled) -> Response:
        fields, d = words_of(form), pages.texts(request)

        def again(problem: str) -> Response:
            return pages.show(request, who, "account.html", 422, heading=who.name, problem=problem, done=False, by_proxy=False)

        if frame.proxy is not None or not frame.accounts.is_password(who.name, fields.get("password", "")):
            frame.note(who, "password.refused", who.name)
            return again(d["wrong_own"])
        if fields.get("new", "") != fields.get("again", ""):
            return again(d["differ"])
        try:
            frame.accounts.change(who.name, password=fields.get("new", ""))
        except StaffError as error:
            return again(str(error))
        frame.note(who, "password.change", who.name)
        response = to("/desk/account", done="1")
        caller = Caller(browser=request.cookies.get(BROWSER, ""))
        set_session(response, request, frame.accounts.sign_in(who.name, fields["new"], caller))
        set_browser(response, request, frame.accounts.attempts.succeeded(who.name, caller))
        return response

    return router


def _inside(path: str) -> str:
    """A path of the desk; anything else would lead who signs in elsewhere."""
    return path if path.startswith("/desk/") and not path.startswith("/desk/sign-") and "\\" not in path else "/desk/documents"


def set_session(response: RedirectResponse, request: Request, token: str) -> None:
    """For the desk alone, out of reach of scripts."""
    response.set_cookie(SESSION, token, httponly=True, samesite="lax", path="/desk", secure=request.url.scheme == "https")


def set_browser(response: RedirectResponse, request: Request, token: str) -> None:
    """By this a browser is known again, which opens nothing: others' wrong passwords do not make it wait."""
    secure = request.url.scheme == "https"
    response.set_cookie(BROWSER, token, max_age=_HALF_A_YEAR, httponly=True, samesite="strict", path="/desk", secure=secure)


def caller_of(request: Request) -> Caller:
    return Caller(request.client.host if request.client else "", request.cookies.get(BROWSER, "")[:100])
