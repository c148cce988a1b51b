"""Settings, or what was noted of indexes -> their embedding model, opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressroom.assistant.settings import Settings

if TYPE_CHECKING:
    from pressroom.corpus.library.indexed import Serves
    from pressroom.index.embedding.embed import Embedder


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model, the name of the reader that belongs to it, and what opens it again."""

    embedder: Embedder
    reader: str
    made_by: str = ""

    @property
    def fingerprint(self) -> str:
        return self.embedder.fingerprint


def has_weights(settings: Settings) -> bool:
    """Whether what was trained can read: its weights are there, and so is the model below them."""
    from pressroom.index.embedding.sentences import is_shipped

    return settings.embedding_model == "builtin" and is_shipped()


def open_embedder(
    settings: Settings, *, progress: Callable[[str], None] = lambda _: None
) -> Embedder:
    """The embedding model of the settings."""
    if settings.reader == "trained" and has_weights(settings):
        from pressroom.index.embedding.trained import open_trained

        return open_trained(settings.home / "models", threads=settings.threads, progress=progress)
    return _loaded(
        settings,
        settings.embedding_model,
        settings.query_prompt,
        settings.passage_prompt,
        progress=progress,
    )


def made_by(settings: Settings) -> str:
    """What opens the embedding model of these settings again, whatever they say by then."""
    named = (settings.embedding_model, settings.query_prompt, settings.passage_prompt)
    return json.dumps(named, ensure_ascii=False)


def open_serving(
    serves: Serves, settings: Settings, *, progress: Callable[[str], None] = lambda _: None
) -> Model:
    """The model that made indexes, and the reader that belongs to their vectors. EmbeddingError
    where it is not there any more, or is another one now.
    """
    from pressroom.index.e5.weights import EmbeddingError
    from pressroom.index.embedding.loading import is_own
    from pressroom.index.embedding.sentences import NAME
    from pressroom.index.embedding.trained import open_kept

    if serves.fingerprint.startswith(NAME):
        kept = open_kept(
            settings.home / "models",
            serves.fingerprint,
            threads=settings.threads,
            progress=progress,
        )
        return Model(kept, "trained", serves.made_by)
    if not serves.made_by and not is_own(serves.fingerprint):
        raise EmbeddingError(f"{serves.fingerprint}: it was not noted what opens this model")
    named = json.loads(serves.made_by) if serves.made_by else ("builtin", None, None)
    found = _loaded(settings, *named, progress=progress)
    if found.fingerprint != serves.fingerprint:
        raise EmbeddingError(f"{named[0]}: holds {found.fingerprint} now, not {serves.fingerprint}")
    return Model(found, "rules", serves.made_by)


def _loaded(
    settings: Settings,
    name: str,
    query_prompt: str | None,
    passage_prompt: str | None,
    *,
    progress: Callable[[str], None],
) -> Embedder:
    from pressroom.index.embedding.loading import load_embedder

    return load_embedder(
        name,
        cache=settings.home / "models",
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        device=settings.device if name == settings.embedding_model else None,
        threads=settings.threads,
        progress=progress,
    )
