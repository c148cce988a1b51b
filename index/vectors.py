"""Passages by meaning: the only door to chromadb, in this process or on a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError
from filelock import FileLock
from numpy.typing import NDArray

from corpus.errors import LibraryError

_NAME = "passages"
# A passage is linked to all of the nearest that building finds (ef_construction): where they are more than max_neighbors, HNSW keeps only
# those that lie apart, and of passages that come in families some are then linked from nowhere. Of 100,000, 5.4 % are not even found by
# their own vector with 32 neighbours, 1 % with 64, none with 128 (docs/scale.md).
_HNSW: CreateHNSWConfiguration = {"space": "ip", "ef_construction": 128, "ef_search": 100, "max_neighbors": 128}
_DELETE_AT_ONCE = 500
_SPELLINGS = 4  # of the folder, of which two are open at a time


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server answers. The token goes along as `Authorization: Bearer` and `X-Chroma-Token`: Chroma 1.x
    leaves its check to the proxy before it."""

    url: str
    token: str | None = None


@dataclass(eq=False)
class _Opened:
    """A client and its collection; closed when nobody uses it any more."""

    client: Any
    collection: Any
    users: int = 0
    retired: bool = False


class VectorIndex:
    """One Chroma collection of unit vectors. Threads may share it; one process writes at a time.

    `seen` is the revision of the indexes (`Library.index_revision`) up to which this opening knows what was written.
    """

    def __init__(self, where: Path | ChromaServer, *, seen: int = 0) -> None:
        """A folder, made if it is not there, or a server. Raises LibraryError if the server does not answer."""
        self._where = where
        self._lock = threading.Lock()
        self._spelling = 0
        self._opened: _Opened | None = self._open()
        self.seen = seen

    def replace(self, document_ids: Sequence[str], passages: Sequence[tuple[str, str]], vectors: NDArray[np.float32]) -> None:
        """Takes out what is held of these documents and puts in (passage id, document id) with `vectors` [n, dimensions]."""
        with self._borrowed() as opened:
            for few in _slices(document_ids, _DELETE_AT_ONCE):
                opened.collection.delete(where=_among(few))
            for part in _ranges(len(passages), opened.client.get_max_batch_size()):
                ids, documents = zip(*passages[part], strict=True)
                metadata: Any = [{"document": name} for name in documents]
                opened.collection.upsert(ids=list(ids), embeddings=vectors[part], metadatas=metadata)

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity), best first."""
        found = self._read(lambda c: c.query(query_embeddings=vector[None, :], n_results=limit, include=["distances"]))
        return [(passage, 1 - distance) for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def held(self, document_id: str) -> set[str]:
        """The ids of the passages of a document."""
        return set(self._read(lambda c: c.get(where=_among([document_id]), include=[]))["ids"])

    def count(self) -> int:
        """Passages held."""
        return int(self._read(lambda c: c.count()))

    def catch_up(self, revision: int) -> None:
        """Sees what another process has written up to `revision`: a folder is read when it is opened, a server always answers
        with what it has. Searches go on with what is open until the new one is; a second caller does not wait."""
        with self._lock:
            behind, self.seen = self.seen < revision, max(self.seen, revision)
        if behind and isinstance(self._where, Path):
            self._swap(self._open())

    def clear(self) -> None:
        """Forgets everything."""
        with self._borrowed() as opened:
            opened.client.delete_collection(_NAME)
            opened.collection = _collection(opened.client)

    def close(self) -> None:
        self._swap(None)

    def _read(self, ask: Callable[[Any], Any]) -> Any:
        """The collection's answer; asked again where another process has made the collection anew."""
        with self._borrowed() as opened:
            try:
                return ask(opened.collection)
            except NotFoundError:
                pass
        self._swap(self._open())
        with self._borrowed() as opened:
            return ask(opened.collection)

    @contextmanager
    def _borrowed(self) -> Iterator[_Opened]:
        with self._lock:
            opened = self._opened
            if opened is None:
                raise LibraryError("the vector index is closed")
            opened.users += 1
        try:
            yield opened
        except (httpx.HTTPError, ChromaError, ValueError) as error:
            if isinstance(self._where, ChromaServer) and not isinstance(error, NotFoundError):
                raise _unreachable(self._where, error) from error
            raise
        finally:
            with self._lock:
                opened.users -= 1
                _close_if_done(opened)

    def _swap(self, opened: _Opened | None) -> None:
        with self._lock:
            old, self._opened = self._opened, opened
            if old is not None:
                old.retired = True
                _close_if_done(old)

    def _open(self) -> _Opened:
        settings = ChromaSettings(anonymized_telemetry=False)
        if isinstance(self._where, ChromaServer):
            client = _connect(self._where, settings)
            return _Opened(client, _collection(client))
        self._where.mkdir(parents=True, exist_ok=True)
        # Chroma keeps one system for each spelling of a path: another spelling opens the folder anew beside the first.
        self._spelling += 1
        with FileLock(f"{self._where}.opening"):  # two processes that make one folder at once stumble over each other's tables
            client = chromadb.PersistentClient(f"{self._where}{'/.' * (self._spelling % _SPELLINGS)}", settings=settings)
            return _Opened(client, _collection(client))


def _close_if_done(opened: _Opened) -> None:
    if opened.retired and not opened.users and hasattr(opened.client, "close"):
        opened.client.close()


def _collection(client: Any) -> Any:
    return client.get_or_create_collection(_NAME, configuration={"hnsw": _HNSW}, embedding_function=None)


def _connect(server: ChromaServer, settings: ChromaSettings) -> Any:
    parts = urlsplit(server.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LibraryError(f"PRESSROOM_CHROMA_URL: {server.url!r} is not an address; expected http://host:8000 or https://host")
    headers = {"Authorization": f"Bearer {server.token}", "X-Chroma-Token": server.token} if server.token else {}
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        return chromadb.HttpClient(parts.hostname, port, ssl=parts.scheme == "https", headers=headers, settings=settings)
    except (httpx.HTTPError, ChromaError, ValueError) as error:
        raise _unreachable(server, error) from error


def _unreachable(server: ChromaServer, error: Exception) -> LibraryError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return LibraryError(
        f"{server.url}: the Chroma server does not answer as expected ({reason}); start it with `chroma run`, "
        "and check PRESSROOM_CHROMA_URL and PRESSROOM_CHROMA_TOKEN"
    )


def _among(document_ids: Sequence[str]) -> Any:
    return {"document": {"$in": list(document_ids)}}


def _slices(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for part in _ranges(len(items), size):
        yield items[part]


def _ranges(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
