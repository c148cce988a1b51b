"""Documents -> rankers that people would use instead: question -> spans of documents, best first.

Their libraries come with `pip install 'pressroom[baselines]'`; all of them use the embedding model that Pressroom uses.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SettingsError
from eval.outcomes import Place
from index.embed import Embedder, PressroomEmbeddings

if TYPE_CHECKING:
    from langchain_core.documents import Document

Texts = Mapping[str, str]  # document id -> text
Search = Callable[[str, int], list[Place]]  # question, number of passages -> spans, best first


class Baseline(Protocol):
    """A system of other people. `shown` is how many passages its recipe hands on."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def shown(self) -> int: ...

    def search(self, question: str, limit: int) -> list[Place]: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A baseline that has its documents."""

    name: str
    label: str
    shown: int
    find: Search

    def search(self, question: str, limit: int) -> list[Place]:
        return self.find(question, limit)


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


class KeptEmbedder:
    """An Embedder that keeps the vectors of passages in a folder: the same texts cost nothing the second time."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._folder = folder
        self.fingerprint = embedder.fingerprint
        self.dimensions = embedder.dimensions

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        whole = hashlib.sha256("\0".join([self.fingerprint, *texts]).encode("utf-8", "surrogatepass")).hexdigest()
        kept = self._folder / f"{whole[:24]}.npy"
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(".part")
            with partial.open("wb") as file:
                np.save(file, self._embedder.embed_passages(texts))
            partial.replace(kept)
        vectors: NDArray[np.float32] = np.load(kept)
        return vectors


@contextmanager
def open_baselines(names: Sequence[str], texts: Texts, embedder: Embedder, *, keep: Path) -> Iterator[list[Baseline]]:
    """The named baselines over these documents. `keep` is a folder for vectors. Raises SettingsError if one is not installed."""
    must_be_installed(names)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        kept = KeptEmbedder(embedder, keep)
        yield [_Ready(r.name, r.label, r.shown, r.make(texts, kept, folder / r.name)) for r in chosen(names)]


def must_be_installed(names: Sequence[str]) -> None:
    """Raises SettingsError for a baseline that is unknown, or whose libraries are not there."""
    missing = [recipe.name for recipe in chosen(names) if not recipe.is_installed()]
    if missing:
        raise SettingsError(f"baseline {', '.join(missing)}: not installed; run `pip install 'pressroom[baselines]'`")


def chosen(names: Sequence[str]) -> list[Recipe]:
    """The recipes with these names; `all` stands for those installed. Raises SettingsError for an unknown name."""
    if "all" in names:
        return [recipe for recipe in RECIPES if recipe.is_installed()]
    unknown = [name for name in names if name not in {recipe.name for recipe in RECIPES}]
    if unknown:
        raise SettingsError(f"--baseline {unknown[0]}: no such baseline; expected all, {', '.join(r.name for r in RECIPES)}")
    return [recipe for recipe in RECIPES if recipe.name in names]


def _chunks(texts: Texts) -> list[Document]:
    """LangChain's stock splitter as its tutorials set it: 1,000 characters, 200 of them shared with the neighbour."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    chunks: list[Document] = splitter.split_documents([Document(text, metadata={"doc": name}) for name, text in texts.items()])
    return chunks


def _place(text: str, metadata: Mapping[str, Any]) -> Place:
    start = int(metadata["start_index"])
    return Place(str(metadata["doc"]), start, start + len(text))


def _langchain(texts: Texts, embedder: Embedder, folder: Path) -> Search:
    """The recipe of LangChain's documentation: that splitter, Chroma with its own settings, similarity search."""
    from langchain_chroma import Chroma

    store = Chroma.from_documents(_chunks(texts), PressroomEmbeddings(embedder), persist_directory=str(folder))

    def search(question: str, limit: int) -> list[Place]:
        return [_place(found.page_content, found.metadata) for found in store.similarity_search(question, k=limit)]

    return search


def _bm25(texts: Texts, _embedder: Embedder, _folder: Path) -> Search:
    """Okapi BM25 over the same chunks, Chinese cut into words by jieba: the usual search without a model."""
    import bm25s

    chunks = _chunks(texts)
    index = bm25s.BM25()
    index.index([_words(chunk.page_content) for chunk in chunks], show_progress=False)

    def search(question: str, limit: int) -> list[Place]:
        wanted = _words(question)
        known = [word for word in wanted if word in index.vocab_dict]
        if not known:
            return []
        found, scores = index.retrieve([known], k=min(limit, len(chunks)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [_place(chunks[int(at)].page_content, chunks[int(at)].metadata) for at, score in pairs if score > 0]

    return search


def _words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.lcut(text.casefold()) if any(char.isalnum() for char in word)]


def _llamaindex(texts: Texts, embedder: Embedder, _folder: Path) -> Search:
    """LlamaIndex as its starter tutorial has it: VectorStoreIndex.from_documents and a retriever, all defaults."""
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

    def search(question: str, limit: int) -> list[Place]:
        nodes: list[Any] = [found.node for found in index.as_retriever(similarity_top_k=limit).retrieve(question)]
        return [Place(node.ref_doc_id, node.start_char_idx, node.end_char_idx) for node in nodes if node.start_char_idx is not None]

    return search


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "langchain", "LangChain, stock recipe (1000/200, Chroma, top 4)", 4, ("langchain_text_splitters", "langchain_chroma"), _langchain
    ),
    Recipe("bm25", "BM25, jieba words (1000/200, top 4)", 4, ("bm25s", "jieba", "langchain_text_splitters"), _bm25),
    Recipe("llamaindex", "LlamaIndex, VectorStoreIndex defaults (top 2)", 2, ("llama_index",), _llamaindex),
)
