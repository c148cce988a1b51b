"""A draft and a question -> the answer that citizens would get from it; nothing of it is kept or
seen by anybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pressroom.assistant.answer import Assistant
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.deployment.deployment import Deployment, Lend
from pressroom.index.embedding.sentences import embed_records
from pressroom.index.records import records
from pressroom.index.trial import trial_search

if TYPE_CHECKING:
    from pressroom.corpus.transcript import Transcript
    from pressroom.index.embedding.across import AcrossLanguages
    from pressroom.index.embedding.embed import Embedder

_READY = 4  # drafts whose passages are kept in memory


class Trial:
    """Answers from one transcript alone, on the assistant's own way. Threads may share it."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend
        self._over: WeakKeyDictionary[Deployment, Callable[[Transcript], Assistant]] = (
            WeakKeyDictionary()
        )

    def ask(self, transcript: Transcript, words: str) -> Answer:
        """Raises QuestionError for bad input. The first question of a draft waits until its
        passages are embedded.
        """
        with self._lend() as deployment:
            if deployment not in self._over:
                over = partial(_over, deployment.assistant, deployment.embedder, deployment.asking)
                self._over[deployment] = lru_cache(maxsize=_READY)(over)
            return self._over[deployment](transcript).look_up(words)

    def prepare(self, transcript: Transcript) -> None:
        """Embeds its passages, so that neither the first question nor publishing has to wait for
        that.
        """
        with self._lend() as deployment:
            embed_records(list(records(transcript)), deployment.embedder)


def _over(
    whole: Assistant, embedder: Embedder, asking: AcrossLanguages, transcript: Transcript
) -> Assistant:
    """An assistant that reads as the one over the whole library does."""
    searcher = trial_search(transcript, passages=embedder, queries=asking.over(transcript.language))
    return Assistant(
        searcher, whole.reader, weight=whole.weight, meaning=asking, writer=whole.writer
    )
