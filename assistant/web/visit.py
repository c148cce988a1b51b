"""Request -> the language of the interface, this page's address in the others, and the response
with what guards it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from pressroom.assistant.languages.texts import languages, preferred
from pressroom.assistant.languages.tongue import Tongue, tongue, tongues
from pressroom.assistant.web.html import render
from pressroom.assistant.web.site import Site

COOKIE = "language"
_YEAR = 365 * 24 * 3600
_SCRIPTLESS = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# Gradio makes functions of its events' scripts and templates; still nothing comes from, or goes to,
# another host.
_CHAT = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What of a request the pages need: the language that the reader chose or the browser asks for,
    where the reader is, and whose pages these are.
    """

    tongue: Tongue
    path: str
    query: tuple[tuple[str, str], ...]
    chose: bool = False
    site: Site = field(default_factory=Site)

    @property
    def texts(self) -> Mapping[str, str]:
        return self.site.texts(self.tongue)

    def in_other(self) -> Iterator[tuple[Tongue, str]]:
        """(language, address of this page in it) for every language."""
        rest = [(key, value) for key, value in self.query if key != "lang"]
        for other in tongues():
            yield other, f"{self.path}?{urlencode([*rest, ('lang', other.code)])}"

    def with_query(self, **changed: str | None) -> str:
        """This page with other parameters; None takes one away."""
        rest = [(key, value) for key, value in self.query if key not in changed and key != "lang"]
        asked = urlencode(
            [*rest, *((key, value) for key, value in changed.items() if value is not None)]
        )
        return f"{self.path}?{asked}" if asked else self.path


def visit_of(request: Request) -> Visit:
    """By `?lang=`, by the cookie that it leaves, or by the browser."""
    chosen = request.query_params.get("lang")
    known = next(
        (code for code in (chosen, request.cookies.get(COOKIE)) if code in languages()), None
    )
    language = known or preferred(request.headers.get("accept-language", ""))
    path = "/" + request.scope["path"].lstrip("/")  # never `//host`, which would lead elsewhere
    return Visit(
        tongue(language),
        path,
        tuple(request.query_params.multi_items()),
        chose=chosen == known is not None,
        site=getattr(request.app.state, "site", Site()),
    )


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that is read without script."""
    html = render(template, visit=visit, tongue=visit.tongue, t=visit.texts, **values)
    return guarded(visit, html, status, _SCRIPTLESS)


def chat_page(visit: Visit, template: str, **values: Any) -> HTMLResponse:
    """A page in which Gradio's program runs."""
    html = render(template, visit=visit, tongue=visit.tongue, t=visit.texts, **values)
    return guarded(visit, html, 200, _CHAT)


def message_page(
    visit: Visit,
    message: str,
    status: int,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    **filled: object,
) -> HTMLResponse:
    """`message` names the text, `filled` is put into it; its heading is named the same without
    `_text`.
    """
    response = page(
        visit,
        "message.html",
        status,
        heading=message.removesuffix("_text"),
        message=visit.tongue.say(message, **filled),
        detail=detail,
    )
    response.headers.update(headers or {})
    return response


def guarded(visit: Visit, html: str, status: int, policy: str) -> HTMLResponse:
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language, Cookie",
        "Cache-Control": "no-cache",
        "Content-Language": visit.tongue.tag,
    }
    response = HTMLResponse(html, status, headers=headers)
    if visit.chose:
        response.set_cookie(COOKIE, visit.tongue.code, max_age=_YEAR, samesite="lax", httponly=True)
    return response
