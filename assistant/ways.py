"""Searched -> Answer, as it grows: what documents tell by their structure, what a chat model writes
as far as it holds, what is read; several questions at once one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.meant import Holdings
from pressroom.assistant.ask.parts import Part, parts_of
from pressroom.assistant.ask.question import Question, question_of
from pressroom.assistant.ask.screening import Screening, screen
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.ending import declined, has_declined_part
from pressroom.assistant.check.several import speaks_of_each, together, unanswered
from pressroom.assistant.check.showing import complete, shown_as_read, shown_as_told
from pressroom.assistant.check.writing import Writer, nearness_by, shown_as_written
from pressroom.assistant.read.reader import NOTHING, Reader, Verdict
from pressroom.assistant.structure.finder import Structure
from pressroom.corpus.transcript import Span
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit, Searcher

PASSAGES = 10  # that are read for a question
Understand = Callable[[Screening, Sequence[str], Filter | None], Question]


@dataclass(frozen=True, slots=True)
class Searched:
    """A stand-alone question in its conversation, and the passages found for it within `where`."""

    question: Question
    history: Sequence[str]
    where: Filter | None
    hits: tuple[Hit, ...]


def searched(
    question: Question, history: Sequence[str], where: Filter | None, searcher: Searcher
) -> Searched:
    hits = searcher.search(question.sought, limit=PASSAGES, where=where)
    return Searched(question, history, where, tuple(hits))


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to answer one question; a reader that has read for one does not read again for the
    next. `understand` makes one of several questions stand alone, as its conversation means it;
    `asks_who` tells whether one asks who said it.
    """

    searcher: Searcher
    reader: Reader
    meaning: Meaning
    writer: Writer | None
    documents: Holdings | None
    understand: Understand
    asks_who: Callable[[str], bool] | None = None

    def answers(self, found: Searched) -> Iterator[Answer]:
        """What the structure of documents tells, else the chat model's sentences that hold, as they
        come, else what is read.
        """
        parts = parts_of(found.question.asked)
        whole = None if parts else self._by_structure(found)
        written: Answer | None = None
        if whole is None and not has_declined_part(parts):
            for written in self._by_writer(found):
                yield written
        if written and written.sentences:
            return
        whole = whole or (self._by_parts(found, parts) if parts else self._by_reader(found))
        yield replace(whole, rejected=(*(written.rejected if written else ()), *whole.rejected))

    def _by_structure(self, found: Searched) -> Answer | None:
        """The answer to a question such as who said it, when, how many times; None for another, or
        where the documents do not tell.
        """
        if self.documents is None:
            return None
        structure = Structure(self.searcher, self.documents, self._spans, self.asks_who)
        told = structure.find(found.question, found.where)
        return shown_as_told(found.question, found.hits, told) if told else None

    def _spans(self, question: Question, where: Filter | None) -> list[Span]:
        """Those that answer, best first, with lists complete; none if nothing is close enough."""
        shown = self._read(searched(question, (), where, self.searcher)).shown
        return complete(question, sorted(shown, key=lambda pick: -pick.score))

    def _by_writer(self, found: Searched) -> Iterator[Answer]:
        """What a chat model writes, as far as it holds, as it comes; nothing is drafted where no
        passage is near enough.
        """
        verdict = self._read(found) if self.writer else NOTHING
        if self.writer and verdict.shown:
            yield from shown_as_written(
                found.question,
                found.hits,
                self.writer.draft(found.question, found.hits),
                likely=verdict.likely,
                nearness=nearness_by(self.meaning),
            )

    def _by_reader(self, found: Searched) -> Answer:
        """The answer without a chat model to one question, from sentences."""
        return shown_as_read(found.question, found.hits, self._read(found))

    def _read(self, found: Searched) -> Verdict:
        return self.reader.read(found.question, found.hits)

    def _by_parts(self, found: Searched, parts: Sequence[Part]) -> Answer:
        """What answers each of several questions, as if it had been asked alone; where nothing
        answers any, what answers them as one.
        """
        told: list[Answer] = []
        for part in parts:
            leans = part.leans and (part.is_bare or any(answer.sentences for answer in told))
            earlier = [*found.history, parts[0].asked, ""] if leans else found.history
            told.append(self._part(part, earlier, told, found.where))
        whole = together(found.question, found.hits, parts, told)
        return whole or self._by_structure(found) or self._as_one(found, parts)

    def _as_one(self, found: Searched, parts: Sequence[Part]) -> Answer:
        """Several questions read as one, for what looks like two may be one: only what speaks of
        each answers it.
        """
        answer = self._by_reader(found)
        return answer if speaks_of_each(parts, answer) else unanswered(answer)

    def _part(
        self, part: Part, history: Sequence[str], before: Sequence[Answer], where: Filter | None
    ) -> Answer:
        """As it leans on what is asked before it; else as it stands, in the documents that answer
        the rest. One that says hardly more than what it asks (`and who pays?`) is of them alone.
        """
        screened = screen(part.asked)
        if ended := declined(screened):
            return ended
        near = frozenset[str]().union(*(answer.documents for answer in before))
        if near and part.is_bare:
            where = replace(where or Filter(), documents=tuple(near))
        asked = self.understand(screened, history, where)
        found = self._alone(asked, where)
        if found.sentences or not near or asked.text == part.asked:
            return found
        beside = self._alone(question_of(screened, Reading(part.asked)), where)
        return beside if beside.sentences and beside.documents <= near else found

    def _alone(self, question: Question, where: Filter | None) -> Answer:
        """The answer without a chat model to one of several questions."""
        found = searched(question, (), where, self.searcher)
        return self._by_structure(found) or self._by_reader(found)
