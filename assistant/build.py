"""Settings -> a working assistant: the only place where the parts are joined."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pressroom.assistant.deployment.models import has_weights, open_embedder
from pressroom.assistant.settings import Settings
from pressroom.corpus.library.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pressroom.assistant.answer import Assistant
    from pressroom.assistant.check.answer import Answer
    from pressroom.assistant.check.writing import Writer
    from pressroom.assistant.deployment.deployment import Deployment
    from pressroom.assistant.deployment.deployments import Deployments
    from pressroom.assistant.deployment.following import Following
    from pressroom.assistant.deployment.models import Model
    from pressroom.assistant.desk.desk import Desk
    from pressroom.assistant.read.readers import Means
    from pressroom.assistant.record.feedback import Feedback
    from pressroom.assistant.record.records import Records
    from pressroom.index.embedding.embed import Embedder
    from pressroom.index.ingest import Ingest
    from pressroom.index.places import Places
    from pressroom.index.search import HybridSearch
    from pressroom.index.vectors.opening import ChromaServer

__all__ = ["Parts", "has_weights", "open_embedder", "open_parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What an entry point works with. What belongs to an embedding model is that of the one that
    serves just now; `answering` follows it, for whoever answers for long.
    """

    library: Library
    deployments: Deployments
    answering: Following
    records: Records
    feedback: Feedback
    desk: Desk

    @property
    def ingest(self) -> Ingest:
        return self.deployments.current.ingest

    @property
    def searcher(self) -> HybridSearch:
        return self.deployments.current.searcher

    @property
    def assistant(self) -> Assistant:
        return self.deployments.current.assistant

    @property
    def means(self) -> Means:
        return self.deployments.current.means


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
    from pressroom.assistant.deployment.deployments import Deployments
    from pressroom.assistant.deployment.following import Following
    from pressroom.assistant.deployment.models import Model, made_by, open_serving
    from pressroom.assistant.desk.desk import open_desk
    from pressroom.assistant.record.feedback import Feedback
    from pressroom.assistant.record.records import Records
    from pressroom.assistant.record.worklist import WorkList
    from pressroom.assistant.say.office import keep_office
    from pressroom.index.places import Places

    library = Library.open(settings.home, settings.database_url)
    records = Records(library.database)
    feedback = Feedback(library.database)
    wanted = Model(
        embedder or open_embedder(settings, progress=progress),
        settings.reader,
        "" if embedder else made_by(settings),
    )
    keep_office(library, settings)
    places = Places(settings.home / "index", _server(settings))
    deployments = Deployments(
        library,
        places,
        wanted,
        open_deployment=partial(
            _deployed, settings, library, places, records.keep, _writer(settings), anew=rebuild
        ),
        open_serving=lambda serves: open_serving(serves, settings, progress=progress),
        rebuild=rebuild,
    )
    answering = Following(deployments.lent)
    worklist = WorkList(
        library,
        records,
        feedback,
        meaning=lambda: deployments.current.asking,
        ask=answering.look_up,
    )
    desk = open_desk(settings, library, deployments, worklist)
    try:
        yield Parts(library, deployments, answering, records, feedback, desk)
    finally:
        deployments.close()
        library.close()


def _deployed(
    settings: Settings,
    library: Library,
    places: Places,
    keep: Callable[[Answer], str | None],
    writer: Writer | None,
    model: Model,
    index: str,
    *,
    anew: bool,
) -> Deployment:
    """All that belongs to an embedding model, over its indexes."""
    from pressroom.assistant.answer import Assistant
    from pressroom.assistant.ask.followup.learned import Leaning
    from pressroom.assistant.deployment.deployment import Deployment
    from pressroom.assistant.read.readers import Means, open_reader
    from pressroom.assistant.structure.asking import WhoSaid
    from pressroom.index.embedding.across import AcrossLanguages
    from pressroom.index.embedding.remembering import RememberingEmbedder
    from pressroom.index.ingest import Ingest
    from pressroom.index.ranking.abroad import Abroad
    from pressroom.index.search import HybridSearch
    from pressroom.index.vectors.index import VectorIndex
    from pressroom.index.words.index import WordIndex

    embedder = RememberingEmbedder(model.embedder)
    seen = library.index_revision()
    vectors = VectorIndex(places.vectors(index), seen=seen)
    words = WordIndex(places.words(index), anew=anew)
    asking = AcrossLanguages(
        embedder, cache=settings.home / "models", main_language=library.main_language
    )
    searcher = HybridSearch(
        library,
        asking,
        vectors,
        words,
        abroad=Abroad(library, asking),
        serves=partial(library.serves, index),
    )
    engine = getattr(model.embedder, "engine_of_reader", None)
    means = Means(words.weight, asking, settings.threads, engine)
    assistant = Assistant(
        searcher,
        open_reader(model.reader, means),
        weight=words.weight,
        meaning=asking,
        leaning=Leaning.read(model.embedder.embed_queries) if engine else None,
        asks_who=WhoSaid.read(model.embedder.embed_queries) if engine else None,
        writer=writer,
        on_unanswered=lambda question: library.log_unanswered(
            question.text, language=question.language
        ),
        keep=keep,
        documents=library,
    )
    return Deployment(
        index,
        model,
        embedder,
        asking,
        Ingest(library.coming(index), embedder, vectors, words, lock=None),
        Ingest(library, embedder, vectors, words, lock=places.folder / "lock", index=index),
        searcher,
        means,
        assistant,
    )


def _server(settings: Settings) -> ChromaServer | None:
    from pressroom.index.vectors.opening import ChromaServer

    return ChromaServer(settings.chroma_url, settings.chroma_token) if settings.chroma_url else None


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
