"""SQL -> the groups of the work list: questions of one meaning, who asked them for what, and what
became of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.tables import work_groups, work_items

Kind = Literal["not_found", "partly", "disliked", "sent"]
State = Literal["open", "closed", "out_of_scope"]
STATES: tuple[State, ...] = ("open", "closed", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was asked. `at` is ISO 8601, UTC; `answer_id` is None for one that found no
    answer at all.
    """

    question: str
    kind: Kind
    at: str
    answer_id: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of the same meaning; `question` is the first of them. `answered_by` is the document
    that closed it, `reason` why it is out of scope.
    """

    number: int
    question: str
    language: str
    state: State
    assigned: str | None
    reason: str | None
    answered_by: str | None
    changed_at: str
    items: tuple[Item, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(dict.fromkeys(item.kind for item in self.items))


def listed(database: Database, state: State | None, *, assigned: str | None) -> list[Group]:
    """Those asked most first."""
    with database.reading() as connection:
        query = sa.select(work_groups).order_by(work_groups.c.number)
        query = query.where(work_groups.c.state == state) if state else query
        rows = connection.execute(
            query.where(work_groups.c.assigned == assigned) if assigned else query
        ).all()
        asked = connection.execute(sa.select(work_items).order_by(work_items.c.at.desc())).all()
    by_group: dict[int, list[Item]] = {}
    for row in asked:
        by_group.setdefault(row.number, []).append(_item(row))
    groups = [_group(row, by_group.get(row.number, [])) for row in rows if by_group.get(row.number)]
    return sorted(groups, key=lambda group: (-len(group.items), group.number))


def group(database: Database, number: int) -> Group:
    """Raises LibraryError for a number that is none's."""
    with database.reading() as connection:
        row = connection.execute(
            sa.select(work_groups).where(work_groups.c.number == number)
        ).first()
        asked = connection.execute(
            sa.select(work_items)
            .where(work_items.c.number == number)
            .order_by(work_items.c.at.desc())
        ).all()
    if row is None:
        raise LibraryError(f"question {number}: not in the work list")
    return _group(row, [_item(each) for each in asked])


def _item(row: sa.Row[tuple[object, ...]]) -> Item:
    prefix, _, identity = str(row.source).partition(":")
    return Item(row.question, row.kind, row.at, identity if prefix == "answer" else None)


def _group(row: sa.Row[tuple[object, ...]], asked: Sequence[Item]) -> Group:
    return Group(
        row.number,
        row.question,
        row.language,
        row.state,
        row.assigned,
        row.reason,
        row.answered_by,
        row.changed_at,
        tuple(asked),
    )
