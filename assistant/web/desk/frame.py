"""The desk's frame: nobody comes in without a session, no form without the session's secret, and
every page has one layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pressroom.assistant.staff.accounts import Accounts, Member, Session
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.failures import Failures
from pressroom.assistant.staff.networks import network_of
from pressroom.assistant.staff.proxy import Proxy
from pressroom.assistant.staff.roles import Role
from pressroom.assistant.web.desk.forms import MAX_TEXT
from pressroom.assistant.web.desk.keeping import KeptForm, kept_of
from pressroom.assistant.web.desk.shell import desk_page
from pressroom.assistant.web.desk.wording import texts
from pressroom.assistant.web.visit import visit_of
from pressroom.corpus.errors import StaffError
from pressroom.corpus.readers.bounds import megabytes
from starlette.exceptions import HTTPException

SESSION = "pressroom_desk"
ROLE = "role"  # the attribute by which a dependency says which role a route asks for
MOST_FILES, MOST_BYTES = 200, 500_000_000  # of one form
_STRANGER_NOTED = 20  # requests without session of one address in a minute that are written down
_NOTED = 500  # refused sign-ins of a minute that are written down


class SignInWantedError(Exception):
    """Nobody is signed in, or not any more."""


class RefusedError(Exception):
    """Somebody is signed in, but may not do this, or did not do it on a page of the desk. `why`
    names the text.
    """

    def __init__(self, why: str, status: int = 403) -> None:
        super().__init__(why)
        self.why = why
        self.status = status


class StaffFrame:
    """Accounts, sessions and the audit log as the pages use them."""

    def __init__(self, accounts: Accounts, audit: Audit, proxy: Proxy | None = None) -> None:
        self.accounts = accounts
        self.audit = audit
        self.proxy = proxy
        self._strangers = Failures()
        self._sign_ins = Failures()

    def requires(self, role: Role) -> Callable[..., Any]:
        """A dependency that gives who is signed in. Raises SignInWantedError, or RefusedError for a
        lesser role or a foreign form.
        """

        async def who(request: Request) -> Member:
            session = await run_in_threadpool(self._session, request)
            request.state.session = session
            if request.method not in ("GET", "HEAD"):
                await self._check_form(request, session)
            if not session.member.may(role):
                await self._note_refused(session, "refused.role", request)
                raise RefusedError("refused_role")
            return session.member

        setattr(who, ROLE, role)
        return who

    async def _check_form(self, request: Request, session: Session) -> None:
        """Nothing of a form is read that is too large, or whose size is not said; a browser always
        says it.
        """
        length = request.headers.get("content-length", "")
        if (
            "transfer-encoding" in request.headers
            or not length.isdecimal()
            or len(length) > 12
            or int(length) > MOST_BYTES
        ):
            await self._note_refused(session, "refused.size", request)
            raise RefusedError("refused_size", 413)
        try:
            is_ours = await _is_ours(request, session)
        except HTTPException as error:
            if not str(error.detail).startswith("Too many"):
                raise
            await self._note_refused(session, "refused.size", request)
            raise RefusedError("refused_size", 413) from None
        if not is_ours:
            await self._note_refused(session, "refused.foreign", request)
            raise RefusedError("refused_form")

    async def _note_refused(self, session: Session, action: str, request: Request) -> None:
        await run_in_threadpool(self.note, session.member, action, request.url.path)

    def _session(self, request: Request) -> Session:
        """That of the cookie, or of the person whom the proxy names."""
        if self.proxy is None:
            session = self.accounts.session(request.cookies.get(SESSION, ""))
            if session is None:
                self._note_stranger(request)
                raise SignInWantedError
            return session
        named = self.proxy.named(request.headers)
        try:
            member = self.accounts.get(named or "")
        except StaffError:
            member = None
        if member is None or member.disabled_at:
            self.audit.note(named or "", "refused.proxy", request.url.path)
            raise RefusedError("refused_proxy", 401)
        return self.proxy.session(member)

    def _note_stranger(self, request: Request) -> None:
        """A request without a session that holds, with the network it came from; of one address few
        in a minute.
        """
        address = request.client.host if request.client else ""
        if (count := self._strangers.add(address)) <= _STRANGER_NOTED:
            shown = "invalid" if SESSION in request.cookies else "none"
            after = {
                "from": network_of(address),
                "session": shown,
                "last_noted": count == _STRANGER_NOTED or None,
            }
            self.audit.note(
                "", "refused.session", f"{request.method} {request.url.path[:200]}", after=after
            )

    def language(self, request: Request) -> str:
        return visit_of(request).tongue.code

    def page(
        self, request: Request, staff: Any, template: str, status: int = 200, **values: Any
    ) -> Response:
        return desk_page(request, template, status, who=staff, **values)

    def note(
        self, staff: Any, action: str, what: str, *, before: object = None, after: object = None
    ) -> None:
        self.audit.note(staff.name, action, what, before=before, after=after)

    def note_failure(self, name: str, action: str, network: str) -> None:
        """A sign-in that was refused; in a minute so many that a person can look at them, so that
        nobody fills the disk with them.
        """
        count = self._sign_ins.add("from anywhere")
        if count <= _NOTED:
            self.audit.note(name[:200], action, network)
        elif count == _NOTED + 1:
            self.audit.note(
                "", action, f"more than {_NOTED} in a minute; further ones are not written down"
            )


def add_refusals(app: FastAPI, frame: StaffFrame) -> None:
    """Who is not signed in is asked to, and what they typed waits; who may not is told so."""
    attempts = frame.accounts.attempts

    @app.exception_handler(SignInWantedError)
    async def wanted(request: Request, _error: Exception) -> Response:
        asked = f"?{request.url.query}" if request.url.query else ""
        if request.method == "GET":
            back = urlencode({"next": request.url.path + asked})
            return RedirectResponse(f"/desk/sign-in?{back}", 303)
        kept = await kept_of(request, attempts)
        d = texts(frame.language(request))
        problem = d["sign_in_kept" if kept and kept.fields else "sign_in_again"]
        return sign_in_page(request, 401, problem=problem, kept=kept)

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        d = texts(frame.language(request))
        kept = await kept_of(request, attempts) if error.why == "refused_form" else None
        if kept:
            return desk_page(request, "resend.html", error.status, kept=kept)
        problem = d[error.why].format(files=MOST_FILES, size=megabytes(MOST_BYTES))
        return desk_page(
            request, "refused.html", error.status, heading=d["mistake"], problem=problem
        )


def sign_in_page(
    request: Request,
    status: int = 200,
    *,
    problem: str | None = None,
    name: str = "",
    back: str = "/desk",
    kept: KeptForm | None = None,
) -> Response:
    """The form to sign in with; in it waits what somebody was about to send."""
    return desk_page(
        request, "sign-in.html", status, problem=problem, name=name[:200], next=back, kept=kept
    )


async def _is_ours(request: Request, session: Session) -> bool:
    """Whether a page of this session sent the form, and no page of another site made the browser do
    it.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    secret = (await request.form(max_files=MOST_FILES, max_part_size=MAX_TEXT)).get("csrf")
    return isinstance(secret, str) and session.sent(secret)
