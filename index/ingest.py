"""Library -> both indexes: the one way in, for the command line and the web; idempotent and resumable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import Passage, split
from corpus.transcript import Transcript
from index.vectors import VectorIndex
from index.words import WordIndex

if TYPE_CHECKING:
    from index.embed import Embedder

_BATCH_PASSAGES = 512
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
        self._vectors = vectors
        self._words = words
        self._lock = FileLock(lock)

    def run(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Indexes what is pending, and returns the number of documents. Stopped at any moment, it goes on where it was."""
        done = 0
        with self._lock:
            pending = self._library.pending()
            if not pending:
                return 0
            self._vectors.reload()
            self._words.reload()
            began, passages = time.monotonic(), 0
            for batch in self._batches(pending):
                passages += self._index(batch)
                done += len(batch)
                progress(Progress(done, len(pending), passages, time.monotonic() - began))
        return done

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Makes both indexes anew from the library, with the embedding model of the settings."""
        with self._lock:
            self._vectors.clear()
            self._words.clear()
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
            indexes = [self._vectors.held(entry.id), self._words.held(entry.id)]
            lacking, excess = sum(len(expected - held) for held in indexes), sum(len(held - expected) for held in indexes)
            known += sum(len(held) for held in indexes)
            if lacking or excess:
                found.append(Difference(entry.id, lacking, excess))
        strangers = self._vectors.count() + self._words.count() - known
        return [*found, Difference(None, 0, strangers)] if strangers else found

    def _batches(self, pending: list[tuple[str, int | None]]) -> Iterator[list[tuple[str, int | None, list[Passage], Transcript | None]]]:
        """Documents with their passages, about _BATCH_PASSAGES at a time."""
        batch: list[tuple[str, int | None, list[Passage], Transcript | None]] = []
        size = 0
        for document_id, version in pending:
            transcript = self._library.get(document_id, version) if version is not None else None
            passages = split(transcript) if transcript else []
            batch.append((document_id, version, passages, transcript))
            size += len(passages)
            if size >= _BATCH_PASSAGES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _index(self, batch: list[tuple[str, int | None, list[Passage], Transcript | None]]) -> int:
        """Both indexes first, the note in the library last: a crash between them only means doing it again."""
        documents = [document_id for document_id, _, _, _ in batch]
        self._library.mark_indexed((document_id, 0) for document_id in documents)  # begun: to be taken out if withdrawn now
        passages = [(p, p.header + "\n" + t.text[p.start : p.end]) for _, _, found, t in batch if t for p in found]
        vectors = self._embedder.embed_passages([text for _, text in passages])
        self._vectors.replace(documents, [(p.id, p.transcript_id) for p, _ in passages], vectors)
        self._words.replace(documents, [(p.id, p.transcript_id, text) for p, text in passages])
        self._library.mark_indexed((document_id, version) for document_id, version, _, _ in batch)
        return len(passages)
