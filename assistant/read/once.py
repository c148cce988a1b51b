"""A Reader -> the same for one question: what it has read, it reads no second time."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.reader import Reader, Verdict
from pressroom.index.hit import Hit


class OnceReader:
    """Of one question in one thread: whether a chat model is asked, and what is shown where it gave
    nothing, are decided by the same reading.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[Question, tuple[str, ...]], Verdict] = {}

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        key = (question, tuple(hit.passage_id for hit in hits))
        if key not in self._read:
            self._read[key] = self._reader.read(question, hits)
        return self._read[key]
