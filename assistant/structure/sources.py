"""An inquiry -> the documents and officials that it may be answered from."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from pressroom.assistant.ask.inquiry import Inquiry
from pressroom.assistant.ask.meant import Holdings, documents_meant
from pressroom.assistant.ask.question import Question
from pressroom.assistant.structure.turns import holds, official_turns
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.words.names import (
    LATIN_NAME,
    NAME,
    is_called,
    is_named,
    plain_words,
)
from pressroom.corpus.parse.words.offices import TITLE_NOUNS
from pressroom.corpus.transcript import Span, Transcript, Turn
from pressroom.index.filters import Filter
from pressroom.index.hit import Searcher

_HITS = 20
_LEAST_CALLED = 4  # letters of a part of a name
_OF_BODY = re.compile(rf"^[\u4e00-\u9fff]{{3,}}(?:{TITLE_NOUNS})$")

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

    def speakers(self, about: str = "") -> tuple[str, ...]:
        """The officials whom the question names, of the documents found for it, or for these
        words.
        """
        words = self.question.text
        found = self.about(about or words)
        known = {t.speaker for document in found for t in official_turns(document) if t.speaker}
        named = {one.name for one in known if is_named(one.name, words)}
        who = self.inquiry.who or words
        called = {one.name for one in known if is_called(one.name, one.title, who)}
        return tuple(sorted(named or called))

    def are_quoted(self, names: Collection[str]) -> bool:
        """Whether a document found in which nobody speaks for a body, such as a release, names one
        of them: it may quote what they said.
        """
        return any(
            is_named(name, document.text)
            for document in self.about(self.question.text)
            if not official_turns(document)
            for name in names
        )

    def is_stranger(self) -> bool:
        """Whether the inquiry names a person, or who holds an office of some body, of whom no
        document found tells, neither as who speaks nor in its words.
        """
        who = self.inquiry.who
        if not (NAME.match(who) or LATIN_NAME.match(who) or _OF_BODY.search(who)):
            return False
        documents = {one.id: one for one in (*self.about(self.question.text), *self.about(who))}
        return not any(_tells_of(document, who) for document in documents.values())


def _tells_of(document: Transcript, who: str) -> bool:
    told = f"{document.title} {document.text}"
    if is_dense_script(who[0]):
        return fold(who) in fold(told) or any(holds(turn, who) for turn in official_turns(document))
    said = set(plain_words(told).split())
    return any(part in said for part in plain_words(who).split() if len(part) >= _LEAST_CALLED)


def newest(documents: Iterable[Transcript]) -> list[Transcript]:
    """The latest event first."""
    return sorted(documents, key=lambda document: document.date or "", reverse=True)


def words_of(document: Transcript, turn: Turn) -> str:
    return "\n".join(document.words(paragraph) for paragraph in turn.paragraphs)
