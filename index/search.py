"""Question -> Hits: asks both indexes, scores what either finds by both, and resolves every hit
against the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.passages import parse_id
from pressroom.corpus.transcript import Span, Transcript
from pressroom.index.embedding.sentences import reads_sentences
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit
from pressroom.index.ranking.folding import folded
from pressroom.index.ranking.fusion import OF_ANY_MODEL, Near, learned, meaning
from pressroom.index.words.index import WordIndex
from pressroom.index.words.scoring import FoundPassage

if TYPE_CHECKING:
    from pressroom.index.embedding.embed import Embedder
    from pressroom.index.ranking.abroad import Abroad

_CANDIDATES = 100
# With a filter: as many passages as it may leave for all to be scored; how many of the nearest have
# to pass where it leaves more, how far the vector index is read for them at most, and how many
# times as many are looked at as would do if they were spread evenly. To score one takes about as
# long as to read two.
_EXACT = 2_000
_NEAREST, _DEEPEST, _MARGIN = 40, 5_000, 1.5
# Of so many passages one is read, and never fewer than _CANDIDATES: among a million, .979 of the
# ten nearest to a question are found 800 deep, .914 of them 100 deep.
_READ_ONE_IN = 1_250
_RESOLVED_AT_ONCE = 16  # passages

Vector = NDArray[np.float32]


class Candidate(NamedTuple):
    """A passage that either index found, how near it is, and how near as the ones in other
    languages are compared with it.
    """

    found: FoundPassage
    near: Near
    compared: Near


_Ranked = tuple[Candidate, float]


class Versions(Protocol):
    """What knows which versions are current: the library."""

    def index_revision(self) -> int: ...

    def is_made_anew(self) -> bool: ...

    def versions(self, document_ids: Sequence[str]) -> dict[str, int]: ...

    def get(self, document_id: str, version: int | None = None) -> Transcript: ...


class Nearest(Protocol):
    """What finds the passages nearest to a vector: the vector index."""

    @property
    def is_down(self) -> bool: ...

    def search(self, vector: Vector, *, limit: int) -> list[tuple[str, float]]: ...

    def catch_up(self, revision: int) -> None: ...


class HybridSearch:
    """By word and by meaning. Threads may share it."""

    def __init__(
        self,
        library: Versions,
        embedder: Embedder,
        vectors: Nearest,
        words: WordIndex,
        *,
        abroad: Abroad | None = None,
        serves: Callable[[], bool] = lambda: True,
    ) -> None:
        """Without `abroad`, cosines of passages in several languages are compared as they are. Once
        it `serves` no more it searches what it has open: that may have been taken away.
        """
        self._serves = serves
        self._library = library
        self._abroad = abroad
        self._fusion = learned() if reads_sentences(embedder) else OF_ANY_MODEL
        self.embedder = embedder
        self.vectors = vectors
        self.words = words
        self._beside = ThreadPoolExecutor(thread_name_prefix="words")  # the model runs meanwhile
        self._revision = library.index_revision()
        self._made_anew = library.is_made_anew()

    @property
    def down(self) -> tuple[str, ...]:
        """What of it does not work just now, for operators."""
        parts = {
            "index by word": self.words.damage is not None,
            "index by meaning": self.vectors.is_down,
            "indexes are being made anew": self._library.is_made_anew(),
        }
        return tuple(name for name, is_down in parts.items() if is_down)

    @property
    def lacking(self) -> tuple[Literal["search"], ...]:
        """Whether a part of the search is down, or was when something was last searched for."""
        return ("search",) if self._made_anew or self.down else ()

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> list[Hit]:
        """At most `limit` passages of current, not withdrawn documents that the filter lets
        through; near-copies are folded.
        """
        if document_id is not None:
            where = replace(where or Filter(), documents=(document_id,))
        found = self.candidates(question, where)
        scores = self._fusion.scores(
            [one.found.words for one in found],
            [one.found.document_words for one in found],
            [one.compared for one in found],
        )
        ranked = sorted(
            zip(found, scores, strict=True),
            key=lambda row: (row[1], row[0].found.passage),
            reverse=True,
        )  # of copies the later
        return folded(self._resolved(ranked), limit)

    def candidates(self, question: str, where: Filter | None = None) -> list[Candidate]:
        """What either index finds, before it is scored."""
        self._catch_up()
        by_word = self._beside.submit(self.words.search, question, where=where)
        abroad = self._abroad
        levels = abroad.levels(question) if abroad and self._fusion.relative else None
        query = (
            levels.queries[levels.main] if levels else self.embedder.embed_queries([question])[0]
        )
        found = self._found(by_word.result(), query, where, abroad.documents() if abroad else ())
        if levels:
            near, compared = levels.near(found)
        else:
            near = compared = meaning(query, [passage.packed for passage in found])
        return [Candidate(*row) for row in zip(found, near, compared, strict=True)]

    def _catch_up(self) -> None:
        """Another process may have changed the indexes since the last question."""
        revision = self._library.index_revision()
        self._made_anew = self._library.is_made_anew()
        if revision != self._revision and self._serves():
            self._revision = revision
            self.words.reload()
            self.vectors.catch_up(revision)

    def _found(
        self,
        by_word: list[FoundPassage],
        query: Vector,
        where: Filter | None,
        abroad: tuple[str, ...],
    ) -> list[FoundPassage]:
        """What either index finds, each with its vectors; of passages that words did not find, the
        words count as the least found. The nearest of documents in other languages (`abroad`) are
        looked for by themselves: nearer ones in the main language hide them.
        """
        least = by_word[-1].words if len(by_word) >= _CANDIDATES else 0.0
        known = {passage.passage for passage in by_word}
        nearest = self._nearest(query, where, known)
        if abroad and not (where and where.documents):
            nearest = nearest + self._nearest(
                query, replace(where or Filter(), documents=abroad), known
            )
        of_document = {passage.document: passage.document_words for passage in by_word}
        others = {p.passage: p for p in nearest if p.passage not in known}
        return by_word + [
            FoundPassage(
                p.passage,
                p.document,
                p.keys,
                p.packed,
                words=least,
                document_words=of_document.get(p.document, 0.0),
            )
            for p in others.values()
        ]

    def depth(self) -> int:
        """How far the vector index is read for a question: the farther, the fewer of the nearest it
        misses.
        """
        return max(_CANDIDATES, self.words.count() // _READ_ONE_IN)

    def _nearest(self, query: Vector, where: Filter | None, known: set[str]) -> list[FoundPassage]:
        """The passages nearest in meaning. With a filter: all that it leaves, if they are few; else
        the index is read as far as it takes to find as many that pass. Both are exact, as far as
        the vector index is.
        """
        if not where:
            nearest = [passage for passage, _ in self.vectors.search(query, limit=self.depth())][
                :_CANDIDATES
            ]
            return self.words.fetch([passage for passage in nearest if passage not in known])
        left = self.words.number(where)
        looked_at = int(_MARGIN * _NEAREST * self.words.count() / max(1, left))
        if left > _EXACT or 2 * left > looked_at:
            depth = max(self.depth(), min(looked_at, _DEEPEST))
            nearest = [passage for passage, _ in self.vectors.search(query, limit=depth)][
                :looked_at
            ]
            allowed = self.words.allowed(nearest, where)
            if len(allowed) >= _NEAREST or left > _EXACT:
                return _best(query, allowed)
        return _best(query, self.words.matching(where))

    def _resolved(self, ranked: Sequence[_Ranked]) -> Iterator[tuple[FoundPassage, Hit]]:
        """Asked of the library a few at a time: the best are mostly all that is wanted."""
        for start in range(0, len(ranked), _RESOLVED_AT_ONCE):
            yield from self._current(ranked[start : start + _RESOLVED_AT_ONCE])

    def _current(self, ranked: Sequence[_Ranked]) -> Iterator[tuple[FoundPassage, Hit]]:
        places = [(row, place) for row in ranked if (place := parse_id(row[0].found.passage))]
        current = self._library.versions(list({document for _, (document, *_) in places}))
        for ((passage, near, _), score), (document, version, start, end) in places:
            if current.get(document) != version:
                continue  # replaced or withdrawn since it was indexed
            transcript = self._library.get(document, version)
            found = transcript.paragraph_at(start)
            if found and end <= len(transcript.text):
                yield (
                    passage,
                    Hit(
                        Span(transcript, found[0], start, end),
                        score,
                        near.passage,
                        passage.words or None,
                        near.windows,
                    ),
                )


def _best(query: Vector, passages: list[FoundPassage]) -> list[FoundPassage]:
    """The _CANDIDATES nearest, by the passages' own vectors."""
    if len(passages) <= _CANDIDATES:
        return passages
    near = [cosine.passage for cosine in meaning(query, [passage.packed for passage in passages])]
    return [passages[place] for place in np.argsort(near)[::-1][:_CANDIDATES]]
