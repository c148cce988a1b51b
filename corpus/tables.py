"""The tables of a library, and how one of an older schema becomes one of today's, in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import sqlalchemy as sa

from corpus.errors import LibraryError

SCHEMA = 2
metadata = sa.MetaData()
meta = sa.Table("meta", metadata, sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False))
documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("added_at", sa.String, nullable=False),
    sa.Column("withdrawn_at", sa.String),
)
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("date", sa.String),
    sa.Column("source", sa.String),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),  # of the source as it came in
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
    sa.Column("title_span", sa.String),
    sa.Column("header", sa.Text),
    sa.Column("added_at", sa.String, nullable=False),
    sa.Column("words", sa.String, index=True),  # fingerprint of the text, white space aside
    sa.Column("edits", sa.Text),  # what staff changed of the parse, as JSON
)
# The newest documents, and what all of them cover, are told without reading their texts.
by_date = sa.Index("ix_versions_by_date", versions.c.date, versions.c.document_id, versions.c.version, versions.c.language)
indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("document_id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document_id", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("by", sa.String),
    sa.Column("reason", sa.Text),
)
unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("asked_at", sa.String, nullable=False),
)
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("document_id", sa.String, nullable=False, index=True),
    sa.Column("base_version", sa.Integer),  # of the document that it corrects
    sa.Column("state", sa.String, nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
    sa.Column("source", sa.Text, nullable=False),  # the text as it was read, as JSON
    sa.Column("parsed", sa.Text, nullable=False),  # what the parser made of it, as JSON
    sa.Column("original", sa.LargeBinary),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("changed_by", sa.String, nullable=False),
    sa.Column("changed_at", sa.String, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("remark", sa.Text),
    sa.Column("publish_at", sa.String),
    sa.Column("published_version", sa.Integer),
)
draft_edits = sa.Table(
    "draft_edits",
    metadata,
    sa.Column("draft_id", sa.String, sa.ForeignKey("drafts.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),  # of the draft, once it is made
    sa.Column("edit", sa.Text, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("undone_by", sa.String),
    sa.Column("undone_at", sa.String),
    sa.Column("undone_revision", sa.Integer),
)
_FIRST = {"meta", "documents", "versions", "indexed", "changes", "unanswered"}  # those of schema 1


def prepare(engine: sa.Engine, url: str) -> None:
    """Makes the tables, or brings older ones up to today's. Raises LibraryError for what is not a library, or a newer one."""
    tables = set(sa.inspect(engine).get_table_names())
    if tables and not tables >= _FIRST:
        raise LibraryError(f"{url}: not a Pressroom library but the database of another program; name another data folder with --home")
    with engine.begin() as connection:
        found = _schema(connection)  # asked again inside: another process may have been first
        if found is not None and not 1 <= found <= SCHEMA:
            raise LibraryError(
                f"{url}: a library of schema {found}; this Pressroom reads schema {SCHEMA}. Use the version that made it, or another --home"
            )
        for number in range(found or SCHEMA, SCHEMA):
            _STEPS[number](connection)
        metadata.create_all(connection)
        by_date.create(connection, checkfirst=True)
        connection.execute(sa.delete(meta).where(meta.c.key == "schema"))
        connection.execute(sa.insert(meta).values(key="schema", value=str(SCHEMA)))


def fingerprint(text: str) -> str:
    """The same for texts that differ in nothing but white space."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def _schema(connection: sa.Connection) -> int | None:
    """That of the database; None for an empty one."""
    if not sa.inspect(connection).has_table("meta"):
        return None
    known = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
    return int(known) if known and known.isdigit() else 0 if known else 1


def _from_1(connection: sa.Connection) -> None:
    """Changes get who and why; versions the fingerprint of their text and the edits. The oldest had no header either."""
    for table, column in (("versions", "header"), ("versions", "words"), ("versions", "edits"), ("changes", "by"), ("changes", "reason")):
        if column not in {known["name"] for known in sa.inspect(connection).get_columns(table)}:
            connection.execute(sa.text(f'ALTER TABLE {table} ADD COLUMN "{column}" TEXT'))
    connection.execute(sa.text("CREATE INDEX IF NOT EXISTS ix_versions_words ON versions (words)"))
    for row in connection.execute(sa.select(versions.c.document_id, versions.c.version)).all():
        this = (versions.c.document_id == row.document_id) & (versions.c.version == row.version)
        text = connection.execute(sa.select(versions.c.text).where(this)).scalar_one()
        connection.execute(sa.update(versions).where(this).values(words=fingerprint(text)))


_STEPS: dict[int, Callable[[sa.Connection], None]] = {1: _from_1}
