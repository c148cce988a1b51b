"""Documents, answers and opinions -> also drafts, jobs, the work list, staff, tokens and the log;
versions know the fingerprint of their text, changes who made them and why.

Libraries that were made before there were steps have some of these tables: each was made when it
was first needed.
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_metadata = sa.MetaData()
_versions = sa.table("versions", *map(sa.column, ("document_id", "version", "text", "words")))
_answers = sa.table("answers", *map(sa.column, ("id", "record")))

sa.Table(
    "drafts",
    _metadata,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("document_id", _NAME, nullable=False, index=True),
    sa.Column("base_version", sa.Integer),
    sa.Column("state", _NAME, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("title", _NAME, nullable=False),
    sa.Column("origin", _NAME, nullable=False),
    sa.Column("words", _NAME, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("parsed", sa.Text, nullable=False),
    sa.Column("original", sa.LargeBinary),
    sa.Column("by", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False),
    sa.Column("changed_by", _NAME, nullable=False),
    sa.Column("changed_at", _NAME, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("remark", sa.Text),
    sa.Column("publish_at", _NAME),
    sa.Column("published_version", sa.Integer),
)
sa.Table(
    "draft_edits",
    _metadata,
    sa.Column("draft_id", _NAME, sa.ForeignKey("drafts.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("edit", sa.Text, nullable=False),
    sa.Column("by", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False),
    sa.Column("undone_by", _NAME),
    sa.Column("undone_at", _NAME),
    sa.Column("undone_revision", sa.Integer),
)
sa.Table(
    "jobs",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", _NAME, nullable=False),
    sa.Column("name", _NAME, nullable=False),
    sa.Column("state", _NAME, nullable=False, index=True),
    sa.Column("by", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False),
    sa.Column("options", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary),
    sa.Column("step", _NAME),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("of", sa.Integer, nullable=False),
    sa.Column("results", sa.Text, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("ended_at", _NAME),
    sa.Column("seen", sa.Boolean, nullable=False),
)
sa.Table(
    "watched",
    _metadata,
    sa.Column("path", _NAME, primary_key=True),
    sa.Column("mark", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False),
)
_citations = sa.Table(
    "answer_citations",
    _metadata,
    sa.Column("answer_id", _NAME, primary_key=True),
    sa.Column("document_id", _NAME, primary_key=True, index=True),
    sa.Column("version", sa.Integer, nullable=False),
)
sa.Table(
    "deleted_answers",
    _metadata,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("deleted_at", _NAME, nullable=False),
)
sa.Table(
    "work_groups",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("language", _NAME, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("state", _NAME, nullable=False, index=True),
    sa.Column("assigned", _NAME),
    sa.Column("reason", sa.Text),
    sa.Column("answered_by", _NAME),
    sa.Column("changed_at", _NAME, nullable=False),
    sa.Column("checked", sa.Integer, nullable=False),
)
sa.Table(
    "work_items",
    _metadata,
    sa.Column("source", _NAME, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("kind", _NAME, nullable=False),
    sa.Column("at", _NAME, nullable=False, index=True),
    sa.Column("cited", sa.Text, nullable=False),
)
sa.Table(
    "retention_announced",
    _metadata,
    sa.Column("days", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", _NAME, nullable=False),
)
sa.Table(
    "staff",
    _metadata,
    sa.Column("name", _NAME, primary_key=True),
    sa.Column("role", _NAME, nullable=False),
    sa.Column("password", _NAME, nullable=False),
    sa.Column("added_at", _NAME, nullable=False),
    sa.Column("disabled_at", _NAME),
)
sa.Table(
    "staff_sessions",
    _metadata,
    sa.Column("token", _NAME, primary_key=True),
    sa.Column("name", _NAME, nullable=False),
    sa.Column("secret", _NAME, nullable=False),
    sa.Column("begun_at", _NAME, nullable=False),
    sa.Column("seen_at", _NAME, nullable=False),
)
sa.Table(
    "staff_attempts",
    _metadata,
    sa.Column("key", _NAME, primary_key=True),
    sa.Column("name", _NAME, nullable=False, index=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("last_at", _NAME, nullable=False, index=True),
)
sa.Table(
    "staff_browsers",
    _metadata,
    sa.Column("token", _NAME, primary_key=True),
    sa.Column("name", _NAME, primary_key=True),
    sa.Column("seen_at", _NAME, nullable=False),
)
sa.Table(
    "staff_day_keys",
    _metadata,
    sa.Column("day", _NAME, primary_key=True),
    sa.Column("key", _NAME, nullable=False),
)
sa.Table(
    "tokens",
    _metadata,
    sa.Column("id", _NAME, primary_key=True),
    sa.Column("name", _NAME, nullable=False, index=True),
    sa.Column("role", _NAME, nullable=False),
    sa.Column("hash", _NAME, nullable=False),
    sa.Column("made_at", _NAME, nullable=False),
    sa.Column("expires_at", _NAME, nullable=False),
    sa.Column("revoked_at", _NAME),
    sa.Column("used_at", _NAME),
)
sa.Table(
    "audit",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", _NAME, nullable=False, index=True),
    sa.Column("who", _NAME, nullable=False, index=True),
    sa.Column("action", _NAME, nullable=False, index=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("address", _NAME),
)


def upgrade() -> None:
    """Makes what is missing, and fills it from what is there."""
    cited_before = sa.inspect(op.get_bind()).has_table(_citations.name)
    _metadata.create_all(op.get_bind())
    for name, column in _NEW_COLUMNS:
        if column.name not in _columns(name):
            op.add_column(name, column)
    op.create_index("ix_versions_words", "versions", ["words"], if_not_exists=True)
    covered = ["date", "document_id", "version", "language"]
    op.create_index("ix_versions_by_date", "versions", covered, if_not_exists=True)
    _fill_words()
    if not cited_before:
        _fill_citations()


_NEW_COLUMNS = (
    ("versions", sa.Column("header", sa.Text)),
    ("versions", sa.Column("words", _NAME)),
    ("versions", sa.Column("edits", sa.Text)),
    ("changes", sa.Column("by", _NAME)),
    ("changes", sa.Column("reason", sa.Text)),
)


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}


def _fill_words() -> None:
    """The fingerprint of each text, white space aside; one text at a time is in memory."""
    connection, found = op.get_bind(), _versions.c
    missing = sa.select(found.document_id, found.version).where(found.words.is_(None))
    for row in connection.execute(missing).all():
        this = (found.document_id == row.document_id) & (found.version == row.version)
        text: str = connection.execute(sa.select(found.text).where(this)).scalar_one()
        words = hashlib.sha256("".join(text.split()).encode()).hexdigest()
        connection.execute(sa.update(_versions).where(this).values(words=words))


def _fill_citations() -> None:
    """Which documents the answers cite that were given before that was noted."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(_answers)).all():
        cited = {one["doc"]: one["version"] for one in json.loads(row.record)["citations"]}
        for document_id, version in cited.items():
            values = {"answer_id": row.id, "document_id": document_id, "version": version}
            connection.execute(sa.insert(_citations).values(**values))
