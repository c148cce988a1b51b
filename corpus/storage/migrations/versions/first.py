"""Nothing -> documents, what the indexes hold of them, answers and opinions.

Libraries that were made before there were steps have these tables, or some of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_metadata = sa.MetaData()

sa.Table(
    "meta",
    _metadata,
    sa.Column("key", _NAME, primary_key=True),
    sa.Column("value", _NAME, nullable=False),
)
sa.Table(
    "documents",
    _metadata,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("added_at", _NAME, nullable=False),
    sa.Column("withdrawn_at", _NAME),
)
sa.Table(
    "versions",
    _metadata,
    sa.Column("document_id", _NAME, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("title", _NAME, nullable=False),
    sa.Column("date", _NAME),
    sa.Column("source", _NAME),
    sa.Column("language", _NAME, nullable=False),
    sa.Column("origin", _NAME, nullable=False),
    sa.Column("digest", _NAME, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
    sa.Column("title_span", _NAME),
    sa.Column("added_at", _NAME, nullable=False),
)
sa.Table(
    "indexed",
    _metadata,
    sa.Column("document_id", _NAME, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
sa.Table(
    "changes",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document_id", _NAME, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("action", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False),
)
sa.Table(
    "unanswered",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("language", _NAME, nullable=False),
    sa.Column("asked_at", _NAME, nullable=False),
)
sa.Table(
    "answers",
    _metadata,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("asked_at", _NAME, nullable=False, index=True),
    sa.Column("status", _NAME, nullable=False),
    sa.Column("language", _NAME, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)
sa.Table(
    "feedback",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("answer_id", _NAME, nullable=False, index=True),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("reason", _NAME),
    sa.Column("comment", sa.Text),
    sa.Column("given_at", _NAME, nullable=False),
)


def upgrade() -> None:
    """Makes what is missing."""
    _metadata.create_all(op.get_bind())
