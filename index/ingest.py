"""Library -> both indexes: the one way in, for the command line and the web; idempotent and resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import split
from index.records import Record, records
from index.vectors import VectorIndex
from index.words import WordIndex

if TYPE_CHECKING:
    from index.embed import Embedder

_BATCH_PASSAGES = 256
_NOTE = "embedding"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come; `seconds` since it began."""

    documents: int
    of_documents: int
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A document of which the library and the indexes disagree: passages that an index lacks, or has in excess.

    `document_id` is None for passages of documents that the library does not know.
    """

    document_id: str | None
    lacking: int
    excess: int


@dataclass(frozen=True, slots=True)
class _Document:
    """A document to be indexed; without a version, to be taken out."""

    id: str
    version: int | None
    records: tuple[Record, ...]


def claim(library: Library, embedder: Embedder) -> None:
    """Notes which embedding model made the indexes. Raises LibraryError if another one did."""
    known = library.get_note(_NOTE)
    if known is None:
        library.set_note(_NOTE, embedder.fingerprint)
    elif known != embedder.fingerprint:
        raise LibraryError(
            f"the data folder was indexed with the embedding model {known}, the settings say {embedder.fingerprint}; "
            "set PRESSROOM_EMBEDDING_MODEL and the prompts as they were, name another folder with --home, "
            "or run `pressroom check --rebuild`"
        )


class Ingest:
    """Brings the indexes in step with the library. Processes that ingest at once take turns."""

    def __init__(self, library: Library, embedder: Embedder, vectors: VectorIndex, words: WordIndex, *, lock: Path) -> None:
        self._library = library
        self._embedder = embedder
        self.vectors = vectors
        self.words = words
        self._lock = FileLock(lock)

    def run(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Indexes what is pending, and returns the number of documents. Stopped at any moment, it goes on where it was."""
        done = 0
        with self._lock:
            pending = self._library.pending()
            if not pending:
                return 0
            self.vectors.catch_up(self._library.index_revision())
            self.words.reload()
            began, passages = time.monotonic(), 0
            for batch in self._batches(pending):
                passages += self._index(batch)
                done += len(batch)
                progress(Progress(done, len(pending), passages, time.monotonic() - began))
        return done

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Makes both indexes anew from the library, with the embedding model of the settings."""
        with self._lock:
            self.vectors.clear()
            self.words.clear()
            self._library.forget_indexed()
            self._library.set_note(_NOTE, self._embedder.fingerprint)
        return self.run(progress)

    def repair(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Indexes again the documents that differ; everything, if the indexes hold what the library does not know."""
        found = [difference.document_id for difference in self.differences()]
        if None in found:
            return self.rebuild(progress)
        self._library.mark_indexed((document_id, 0) for document_id in found if document_id)
        return self.run(progress)

    def differences(self) -> list[Difference]:
        """Where either index holds other passages than the library says."""
        found: list[Difference] = []
        known = 0
        for entry in self._library.entries():
            expected = set() if entry.withdrawn_at else {passage.id for passage in split(self._library.get(entry.id))}
            indexes = [self.vectors.held(entry.id), self.words.held(entry.id)]
            lacking, excess = sum(len(expected - held) for held in indexes), sum(len(held - expected) for held in indexes)
            known += sum(len(held) for held in indexes)
            if lacking or excess:
                found.append(Difference(entry.id, lacking, excess))
        strangers = self.vectors.count() + self.words.count() - known
        return [*found, Difference(None, 0, strangers)] if strangers else found

    def _batches(self, pending: list[tuple[str, int | None]]) -> Iterator[list[_Document]]:
        """Documents with their records, about _BATCH_PASSAGES at a time."""
        batch: list[_Document] = []
        size = 0
        for document_id, version in pending:
            found = tuple(records(self._library.get(document_id, version))) if version is not None else ()
            batch.append(_Document(document_id, version, found))
            size += len(found)
            if size >= _BATCH_PASSAGES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _index(self, batch: list[_Document]) -> int:
        """Both indexes first, the note in the library last: a crash between them only means doing it again."""
        documents = [document.id for document in batch]
        begun = self._library.begun(documents)
        self._library.mark_indexed((document_id, 0) for document_id in documents)  # begun: to be taken out if withdrawn now
        found = [record for document in batch for record in document.records]
        vectors = embed_records(found, self._embedder)
        own = np.stack([rows[0] for rows in vectors]) if vectors else np.empty((0, self._embedder.dimensions), np.float32)
        self.vectors.replace(begun, [(record.id, record.document) for record in found], own)
        self.words.replace(documents, zip(found, vectors, strict=True))
        self._library.mark_indexed((document.id, document.version) for document in batch)
        self.vectors.seen = self._library.index_revision()  # the lock is ours: nobody else has written meanwhile
        return len(found)


def embed_records(found: Sequence[Record], embedder: Embedder) -> list[NDArray[np.float32]]:
    """For each record the vector of its text, then those of its windows: [1 + windows, dimensions]."""
    texts = [text for record in found for text in (record.text, *record.windows)]
    ends = np.cumsum([1 + len(record.windows) for record in found])
    return np.split(embedder.embed_passages(texts), ends[:-1]) if found else []
