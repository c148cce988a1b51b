"""Tokens by which programs act for an account: made on the command line, shown once, ended there."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from assistant.staff import Accounts, Member, StaffError
from corpus.database import Database, now

_metadata = sa.MetaData()
_tokens = sa.Table(
    "staff_tokens",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("until", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. Times are ISO 8601, UTC."""

    number: int
    name: str
    at: str
    until: str


class Tokens:
    """The tokens of a library."""

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts
        with database.writing() as connection:
            _metadata.create_all(connection)

    def make(self, name: str, *, days: int = 365) -> str:
        """The secret of a new token, which is kept nowhere. Raises StaffError for an unknown account."""
        self._accounts.get(name)
        if not 1 <= days <= 3650:
            raise StaffError(f"days: {days}; expected 1 to 3650")
        secret = f"pressroom_{secrets.token_urlsafe(32)}"
        until = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
        with self._database.writing() as connection:
            connection.execute(sa.insert(_tokens).values(digest=_digest(secret), name=name, at=now(), until=until))
        return secret

    def listed(self) -> list[Token]:
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(_tokens).order_by(_tokens.c.number)).all()
        return [Token(row.number, row.name, row.at, row.until) for row in rows]

    def end(self, number: int) -> bool:
        """False if there is none of that number."""
        with self._database.writing() as connection:
            return bool(connection.execute(sa.delete(_tokens).where(_tokens.c.number == number)).rowcount)

    def member(self, secret: str) -> Member | None:
        """Whose token this is; None for one that is forged, ended or expired, or of a disabled account."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(_tokens).where(_tokens.c.digest == _digest(secret))).first()
        if row is None or row.until < now():
            return None
        member = self._accounts.get(row.name)
        return None if member.disabled_at else member


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
