"""/desk, /desk/sign-in, /desk/sign-out and /desk/account: coming in, going out, and one's own
password.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pressroom.assistant.staff.accounts import Member
from pressroom.assistant.staff.attempts import Caller, CheckingBusyError
from pressroom.assistant.staff.networks import network_of
from pressroom.assistant.web.desk.forms import MAX_TEXT, read_form, read_small_form, words_of
from pressroom.assistant.web.desk.frame import SESSION, RefusedError, StaffFrame, sign_in_page
from pressroom.assistant.web.desk.keeping import BROWSER, caller_of, may_be_large, waiting_in
from pressroom.assistant.web.desk.pages import Pages, to
from pressroom.assistant.web.desk.shell import desk_page
from pressroom.assistant.web.desk.wording import texts, told
from pressroom.assistant.web.visit import visit_of
from pressroom.corpus.errors import StaffError
from starlette.datastructures import FormData

_HALF_A_YEAR = 180 * 24 * 3600
Sent = list[tuple[str, str]]


def sign_in_routes(pages: Pages, frame: StaffFrame) -> APIRouter:
    """The routes that need no session, and those about sessions."""
    router = APIRouter(prefix="/desk", include_in_schema=False)
    member: Member = Depends(frame.requires("editor"))
    filled: FormData = Depends(read_form)
    accounts = frame.accounts

    async def read_sent(request: Request) -> Sent:
        """Of a browser that is known, with a form that waits."""
        if not await run_in_threadpool(may_be_large, request, accounts.attempts):
            return await read_small_form(request)
        form = await request.form(max_part_size=MAX_TEXT)
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]

    @router.get("/sign-in")
    def form(request: Request, next: str = "") -> Response:
        if frame.proxy is not None:
            return to(_inside(next))
        d = texts(visit_of(request).tongue.code)
        problem = None if accounts.listed() else d["no_account"]
        return sign_in_page(request, problem=problem, back=_inside(next))

    sign_in_form: Sent = Depends(read_sent)

    @router.post("/sign-in")
    def sign_in(request: Request, sent: Sent = sign_in_form) -> Response:
        if frame.proxy is not None:
            raise RefusedError("refused_proxy", 401)
        fields, d = dict(sent), texts(visit_of(request).tongue.code)
        name, back = fields.get("name", ""), _inside(fields.get("next", ""))
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return sign_in_page(request, 403, problem=d["refused_form"], back=back)
        caller, kept = caller_of(request), waiting_in(sent)
        try:
            token = accounts.sign_in(name, fields.get("password", ""), caller)
        except StaffError as error:
            busy = isinstance(error, CheckingBusyError)
            action = "sign-in.busy" if busy else "sign-in.failed"
            frame.note_failure(name, action, network_of(caller.address))
            problem = d["sign_in_busy" if busy else "sign_in_failed"]
            status = 503 if busy else 403
            return sign_in_page(request, status, problem=problem, name=name, back=back, kept=kept)
        frame.audit.note(name, "sign-in", "desk")
        response: Response = RedirectResponse(back, 303)
        if kept and _inside(kept.action) == kept.action:
            session = accounts.session(token)
            response = desk_page(request, "resend.html", session=session, kept=kept)
        known = accounts.attempts.succeeded(" ".join(name.split()), caller)
        set_session(response, request, token)
        set_browser(response, request, known)
        return response

    @router.post("/sign-out")
    def sign_out(
        request: Request,
        who: Member = member,
        form: FormData = filled,  # noqa: ARG001 -- checked by the frame
    ) -> Response:
        frame.accounts.sign_out(request.cookies.get(SESSION, ""))
        frame.note(who, "sign-out", "desk")
        response = to("/desk/sign-in")
        response.delete_cookie(SESSION, path="/desk")
        return response

    @router.get("/account")
    def account(request: Request, done: str = "", who: Member = member) -> Response:
        return pages.show(
            request,
            who,
            "account.html",
            heading=who.name,
            problem=None,
            done=done == "1",
            by_proxy=frame.proxy is not None,
        )

    @router.post("/account")
    def change(request: Request, who: Member = member, form: FormData = filled) -> Response:
        fields, d = words_of(form), pages.texts(request)

        def again(problem: str) -> Response:
            return pages.show(
                request,
                who,
                "account.html",
                422,
                heading=who.name,
                problem=problem,
                done=False,
                by_proxy=False,
            )

        if frame.proxy is not None or not frame.accounts.is_password(
            who.name, fields.get("password", "")
        ):
            frame.note(who, "password.refused", who.name)
            return again(d["wrong_own"])
        if fields.get("new", "") != fields.get("again", ""):
            return again(d["differ"])
        try:
            frame.accounts.change(who.name, password=fields.get("new", ""))
        except StaffError as error:
            return again(told(error, d))
        frame.note(who, "password.change", who.name)
        response = to("/desk/account", done="1")
        caller = Caller(browser=request.cookies.get(BROWSER, ""))
        set_session(response, request, frame.accounts.sign_in(who.name, fields["new"], caller))
        set_browser(response, request, frame.accounts.attempts.succeeded(who.name, caller))
        return response

    return router


def _inside(path: str) -> str:
    """A path of the desk; anything else would lead who signs in elsewhere."""
    is_ours = path.startswith("/desk/") and not path.startswith("/desk/sign-") and "\\" not in path
    return path if is_ours else "/desk"


def set_session(response: Response, request: Request, token: str) -> None:
    """For the desk alone, out of reach of scripts."""
    response.set_cookie(
        SESSION,
        token,
        httponly=True,
        samesite="lax",
        path="/desk",
        secure=request.url.scheme == "https",
    )


def set_browser(response: Response, request: Request, token: str) -> None:
    """By this a browser is known again, which opens nothing: others' wrong passwords do not make it
    wait.
    """
    secure = request.url.scheme == "https"
    response.set_cookie(
        BROWSER,
        token,
        max_age=_HALF_A_YEAR,
        httponly=True,
        samesite="strict",
        path="/desk",
        secure=secure,
    )
