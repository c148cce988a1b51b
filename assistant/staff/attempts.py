"""Who tries to sign in, from where -> whether the password is looked at now; wrong ones make
strangers wait, never a browser that is known.

Three counters for strangers, none of which a browser is under in which somebody has signed in to
the account before: of one address at one account, of one address, of one account. So whoever
guesses holds up himself first, and nobody at his own desk. Addresses are kept as hashes under a key
that is thrown away every day, and for an hour at most.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore

import sqlalchemy as sa
from pressroom.assistant.staff.networks import network
from pressroom.corpus.errors import StaffError
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import staff_attempts, staff_browsers, staff_day_keys

_FREE = {
    "pair": 5,
    "address": 20,
    "account": 50,
    "browser": 5,
    "own": 5,
}  # wrong passwords before the first wait
_FIRST_WAIT = timedelta(seconds=15)  # doubled with each wrong one
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)  # after the last wrong one
_KNOWN = timedelta(days=180)  # since it was signed in to last, a browser is known
_BROWSERS = 20  # of an account that are known
_AT_ONCE, _IN_LINE = (
    1,
    4,
    # checks of a password, of strangers and of known browsers each: one takes 64 MB and a twentieth
    # of a second
)


class CheckingBusyError(StaffError):
    """So many passwords are being checked that this one is not."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an address, and what the browser was given when somebody signed in with it."""

    address: str = ""
    browser: str = ""


class Attempts:
    """The counters in a library's database. Threads and processes may share it; how many passwords
    are checked at once is of a process.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key = ("", b"")
        self._places = {
            known: (BoundedSemaphore(_IN_LINE), BoundedSemaphore(_AT_ONCE))
            for known in (False, True)
        }

    def may(self, name: str, caller: Caller) -> bool:
        """Whether the password is looked at now."""
        key = self._key_of_the_day()
        with self._database.reading() as connection:
            keys = _keys_of(connection, key, name, caller)
            rows = connection.execute(
                sa.select(staff_attempts).where(staff_attempts.c.key.in_(keys))
            ).all()
        return all(row.last_at < _before(_wait(keys[row.key], row.count)) for row in rows)

    def failed(self, name: str, caller: Caller) -> None:
        """A password that was looked at was wrong. Those that were not looked at make no wait
        longer.
        """
        day_key = self._key_of_the_day()
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(staff_attempts).where(staff_attempts.c.last_at < _before(_FORGOTTEN))
            )
            for key in _keys_of(connection, day_key, name, caller):
                this = staff_attempts.c.key == key
                again = (
                    sa.update(staff_attempts)
                    .where(this)
                    .values(count=staff_attempts.c.count + 1, last_at=now())
                )
                if not connection.execute(again).rowcount:
                    connection.execute(
                        sa.insert(staff_attempts).values(key=key, name=name, count=1, last_at=now())
                    )

    def succeeded(self, name: str, caller: Caller) -> str:
        """What the browser is to keep: it is known to this account from now on, and what it did
        wrong is forgotten.
        """
        token = (
            caller.browser if self.knows(caller) else secrets.token_urlsafe(32)
        )  # what somebody else put there is not kept
        row = {"token": _digest(token), "name": name}
        day_key = self._key_of_the_day()
        with self._database.writing() as connection:
            own = [
                key
                for key, kind in _keys_of(connection, day_key, name, caller).items()
                if kind in ("pair", "browser")
            ]
            connection.execute(sa.delete(staff_attempts).where(staff_attempts.c.key.in_(own)))
            connection.execute(
                sa.delete(staff_browsers).where(
                    (staff_browsers.c.token == row["token"]) & (staff_browsers.c.name == name)
                )
            )
            connection.execute(sa.insert(staff_browsers).values(**row, seen_at=now()))
            newest = (
                sa.select(staff_browsers.c.token)
                .where(staff_browsers.c.name == name)
                .order_by(staff_browsers.c.seen_at.desc())
                .limit(_BROWSERS)
            )
            connection.execute(
                sa.delete(staff_browsers).where(
                    (staff_browsers.c.name == name) & staff_browsers.c.token.not_in(newest)
                )
            )
            connection.execute(
                sa.delete(staff_browsers).where(staff_browsers.c.seen_at < _before(_KNOWN))
            )
        return token

    def knows(self, caller: Caller) -> bool:
        """Whether somebody has signed in with what the browser shows."""
        shown = (
            sa.select(staff_browsers.c.token)
            .where(staff_browsers.c.token == _digest(caller.browser))
            .limit(1)
        )
        with self._database.reading() as connection:
            return bool(caller.browser) and connection.execute(shown).first() is not None

    def forget(self, name: str) -> None:
        """No wait at this account any more, and no browser that it knows."""
        with self._database.writing() as connection:
            for table in (staff_attempts, staff_browsers):
                connection.execute(sa.delete(table).where(table.c.name == name))

    @contextmanager
    def checking(self, name: str, caller: Caller) -> Iterator[None]:
        """Around the check of a password, which is dear: few at once, few in line, and strangers
        never in the way of known browsers.

        Raises BusyError where the line is full.
        """
        with self._database.reading() as connection:
            line, work = self._places[_is_known(connection, name, caller)]
        if not line.acquire(blocking=False):
            raise CheckingBusyError("sign-in: too many at this moment; try again in a few seconds")
        try:
            with work:
                yield
        finally:
            line.release()

    def _key_of_the_day(self) -> bytes:
        """Hashes under yesterday's key say nothing any more, for it is gone."""
        day = now()[:10]
        if self._key[0] != day:
            with self._database.writing() as connection:
                key = connection.execute(
                    sa.select(staff_day_keys.c.key).where(staff_day_keys.c.day == day)
                ).scalar()
                if key is None:
                    key = secrets.token_hex(32)
                    connection.execute(sa.delete(staff_day_keys))
                    connection.execute(sa.insert(staff_day_keys).values(day=day, key=key))
            self._key = (day, bytes.fromhex(key))
        return self._key[1]


NOBODY = Caller()
OWN = Caller()
"""Who is signed in and gives the password once more; nobody else is under that counter (it is
compared by identity).
"""


def _wait(kind: str, count: int) -> timedelta:
    """How long after so many wrong ones; less than nothing where the next is looked at right
    away.
    """
    over = count - _FREE[kind]
    return (
        min(_FIRST_WAIT * 2 ** min(over, 20), _LONGEST_WAIT) if over >= 0 else timedelta(seconds=-5)
    )


def _is_known(connection: sa.Connection, name: str, caller: Caller) -> bool:
    this = (
        (staff_browsers.c.token == _digest(caller.browser))
        & (staff_browsers.c.name == name)
        & (staff_browsers.c.seen_at >= _before(_KNOWN))
    )
    return (
        bool(caller.browser)
        and connection.execute(sa.select(staff_browsers.c.name).where(this)).first() is not None
    )


def _keys_of(connection: sa.Connection, key: bytes, name: str, caller: Caller) -> dict[str, str]:
    """The counters that this caller is under -> of which kind each is."""
    if caller is OWN:
        return {_digest(f"own|{name}"): "own"}
    if _is_known(connection, name, caller):
        return {_digest(f"browser|{name}|{caller.browser}"): "browser"}
    address = network(caller.address)
    named = {
        "pair": f"pair|{address}|{name}",
        "address": f"address|{address}",
        "account": f"account|{name}",
    }
    return {
        hmac.new(key, words.encode("utf-8", "replace"), "sha256").hexdigest(): kind
        for kind, words in named.items()
    }


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _before(span: timedelta) -> str:
    return (datetime.now(UTC) - span).isoformat(timespec="seconds")
