"""Settings -> a working assistant: the only place where the parts are joined."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.answer import Assistant, Writer
    from assistant.desk import Desk
    from assistant.feedback import Feedback
    from assistant.records import Records
    from index.embed import Embedder
    from index.ingest import Ingest
    from index.search import HybridSearch
    from index.vectors import ChromaServer


@dataclass(frozen=True, slots=True)
class Parts:
    """What an entry point works with."""

    library: Library
    ingest: Ingest
    searcher: HybridSearch
    assistant: Assistant
    records: Records
    feedback: Feedback
    desk: Desk


def open_embedder(settings: Settings, *, progress: Callable[[str], None] = lambda _: None) -> Embedder:
    """The embedding model of the settings."""
    from index.embed import load_embedder

    return load_embedder(
        settings.embedding_model,
        cache=settings.home / "models",
        query_prompt=settings.query_prompt,
        passage_prompt=settings.passage_prompt,
        device=settings.device,
        threads=settings.threads,
        progress=progress,
    )


@contextmanager
def open_parts(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    rebuild: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Parts]:
    """Everything, joined. Raises a PressroomError if the data folder is not for these settings (unless it is to be rebuilt)."""
    from assistant.answer import Assistant
    from assistant.desk import open_desk
    from assistant.feedback import Feedback
    from assistant.records import Records
    from assistant.trial import Trial
    from assistant.worklist import WorkList
    from index.abroad import Abroad
    from index.across import AcrossLanguages
    from index.ingest import Ingest, claim
    from index.remembering import RememberingEmbedder
    from index.search import HybridSearch
    from index.vectors import VectorIndex
    from index.words import WordIndex

    library = Library.open(settings.home)
    records = Records.open(settings.home)
    feedback = Feedback.open(settings.home)
    embedder = RememberingEmbedder(embedder or open_embedder(settings, progress=progress))
    if not rebuild:
        claim(library, embedder)
    seen = library.index_revision()
    vectors = VectorIndex(_vectors_place(settings), seen=seen)
    words = WordIndex(settings.home / "index" / "words", anew=rebuild)
    ingest = Ingest(library, embedder, vectors, words, lock=settings.home / "index" / "lock")
    asking = AcrossLanguages(embedder, cache=settings.home / "models", main_language=library.main_language)
    searcher = HybridSearch(library, asking, vectors, words, abroad=Abroad(library, asking))
    writer = _writer(settings)
    assistant = Assistant(
        searcher,
        weight=words.weight,
        meaning=asking,
        writer=writer,
        on_unanswered=lambda question: library.log_unanswered(question.text, language=question.language),
        keep=records.keep,
        documents=library,
    )
    worklist = WorkList(library, records, feedback, meaning=asking, ask=assistant.look_up)
    desk = open_desk(settings, library, ingest, Trial(embedder, asking, weight=words.weight, writer=writer), worklist)
    try:
        yield Parts(library, ingest, searcher, assistant, records, feedback, desk)
    finally:
        vectors.close()
        feedback.close()
        records.close()
        library.close()


def _vectors_place(settings: Settings) -> Path | ChromaServer:
    from index.vectors import ChromaServer

    if settings.chroma_url is None:
        return settings.home / "index" / "vectors"
    return ChromaServer(settings.chroma_url, settings.chroma_token)


def _writer(settings: Settings) -> Writer | None:
    if settings.chat_model is None:
        return None
    from assistant.writer import ChatWriter, open_chat_model

    return ChatWriter(open_chat_model(settings.chat_model, base_url=settings.chat_base_url, api_key=settings.chat_api_key))
