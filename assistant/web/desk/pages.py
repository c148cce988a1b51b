"""What the documents' pages of the desk share: who may come in, their texts, times in the office's zone, and mistakes as pages."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

from assistant.desk import Desk
from assistant.records import Records
from assistant.staff.roles import Role
from assistant.web.desk.draft_view import found_text, steps_of
from assistant.web.desk.edit_forms import again, said
from assistant.web.visit import message_page, visit_of
from corpus.draft import ConflictError
from corpus.edits import Edit
from corpus.errors import LibraryError

_TEXTS = Path(__file__).parent / "texts"
_FALLBACK = "en"
MAX_TEXT = 16_000_000  # bytes of a field: the text of the longest conference fits many times
_MOST_OF_STRANGERS = 20_000  # bytes of a form of somebody who is not signed in


class Staff(Protocol):
    """Somebody who is signed in."""

    @property
    def name(self) -> str: ...

    def may(self, role: Role) -> bool:
        """Whether what needs this role is allowed to them."""


class Frame(Protocol):
    """What the rest of the desk gives to these pages."""

    def requires(self, role: Role) -> Callable[..., Staff]:
        """A dependency that lets in who has at least this role, and of a form only what the desk itself has sent."""

    def language(self, request: Request) -> str:
        """The language that the staff member chose: a name of a file of texts."""

    def page(self, request: Request, staff: Staff, template: str, status: int = 200, **values: Any) -> Response: ...

    def note(self, staff: Staff, action: str, what: str, *, before: object = None, after: object = None) -> None:
        """A line of the audit log."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The frame, the parts, and how the pages of documents are made of both."""

    frame: Frame
    desk: Desk
    records: Records | None

    def show(self, request: Request, staff: Staff, template: str, status: int = 200, **values: Any) -> Response:
        d = texts(self.frame.language(request))
        common = {"d": d, "when": self.when, "document_page": document_page, "found": lambda found: found_text(found, d)}
        values.setdefault("heading", d["documents"])
        return self.frame.page(request, staff, f"documents/{template}", status, **common, **values)

    def kept_list(self, request: Request, staff: Staff, name: str, status: int = 200, **values: Any) -> Response:
        """A page that lists what admins see to, with what went wrong or was done; `name` is that of its template and its heading."""
        values = {"heading": self.texts(request)[name], "problem": None, "done": False, **values}
        return self.show(request, staff, f"{name}.html", status, **values)

    def texts(self, request: Request) -> Mapping[str, str]:
        return texts(self.frame.language(request))

    def when(self, at: str) -> str:
        """An ISO time in the office's zone, to the minute."""
        return datetime.fromisoformat(at).astimezone(self.desk.zone).strftime("%Y-%m-%d %H:%M")

    def zone_name(self) -> str:
        return str(self.desk.zone or datetime.now().astimezone().tzname())

    def local(self, written: str) -> datetime:
        """A time as a form gives it, in the office's zone. Raises ValueError."""
        at = datetime.fromisoformat(written)
        return at.replace(tzinfo=self.desk.zone) if self.desk.zone else at.astimezone()

    def mistake(self, request: Request, staff: Staff, problem: str, back: str, status: int = 422) -> Response:
        return self.show(request, staff, "mistake.html", status, problem=problem, back_url=back)

    def conflict(self, request: Request, staff: Staff, error: ConflictError, edit: Edit | None = None) -> Response:
        """What the other did, what is not saved, and how to go on."""
        t = self.texts(request)
        may_repeat = edit is not None and error.draft.state in ("draft", "ready", "sent_back")
        return self.show(
            request, staff, "conflict.html", 409, heading=t["conflict"], draft=error.draft, steps=steps_of(error.since, t),
            yours=said(edit, t) if edit else None, again=again(edit) if edit and may_repeat else None,
        )  # fmt: skip


class DeskRoute(APIRoute):
    """A route of the desk where a document or draft that is not there is a page that says so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except LibraryError as error:
                return message_page(visit_of(request), "missing_page_text", 404, detail=str(error))

        return guarded


@cache
def texts(language: str) -> Mapping[str, str]:
    """The texts in that language, in its base language, or in English."""
    for name in (language, language.split("-")[0], _FALLBACK):
        path = _TEXTS / f"documents.{name}.toml"
        if path.exists():
            return tomllib.loads(path.read_text("utf-8"))
    raise FileNotFoundError(_TEXTS / f"documents.{_FALLBACK}.toml")


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """The fields and files of a form; the files are closed after the response."""
    form = await request.form(max_part_size=MAX_TEXT)
    yield form
    await form.close()


async def read_small_form(request: Request) -> dict[str, str]:
    """The fields of a form that anybody may send; none where it is larger than such a form can be, so that nobody fills the memory."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST_OF_STRANGERS:
            return {}
    return dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))


def words_of(form: FormData) -> dict[str, str]:
    """The fields of a form that are text."""
    return {key: value for key, value in form.items() if isinstance(value, str)}


def files_of(form: FormData) -> list[UploadFile]:
    """The files of a form that hold something or have a name."""
    return [value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename]


def revision_of(form: FormData) -> int:
    """The revision that a form was made from; 0, which no draft is at, where it says none."""
    written = words_of(form).get("revision", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def to(path: str, **query: str) -> RedirectResponse:
    """Where a browser goes after a form."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)


def document_page(document_id: str, step: str = "", **query: object) -> str:
    """The desk's page of a document, or of a step with it. Ids may hold anything, so they stand in the query."""
    return f"/desk/document{'/' if step else ''}{step}?{urlencode({'id': document_id, **query})}"
