"""What the routes of the API share: who may call, the audit log, what is not there, and how a route
is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.record.records import Records
from pressroom.assistant.staff.roles import Person, Role
from pressroom.assistant.web.staff_api.shown import Error
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.transcript import Transcript
from starlette.exceptions import HTTPException

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="`pressroom token add NAME --role editor|publisher` makes one.",
)
_MEANS = {
    401: "No token, or one that is forged, expired or revoked.",
    403: "The token's role is not enough.",
    404: "There is no such document, draft or job.",
    409: "Somebody else was first, or the text is there already; look at it again.",
    413: "The body is too large.",
    415: "The body is of another type than this call takes.",
    422: "The request cannot be; the error says what was expected.",
    429: "Too many tokens of this address were refused within a minute.",
}


class AuditNote(Protocol):
    """A line of the audit log."""

    def __call__(
        self,
        who: str,
        action: str,
        what: str,
        *,
        before: object = None,
        after: object = None,
        address: str | None = None,
    ) -> None: ...


class ForbiddenError(Exception):
    """What a token asks for needs another role."""


@dataclass(frozen=True, slots=True)
class Api:
    """The parts behind the routes."""

    desk: Desk
    records: Records | None
    note: AuditNote

    def noted(
        self,
        request: Request,
        action: str,
        what: str,
        *,
        before: object = None,
        after: object = None,
    ) -> None:
        """Whose token did what."""
        self.note(
            request.state.person.name,
            action,
            what,
            before=before,
            after=after,
            address=address_of(request),
        )

    def draft(self, draft_id: str) -> Draft:
        """404 for an unknown id."""
        try:
            return self.desk.drafts.get(draft_id)
        except LibraryError as error:
            raise HTTPException(404, str(error)) from None

    def document(self, document_id: str, version: int | None = None) -> Transcript:
        """404 for an unknown id or version."""
        try:
            return self.desk.library.get(document_id, version)
        except LibraryError as error:
            raise HTTPException(404, str(error)) from None


class ApiRoute(APIRoute):
    """A route that takes JSON, where it takes a body at all, and nothing that claims to be
    something else.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_json = self.body_field is not None

        async def guarded(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if takes_json and kind != "application/json":
                raise HTTPException(
                    415, f"Content-Type: {kind or 'none'}; expected application/json"
                )
            return await handle(request)

        return guarded


def must(request: Request, role: Role) -> Person:
    """Who calls. Raises ForbiddenError for a lesser role."""
    person: Person = request.state.person
    if not person.may(role):
        raise ForbiddenError(
            f"token: is {_a(person.role)}'s; this call needs {_a(role)}'s (`pressroom token add "
            f"NAME --role {role}`)"
        )
    return person


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "ae" else f"a {role}"


def _editor(request: Request, _token: Annotated[object, Depends(_bearer)]) -> Person:
    return must(request, "editor")


def _publisher(request: Request, _token: Annotated[object, Depends(_bearer)]) -> Person:
    return must(request, "publisher")


AsEditor = Annotated[Person, Depends(_editor)]
AsPublisher = Annotated[Person, Depends(_publisher)]


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of a route, for its description."""
    return {
        status: {"model": Error, "description": _MEANS[status]}
        for status in sorted({401, 403, 422, 429, *statuses})
    }


def address_of(request: Request) -> str | None:
    return request.client.host if request.client else None
