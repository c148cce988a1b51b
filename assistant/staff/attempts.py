"""Who tries to sign in, from where -> whether the password is looked at now; wrong ones make strangers wait, never a browser that is known.

Three counters for strangers, none of which a browser is under in which somebody has signed in to the account before: of one address at one
account, of one address, of one account. So whoever guesses holds up himself first, and nobody at his own desk. Addresses are kept as hashes
under a key that is thrown away every day, and for an hour at most.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import BoundedSemaphore

import sqlalchemy as sa

from corpus.database import Database, now
from corpus.errors import StaffError

_FREE = {"pair": 5, "address": 20, "account": 50, "browser": 5, "own": 5}  # wrong passwords before the first wait
_FIRST_WAIT = timedelta(seconds=15)  # doubled with each wrong one
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)  # after the last wrong one
_KNOWN = timedelta(days=180)  # since it was signed in to last, a browser is known
_BROWSERS = 20  # of an account that are known
_AT_ONCE, _IN_LINE = 1, 4  # checks of a password, of strangers and of known browsers each: one takes 64 MB and a twentieth of a second

_metadata = sa.MetaData()
_attempts = sa.Table(
    "staff_attempts",
    _metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False, index=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("last_at", sa.String, nullable=False, index=True),
)
_browsers = sa.Table(
    "staff_browsers",
    _metadata,
    sa.Column("token", sa.String, primary_key=True),  # its digest
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("seen_at", sa.String, nullable=False),
)
_keys = sa.Table("staff_day_keys", _metadata, sa.Column("day", sa.String, primary_key=True), sa.Column("key", sa.String, nullable=False))


class BusyError(StaffError):
    """So many passwords are being checked that this one is not."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an address, and what the browser was given when somebody signed in with it."""

    address: str = ""
    browser: str = ""


class Attempts:
    """The counters in a library's database. Threads and processes may share it; how many passwords are checked at once is of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key = ("", b"")
        self._places = {known: (BoundedSemaphore(_IN_LINE), BoundedSemaphore(_AT_ONCE)) for known in (False, True)}
        with database.writing() as connection:
            _metadata.create_all(connection)

    def may(self, name: str, caller: Caller) -> bool:
        """Whether the password is looked at now."""
        key = self._key_of_the_day()
        with self._database.reading() as connection:
            keys = _keys_of(connection, key, name, caller)
            rows = connection.execute(sa.select(_attempts).where(_attempts.c.key.in_(keys))).all()
        return all(row.last_at < _before(_wait(keys[row.key], row.count)) for row in rows)

    def failed(self, name: str, caller: Caller) -> None:
        """A password that was looked at was wrong. Those that were not looked at make no wait longer."""
        day_key = self._key_of_the_day()
        with self._database.writing() as connection:
            connection.execute(sa.delete(_attempts).where(_attempts.c.last_at < _before(_FORGOTTEN)))
            for key in _keys_of(connection, day_key, name, caller):
                this = _attempts.c.key == key
                again = sa.update(_attempts).where(this).values(count=_attempts.c.count + 1, last_at=now())
                if not connection.execute(again).rowcount:
                    connection.execute(sa.insert(_attempts).values(key=key, name=name, count=1, last_at=now()))

    def succeeded(self, name: str, caller: Caller) -> str:
        """What the browser is to keep: it is known to this account from now on, and what it did wrong is forgotten."""
        token = caller.browser if self._is_known(caller) else secrets.token_urlsafe(32)  # what somebody else put there is not kept
        row = {"token": _digest(token), "name": name}
        day_key = self._key_of_the_day()
        with self._database.writing() as connection:
            own = [key for key, kind in _keys_of(connection, day_key, name, caller).items() if kind in ("pair", "browser")]
            connection.execute(sa.delete(_attempts).where(_attempts.c.key.in_(own)))
            connection.execute(sa.delete(_browsers).where((_browsers.c.token == row["token"]) & (_browsers.c.name == name)))
            connection.execute(sa.insert(_browsers).values(**row, seen_at=now()))
            newest = sa.select(_browsers.c.token).where(_browsers.c.name == name).order_by(_browsers.c.seen_at.desc()).limit(_BROWSERS)
            connection.execute(sa.delete(_browsers).where((_browsers.c.name == name) & _browsers.c.token.not_in(newest)))
            connection.execute(sa.delete(_browsers).where(_browsers.c.seen_at < _before(_KNOWN)))
        return token

    def _is_known(self, caller: Caller) -> bool:
        """Whether somebody has signed in with what the browser shows."""
        shown = sa.select(_browsers.c.token).where(_browsers.c.token == _digest(caller.browser)).limit(1)
        with self._database.reading() as connection:
            return bool(caller.browser) and connection.execute(shown).first() is not None

    def forget(self, name: str) -> None:
        """No wait at this account any more, and no browser that it knows."""
        with self._database.writing() as connection:
            for table in (_attempts, _browsers):
                connection.execute(sa.delete(table).where(table.c.name == name))

    @contextmanager
    def checking(self, name: str, caller: Caller) -> Iterator[None]:
        """Around the check of a password, which is dear: few at once, few in line, and strangers never in the way of known browsers.

        Raises BusyError where the line is full.
        """
        with self._database.reading() as connection:
            line, work = self._places[_is_known(connection, name, caller)]
        if not line.acquire(blocking=False):
            raise BusyError("sign-in: too many at this moment; try again in a few seconds")
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
                key = connection.execute(sa.select(_keys.c.key).where(_keys.c.day == day)).scalar()
                if key is None:
                    key = secrets.token_hex(32)
                    connection.execute(sa.delete(_keys))
                    connection.execute(sa.insert(_keys).values(day=day, key=key))
            self._key = (day, bytes.fromhex(key))
        return self._key[1]


NOBODY = Caller()
OWN = Caller()
"""Who is signed in and gives the password once more; nobody else is under that counter (it is compared by identity)."""


def network_of(address: str) -> str:
    """What of an address the log keeps of a failed sign-in: the network, by which an attack is seen and shut out, but no person."""
    try:
        return str(ip_network((address, 24 if ip_address(address).version == 4 else 48), strict=False))
    except ValueError:
        return ""


def _network(address: str) -> str:
    """One customer has a whole /64 of IPv6, so that is one address."""
    try:
        return str(ip_network((address, 64), strict=False)) if ip_address(address).version == 6 else address
    except ValueError:
        return address


def _wait(kind: str, count: int) -> timedelta:
    """How long after so many wrong ones; less than nothing where the next is looked at right away."""
    over = count - _FREE[kind]
    return min(_FIRST_WAIT * 2 ** min(over, 20), _LONGEST_WAIT) if over >= 0 else timedelta(seconds=-5)


def _is_known(connection: sa.Connection, name: str, caller: Caller) -> bool:
    this = (_browsers.c.token == _digest(caller.browser)) & (_browsers.c.name == name) & (_browsers.c.seen_at >= _before(_KNOWN))
    return bool(caller.browser) and connection.execute(sa.select(_browsers.c.name).where(this)).first() is not None


def _keys_of(connection: sa.Connection, key: bytes, name: str, caller: Caller) -> dict[str, str]:
    """The counters that this caller is under -> of which kind each is."""
    if caller is OWN:
        return {_digest(f"own|{name}"): "own"}
    if _is_known(connection, name, caller):
        return {_digest(f"browser|{name}|{caller.browser}"): "browser"}
    address = _network(caller.address)
    named = {"pair": f"pair|{address}|{name}", "address": f"address|{address}", "account": f"account|{name}"}
    return {hmac.new(key, words.encode("utf-8", "replace"), "sha256").hexdigest(): kind for kind, words in named.items()}


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _before(span: timedelta) -> str:
    return (datetime.now(UTC) - span).isoformat(timespec="seconds")
