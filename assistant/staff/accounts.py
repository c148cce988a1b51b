"""Who works at the desk: accounts with argon2 passwords, roles, and sessions that expire."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from pressroom.assistant.staff.attempts import NOBODY, OWN, Attempts, Caller
from pressroom.assistant.staff.roles import ROLES, Role, role_of
from pressroom.corpus.errors import StaffError
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import staff, staff_sessions

LEAST_PASSWORD = 12  # characters
_LONGEST = 200  # characters of a name or a password
_ABSOLUTE = timedelta(hours=12)  # a session ends then, whatever is done in it
_IDLE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Member:
    """An account. Times are ISO 8601, UTC."""

    name: str
    role: Role
    added_at: str
    disabled_at: str | None

    def may(self, role: Role) -> bool:
        """Whether what needs this role is allowed to them."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in; `secret` stands in every form that the desk sends them."""

    member: Member
    secret: str

    def sent(self, secret: str) -> bool:
        """Whether a form is one that the desk sent in this session."""
        return hmac.compare_digest(self.secret.encode(), secret.encode("utf-8", "replace"))


class Accounts:
    """The accounts of a library. There is none until one is made on the command line."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.attempts = Attempts(database)
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(
            secrets.token_hex(16)
        )  # checked where there is no account, so that it takes as long

    def add(self, name: str, password: str, role: Role) -> Member:
        """Raises StaffError for a name that is taken or empty, or a short password."""
        name = " ".join(name.split())
        if not 0 < len(name) <= _LONGEST or ":" in name:
            raise StaffError(
                f"{name[:60]!r}: cannot be a name; expected 1 to {_LONGEST} characters without a "
                "colon",
                key="account_name",
                most=_LONGEST,
            )
        row = {
            "name": name,
            "role": role_of(role),
            "password": self._hashed(password),
            "added_at": now(),
        }
        with self.database.writing() as connection:
            if connection.execute(sa.select(staff.c.name).where(staff.c.name == name)).first():
                raise StaffError(
                    f"{name}: there is an account of that name; `pressroom staff list` shows them",
                    key="account_taken",
                    name=name,
                )
            connection.execute(sa.insert(staff).values(**row))
        return self.get(name)

    def get(self, name: str) -> Member:
        """Raises StaffError for a name without account."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(staff).where(staff.c.name == name)).first()
        if row is None:
            raise StaffError(
                f"{name}: no such account; `pressroom staff list` shows those that there are",
                key="account_unknown",
                name=name,
            )
        return Member(row.name, row.role, row.added_at, row.disabled_at)

    def listed(self) -> list[Member]:
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(staff).order_by(staff.c.name)).all()
        return [Member(row.name, row.role, row.added_at, row.disabled_at) for row in rows]

    def change(
        self,
        name: str,
        *,
        password: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
    ) -> Member:
        """What is given; whatever it is, the sessions of that account end. Raises StaffError where
        no admin would be left.
        """
        before = self.get(name)
        if disabled or (role is not None and role != "admin"):
            self._must_leave_an_admin(before)
        values: dict[str, Any] = (
            {"password": self._hashed(password)} if password is not None else {}
        )
        values |= {"role": role_of(role)} if role is not None else {}
        values |= {"disabled_at": now() if disabled else None} if disabled is not None else {}
        with self.database.writing() as connection:
            if values:
                connection.execute(sa.update(staff).where(staff.c.name == name).values(**values))
            connection.execute(sa.delete(staff_sessions).where(staff_sessions.c.name == name))
        self.attempts.forget(name)
        return self.get(name)

    def _must_leave_an_admin(self, member: Member) -> None:
        if member.role == "admin" and not any(
            other.role == "admin" and not other.disabled_at and other.name != member.name
            for other in self.listed()
        ):
            raise StaffError(
                f"{member.name}: the only admin; make another one first", key="last_admin"
            )

    def is_password(self, name: str, password: str) -> bool:
        """Whether it is that of the account of who is signed in; wrong ones make wait, as when
        signing in.
        """
        return self._is_let_in(name, password, OWN)

    def sign_in(self, name: str, password: str, caller: Caller = NOBODY) -> str:
        """The token of a new session. Raises StaffError, the same for every reason, so that names
        cannot be guessed.
        """
        name = " ".join(name.split())[:_LONGEST]
        if not self._is_let_in(name, password, caller):
            raise StaffError(
                "name or password is wrong, or too many were; after five wrong ones wait, "
                "at most 15 minutes"
            )
        token, at = secrets.token_urlsafe(32), now()
        row = {
            "token": _digest(token),
            "name": name,
            "secret": secrets.token_urlsafe(32),
            "begun_at": at,
            "seen_at": at,
        }
        with self.database.writing() as connection:
            connection.execute(
                sa.delete(staff_sessions).where(staff_sessions.c.begun_at < _before(_ABSOLUTE))
            )
            connection.execute(sa.insert(staff_sessions).values(**row))
        return token

    def session(self, token: str) -> Session | None:
        """Who this token is; None for one that is forged, ended or expired, or of a disabled
        account.
        """
        this = staff_sessions.c.token == _digest(token)
        query = sa.select(staff_sessions, staff.c.role, staff.c.added_at, staff.c.disabled_at).join(
            staff, staff.c.name == staff_sessions.c.name
        )
        with self.database.reading() as connection:
            row = connection.execute(query.where(this)).first()
        if (
            row is None
            or row.disabled_at
            or row.begun_at < _before(_ABSOLUTE)
            or row.seen_at < _before(_IDLE)
        ):
            return None
        if row.seen_at < _before(timedelta(minutes=1)):
            with self.database.writing() as connection:
                connection.execute(sa.update(staff_sessions).where(this).values(seen_at=now()))
        return Session(Member(row.name, row.role, row.added_at, None), row.secret)

    def sign_out(self, token: str) -> None:
        with self.database.writing() as connection:
            connection.execute(
                sa.delete(staff_sessions).where(staff_sessions.c.token == _digest(token))
            )

    def _hashed(self, password: str) -> str:
        if not LEAST_PASSWORD <= len(password) <= _LONGEST:
            raise StaffError(
                f"password: {len(password)} characters; expected {LEAST_PASSWORD} to {_LONGEST}",
                key="password_length",
                least=LEAST_PASSWORD,
                most=_LONGEST,
            )
        return self._hasher.hash(password)

    def _is_let_in(self, name: str, password: str, caller: Caller) -> bool:
        """Raises BusyError where too many are checked at this moment."""
        if not self.attempts.may(name, caller):
            return False
        right = self._is_right(name, password[:_LONGEST], caller)
        if not right:
            self.attempts.failed(name, caller)
        return right

    def _is_right(self, name: str, password: str, caller: Caller) -> bool:
        with self.database.reading() as connection:
            row = connection.execute(sa.select(staff).where(staff.c.name == name)).first()
        try:
            with self.attempts.checking(name, caller):
                self._hasher.verify(row.password if row else self._nobody, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return row is not None and row.disabled_at is None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _before(span: timedelta) -> str:
    return (datetime.now(UTC) - span).isoformat(timespec="seconds")
