"""Passages by meaning: the only door to chromadb."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError
from numpy.typing import NDArray

_NAME = "passages"
# Chroma's own defaults find 61 % of the true ten best among 60,000 passages; these find 98 % and more.
_HNSW: CreateHNSWConfiguration = {"space": "ip", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
_DELETE_AT_ONCE = 500


class VectorIndex:
    """One persistent Chroma collection of unit vectors. Threads may share it; one process writes at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.RLock()
        self._open()

    def replace(self, document_ids: Sequence[str], passages: Sequence[tuple[str, str]], vectors: NDArray[np.float32]) -> None:
        """Takes out what is held of these documents and puts in (passage id, document id) with `vectors` [n, dimensions]."""
        with self._lock:
            for few in _slices(document_ids, _DELETE_AT_ONCE):
                self._collection.delete(where=_among(few))
            for part in _ranges(len(passages), self._client.get_max_batch_size()):
                ids, documents = zip(*passages[part], strict=True)
                self._collection.upsert(ids=list(ids), embeddings=vectors[part], metadatas=[{"document": name} for name in documents])

    def search(self, vector: NDArray[np.float32], *, limit: int, document_id: str | None = None) -> list[tuple[str, float]]:
        """(passage id, cosine similarity), best first."""
        where = _among([document_id]) if document_id is not None else None
        found = self._read(lambda c: c.query(query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"]))
        return [(passage, 1 - distance) for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def held(self, document_id: str) -> set[str]:
        """The ids of the passages of a document."""
        return set(self._read(lambda c: c.get(where=_among([document_id]), include=[]))["ids"])

    def count(self) -> int:
        """Passages held."""
        return int(self._read(lambda c: c.count()))

    def _read(self, ask: Callable[[Any], Any]) -> Any:
        with self._lock:
            try:
                return ask(self._collection)
            except NotFoundError:  # another process has made the collection anew
                self.reload()
                return ask(self._collection)

    def reload(self) -> None:
        """Sees what another process has written: a local collection is read once, when it is opened."""
        with self._lock:
            self._client.close()
            self._open()

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._client.delete_collection(_NAME)
            self._open()

    def close(self) -> None:
        with self._lock:
            self._client.close()

    def _open(self) -> None:
        settings = ChromaSettings(anonymized_telemetry=False)
        self._client: Any = chromadb.PersistentClient(str(self._folder), settings=settings)  # its type lacks close()
        self._collection = self._client.get_or_create_collection(_NAME, configuration={"hnsw": _HNSW}, embedding_function=None)


def _among(document_ids: Sequence[str]) -> Any:
    return {"document": {"$in": list(document_ids)}}


def _slices(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for part in _ranges(len(items), size):
        yield items[part]


def _ranges(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
