"""Every table of Pressroom, in one MetaData: what a database of today looks like.

Times are ISO 8601, UTC, so that they sort as text; names and times sort by code point on every
server. A change here needs a step in `migrations/versions`, and its name in HEAD.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.type_api import TypeEngine

HEAD = "0004"  # the last migration, after which a database looks like this

_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")
metadata = sa.MetaData()


def _column(name: str, kind: TypeEngine[Any] = _NAME, **options: Any) -> sa.Column[Any]:
    """A column that is never empty, unless it is said to be `optional`."""
    return sa.Column(name, kind, nullable=options.pop("optional", False), **options)


def _key(name: str, kind: TypeEngine[Any] = _NAME, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, **options)


def _number(name: str) -> sa.Column[Any]:
    """A key that the database counts up."""
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=True)


# Documents, and what the indexes hold of them.

meta = sa.Table("meta", metadata, _key("key"), _column("value"))

documents = sa.Table(
    "documents",
    metadata,
    _key("id"),
    _column("version", sa.Integer()),
    _column("added_at"),
    _column("withdrawn_at", optional=True),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("document_id", _NAME, sa.ForeignKey("documents.id"), primary_key=True),
    _key("version", sa.Integer()),
    _column("title"),
    _column("date", optional=True),
    _column("source", optional=True),
    _column("language"),
    _column("origin"),
    _column("digest"),  # of the source as it came in
    _column("text", sa.Text()),
    _column("turns", sa.Text()),
    _column("title_span", optional=True),
    _column("header", sa.Text(), optional=True),
    _column("added_at"),
    _column("words", optional=True, index=True),  # fingerprint of the text, white space aside
    _column("edits", sa.Text(), optional=True),  # what staff changed of the parse, as JSON
)

# The newest documents, and what all of them cover, are told without reading their texts.
by_date = sa.Index(
    "ix_versions_by_date",
    versions.c.date,
    versions.c.document_id,
    versions.c.version,
    versions.c.language,
)

indexed = sa.Table("indexed", metadata, _key("document_id"), _column("version", sa.Integer()))

coming = sa.Table(  # the same of indexes that do not serve yet
    "coming", metadata, _key("index_name"), _key("document_id"), _column("version", sa.Integer())
)

changes = sa.Table(
    "changes",
    metadata,
    _number("number"),
    _column("document_id"),
    _column("version", sa.Integer()),
    _column("action"),
    _column("at"),
    _column("by", optional=True),
    _column("reason", sa.Text(), optional=True),
)

# Drafts, and the work behind the desk's pages.

drafts = sa.Table(
    "drafts",
    metadata,
    _key("id"),
    _column("document_id", index=True),
    _column("base_version", sa.Integer(), optional=True),  # of the document that it corrects
    _column("state", index=True),
    _column("revision", sa.Integer()),
    _column("title"),
    _column("origin"),
    _column("words"),
    _column("source", sa.Text()),  # the text as it was read, as JSON
    _column("parsed", sa.Text()),  # what the parser made of it, as JSON
    _column("original", sa.LargeBinary(), optional=True),
    _column("by"),
    _column("at"),
    _column("changed_by"),
    _column("changed_at"),
    _column("reason", sa.Text(), optional=True),
    _column("remark", sa.Text(), optional=True),
    _column("publish_at", optional=True),
    _column("published_version", sa.Integer(), optional=True),
)

draft_edits = sa.Table(
    "draft_edits",
    metadata,
    sa.Column("draft_id", _NAME, sa.ForeignKey("drafts.id"), primary_key=True),
    _key("revision", sa.Integer()),  # of the draft, once it is made
    _column("edit", sa.Text()),
    _column("by"),
    _column("at"),
    _column("undone_by", optional=True),
    _column("undone_at", optional=True),
    _column("undone_revision", sa.Integer(), optional=True),
)

jobs = sa.Table(
    "jobs",
    metadata,
    _number("number"),
    _column("kind"),
    _column("name"),
    _column("state", index=True),
    _column("by"),
    _column("at"),
    _column("options", sa.Text()),
    _column("payload", sa.LargeBinary(), optional=True),
    _column("step", optional=True),
    _column("done", sa.Integer()),
    _column("of", sa.Integer()),
    _column("results", sa.Text()),
    _column("error", sa.Text(), optional=True),
    _column("ended_at", optional=True),
    _column("seen", sa.Boolean()),
)

watched = sa.Table("watched", metadata, _key("path"), _column("mark"), _column("at"))

# Questions, their answers, and what became of them.

answers = sa.Table(
    "answers",
    metadata,
    _key("id"),
    _column("asked_at", index=True),
    _column("status"),
    _column("language"),
    _column("record", sa.Text()),
)

answer_citations = sa.Table(
    "answer_citations",
    metadata,
    _key("answer_id"),
    _key("document_id", index=True),
    _column("version", sa.Integer()),
)

deleted_answers = sa.Table("deleted_answers", metadata, _key("id"), _column("deleted_at"))

unanswered = sa.Table(
    "unanswered",
    metadata,
    _number("number"),
    _column("question", sa.Text()),
    _column("language"),
    _column("asked_at"),
)

opinions = sa.Table(
    "feedback",
    metadata,
    _number("id"),
    _column("answer_id", index=True),
    _column("useful", sa.Boolean()),
    _column("reason", optional=True),
    _column("comment", sa.Text(), optional=True),
    _column("given_at"),
)

work_groups = sa.Table(
    "work_groups",
    metadata,
    _number("number"),
    _column("question", sa.Text()),
    _column("language"),
    _column("vector", sa.LargeBinary()),
    _column("state", index=True),
    _column("assigned", optional=True),
    _column("reason", sa.Text(), optional=True),
    _column("answered_by", optional=True),
    _column("changed_at"),
    _column("checked", sa.Integer()),  # the revision of the indexes at which it was asked last
)

work_items = sa.Table(
    "work_items",
    metadata,
    _key("source"),  # `unanswered:12` or `answer:ID`
    _column("number", sa.Integer(), index=True),
    _column("question", sa.Text()),
    _column("kind"),
    _column("at", index=True),
    _column("cited", sa.Text()),  # `document@version` a line: what the answer rested on
)

retention_announced = sa.Table(
    "retention_announced",
    metadata,
    _key("days", sa.Integer(), autoincrement=False),
    _column("at"),
)

# Staff, programs, and what they did.

staff = sa.Table(
    "staff",
    metadata,
    _key("name"),
    _column("role"),
    _column("password"),
    _column("added_at"),
    _column("disabled_at", optional=True),
)

staff_sessions = sa.Table(
    "staff_sessions",
    metadata,
    _key("token"),  # its digest: who reads the database cannot take it over
    _column("name"),
    _column("secret"),
    _column("begun_at"),
    _column("seen_at"),
)

staff_attempts = sa.Table(
    "staff_attempts",
    metadata,
    _key("key"),
    _column("name", index=True),
    _column("count", sa.Integer()),
    _column("last_at", index=True),
)

staff_browsers = sa.Table(
    "staff_browsers",
    metadata,
    _key("token"),  # its digest
    _key("name"),
    _column("seen_at"),
)

staff_day_keys = sa.Table("staff_day_keys", metadata, _key("day"), _column("key"))

tokens = sa.Table(
    "tokens",
    metadata,
    _key("id"),
    _column("name", index=True),
    _column("role"),
    _column("hash"),
    _column("made_at"),
    _column("expires_at"),
    _column("revoked_at", optional=True),
    _column("used_at", optional=True),
)

audit = sa.Table(
    "audit",
    metadata,
    _number("number"),
    _column("at", index=True),
    _column("who", index=True),
    _column("action", index=True),
    _column("what", sa.Text()),
    _column("before", sa.Text(), optional=True),
    _column("after", sa.Text(), optional=True),
    _column("address", optional=True),
)
