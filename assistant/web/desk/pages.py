"""What the documents' pages of the desk share: who may come in, their texts, times in the office's
zone, and mistakes as pages.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.record.records import Records
from pressroom.assistant.staff.roles import Role
from pressroom.assistant.web.desk.drafts.view import found_text, steps_of
from pressroom.assistant.web.desk.shell import missing_page
from pressroom.assistant.web.desk.wording import by_text, texts, told
from pressroom.assistant.web.visit import visit_of
from pressroom.corpus.drafts.draft import EDITABLE, ConflictError
from pressroom.corpus.errors import LibraryError, PressroomError


class Staff(Protocol):
    """Somebody who is signed in."""

    @property
    def name(self) -> str: ...

    def may(self, role: Role) -> bool:
        """Whether what needs this role is allowed to them."""


class Frame(Protocol):
    """What the rest of the desk gives to these pages."""

    def requires(self, role: Role) -> Callable[..., Staff]:
        """A dependency that lets in who has at least this role, and of a form only what the desk
        itself has sent.
        """

    def language(self, request: Request) -> str:
        """The language that the staff member chose: a name of a file of texts."""

    def page(
        self, request: Request, staff: Staff, template: str, status: int = 200, **values: Any
    ) -> Response: ...

    def note(
        self, staff: Staff, action: str, what: str, *, before: object = None, after: object = None
    ) -> None:
        """A line of the audit log."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What somebody asked for and did not get: in words, and the form that asks for it once
    more.
    """

    words: tuple[str, ...]
    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a form that could not be taken, and input -> what is wrong with
    it.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pages:
    """The frame, the parts, and how the pages of documents are made of both."""

    frame: Frame
    desk: Desk
    records: Records | None

    def show(
        self, request: Request, staff: Staff, template: str, status: int = 200, **values: Any
    ) -> Response:
        d = texts(self.frame.language(request))
        common = {
            "d": d,
            "when": self.when,
            "by_text": lambda by: by_text(by, d),
            "document_page": document_page,
            "found": lambda found: found_text(found, d),
        }
        quiet = {"warnings": (), "problem": None, "asks": None, "schedule": False, "typed": Typed()}
        values = {"heading": d["documents"], **quiet, **values}
        return self.frame.page(request, staff, f"documents/{template}", status, **common, **values)

    def kept_list(
        self, request: Request, staff: Staff, name: str, status: int = 200, **values: Any
    ) -> Response:
        """A page that lists what admins see to, with what went wrong or was done; `name` is that of
        its template and its heading.
        """
        values = {"heading": self.texts(request)[name], "problem": None, "done": False, **values}
        return self.show(request, staff, f"{name}.html", status, **values)

    def texts(self, request: Request) -> Mapping[str, str]:
        return texts(self.frame.language(request))

    def when(self, at: str) -> str:
        """An ISO time in the office's zone, to the minute."""
        return datetime.fromisoformat(at).astimezone(self.desk.zone).strftime("%Y-%m-%d %H:%M")

    def zone_name(self) -> str:
        return str(self.desk.zone or datetime.now().astimezone().tzname())

    def clock(self) -> str:
        """What the office's clock shows now, so that whoever sets a time can compare."""
        return self.when(datetime.now(UTC).isoformat())

    def told(self, request: Request, error: PressroomError) -> str:
        """An error in the language of who made it."""
        return told(error, self.texts(request), self.when)

    def mistake(
        self, request: Request, staff: Staff, error: PressroomError, back: str, status: int = 422
    ) -> Response:
        problem = self.told(request, error)
        return self.show(request, staff, "mistake.html", status, problem=problem, back_url=back)

    def conflict(
        self, request: Request, staff: Staff, error: ConflictError, yours: Unsaved | None = None
    ) -> Response:
        """What the other did, what is not saved, and how to go on."""
        t, draft = self.texts(request), error.draft
        return self.show(
            request, staff, "conflict.html", 409, heading=t["conflict"], draft=draft,
            steps=steps_of(error.since, t), yours=yours, may_repeat=draft.state in EDITABLE,
        )  # fmt: skip


class DeskRoute(APIRoute):
    """A route of the desk where a document or draft that is not there is a page that says so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except LibraryError as error:
                words = told(error, texts(visit_of(request).tongue.code)) if error.key else None
                return missing_page(request, words)
            except RequestValidationError:  # an address that no page of the desk has
                return missing_page(request)

        return guarded


def to(path: str, **query: str) -> RedirectResponse:
    """Where a browser goes after a form."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


def document_page(document_id: str, step: str = "", **query: object) -> str:
    """The desk's page of a document, or of a step with it. Ids may hold anything, so they stand in
    the query.
    """
    return f"/desk/document{'/' if step else ''}{step}?{urlencode({'id': document_id, **query})}"
