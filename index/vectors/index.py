"""Passages by meaning: the only door to chromadb, in this process or on a server."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError
from filelock import FileLock
from numpy.typing import NDArray
from pressroom.corpus.errors import DamagedError, LibraryError, UnreachableError
from pressroom.index.patience import Rest, in_time
from pressroom.index.vectors.failures import BROKEN, damage, is_panic, unreachable
from pressroom.index.vectors.opening import (
    NAME,
    ChromaServer,
    Opened,
    close_if_done,
    collection,
    connect,
    must_be_address,
)

log = logging.getLogger(__name__)

_REST = 10  # seconds after which a server that failed is tried again
_LONGEST, _PATIENT = 5, 60  # seconds that a server has for a search, for all else
_CLOSED = "the vector index is closed"
_DELETE_AT_ONCE = 500
_SPELLINGS = 4  # of the folder, of which two are open at a time


class VectorIndex:
    """One Chroma collection of unit vectors. Threads may share it; one process writes at a time.

    `seen` is the revision of the indexes (`Library.index_revision`) up to which this opening knows
    what was written.
    """

    def __init__(self, where: Path | ChromaServer, *, seen: int = 0) -> None:
        """A folder, made if it is not there, or a server. One that is damaged or does not answer
        finds nothing; what is asked of it otherwise raises DamagedError or UnreachableError.
        """
        self._where = where
        self._name = where.collection if isinstance(where, ChromaServer) else NAME
        self._lock = threading.Lock()
        self._spelling = 0
        self._rest = Rest(_REST)
        self.damage: str | None = None
        self.seen = seen
        self._opened: Opened | None = self._opened_if_possible()

    @property
    def is_down(self) -> bool:
        """Whether searches find nothing: it is damaged, or its server does not answer."""
        return self.damage is not None or self._rest.is_down

    def replace(
        self,
        document_ids: Sequence[str],
        passages: Sequence[tuple[str, str]],
        vectors: NDArray[np.float32],
    ) -> None:
        """Takes out what is held of these documents and puts in (passage id, document id) with
        `vectors` [n, dimensions].
        """
        with self._borrowed() as opened:
            for few in _slices(document_ids, _DELETE_AT_ONCE):
                opened.collection.delete(where=_among(few))
            for part in _ranges(len(passages), opened.client.get_max_batch_size()):
                ids, documents = zip(*passages[part], strict=True)
                metadata: Any = [{"document": name} for name in documents]
                opened.collection.upsert(
                    ids=list(ids), embeddings=vectors[part], metadatas=metadata
                )

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity), best first; none while it is down. A server that failed
        is tried again after a rest.
        """
        if self.damage or not self._rest.may_try():
            return []
        try:
            found = self._read(
                lambda c: c.query(
                    query_embeddings=vector[None, :], n_results=limit, include=["distances"]
                ),
                seconds=_LONGEST,
            )
        except (UnreachableError, DamagedError) as error:
            log.warning("%s", error)
            return []
        return [
            (passage, 1 - distance)
            for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def held(self, document_id: str) -> set[str]:
        """The ids of the passages of a document."""
        return set(self._read(lambda c: c.get(where=_among([document_id]), include=[]))["ids"])

    def vectors(self, document_id: str) -> dict[str, NDArray[np.float32]]:
        """The passages of a document with the vectors that are held of them. Damage in the file of
        vectors may be found only here.
        """
        found = self._read(lambda c: c.get(where=_among([document_id]), include=["embeddings"]))
        held = np.asarray(found["embeddings"], np.float32)
        return dict(zip(found["ids"], held, strict=True))

    def count(self) -> int:
        """Passages held."""
        return int(self._read(lambda c: c.count()))

    def catch_up(self, revision: int) -> None:
        """Sees what another process has written up to `revision`: a folder is read when it is
        opened, a server always answers with what it has. Searches go on with what is open until the
        new one is; a second caller does not wait.
        """
        with self._lock:
            behind, self.seen = self.seen < revision, max(self.seen, revision)
        if behind and isinstance(self._where, Path):
            self.damage = None
            self._swap(self._opened_if_possible())

    def clear(self) -> None:
        """Forgets everything. A damaged one is made anew."""
        try:
            with self._borrowed() as opened:
                opened.client.delete_collection(self._name)
                opened.collection = collection(opened.client, self._name)
        except DamagedError:
            self._swap(None)
            if isinstance(self._where, Path):  # a server is never damaged
                shutil.rmtree(self._where)
            self.damage = None
            self._swap(self._open())

    def close(self) -> None:
        self._swap(None)

    def _read(self, ask: Callable[[Any], Any], *, seconds: float = _PATIENT) -> Any:
        """The collection's answer; asked again where another process has made the collection
        anew.
        """
        with self._borrowed() as opened:
            try:
                return self._asked(ask, opened.collection, seconds)
            except NotFoundError:
                pass
        self._swap(self._open())
        with self._borrowed() as opened:
            return self._asked(ask, opened.collection, seconds)

    def _asked(self, ask: Callable[[Any], Any], collection: Any, seconds: float) -> Any:
        """A server may hang: its answer is waited for so long."""
        if isinstance(self._where, Path):
            return ask(collection)
        (found,) = in_time(lambda: iter([ask(collection)]), first=seconds, whole=seconds)
        self._rest.worked()
        return found

    def _opened_if_possible(self) -> Opened | None:
        try:
            return self._open()
        except (UnreachableError, DamagedError) as error:
            log.warning("%s", error)
            return None

    @contextmanager
    def _borrowed(self) -> Iterator[Opened]:
        if self._opened is None and isinstance(self._where, ChromaServer):
            self._swap(self._open())
        with self._lock:
            opened = self._opened
            if opened is None:
                raise DamagedError(self.damage) if self.damage else LibraryError(_CLOSED)
            opened.users += 1
        try:
            yield opened
        except NotFoundError:
            raise
        except BaseException as error:
            if (isinstance(error, BROKEN) and "dimension" not in str(error)) or is_panic(error):
                raise self._failed(error) from error
            raise
        finally:
            with self._lock:
                opened.users -= 1
                close_if_done(opened)

    def _failed(self, error: BaseException) -> LibraryError:
        """What to say of it; a folder counts as damaged from now on, a server is let rest."""
        if isinstance(self._where, ChromaServer):
            self._rest.failed()
            return unreachable(self._where, error)
        self.damage = damage(self._where, error)
        return DamagedError(self.damage)

    def _swap(self, opened: Opened | None) -> None:
        with self._lock:
            old, self._opened = self._opened, opened
            if old is not None:
                old.retired = True
                close_if_done(old)

    def _open(self) -> Opened:
        settings = ChromaSettings(anonymized_telemetry=False)
        if isinstance(self._where, ChromaServer):
            return self._connected(self._where, settings)
        self._where.mkdir(parents=True, exist_ok=True)
        # Chroma keeps one system for each spelling of a path: another spelling opens the folder
        # anew beside the first.
        self._spelling += 1
        with FileLock(
            f"{self._where}.opening"
        ):  # two processes that make one folder at once stumble over each other's tables
            path = f"{self._where}{'/.' * (self._spelling % _SPELLINGS)}"
            try:
                client = chromadb.PersistentClient(path, settings=settings)
                return Opened(client, collection(client, self._name))
            except BaseException as error:
                if isinstance(error, BROKEN) or is_panic(error):
                    raise self._failed(error) from error
                raise

    def _connected(self, server: ChromaServer, settings: ChromaSettings) -> Opened:
        """Raises LibraryError for what is no address, UnreachableError where nothing answers."""
        must_be_address(server)
        try:
            (opened,) = in_time(
                lambda: iter([connect(server, settings)]), first=_LONGEST, whole=_LONGEST
            )
        except BROKEN as error:
            raise self._failed(error) from error
        self._rest.worked()
        return opened


def _among(document_ids: Sequence[str]) -> Any:
    return {"document": {"$in": list(document_ids)}}


def _slices(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for part in _ranges(len(items), size):
        yield items[part]


def _ranges(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
