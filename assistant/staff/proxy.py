"""Headers of a trusted proxy -> who is signed in."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from pressroom.assistant.staff.accounts import Member, Session
from pressroom.corpus.errors import StaffError

_LEAST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that signs staff in: it names them in `header`, and proves itself by the
    secret. Raises StaffError for a weak one.
    """

    header: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < _LEAST_SECRET:
            raise StaffError(
                f"PRESSROOM_STAFF_SECRET: {len(self.secret)} characters; expected {_LEAST_SECRET} "
                "or more, known to the proxy alone"
            )

    def named(self, headers: Mapping[str, str]) -> str | None:
        """Whom the proxy names; None for a request that did not come through it."""
        shown = headers.get("x-pressroom-secret", "")
        return (
            headers.get(self.header.lower())
            if hmac.compare_digest(shown.encode(), self.secret.encode())
            else None
        )

    def session(self, member: Member) -> Session:
        """One that needs no row: the proxy says at each request who it is."""
        return Session(
            member, hmac.new(self.secret.encode(), member.name.encode(), "sha256").hexdigest()
        )
