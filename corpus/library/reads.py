"""The library's catalogue, versions and history -> whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import sqlalchemy as sa
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.entry import Change, Entry, unknown
from pressroom.corpus.library.revisions import SinceCommit, revisions
from pressroom.corpus.library.stored import transcript_of
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.tables import changes, documents, indexed, versions
from pressroom.corpus.transcript import Transcript

_current = (versions.c.document_id == documents.c.id) & (versions.c.version == documents.c.version)


_CATALOGUE = (
    sa.select(
        documents.c.id,
        versions.c.title,
        versions.c.date,
        versions.c.source,
        versions.c.language,
        documents.c.version,
        versions.c.added_at,
        documents.c.withdrawn_at,
        (indexed.c.version == documents.c.version).label("indexed"),
        sa.func.length(versions.c.text).label("characters"),
    )
    .select_from(versions)
    .join(documents, _current)
    .outerjoin(indexed, indexed.c.document_id == documents.c.id)
    .order_by(versions.c.date.desc().nulls_last(), documents.c.id)
)


class Reads:
    """What of a library is read. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._revisions = SinceCommit(database, partial(revisions, database))
        self._load = lru_cache(maxsize=256)(self._load_version)
        self._language_at = lru_cache(maxsize=1)(self._main_language)
        self._coverage_at = lru_cache(maxsize=1)(self._coverage)
        self._others_at = lru_cache(maxsize=1)(self._other_languages)
        self._versions_at = lru_cache(maxsize=1)(self._no_versions)

    def entries(self) -> list[Entry]:
        """The catalogue, withdrawn documents included, newest event first."""
        return self._entries(_CATALOGUE)

    def newest(
        self,
        limit: int,
        *,
        since: str | None = None,
        until: str | None = None,
        ids: Sequence[str] = (),
        titles: Sequence[str] = (),
    ) -> list[Entry]:
        """Of the documents that are not withdrawn the newest events: of these days (ISO, both
        included), these ids, these titles.
        """
        query = _CATALOGUE.where(documents.c.withdrawn_at.is_(None)).limit(limit)
        for given, holds in (
            (since, versions.c.date >= (since or "")),
            (until, versions.c.date <= (until or "")),
            (ids, documents.c.id.in_(ids)),
            (titles, versions.c.title.in_(titles)),
        ):
            query = query.where(holds) if given else query
        return self._entries(query)

    def _entries(self, query: sa.Select[Any]) -> list[Entry]:
        with self._database.reading() as connection:
            return [
                Entry(**{**row._mapping, "indexed": bool(row.indexed)})
                for row in connection.execute(query)
            ]

    def get(self, document_id: str, version: int | None = None) -> Transcript:
        """A version of a document, by default the current one. Raises LibraryError for an unknown
        id or version.
        """
        version = version or self.newest_version(document_id)
        if version is None:
            raise unknown(document_id)
        return self._load(document_id, version)

    def newest_version(self, document_id: str) -> int | None:
        """Of a document, withdrawn or not; None if there never was one."""
        with self._database.reading() as connection:
            version: int | None = connection.execute(
                sa.select(documents.c.version).where(documents.c.id == document_id)
            ).scalar()
            return version

    def versions(self, document_ids: Sequence[str]) -> dict[str, int]:
        """Id -> current version, of those that exist and are not withdrawn."""
        known = self._versions_at(self.revision())
        if asked := [name for name in document_ids if name not in known]:
            query = sa.select(documents.c.id, documents.c.version).where(
                documents.c.id.in_(asked), documents.c.withdrawn_at.is_(None)
            )
            with self._database.reading() as connection:
                found: dict[str, int] = {row.id: row.version for row in connection.execute(query)}
            known |= {name: found.get(name) for name in asked}
        return {name: version for name in document_ids if (version := known[name]) is not None}

    def _no_versions(self, _revision: int) -> dict[str, int | None]:
        """What is known of the versions of a revision, before anything was asked."""
        return {}

    def is_withdrawn(self, document_id: str) -> bool:
        return document_id not in self.versions([document_id])

    def edits(self, document_id: str, version: int) -> str | None:
        """What staff changed of the parse of a version, as JSON; None if nothing."""
        query = sa.select(versions.c.edits).where(
            versions.c.document_id == document_id, versions.c.version == version
        )
        with self._database.reading() as connection:
            stored: str | None = connection.execute(query).scalar()
            return stored

    def history(self, document_id: str) -> list[Change]:
        """What was done with a document, oldest first."""
        query = (
            sa.select(
                changes.c.version, changes.c.action, changes.c.at, changes.c.by, changes.c.reason
            )
            .where(changes.c.document_id == document_id, changes.c.action != "index")
            .order_by(changes.c.number)
        )
        with self._database.reading() as connection:
            return [Change(**row._mapping) for row in connection.execute(query)]

    def arrivals(self) -> dict[str, Change]:
        """Document -> its first change: when it was added, and by whom."""
        columns = (
            changes.c.version,
            changes.c.action,
            changes.c.at,
            changes.c.by,
            changes.c.reason,
        )
        query = sa.select(changes.c.document_id, *columns).where(changes.c.action == "add")
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(changes.c.number.desc()))
            return {document_id: Change(*rest) for document_id, *rest in rows}

    def with_words(self, fingerprint: str) -> list[tuple[str, int]]:
        """(id, version) of all that have a text of this fingerprint, the newest versions first."""
        query = sa.select(versions.c.document_id, versions.c.version).where(
            versions.c.words == fingerprint
        )
        with self._database.reading() as connection:
            return [
                (row.document_id, row.version)
                for row in connection.execute(query.order_by(versions.c.version.desc()))
            ]

    def coverage(self) -> tuple[int, str | None, str | None]:
        """How many documents there are that are not withdrawn, and the dates of the first and the
        last event.
        """
        return self._coverage_at(self.revision())

    def _coverage(self, _revision: int) -> tuple[int, str | None, str | None]:
        query = (
            sa.select(sa.func.count(), sa.func.min(versions.c.date), sa.func.max(versions.c.date))
            .select_from(documents)
            .join(versions, _current)
            .where(documents.c.withdrawn_at.is_(None))
        )
        with self._database.reading() as connection:
            count, first, last = connection.execute(query).one()
            return count, first, last

    def main_language(self) -> str | None:
        """The language of most documents that are not withdrawn; None for an empty library."""
        return self._language_at(self.revision())

    def _main_language(self, _revision: int) -> str | None:
        query = (
            sa.select(versions.c.language)
            .join(documents, _current)
            .where(documents.c.withdrawn_at.is_(None))
            .group_by(versions.c.language)
            .order_by(sa.func.count().desc(), versions.c.language)
        )
        with self._database.reading() as connection:
            language: str | None = connection.execute(query).scalar()
            return language

    def other_languages(self) -> Mapping[str, str]:
        """The documents, not withdrawn, in other languages than the main one, with theirs;
        simplified and traditional Chinese are one.
        """
        return self._others_at(self.revision())

    def _other_languages(self, _revision: int) -> Mapping[str, str]:
        main = (self.main_language() or "").split("-")[0]
        query = (
            sa.select(versions.c.document_id, versions.c.language)
            .join(documents, _current)
            .where(documents.c.withdrawn_at.is_(None), ~versions.c.language.startswith(main))
        )
        with self._database.reading() as connection:
            return {row.document_id: row.language for row in connection.execute(query)}

    def is_empty(self) -> bool:
        with self._database.reading() as connection:
            return connection.execute(sa.select(documents.c.id).limit(1)).first() is None

    def revision(self) -> int:
        """Grows with every change of the library."""
        return self._revisions()[0]

    def index_revision(self) -> int:
        """Grows with every change of the indexes."""
        return self._revisions()[1]

    def _load_version(self, document_id: str, version: int) -> Transcript:
        query = sa.select(versions).where(
            versions.c.document_id == document_id, versions.c.version == version
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise LibraryError(
                f"{document_id}: has no version {version}; `pressroom show {document_id}` shows "
                "the current one"
            )
        return transcript_of(row._mapping, document_id=document_id, version=version)
