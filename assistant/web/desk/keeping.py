"""A form that was not taken, because its session had ended -> the form again, to be sent by whoever
signs in: nothing that was typed is lost.

Only of a browser in which somebody has signed in before, and only what a page of the desk sent: a
stranger can neither fill the memory nor put words into the form of somebody who signs in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pressroom.assistant.staff.attempts import Attempts, Caller
from pressroom.assistant.web.desk.forms import MAX_TEXT

BROWSER = "pressroom_browser"
_OURS = ("same-origin", "none")
_NEVER = ("csrf", "password", "new", "again")  # no password stands in a page
_MARK = "kept:"  # before the names of the fields while they wait in the form of the sign-in
_ACTION = "kept-action"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where it was to go, and its fields, in order; `had_files` if it had files, which no page can
    keep.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    def waiting(self) -> Sequence[tuple[str, str]]:
        """Its fields as those of the form of the sign-in."""
        return [(_ACTION, self.action), *((_MARK + name, value) for name, value in self.fields)]


def caller_of(request: Request) -> Caller:
    return Caller(
        request.client.host if request.client else "", request.cookies.get(BROWSER, "")[:100]
    )


def may_be_large(request: Request, attempts: Attempts) -> bool:
    """Whether a form without session may be read whole."""
    length = request.headers.get("content-length", "")
    is_bounded = length.isdecimal() and len(length) < 10 and int(length) <= MAX_TEXT
    return is_bounded and _is_ours(request) and attempts.knows(caller_of(request))


def _is_ours(request: Request) -> bool:
    """Whether the browser says that a page of this host sent it; over plain http it only names the
    page's host.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OURS
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "?")


async def kept_of(request: Request, attempts: Attempts) -> KeptForm | None:
    """The form that a request sends; None where it is not to be kept."""
    if request.method == "GET" or not await run_in_threadpool(may_be_large, request, attempts):
        return None
    sent = (await request.form(max_part_size=MAX_TEXT)).multi_items()
    fields = tuple((n, v) for n, v in sent if isinstance(v, str) and n not in _NEVER)
    had_files = any(not isinstance(value, str) and value.filename for _, value in sent)
    return KeptForm(request.url.path, fields, had_files)


def waiting_in(sent: Sequence[tuple[str, str]]) -> KeptForm | None:
    """The form that waits in that of a sign-in."""
    action = dict(sent).get(_ACTION)
    fields = tuple((n.removeprefix(_MARK), v) for n, v in sent if n.startswith(_MARK))
    return KeptForm(action, fields) if action else None
