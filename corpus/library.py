"""Transcripts -> the catalogue in SQL: add, replace, withdraw, versions. The source of truth."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from corpus.errors import LibraryError
from corpus.transcript import Evidence, Paragraph, SourceText, Speaker, Transcript, Turn

SCHEMA = 1
_PATIENCE = 200  # twentieths of a second
_metadata = sa.MetaData()
_meta = sa.Table("meta", _metadata, sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False))
_documents = sa.Table(
    "documents",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("added_at", sa.String, nullable=False),
    sa.Column("withdrawn_at", sa.String),
)
_versions = sa.Table(
    "versions",
    _metadata,
    sa.Column("document_id", sa.String, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("date", sa.String),
    sa.Column("source", sa.String),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("turns", sa.Text, nullable=False),
    sa.Column("title_span", sa.String),
    sa.Column("header", sa.Text),
    sa.Column("added_at", sa.String, nullable=False),
)
_indexed = sa.Table(
    "indexed",
    _metadata,
    sa.Column("document_id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
_changes = sa.Table(
    "changes",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("document_id", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
)
_unanswered = sa.Table(
    "unanswered",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("asked_at", sa.String, nullable=False),
)

Outcome = Literal["added", "new version", "unchanged", "unchanged, withdrawn"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue: the current version of a document. Times are ISO 8601, UTC."""

    id: str
    title: str
    date: str | None
    source: str | None
    language: str
    version: int
    added_at: str
    withdrawn_at: str | None
    indexed: bool
    characters: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer, for the people who can add the document that answers it."""

    question: str
    language: str
    asked_at: str


class Library:
    """All documents, in one SQL database. Safe for several threads and processes."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy URL. Raises LibraryError for a database of another program or schema."""
        self._engine = sa.create_engine(url)
        self._reader = self._engine.execution_options(read=True)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
            sa.event.listen(self._engine, "begin", _begin_at_once)
        self._create(url)
        self._load = lru_cache(maxsize=256)(self._load_version)
        self._language_at = lru_cache(maxsize=1)(self._main_language)

    @classmethod
    def open(cls, home: Path) -> Library:
        """The library of a data folder, made if it is not there."""
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{home}: cannot be the data folder ({error.strerror}); name another with --home") from None
        return cls(f"sqlite:///{home / 'library.sqlite'}")

    def close(self) -> None:
        self._engine.dispose()

    # documents

    def add(self, documents: Iterable[tuple[SourceText, Transcript]]) -> list[tuple[str, Outcome]]:
        """All of them or, on an error, none. A known id with another text becomes a new version."""
        with self._engine.begin() as connection:
            return [(source.id, self._add(connection, source, transcript)) for source, transcript in documents]

    def _add(self, connection: sa.Connection, source: SourceText, transcript: Transcript) -> Outcome:
        digest = _digest(source)
        query = (
            sa.select(_documents.c.version, _documents.c.withdrawn_at, _versions.c.digest)
            .join(_versions, (_versions.c.document_id == _documents.c.id) & (_versions.c.version == _documents.c.version))
            .where(_documents.c.id == source.id)
        )
        known = connection.execute(query).first()
        if known and known.digest == digest:
            return "unchanged, withdrawn" if known.withdrawn_at else "unchanged"
        version, now = (known.version + 1 if known else 1), _now()
        if known:
            update = sa.update(_documents).where(_documents.c.id == source.id)
            connection.execute(update.values(version=version, withdrawn_at=None))
        else:
            connection.execute(sa.insert(_documents).values(id=source.id, version=version, added_at=now))
        connection.execute(sa.insert(_versions).values(version=version, added_at=now, digest=digest, **_row(source, transcript)))
        self._note(connection, source.id, version, "replace" if known else "add")
        return "new version" if known else "added"

    def withdraw(self, document_id: str) -> bool:
        """From now on never found. False if it was withdrawn before. Raises LibraryError for an unknown id."""
        with self._engine.begin() as connection:
            entry = connection.execute(sa.select(_documents).where(_documents.c.id == document_id)).first()
            if entry is None:
                raise self._unknown(document_id)
            if entry.withdrawn_at:
                return False
            connection.execute(sa.update(_documents).where(_documents.c.id == document_id).values(withdrawn_at=_now()))
            self._note(connection, document_id, entry.version, "withdraw")
            return True

    def entries(self) -> list[Entry]:
        """The catalogue, withdrawn documents included, newest event first."""
        query = (
            sa.select(
                _documents.c.id,
                _versions.c.title,
                _versions.c.date,
                _versions.c.source,
                _versions.c.language,
                _documents.c.version,
                _versions.c.added_at,
                _documents.c.withdrawn_at,
                (_indexed.c.version == _documents.c.version).label("indexed"),
                sa.func.length(_versions.c.text).label("characters"),
            )
            .join(_versions, (_versions.c.document_id == _documents.c.id) & (_versions.c.version == _documents.c.version))
            .outerjoin(_indexed, _indexed.c.document_id == _documents.c.id)
            .order_by(_versions.c.date.desc(), _documents.c.id)
        )
        with self._reader.connect() as connection:
            return [Entry(**{**row._mapping, "indexed": bool(row.indexed)}) for row in connection.execute(query)]

    def get(self, document_id: str, version: int | None = None) -> Transcript:
        """A version of a document, by default the current one. Raises LibraryError for an unknown id or version."""
        current = version or self.versions([document_id], withdrawn=True).get(document_id)
        if current is None:
            raise self._unknown(document_id)
        return self._load(document_id, current)

    def versions(self, document_ids: Sequence[str], *, withdrawn: bool = False) -> dict[str, int]:
        """Id -> current version, of those that exist and are not withdrawn (or are, if asked for)."""
        query = sa.select(_documents.c.id, _documents.c.version).where(_documents.c.id.in_(document_ids))
        if not withdrawn:
            query = query.where(_documents.c.withdrawn_at.is_(None))
        with self._reader.connect() as connection:
            return {row.id: row.version for row in connection.execute(query)}

    def is_withdrawn(self, document_id: str) -> bool:
        return document_id not in self.versions([document_id])

    def coverage(self) -> tuple[int, str | None, str | None]:
        """How many documents there are that are not withdrawn, and the dates of the first and the last event."""
        query = (
            sa.select(sa.func.count(), sa.func.min(_versions.c.date), sa.func.max(_versions.c.date))
            .select_from(_documents)
            .join(_versions, (_versions.c.document_id == _documents.c.id) & (_versions.c.version == _documents.c.version))
            .where(_documents.c.withdrawn_at.is_(None))
        )
        with self._reader.connect() as connection:
            count, first, last = connection.execute(query).one()
            return count, first, last

    def main_language(self) -> str | None:
        """The language of most documents that are not withdrawn; None for an empty library."""
        return self._language_at(self.revision())

    def _main_language(self, _revision: int) -> str | None:
        query = (
            sa.select(_versions.c.language)
            .join(_documents, (_versions.c.document_id == _documents.c.id) & (_versions.c.version == _documents.c.version))
            .where(_documents.c.withdrawn_at.is_(None))
            .group_by(_versions.c.language)
            .order_by(sa.func.count().desc())
        )
        with self._reader.connect() as connection:
            return connection.execute(query).scalar()

    def is_empty(self) -> bool:
        with self._reader.connect() as connection:
            return connection.execute(sa.select(_documents.c.id).limit(1)).first() is None

    # what the indexes need

    def revision(self) -> int:
        """Grows with every change of the library."""
        with self._reader.connect() as connection:
            return connection.execute(sa.select(sa.func.max(_changes.c.number))).scalar() or 0

    def index_revision(self) -> int:
        """Grows with every change of the indexes."""
        query = sa.select(sa.func.max(_changes.c.number)).where(_changes.c.action == "index")
        with self._reader.connect() as connection:
            return connection.execute(query).scalar() or 0

    def pending(self) -> list[tuple[str, int | None]]:
        """(id, version) of documents to be indexed, (id, None) of those to be taken out of the indexes."""
        live = _documents.c.withdrawn_at.is_(None)
        wanted = (
            sa.select(_documents.c.id, _documents.c.version, live.label("live"), _indexed.c.version.label("held"))
            .outerjoin(_indexed, _indexed.c.document_id == _documents.c.id)
            .where(
                sa.or_(
                    live & (_indexed.c.version.is_(None) | (_indexed.c.version != _documents.c.version)),
                    ~live & _indexed.c.version.is_not(None),
                )
            )
            .order_by(_documents.c.added_at, _documents.c.id)
        )
        with self._reader.connect() as connection:
            return [(row.id, row.version if row.live else None) for row in connection.execute(wanted)]

    def mark_indexed(self, documents: Iterable[tuple[str, int | None]]) -> None:
        """Notes what both indexes now hold (None: nothing of that document; 0: perhaps some)."""
        with self._engine.begin() as connection:
            for document_id, version in documents:
                connection.execute(sa.delete(_indexed).where(_indexed.c.document_id == document_id))
                if version is not None:
                    connection.execute(sa.insert(_indexed).values(document_id=document_id, version=version))
                self._note(connection, document_id, version or 0, "index")

    def begun(self, document_ids: Sequence[str]) -> list[str]:
        """Those of these documents of which the indexes hold something, or may."""
        with self._reader.connect() as connection:
            return list(connection.execute(sa.select(_indexed.c.document_id).where(_indexed.c.document_id.in_(document_ids))).scalars())

    def forget_indexed(self) -> None:
        """Everything has to be indexed anew."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_indexed))

    def get_note(self, key: str) -> str | None:
        with self._reader.connect() as connection:
            return connection.execute(sa.select(_meta.c.value).where(_meta.c.key == key)).scalar()

    def set_note(self, key: str, value: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_meta).where(_meta.c.key == key))
            connection.execute(sa.insert(_meta).values(key=key, value=value))

    # questions without answer

    def log_unanswered(self, question: str, *, language: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_unanswered).values(question=question, language=language, asked_at=_now()))

    def unanswered(self) -> list[Unanswered]:
        """Newest first."""
        query = sa.select(_unanswered).order_by(_unanswered.c.number.desc())
        with self._reader.connect() as connection:
            return [Unanswered(row.question, row.language, row.asked_at) for row in connection.execute(query)]

    # inside

    def _create(self, url: str) -> None:
        try:
            tables = set(sa.inspect(self._engine).get_table_names())
            if tables and not set(_metadata.tables) <= tables:
                raise LibraryError(
                    f"{url}: not a Pressroom library but the database of another program; name another data folder with --home"
                )
            with self._engine.begin() as connection:
                _metadata.create_all(connection)
                if "header" not in {column["name"] for column in sa.inspect(connection).get_columns("versions")}:
                    connection.execute(sa.text("ALTER TABLE versions ADD COLUMN header TEXT"))  # libraries made before there was one
                known = connection.execute(sa.select(_meta.c.value).where(_meta.c.key == "schema")).scalar()
                if known is None:
                    connection.execute(sa.insert(_meta).values(key="schema", value=str(SCHEMA)))
        except sa.exc.DatabaseError as error:
            raise LibraryError(f"{url}: not a Pressroom library ({error.orig}); name another data folder with --home") from None
        if known not in (None, str(SCHEMA)):
            raise LibraryError(
                f"{url}: a library of schema {known}; this Pressroom reads schema {SCHEMA}. Use the version that made it, or another --home"
            )

    def _load_version(self, document_id: str, version: int) -> Transcript:
        query = sa.select(_versions).where(_versions.c.document_id == document_id, _versions.c.version == version)
        with self._reader.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise LibraryError(f"{document_id}: has no version {version}; `pressroom show {document_id}` shows the current one")
        return Transcript(
            id=row.document_id,
            title=row.title,
            date=row.date,
            source=row.source,
            language=row.language,
            text=row.text,
            turns=tuple(_turn(turn) for turn in json.loads(row.turns)),
            version=row.version,
            title_span=tuple(json.loads(row.title_span)) if row.title_span else None,
            **_header(row.header),
        )

    def _unknown(self, document_id: str) -> LibraryError:
        return LibraryError(f"{document_id}: no such document; `pressroom list` shows the ids that there are")

    @staticmethod
    def _note(connection: sa.Connection, document_id: str, version: int, action: str) -> None:
        connection.execute(sa.insert(_changes).values(document_id=document_id, version=version, action=action, at=_now()))


def _row(source: SourceText, transcript: Transcript) -> dict[str, Any]:
    return {
        "document_id": source.id,
        "title": transcript.title,
        "date": transcript.date,
        "source": transcript.source,
        "language": transcript.language,
        "origin": source.origin,
        "text": transcript.text,
        "turns": json.dumps([asdict(turn) for turn in transcript.turns], ensure_ascii=False, separators=(",", ":")),
        "title_span": json.dumps(transcript.title_span) if transcript.title_span else None,
        "header": json.dumps({name: _plain(getattr(transcript, name)) for name in _HEADER}, ensure_ascii=False),
    }


_HEADER = ("place", "body", "published", "evidence", "warnings")


def _plain(value: Any) -> Any:
    return [asdict(item) if isinstance(item, Evidence) else item for item in value] if isinstance(value, tuple) else value


def _header(stored: str | None) -> dict[str, Any]:
    """The fields of a transcript's header; documents stored before they were kept have none."""
    if not stored:
        return {}
    fields = json.loads(stored)
    evidence = tuple(Evidence(**item) for item in fields.pop("evidence"))
    return {**fields, "evidence": evidence, "warnings": tuple(fields["warnings"])}


def _turn(row: dict[str, Any]) -> Turn:
    speaker = Speaker(**row["speaker"]) if row["speaker"] else None
    paragraphs = tuple(Paragraph(**paragraph) for paragraph in row["paragraphs"])
    remarks = tuple((start, end) for start, end in row.get("remarks", ()))
    return Turn(**{**row, "speaker": speaker, "paragraphs": paragraphs, "remarks": remarks})


def _digest(source: SourceText) -> str:
    return hashlib.sha256(json.dumps([source.text, source.title, source.date]).encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute("PRAGMA busy_timeout = 30000")
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")


def _use_write_ahead_log(connection: Any) -> None:
    """SQLite does not wait for a lock when it changes the journal, so two first starts at once must."""
    for _ in range(_PATIENCE):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_at_once(connection: sa.Connection) -> None:
    """Writers queue at the start of a transaction, so none fails half-way because another came first."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if not connection.get_execution_options().get("read") else "BEGIN")
