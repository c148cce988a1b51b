"""A citizen's opinion of an answer -> a row beside its record: useful or not, why, and a comment without personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import sqlalchemy as sa

from assistant.screening import clean
from corpus.database import make_tables
from corpus.errors import QuestionError

Reason = Literal["off_topic", "incomplete", "wrong", "outdated", "unclear", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
MAX_COMMENT = 1000  # characters

metadata = sa.MetaData()
opinions = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer_id", sa.String, nullable=False, index=True),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String),
    sa.Column("comment", sa.Text),
    sa.Column("given_at", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer. `reason` is one of REASONS; `given_at` is ISO 8601, UTC."""

    answer_id: str
    useful: bool
    reason: str | None
    comment: str | None
    given_at: str


class Feedback:
    """The table of opinions in a library's database. Threads may share it. Nothing says who gave one."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
        make_tables(url, metadata)

    @classmethod
    def open(cls, home: Path) -> Feedback:
        """The opinions of a data folder, whose library is there."""
        return cls(f"sqlite:///{home / 'library.sqlite'}")

    def close(self) -> None:
        self._engine.dispose()

    def give(self, answer_id: str, useful: bool, reason: str | None = None, comment: str | None = None) -> None:
        """Stores an opinion; personal data in the comment is blotted out. Raises QuestionError for another reason or a long comment."""
        if reason is not None and reason not in REASONS:
            raise QuestionError(f"reason: {reason!r} is not one; expected one of {', '.join(REASONS)}")
        if comment is not None and len(comment) > MAX_COMMENT:
            raise QuestionError(f"comment: {len(comment):,} characters; at most {MAX_COMMENT:,} were expected. Shorten it")
        words = clean(comment or "") or None
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"answer_id": answer_id, "useful": useful, "reason": reason, "comment": words, "given_at": now}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(opinions).values(**row))

    def of(self, answer_id: str) -> list[Opinion]:
        """The opinions of one answer, newest first."""
        return self._read(opinions.c.answer_id == answer_id)

    def disliked(self) -> list[Opinion]:
        """Those that found an answer not useful, newest first."""
        return self._read(opinions.c.useful.is_(False))

    def _read(self, which: sa.ColumnElement[bool]) -> list[Opinion]:
        columns = (opinions.c.answer_id, opinions.c.useful, opinions.c.reason, opinions.c.comment, opinions.c.given_at)
        query = sa.select(*columns).where(which).order_by(opinions.c.id.desc())
        with self._engine.connect() as connection:
            return [Opinion(**row._mapping) for row in connection.execute(query)]
