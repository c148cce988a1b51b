"""A Reader -> the same, which reads nothing a second time: of one question, or of many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.reader import Reader, Verdict
from pressroom.index.hit import Hit

_Key = tuple[Question, tuple[str, ...]]  # passages are named with the version of their document
_MOST = 512  # verdicts that are remembered


class OnceReader:
    """Of one question in one thread: whether a chat model is asked, and what is shown where it gave
    nothing, are decided by the same reading.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[_Key, Verdict] = {}

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        key = _key(question, hits)
        if key not in self._read:
            self._read[key] = self._reader.read(question, hits)
        return self._read[key]


class RememberingReader:
    """Of questions that come again and again, and are nobody's: those that a page suggests. The
    last ones are remembered. Threads share it.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = Lock()
        self._read: OrderedDict[_Key, Verdict] = OrderedDict()

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        key = _key(question, hits)
        with self._lock:
            verdict = self._read.pop(key, None)
        verdict = verdict or self._reader.read(question, hits)
        with self._lock:
            self._read[key] = verdict
            while len(self._read) > _MOST:
                self._read.popitem(last=False)
        return verdict


def _key(question: Question, hits: Sequence[Hit]) -> _Key:
    return question, tuple(hit.passage_id for hit in hits)
