"""Names of programs <-> API tokens, in the library's database: only the hash is kept, so a token is
shown once and then never again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pressroom.assistant.staff.roles import Person, Role, role_of
from pressroom.corpus.errors import StaffError
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.tables import tokens

PREFIX = "pressroom_"  # by which scanners of code and logs find one that leaked
MOST_DAYS = 1000
_NAME = re.compile(r"[\w.@+-]{1,64}")
_WRITTEN = re.compile(PREFIX + r"([0-9a-f]{12})_([\w-]{43})", re.A)
_USED_EVERY = timedelta(minutes=1)  # a busy program does not write at every call


class TokenError(StaffError):
    """A token that lets nobody in: none, forged, expired or revoked. The words tell no more of it
    than whoever holds it may know.
    """


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token. Times are ISO 8601, UTC; `used_at` is exact to a minute."""

    id: str
    name: str
    role: Role
    made_at: str
    expires_at: str
    revoked_at: str | None
    used_at: str | None

    @property
    def person(self) -> Person:
        """Who acts with it, in histories and in the audit log: no account can have a name with a
        colon.
        """
        return Person(f"token:{self.name}", self.role, via="token")

    def state(self, at: datetime | None = None) -> str:
        """`valid`, `revoked` or `expired`."""
        if self.revoked_at:
            return "revoked"
        return (
            "expired"
            if datetime.fromisoformat(self.expires_at) <= (at or datetime.now(UTC))
            else "valid"
        )


class Tokens:
    """The tokens of a library. Threads and processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: str, *, days: int) -> tuple[Token, str]:
        """A new token and, this once, its words. Raises StaffError for a name, role or time that
        cannot be, or a name in use.
        """
        if not _NAME.fullmatch(name):
            raise StaffError(
                f"{name!r}: cannot be a name; expected 1 to 64 letters, digits and . _ - + @"
            )
        if not 1 <= days <= MOST_DAYS:
            raise StaffError(
                f"{days} days: cannot be; expected 1 to {MOST_DAYS}, after which the program gets "
                f"a new token"
            )
        identity, secret, at = secrets.token_hex(6), secrets.token_urlsafe(32), datetime.now(UTC)
        token = Token(
            identity, name, role_of(role), _text(at), _text(at + timedelta(days=days)), None, None
        )
        row = {
            "id": identity,
            "name": name,
            "role": token.role,
            "made_at": token.made_at,
            "expires_at": token.expires_at,
        }
        with self._database.writing() as connection:
            if any(known.state(at) == "valid" for known in _named(connection, name)):
                raise StaffError(
                    f"{name}: has a valid token; choose another name, or `pressroom token revoke "
                    f"{name}` first"
                )
            connection.execute(sa.insert(tokens).values(**row, hash=_digest(secret)))
        return token, f"{PREFIX}{identity}_{secret}"

    def check(self, written: str | None) -> Token:
        """The token with these words. Raises TokenError unless it is valid."""
        match = _WRITTEN.fullmatch(written or "")
        if match is None:
            raise TokenError(
                f"token: {'not one of ours' if written else 'none given'}; expected the header "
                f"Authorization: Bearer {PREFIX}…"
            )
        with self._database.reading() as connection:
            row = connection.execute(sa.select(tokens).where(tokens.c.id == match[1])).first()
        # An unknown id is compared as well, and every comparison takes the same time, so neither
        # tells how near a guess was.
        if (
            not hmac.compare_digest(row.hash if row else _digest(""), _digest(match[2]))
            or row is None
        ):
            raise TokenError(
                "token: unknown; expected one that `pressroom token add` has made for this library"
            )
        token = _token(row)
        if (state := token.state()) != "valid":
            raise TokenError(
                f"token: {state}; ask the press office's administrator for a new one (`pressroom "
                f"token add`)"
            )
        self._used(token)
        return token

    def listed(self) -> list[Token]:
        """All there ever were, the newest first."""
        with self._database.reading() as connection:
            return [
                _token(row)
                for row in connection.execute(
                    sa.select(tokens).order_by(tokens.c.made_at.desc(), tokens.c.name)
                )
            ]

    def revoke(self, name: str) -> int:
        """From now on no token of that name lets anybody in; how many that are. Raises StaffError
        if there is none.
        """
        with self._database.writing() as connection:
            valid = [token.id for token in _named(connection, name) if token.state() == "valid"]
            if not valid:
                raise StaffError(
                    f"{name}: no valid token of that name; `pressroom token list` shows them"
                )
            connection.execute(
                sa.update(tokens)
                .where(tokens.c.id.in_(valid))
                .values(revoked_at=_text(datetime.now(UTC)))
            )
        return len(valid)

    def _used(self, token: Token) -> None:
        at = datetime.now(UTC)
        if token.used_at is None or datetime.fromisoformat(token.used_at) <= at - _USED_EVERY:
            with self._database.writing() as connection:
                connection.execute(
                    sa.update(tokens).where(tokens.c.id == token.id).values(used_at=_text(at))
                )


def _named(connection: sa.Connection, name: str) -> list[Token]:
    return [
        _token(row) for row in connection.execute(sa.select(tokens).where(tokens.c.name == name))
    ]


def _token(row: Any) -> Token:
    return Token(
        row.id, row.name, row.role, row.made_at, row.expires_at, row.revoked_at, row.used_at
    )


def _digest(secret: str) -> str:
    """256 random bits need no salt, and no hash that is slow."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
