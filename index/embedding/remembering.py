"""Embedder -> the same, which embeds no passage twice: a draft that was tried, or a version with
one figure changed, is soon indexed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from pressroom.index.embedding.embed import Embedder

_MOST = 20_000  # vectors; of 384 dimensions they take 30 MB


class RememberingEmbedder:
    """Threads may share it. What it remembers is gone with the process."""

    def __init__(self, embedder: Embedder, *, most: int = _MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length."""
        keys = [
            blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            for text in texts
        ]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
        wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if wanted:
            made = self._embedder.embed_passages(list(wanted.values()))
            found |= dict(zip(wanted, made, strict=True))
            self._remember({key: found[key] for key in wanted})
        return (
            np.stack([found[key] for key in keys])
            if keys
            else np.empty((0, self.dimensions), np.float32)
        )

    def _remember(self, made: dict[bytes, NDArray[np.float32]]) -> None:
        with self._lock:
            self._known |= made
            while len(self._known) > self._most:
                self._known.popitem(last=False)
