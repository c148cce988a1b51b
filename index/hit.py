"""Question -> Hits: what every search gives, passages with what the search knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

from pressroom.corpus.passages import Passage, split, windows
from pressroom.corpus.transcript import Span, Transcript, Turn
from pressroom.index.filters import Filter
from pressroom.index.spanned import Spanned


@dataclass(frozen=True, slots=True)
class Hit(Spanned):
    """A passage found, with the score that ranked it.

    `meaning` is the cosine of question and passage; `words` its BM25 score as a share of the
    question, None where no word of it was found; `windows` are the cosines of its windows
    (`pressroom.corpus.passages.windows`), in order. `alike` are passages of nearly the same words,
    folded under this one.
    """

    span: Span
    score: float
    meaning: float | None
    words: float | None
    windows: tuple[float, ...] = ()
    alike: tuple[Hit, ...] = field(default=(), compare=False)

    @property
    def passage_id(self) -> str:
        return self.span.id

    @property
    def window_spans(self) -> list[tuple[int, int]]:
        """Where the windows are whose cosines the hit has: runs of sentences, or each sentence."""
        runs = windows(self.transcript, self.start, self.end)
        if len(runs) == len(self.windows):
            return runs
        return list(self.transcript.sentences(self.start, self.end)) if self.windows else []

    @property
    def asked(self) -> Turn | None:
        """The reporter's question that this passage is an answer to."""
        return self.span.question

    @property
    def header(self) -> str:
        """What stands above the words where the passage is embedded: title, date, speaker …"""
        own = (one.header for one in _passages(self.transcript) if one.start == self.start)
        return next(own, "")

    @property
    def neighbours(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Start and end of the passages before and after this one in its turn."""
        places = [
            (passage.start, passage.end)
            for passage in _passages(self.transcript)
            if self.turn.number == passage.turn
        ]
        before = [place for place in places if place[1] <= self.start]
        after = [place for place in places if place[0] >= self.end]
        return before[-1] if before else None, after[0] if after else None


@lru_cache(maxsize=256)
def _passages(transcript: Transcript) -> list[Passage]:
    return split(transcript)


class Searcher(Protocol):
    """What finds passages for a question, best first; `lacking` says whether a part of it is
    down.
    """

    @property
    def lacking(self) -> tuple[Literal["search"], ...]: ...

    @property
    def down(self) -> tuple[str, ...]: ...

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Sequence[Hit]: ...
