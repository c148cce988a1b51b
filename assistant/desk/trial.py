"""A draft and a question -> the answer that citizens would get from it; nothing of it is kept or
seen by anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from pressroom.assistant.answer import Assistant
from pressroom.assistant.check.answer import Answer
from pressroom.index.embedding.sentences import embed_records
from pressroom.index.records import records
from pressroom.index.trial import trial_search

if TYPE_CHECKING:
    from pressroom.assistant.check.writing import Writer
    from pressroom.assistant.read.reader import Reader
    from pressroom.corpus.transcript import Transcript
    from pressroom.index.embedding.across import AcrossLanguages
    from pressroom.index.embedding.embed import Embedder

_READY = 4  # drafts whose passages are kept in memory


class Trial:
    """Answers from one transcript alone, on the assistant's own way. Threads may share it."""

    def __init__(
        self,
        embedder: Embedder,
        asking: AcrossLanguages,
        reader: Reader,
        *,
        weight: Callable[[str], float],
        writer: Writer | None,
    ) -> None:
        self._embedder = embedder
        self._asking = asking
        self._reader = reader
        self._weight = weight
        self._writer = writer
        self._over = lru_cache(maxsize=_READY)(self._assistant)

    def ask(self, transcript: Transcript, words: str) -> Answer:
        """Raises QuestionError for bad input. The first question of a draft waits until its
        passages are embedded.
        """
        return self._over(transcript).look_up(words)

    def prepare(self, transcript: Transcript) -> None:
        """Embeds its passages, so that neither the first question nor publishing has to wait for
        that.
        """
        embed_records(list(records(transcript)), self._embedder)

    def _assistant(self, transcript: Transcript) -> Assistant:
        searcher = trial_search(
            transcript, passages=self._embedder, queries=self._asking.over(transcript.language)
        )
        return Assistant(
            searcher,
            self._reader,
            weight=self._weight,
            meaning=self._asking,
            writer=self._writer,
        )
