"""Settings -> a working assistant: the only place where the parts are joined."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressroom.assistant.settings import Settings
from pressroom.corpus.library.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pressroom.assistant.answer import Assistant
    from pressroom.assistant.check.writing import Writer
    from pressroom.assistant.desk.desk import Desk
    from pressroom.assistant.read.readers import Means
    from pressroom.assistant.record.feedback import Feedback
    from pressroom.assistant.record.records import Records
    from pressroom.index.embedding.embed import Embedder
    from pressroom.index.ingest import Ingest
    from pressroom.index.search import HybridSearch
    from pressroom.index.vectors.opening import ChromaServer


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
    means: Means


def has_weights(settings: Settings) -> bool:
    """Whether what was trained can read: its weights are there, and so is the model below them."""
    from pressroom.index.embedding.sentences import is_shipped

    return settings.embedding_model == "builtin" and is_shipped()


def open_embedder(
    settings: Settings, *, progress: Callable[[str], None] = lambda _: None
) -> Embedder:
    """The embedding model of the settings."""
    from pressroom.index.embedding.loading import load_embedder

    if settings.reader == "trained" and has_weights(settings):
        from pressroom.index.embedding.trained import open_trained

        return open_trained(settings.home / "models", threads=settings.threads, progress=progress)
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
    """Everything, joined. Raises a PressroomError if the data folder is not for these settings
    (unless it is to be rebuilt).
    """
    from pressroom.assistant.answer import Assistant
    from pressroom.assistant.ask.followup.learned import Leaning
    from pressroom.assistant.desk.desk import open_desk
    from pressroom.assistant.desk.trial import Trial
    from pressroom.assistant.read.readers import Means, open_reader
    from pressroom.assistant.record.feedback import Feedback
    from pressroom.assistant.record.records import Records
    from pressroom.assistant.record.worklist import WorkList
    from pressroom.assistant.say.office import keep_office
    from pressroom.index.embedding.across import AcrossLanguages
    from pressroom.index.embedding.remembering import RememberingEmbedder
    from pressroom.index.ingest import Ingest, claim
    from pressroom.index.ranking.abroad import Abroad
    from pressroom.index.search import HybridSearch
    from pressroom.index.vectors.index import VectorIndex
    from pressroom.index.words.index import WordIndex

    library = Library.open(settings.home, settings.database_url)
    records = Records(library.database)
    feedback = Feedback(library.database)
    model = embedder or open_embedder(settings, progress=progress)
    embedder = RememberingEmbedder(model)
    keep_office(library, settings)
    is_anothers = not rebuild and not claim(library, embedder)
    seen = library.index_revision()
    vectors = VectorIndex(_vectors_place(settings), seen=seen)
    words = WordIndex(settings.home / "index" / "words", anew=rebuild)
    ingest = Ingest(library, embedder, vectors, words, lock=settings.home / "index" / "lock")
    if is_anothers:
        progress("the library is indexed anew, for another embedding model than it was")
        ingest.begin_anew()
    asking = AcrossLanguages(
        embedder, cache=settings.home / "models", main_language=library.main_language
    )
    searcher = HybridSearch(library, asking, vectors, words, abroad=Abroad(library, asking))
    writer = _writer(settings)
    means = Means(words.weight, asking, settings.threads, getattr(model, "engine_of_reader", None))
    reader = open_reader(settings.reader, means)
    assistant = Assistant(
        searcher,
        reader,
        weight=words.weight,
        meaning=asking,
        leaning=Leaning.read(model.embed_queries) if means.engine else None,
        writer=writer,
        on_unanswered=lambda question: library.log_unanswered(
            question.text, language=question.language
        ),
        keep=records.keep,
        documents=library,
    )
    worklist = WorkList(library, records, feedback, meaning=asking, ask=assistant.look_up)
    desk = open_desk(
        settings,
        library,
        ingest,
        Trial(embedder, asking, reader, weight=words.weight, writer=writer),
        worklist,
    )
    try:
        yield Parts(library, ingest, searcher, assistant, records, feedback, desk, means)
    finally:
        vectors.close()
        library.close()


def _vectors_place(settings: Settings) -> Path | ChromaServer:
    from pressroom.index.vectors.opening import ChromaServer

    if settings.chroma_url is None:
        return settings.home / "index" / "vectors"
    return ChromaServer(settings.chroma_url, settings.chroma_token)


def _writer(settings: Settings) -> Writer | None:
    if settings.chat_model is None:
        return None
    from pressroom.assistant.writer import ChatWriter, Patience, open_chat_model

    return ChatWriter(
        open_chat_model(
            settings.chat_model,
            base_url=settings.chat_base_url,
            api_key=settings.chat_api_key,
            timeout=settings.chat_seconds,
            retries=0,  # there is an answer without it
        ),
        patience=Patience(settings.chat_first_seconds, settings.chat_seconds),
    )
