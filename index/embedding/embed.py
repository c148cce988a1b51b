"""Texts -> unit vectors: what the rest of Pressroom sees of a model, built in or of others."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from pressroom.index.e5.weights import DIMENSIONS, EmbeddingError

if TYPE_CHECKING:
    from pressroom.index.e5.engine import E5Engine
    from sentence_transformers import SentenceTransformer

__all__ = [
    "BuiltinEmbedder",
    "Embedder",
    "EmbeddingError",
    "PressroomEmbeddings",
    "SentenceEmbedder",
]

BUILTIN = "builtin"


class Embedder(Protocol):
    """What the rest of Pressroom sees of a model of embeddings."""

    @property
    def fingerprint(self) -> str:
        """Names model, weights and prompts: vectors of another fingerprint must not be compared."""

    @property
    def dimensions(self) -> int: ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions], unit length."""


@dataclass(frozen=True, eq=False)
class BuiltinEmbedder:
    """An Embedder over the built-in engine, which needs no PyTorch. Threads may share it."""

    engine: E5Engine
    fingerprint: str
    query_prompt: str
    passage_prompt: str
    dimensions: int = DIMENSIONS

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions] float32 of unit length, in the order of `texts`."""
        return self.engine.embed([self.query_prompt + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions] float32 of unit length, in the order of `texts`."""
        return self.engine.embed([self.passage_prompt + text for text in texts])

    @cached_property
    def model(self) -> SentenceTransformer:
        """The same engine behind the interface of sentence-transformers, which is imported now."""
        from pressroom.index.e5.module import E5Onnx
        from sentence_transformers import SentenceTransformer

        prompts = {
            "query": self.query_prompt,
            "passage": self.passage_prompt,
            "document": self.passage_prompt,
        }
        return SentenceTransformer(
            modules=[E5Onnx(self.engine)],
            device="cpu",
            prompts=prompts,
            similarity_fn_name="cosine",
        )


@dataclass(frozen=True, eq=False)
class SentenceEmbedder:
    """An Embedder over a SentenceTransformer, which stays at hand as `model`. Threads may share
    it.
    """

    model: SentenceTransformer
    fingerprint: str
    dimensions: int
    query_prompt: str
    passage_prompt: str
    batch_size: int
    turn: contextlib.AbstractContextManager[
        Any
    ]  # a lock where the model's tokenizer is not for threads

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions] float32 of unit length, in the order of `texts`."""
        return self._embed(texts, prompt=self.query_prompt)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, dimensions] float32 of unit length, in the order of `texts`."""
        return self._embed(texts, prompt=self.passage_prompt)

    def _embed(self, texts: Sequence[str], *, prompt: str) -> NDArray[np.float32]:
        with self.turn:
            vectors = self.model.encode(
                list(texts),
                prompt=prompt,
                batch_size=self.batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, np.float32).reshape(len(texts), self.dimensions)


class PressroomEmbeddings(Embeddings):
    """LangChain's interface over an Embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self.embedder.embed_queries([text])[0].tolist()
        return vector
