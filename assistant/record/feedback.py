"""A citizen's opinion of an answer -> a row beside its record: useful or not, why, and a comment
without personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

import sqlalchemy as sa
from pressroom.assistant.ask.screening import clean
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.tables import opinions

Reason = Literal["off_topic", "incomplete", "wrong", "outdated", "unclear", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
MAX_COMMENT = 1000  # characters


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer. `reason` is one of REASONS; `given_at` is ISO 8601,
    UTC.
    """

    answer_id: str
    useful: bool
    reason: str | None
    comment: str | None
    given_at: str


class Feedback:
    """The table of opinions in a library's database. Threads may share it. Nothing says who gave
    one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(
        self, answer_id: str, useful: bool, reason: str | None = None, comment: str | None = None
    ) -> None:
        """Stores an opinion; personal data in the comment is blotted out. Raises QuestionError for
        another reason or a long comment.
        """
        if reason is not None and reason not in REASONS:
            raise QuestionError(
                f"reason: {reason!r} is not one; expected one of {', '.join(REASONS)}"
            )
        if comment is not None and len(comment) > MAX_COMMENT:
            raise QuestionError(
                f"comment: {len(comment):,} characters; at most {MAX_COMMENT:,} were expected. "
                f"Shorten it"
            )
        words = clean(comment or "") or None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {
            "answer_id": answer_id,
            "useful": useful,
            "reason": reason,
            "comment": words,
            "given_at": now,
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(opinions).values(**row))

    def of(self, answer_id: str) -> list[Opinion]:
        """The opinions of one answer, newest first."""
        return self._read(opinions.c.answer_id == answer_id)

    def disliked(self) -> list[Opinion]:
        """Those that found an answer not useful, newest first."""
        return self._read(opinions.c.useful.is_(False))

    def _read(self, which: sa.ColumnElement[bool]) -> list[Opinion]:
        columns = (
            opinions.c.answer_id,
            opinions.c.useful,
            opinions.c.reason,
            opinions.c.comment,
            opinions.c.given_at,
        )
        query = sa.select(*columns).where(which).order_by(opinions.c.id.desc())
        with self._database.reading() as connection:
            return [Opinion(**row._mapping) for row in connection.execute(query)]
