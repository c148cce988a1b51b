"""What staff did -> lines that nobody changes: who, what, when, what was before and after, from
which address.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import audit

_LONGEST = 2_000  # characters of a value


@dataclass(frozen=True, slots=True)
class Line:
    """One thing done. `action` is a word such as `document.withdraw`; `before` and `after` are JSON
    or None; `at` is ISO 8601, UTC.
    """

    number: int
    at: str
    who: str
    action: str
    what: str
    before: str | None
    after: str | None
    address: str | None


class Audit:
    """The log in the library's database. Threads and processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        who: str,
        action: str,
        what: str,
        *,
        before: object = None,
        after: object = None,
        address: str | None = None,
    ) -> None:
        """Adds a line. Values are kept as JSON, long ones cut."""
        row = {
            "at": now(),
            "who": who,
            "action": action,
            "what": _short(what),
            "before": _json(before),
            "after": _json(after),
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(audit).values(**row, address=address))

    def lines(
        self,
        *,
        who: str = "",
        action: str = "",
        what: str = "",
        ids: Sequence[str] = (),
        before: int | None = None,
        limit: int | None = 100,
    ) -> list[Line]:
        """The last first; of a person, of actions that begin so, with these words in `what` or one
        of the `ids` as it, below a number.
        """
        query = sa.select(audit).order_by(audit.c.number.desc()).limit(limit)
        conditions: list[Any] = [audit.c.number < before] if before is not None else []
        conditions += [audit.c.who == who] if who else []
        conditions += [audit.c.action.startswith(action, autoescape=True)] if action else []
        conditions += (
            [sa.or_(audit.c.what.icontains(what, autoescape=True), audit.c.what.in_(ids))]
            if what
            else []
        )
        with self._database.reading() as connection:
            return [Line(**row._mapping) for row in connection.execute(query.where(*conditions))]


def _json(value: object) -> str | None:
    return None if value is None else _short(json.dumps(value, ensure_ascii=False, default=str))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
