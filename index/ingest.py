"""Library -> both indexes: the one way in, for the command line and the web; idempotent and
resumable.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from pressroom.corpus.errors import DamagedError, LibraryError
from pressroom.corpus.passages import split
from pressroom.index.embedding.sentences import embed_records
from pressroom.index.packing import cosines
from pressroom.index.records import PassageRecord, records
from pressroom.index.vectors.index import VectorIndex
from pressroom.index.words.index import WordIndex

if TYPE_CHECKING:
    from pressroom.corpus.library.coming import Coming
    from pressroom.corpus.library.library import Library
    from pressroom.index.embedding.embed import Embedder

_BATCH_PASSAGES = 256
_AWAY = 0.02  # from 1, of products of unit vectors; packing takes less than 0.004


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come; `seconds` since it began."""

    documents: int
    of_documents: int
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A document of which the library and the indexes disagree: passages that an index lacks or has
    in excess, or of which the two hold different vectors, as where a file was overwritten.

    `document_id` is None for passages of documents that the library does not know.
    """

    document_id: str | None
    lacking: int
    excess: int
    altered: int = 0


@dataclass(frozen=True, slots=True)
class _Document:
    """A document to be indexed; without a version, to be taken out."""

    id: str
    version: int | None
    records: tuple[PassageRecord, ...]


def _is_same(packed: bytes, vector: NDArray[np.float32]) -> bool:
    """Whether a unit vector is the first of those packed; one that is of no unit length is not."""
    length, product = float(vector @ vector), float(cosines(packed, vector)[0])
    return abs(length - 1) < _AWAY and abs(product - 1) < _AWAY


class Ingest:
    """Brings the indexes in step with the library. Processes that ingest at once take turns.

    Without a `lock` the caller sees to that; with an `index` they are those of this name, and
    nothing is done once the library is served by others.
    """

    def __init__(
        self,
        library: Library | Coming,
        embedder: Embedder,
        vectors: VectorIndex,
        words: WordIndex,
        *,
        lock: Path | None,
        index: str | None = None,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self.vectors = vectors
        self.words = words
        self._lock = nullcontext() if lock is None else FileLock(lock)
        self._index_name = index
        self._was_down = False

    def run(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        *,
        within: float = math.inf,
    ) -> int:
        """Indexes what is pending, or, after so many seconds, no more of it, and returns the number
        of documents. Stopped at any moment, it goes on where it was.
        """
        done = 0
        with self.alone():
            if self.is_damaged:
                self._begin_anew()
            pending = self._library.pending()
            if not pending:
                self._end_anew()
                return 0
            self.vectors.catch_up(self._library.index_revision())
            self.words.reload()
            began, passages = time.monotonic(), 0
            for batch in self._batches(pending):
                passages += self._index(batch)
                done += len(batch)
                progress(Progress(done, len(pending), passages, time.monotonic() - began))
                if time.monotonic() - began >= within and done < len(pending):
                    return done
            self._end_anew()
        return done

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else changes these indexes, nor which of them serve. Raises LibraryError
        where others serve by now.
        """
        with self._lock:
            if self._index_name is not None and not self._library.serves(self._index_name):
                raise LibraryError(
                    "the library was indexed for another embedding model meanwhile, by another "
                    "process; nothing is lost: do the same again"
                )
            yield

    @property
    def is_damaged(self) -> bool:
        """Whether an index has to be made anew."""
        return bool(self.words.damage or self.vectors.damage)

    @property
    def is_being_mended(self) -> bool:
        """Whether an index is made anew, or has to be."""
        return self.is_damaged or self._library.is_made_anew()

    @property
    def damage(self) -> list[str]:
        """What is damaged, and how it is mended."""
        return [each for each in (self.words.damage, self.vectors.damage) if each]

    def mend(self) -> None:
        """Makes damaged indexes anew, goes on where that was stopped, and indexes what a server did
        not take while it was down.
        """
        was_down, self._was_down = self._was_down, self.vectors.is_down
        if self.is_being_mended or (was_down and not self._was_down):
            self.run()
        elif self._was_down:
            self.vectors.search(np.zeros(self._embedder.dimensions, np.float32), limit=1)

    def _begin_anew(self) -> None:
        self._library.note_made_anew(begins=True)  # first: a search in between is not whole
        self.vectors.clear()
        self.words.clear()
        self._library.forget_indexed()

    def _end_anew(self) -> None:
        if self._library.is_made_anew():
            self._library.note_made_anew(begins=False)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Makes both indexes anew from the library, with the same embedding model. Until that is
        done searches find what is there already.
        """
        with self.alone():
            self._begin_anew()
        return self.run(progress)

    def repair(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Indexes again the documents that differ; everything, if the indexes hold what the library
        does not know.
        """
        if self.is_damaged:
            return self.rebuild(progress)
        found = [difference.document_id for difference in self.differences()]
        if self.is_damaged:
            return self.rebuild(progress)
        if None in found:
            return self.rebuild(progress)
        self._library.mark_indexed((document_id, 0) for document_id in found if document_id)
        return self.run(progress)

    def differences(self) -> list[Disagreement]:
        """Where either index holds other passages than the library says, or the two hold different
        vectors of one. Every vector is read, some thousands a second; no model is asked. None where
        that finds an index to be damaged: `damage` says so.
        """
        try:
            return self._differences()
        except DamagedError:
            return []

    def _differences(self) -> list[Disagreement]:
        found: list[Disagreement] = []
        known = 0
        for entry in self._library.entries():
            expected = (
                set()
                if entry.withdrawn_at
                else {passage.id for passage in split(self._library.get(entry.id))}
            )
            indexes = [self.vectors.held(entry.id), self.words.held(entry.id)]
            lacking, excess = (
                sum(len(expected - held) for held in indexes),
                sum(len(held - expected) for held in indexes),
            )
            known += sum(len(held) for held in indexes)
            altered = self._altered(entry.id)
            if lacking or excess or altered:
                found.append(Disagreement(entry.id, lacking, excess, altered))
        strangers = self.vectors.count() + self.words.count() - known
        return [*found, Disagreement(None, 0, strangers)] if strangers else found

    def _altered(self, document_id: str) -> int:
        """Passages of which the index by meaning holds another vector than that by word does,
        packed: each was written twice, from one reading of the text.
        """
        near = self.vectors.vectors(document_id)
        packed = {found.passage: found.packed for found in self.words.fetch(list(near))}
        return sum(
            not _is_same(packed[passage], vector)
            for passage, vector in near.items()
            if passage in packed
        )

    def _batches(self, pending: list[tuple[str, int | None]]) -> Iterator[list[_Document]]:
        """Documents with their records, about _BATCH_PASSAGES at a time."""
        batch: list[_Document] = []
        size = 0
        for document_id, version in pending:
            found = (
                tuple(records(self._library.get(document_id, version)))
                if version is not None
                else ()
            )
            batch.append(_Document(document_id, version, found))
            size += len(found)
            if size >= _BATCH_PASSAGES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _index(self, batch: list[_Document]) -> int:
        """Both indexes first, the note in the library last: a crash between them only means doing
        it again.
        """
        documents = [document.id for document in batch]
        begun = self._library.begun(documents)
        self._library.mark_indexed(
            (document_id, 0) for document_id in documents
        )  # begun: to be taken out if withdrawn now
        found = [record for document in batch for record in document.records]
        vectors = embed_records(found, self._embedder)
        own = (
            np.stack([rows[0] for rows in vectors])
            if vectors
            else np.empty((0, self._embedder.dimensions), np.float32)
        )
        self.vectors.replace(begun, [(record.id, record.document) for record in found], own)
        self.words.replace(documents, zip(found, vectors, strict=True))
        self._library.mark_indexed((document.id, document.version) for document in batch)
        self.vectors.seen = (
            self._library.index_revision()
        )  # the lock is ours: nobody else has written meanwhile
        return len(found)
