"""Question -> Hits: asks both indexes, fuses their scores, and resolves every hit against the library."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Protocol

from corpus.library import Library
from corpus.transcript import Transcript, Turn
from index.vectors import VectorIndex
from index.words import WordIndex

if TYPE_CHECKING:
    from index.embed import Embedder

MEANING_WEIGHT = 0.6  # of the standardised cosine beside the standardised BM25
_CANDIDATES = 100
_FULL_TRUST = 0.4  # share of the question's terms that one passage must hold for its words to count in full
_PLACE = re.compile(r"(?P<id>.*)@(?P<version>\d+):(?P<start>\d+)-(?P<end>\d+)", re.S)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: `transcript.text[start:end]`, inside `turn`, with the score that ranked it.

    `meaning` is the cosine and `words` the BM25 score; None where that index did not find it.
    """

    transcript: Transcript
    turn: Turn
    start: int
    end: int
    score: float
    meaning: float | None
    words: float | None

    @property
    def passage_id(self) -> str:
        return f"{self.transcript.id}@{self.transcript.version}:{self.start}-{self.end}"

    @property
    def text(self) -> str:
        return self.transcript.text[self.start : self.end]


class Searcher(Protocol):
    """What finds passages for a question, best first."""

    def search(self, question: str, *, limit: int = 10, document_id: str | None = None) -> Sequence[Hit]: ...


class HybridSearch:
    """By word and by meaning. Threads may share it."""

    def __init__(self, library: Library, embedder: Embedder, vectors: VectorIndex, words: WordIndex) -> None:
        self._library = library
        self._embedder = embedder
        self._vectors = vectors
        self._words = words
        self._revision = library.revision()
        self._lock = threading.Lock()

    def search(self, question: str, *, limit: int = 10, document_id: str | None = None) -> list[Hit]:
        """At most `limit` passages of current, not withdrawn documents."""
        self._catch_up()
        vector = self._embedder.embed_queries([question])[0]
        meaning = dict(self._vectors.search(vector, limit=_CANDIDATES, document_id=document_id))
        by_word = self._words.search(question, limit=_CANDIDATES, document_id=document_id)
        words = dict(by_word.ranked)
        ranked = fuse(words, meaning, trust=min(1.0, by_word.coverage / _FULL_TRUST))
        hits = self._resolved(ranked, words, meaning)
        return [hit for hit, _ in zip(hits, range(limit), strict=False)]

    def _catch_up(self) -> None:
        """Another process may have changed the indexes since the last question."""
        revision = self._library.revision()
        if revision != self._revision:
            with self._lock:
                if revision != self._revision:
                    self._vectors.reload()
                    self._words.reload()
                    self._revision = revision

    def _resolved(self, ranked: Sequence[tuple[str, float]], words: dict[str, float], meaning: dict[str, float]) -> Iterator[Hit]:
        places = [(passage, score, match) for passage, score in ranked if (match := _PLACE.fullmatch(passage))]
        current = self._library.versions(list({match["id"] for _, _, match in places}))
        for passage, score, match in places:
            if current.get(match["id"]) != int(match["version"]):
                continue  # replaced or withdrawn since it was indexed
            transcript = self._library.get(match["id"], int(match["version"]))
            start, end = int(match["start"]), int(match["end"])
            found = transcript.paragraph_at(start)
            if found and end <= len(transcript.text):
                yield Hit(transcript, found[0], start, end, score, meaning.get(passage), words.get(passage))


def fuse(words: dict[str, float], meaning: dict[str, float], *, trust: float = 1.0) -> list[tuple[str, float]]:
    """(passage id, score), best first: both scores standardised over what their index found, then summed.

    A passage that one index did not find counts there as its worst. `trust` weighs the words: a question in a language
    that no passage has finds nothing but accidents by word.
    """
    by_word, by_meaning = _standardised(words), _standardised(meaning)
    worst_word = min(by_word.values(), default=0.0)
    worst_meaning = min(by_meaning.values(), default=0.0)
    everything = dict.fromkeys([*words, *meaning])
    scored = [(p, trust * by_word.get(p, worst_word) + MEANING_WEIGHT * by_meaning.get(p, worst_meaning)) for p in everything]
    return sorted(scored, key=lambda pair: -pair[1])


def _standardised(scores: dict[str, float]) -> dict[str, float]:
    if len(scores) < 2:
        return dict.fromkeys(scores, 0.0)
    mean, deviation = fmean(scores.values()), pstdev(scores.values()) or 1.0
    return {passage: (score - mean) / deviation for passage, score in scores.items()}
