"""An inquiry -> the documents and officials that it may be answered from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pressroom.assistant.ask.inquiry import Inquiry
from pressroom.assistant.ask.meant import Holdings, documents_meant
from pressroom.assistant.ask.question import Question
from pressroom.assistant.structure.turns import official_turns
from pressroom.corpus.parse.words.names import is_called, is_named
from pressroom.corpus.transcript import Span, Transcript, Turn
from pressroom.index.filters import Filter
from pressroom.index.hit import Searcher

_HITS = 20

Answering = Callable[[Question, Filter | None], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Sources:
    """One inquiry within `where`. `answering` gives the spans that say what a question asks, best
    first, within a filter.
    """

    searcher: Searcher
    holdings: Holdings
    answering: Answering
    inquiry: Inquiry
    question: Question
    where: Filter | None

    def meant(self, inquiry: Inquiry | None = None) -> list[Transcript]:
        """The documents that the inquiry, or another one, means; the nearest first."""
        return documents_meant(inquiry or self.inquiry, self.searcher, self.holdings, self.where)

    def about(self, words: str, where: Filter | None = None) -> list[Transcript]:
        """The documents of the passages that are found for these words: that of the worst passage
        last.
        """
        hits = self.searcher.search(words, limit=_HITS, where=where or self.where)
        by_id = {hit.transcript.id: hit.transcript for hit in reversed(hits)}
        return list(by_id.values())[::-1]

    def of_time(self, words: str, where: Filter | None = None) -> list[Transcript]:
        """The same, of the day or year that the inquiry names."""
        found = self.about(words, where)
        return [document for document in found if self.inquiry.is_of(document.date)]

    def speakers(self) -> tuple[str, ...]:
        """The officials of the documents found whom the question names."""
        words = self.question.text
        turns = [turn for document in self.about(words) for turn in official_turns(document)]
        known = {turn.speaker for turn in turns if turn.speaker}
        named = {one.name for one in known if is_named(one.name, words)}
        who = self.inquiry.who or words
        called = {one.name for one in known if is_called(one.name, one.title, who)}
        return tuple(sorted(named or called))


def newest(documents: Iterable[Transcript]) -> list[Transcript]:
    """The latest event first."""
    return sorted(documents, key=lambda document: document.date or "", reverse=True)


def words_of(document: Transcript, turn: Turn) -> str:
    return "\n".join(document.words(paragraph) for paragraph in turn.paragraphs)
