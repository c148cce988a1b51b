"""An embedding model and its indexes -> what searches them and answers by them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pressroom.assistant.answer import Assistant
from pressroom.assistant.deployment.models import Model
from pressroom.assistant.read.readers import Means
from pressroom.index.embedding.across import AcrossLanguages
from pressroom.index.embedding.embed import Embedder
from pressroom.index.ingest import Ingest
from pressroom.index.search import HybridSearch


@dataclass(frozen=True, eq=False)
class Deployment:
    """All that belongs to one embedding model. `embedder` embeds no passage twice, `asking` what is
    asked; `filling` brings the indexes in step before they serve, `ingest` while they do.
    """

    index: str
    model: Model
    embedder: Embedder
    asking: AcrossLanguages
    filling: Ingest
    ingest: Ingest
    searcher: HybridSearch
    means: Means
    assistant: Assistant

    def close(self) -> None:
        self.ingest.vectors.close()


Lend = Callable[[], AbstractContextManager[Deployment]]
"""The one that serves, which stays open for as long as it is used, whatever serves by then."""
