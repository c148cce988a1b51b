"""Documents -> search, as the documentation of other people's libraries has it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressroom.eval.questions.outcomes import Stretch
from pressroom.index.embedding.embed import Embedder, PressroomEmbeddings

if TYPE_CHECKING:
    from langchain_core.documents import Document

Texts = Mapping[str, str]  # document id -> text
Search = Callable[[str, int], list[Stretch]]  # question, number of passages -> spans, best first


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a baseline, and the modules that it needs."""

    name: str
    label: str
    shown: int
    needs: tuple[str, ...]
    make: Callable[[Texts, Embedder, Path], Search]

    def is_installed(self) -> bool:
        return all(find_spec(module) for module in self.needs)


def _chunks(texts: Texts) -> list[Document]:
    """LangChain's stock splitter as its tutorials set it: 1,000 characters, 200 of them shared with
    the neighbour.
    """
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    chunks: list[Document] = splitter.split_documents(
        [Document(text, metadata={"doc": name}) for name, text in texts.items()]
    )
    return chunks


def _place(text: str, metadata: Mapping[str, Any]) -> Stretch:
    start = int(metadata["start_index"])
    return Stretch(str(metadata["doc"]), start, start + len(text))


def _langchain(texts: Texts, embedder: Embedder, folder: Path) -> Search:
    """The recipe of LangChain's documentation: that splitter, Chroma with its own settings,
    similarity search.
    """
    from langchain_chroma import Chroma

    store = Chroma.from_documents(
        _chunks(texts), PressroomEmbeddings(embedder), persist_directory=str(folder)
    )

    def search(question: str, limit: int) -> list[Stretch]:
        return [
            _place(found.page_content, found.metadata)
            for found in store.similarity_search(question, k=limit)
        ]

    return search


def _bm25(texts: Texts, _embedder: Embedder, _folder: Path) -> Search:
    """Okapi BM25 over the same chunks, Chinese cut into words by jieba: the usual search without a
    model.
    """
    import bm25s

    chunks = _chunks(texts)
    index = bm25s.BM25()
    index.index([_words(chunk.page_content) for chunk in chunks], show_progress=False)

    def search(question: str, limit: int) -> list[Stretch]:
        wanted = _words(question)
        known = [word for word in wanted if word in index.vocab_dict]
        if not known:
            return []
        found, scores = index.retrieve([known], k=min(limit, len(chunks)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [
            _place(chunks[int(at)].page_content, chunks[int(at)].metadata)
            for at, score in pairs
            if score > 0
        ]

    return search


def _words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.lcut(text.casefold()) if any(char.isalnum() for char in word)]


def _llamaindex(texts: Texts, embedder: Embedder, _folder: Path) -> Search:
    """LlamaIndex as its starter tutorial has it: VectorStoreIndex.from_documents and a retriever,
    all defaults.
    """
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding

    class _Embedding(BaseEmbedding):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = embedder.embed_queries([query])[0].tolist()
            return vector

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed_passages(texts).tolist()
            return vectors

    documents = [Document(text=text, doc_id=name) for name, text in texts.items()]
    index = VectorStoreIndex.from_documents(documents, embed_model=_Embedding(embed_batch_size=512))

    def search(question: str, limit: int) -> list[Stretch]:
        nodes: list[Any] = [
            found.node for found in index.as_retriever(similarity_top_k=limit).retrieve(question)
        ]
        return [
            Stretch(node.ref_doc_id, node.start_char_idx, node.end_char_idx)
            for node in nodes
            if node.start_char_idx is not None
        ]

    return search


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "langchain",
        "LangChain, stock recipe (1000/200, Chroma, top 4)",
        4,
        ("langchain_text_splitters", "langchain_chroma"),
        _langchain,
    ),
    Recipe(
        "bm25",
        "BM25, jieba words (1000/200, top 4)",
        4,
        ("bm25s", "jieba", "langchain_text_splitters"),
        _bm25,
    ),
    Recipe(
        "llamaindex",
        "LlamaIndex, VectorStoreIndex defaults (top 2)",
        2,
        ("llama_index",),
        _llamaindex,
    ),
)
