"""One transcript that nobody else sees -> a searcher over it alone, in memory, for questions before
it is public.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.transcript import Transcript
from pressroom.index.embedding.sentences import embed_records
from pressroom.index.records import records
from pressroom.index.search import HybridSearch
from pressroom.index.words.index import WordIndex

if TYPE_CHECKING:
    from pressroom.index.embedding.embed import Embedder


def trial_search(transcript: Transcript, *, passages: Embedder, queries: Embedder) -> HybridSearch:
    """The same search as over the library; nothing is written anywhere. The two embedders are those
    of indexing and of asking.
    """
    found = list(records(transcript))
    vectors = embed_records(found, passages)
    words = WordIndex(None)
    words.replace([transcript.id], zip(found, vectors, strict=True))
    own = (
        np.stack([rows[0] for rows in vectors])
        if vectors
        else np.empty((0, passages.dimensions), np.float32)
    )
    return HybridSearch(
        _Alone(transcript), queries, _Exact([record.id for record in found], own), words
    )


class _Alone:
    """A library of one transcript."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    def index_revision(self) -> int:
        return 0

    def versions(self, document_ids: Sequence[str]) -> dict[str, int]:
        return (
            {self._transcript.id: self._transcript.version}
            if self._transcript.id in document_ids
            else {}
        )

    def is_made_anew(self) -> bool:
        """Never: it is made for one use."""
        return False

    # there is only one
    def get(self, document_id: str, version: int | None = None) -> Transcript:  # noqa: ARG002
        return self._transcript


class _Exact:
    """The nearest of a few vectors, all of them compared."""

    def __init__(self, passages: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._passages = passages
        self._vectors = vectors
        self.is_down = False

    def search(self, vector: NDArray[np.float32], *, limit: int) -> list[tuple[str, float]]:
        cosines = self._vectors @ vector
        order = np.argsort(-cosines)[:limit]
        return [(self._passages[at], float(cosines[at])) for at in order]

    def catch_up(self, revision: int) -> None:
        """Nothing changes here."""
