"""Question -> Answer: the path from a citizen's words to checked words of officials; nothing is
shown that was not found in a transcript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.followup.learned import Leaning
from pressroom.assistant.ask.limits.unclear import topic_missing
from pressroom.assistant.ask.meant import Holdings
from pressroom.assistant.ask.parts import Part, parts_of
from pressroom.assistant.ask.question import Question, question_of
from pressroom.assistant.ask.screening import Screening, clean_history, screen
from pressroom.assistant.ask.understanding import understand
from pressroom.assistant.check.answer import Answer, Lack
from pressroom.assistant.check.claims import Claim, check_text
from pressroom.assistant.check.ending import declined, has_declined_part, unclear_answer
from pressroom.assistant.check.several import speaks_of_each, together, unanswered
from pressroom.assistant.check.showing import complete, shown_as_read, shown_as_told
from pressroom.assistant.check.writing import Writer, nearness_by, shown_as_written
from pressroom.assistant.read.once import OnceReader
from pressroom.assistant.read.reader import NOTHING, Reader, Verdict
from pressroom.assistant.structure.finder import Structure
from pressroom.assistant.timing import Clock
from pressroom.corpus.transcript import Span
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit, Searcher

_PASSAGES = 10  # that are read for a question


@dataclass(frozen=True, slots=True)
class Searched:
    """A stand-alone question in its conversation, and the passages found for it within `where`."""

    question: Question
    history: Sequence[str]
    where: Filter | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question, the passages found, and what the reader makes of them."""

    question: Question
    hits: tuple[Hit, ...]
    verdict: Verdict


def _forget(_: object) -> None:
    """Keeps no record, tells nobody."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from the passages that a searcher finds. Threads may share it.

    `weight` says how rare a term is, `meaning` how near words are, `leaning` whether a question
    leans on the one before it. Without `documents` nothing is
    answered from the structure of documents. `on_unanswered` is told of questions that nothing
    answers; `keep` records an answer, and gives its id.
    """

    searcher: Searcher
    reader: Reader
    weight: Callable[[str], float]
    meaning: Meaning
    leaning: Leaning | None = None
    writer: Writer | None = None
    on_unanswered: Callable[[Question], None] = _forget
    keep: Callable[[Answer], str | None] = _forget
    documents: Holdings | None = None

    def ask(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Answer:
        """The answer to a question in its conversation (question, answer, question …). Raises
        QuestionError for bad input.
        """
        *_, answer = self.answers(words, history, document_id=document_id, where=where)
        return answer

    def look_up(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Answer:
        """The same, without a trace: no note for staff, no record."""
        traceless = replace(self, on_unanswered=_forget, keep=_forget)
        return traceless.ask(words, history, document_id=document_id, where=where)

    def answers(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Iterator[Answer]:
        """The same as it grows, sentence by sentence; the last is whole, noted for staff if it is
        none, and kept under its id.
        """
        writer = self.writer.begun() if self.writer else None
        one = replace(self, writer=writer, reader=OnceReader(self.reader))
        for answer in one._growing(words, history, _within(document_id, where)):
            yield answer
        if answer.is_noted:
            self.on_unanswered(answer.question)
        yield replace(answer, id=self.keep(answer))

    def _growing(
        self, words: str, history: Sequence[str], where: Filter | None
    ) -> Iterator[Answer]:
        """Of one question; what it had to do without is said with it."""
        clock = Clock()
        found = self._found(words, history, where, clock)
        if isinstance(found, Answer):
            yield found
            return
        for answer in self._told(found, clock):
            yield replace(answer, lacking=self._lacking())

    def _lacking(self) -> tuple[Lack, ...]:
        late = self.writer is not None and self.writer.failed
        return (*self.searcher.lacking, *(("writer",) if late else ()))

    def weigh(self, words: str, history: Sequence[str] = ()) -> Weighed:
        """The same way, as far as the reader's verdict: what may answer, before it is decided
        whether it is shown. Raises QuestionError for bad input.
        """
        found = self._found(words, history, None, Clock())
        if isinstance(found, Answer):
            return Weighed(found.question, (), NOTHING)
        return Weighed(found.question, found.hits, self.reader.read(found.question, found.hits))

    def search(
        self, words: str, *, limit: int = _PASSAGES, where: Filter | None = None
    ) -> tuple[Hit, ...]:
        """The nearest passages, whether they answer or not. Raises QuestionError for bad input."""
        screened = screen(words)
        return tuple(self.searcher.search(screened.words, limit=limit, where=where))

    def check_text(
        self, text: str, *, document_id: str | None = None, where: Filter | None = None
    ) -> list[Claim]:
        """What of a text officials really said. Raises QuestionError for an empty or too long
        one.
        """
        return check_text(text, self.searcher, where=_within(document_id, where))

    def _found(
        self, words: str, history: Sequence[str], where: Filter | None, clock: Clock
    ) -> Searched | Answer:
        """Screened -> stand-alone question -> clarified or gone on with -> searched, once."""
        screened = screen(words)
        if ended := declined(screened):
            return ended
        earlier = clean_history(history)
        question = self._understood(screened, earlier, where)
        clock.lap("understand")
        alone = not history and where is None
        if alone and self.documents and (unclear := topic_missing(question, self.documents)):
            return unclear_answer(question, unclear)
        hits = self._hits(question, where)
        clock.lap("search")
        return Searched(question, earlier, where, hits)

    def _told(self, found: Searched, clock: Clock) -> Iterator[Answer]:
        """What the structure of documents tells, else the chat model's sentences that hold, as they
        come, else what is read; each with its timings.
        """
        for answer in self._ways(found):
            clock.lap("answer")
            yield replace(answer, timings=clock.laps)

    def _ways(self, found: Searched) -> Iterator[Answer]:
        several = parts_of(found.question.asked)
        whole = None if several else self._by_structure(found.question, found.hits, found.where)
        written = None
        for written in () if whole or has_declined_part(several) else self._by_writer(found):
            yield written
        if written and written.sentences:
            return
        if several:
            whole = self._by_parts(found, several)
            whole = whole or self._by_structure(found.question, found.hits, found.where)
            whole = whole or self._as_one(found, several)
        whole = whole or self._by_reader(found.question, found.hits)
        yield replace(whole, rejected=(*(written.rejected if written else ()), *whole.rejected))

    def _understood(
        self, screened: Screening, history: Sequence[str], where: Filter | None
    ) -> Question:
        return understand(
            screened,
            history,
            self.searcher,
            weight=self.weight,
            leaning=self.leaning,
            rewriter=self.writer,
            where=where,
        )

    def _hits(self, question: Question, where: Filter | None) -> tuple[Hit, ...]:
        return tuple(self.searcher.search(question.sought, limit=_PASSAGES, where=where))

    def _by_structure(
        self, question: Question, hits: tuple[Hit, ...], where: Filter | None
    ) -> Answer | None:
        """The answer to a question such as who said it, when, how many times; None for another, or
        where the documents do not tell.
        """
        if self.documents is None:
            return None
        told = Structure(self.searcher, self.documents, self._spans).find(question, where)
        return shown_as_told(question, hits, told) if told else None

    def _spans(self, question: Question, where: Filter | None) -> list[Span]:
        """Those that answer, best first, with lists complete; none if nothing is close enough."""
        shown = self.reader.read(question, self._hits(question, where)).shown
        return complete(question, sorted(shown, key=lambda pick: -pick.score))

    def _by_writer(self, found: Searched) -> Iterator[Answer]:
        """What a chat model writes, as far as it holds, as it comes; nothing is drafted where no
        passage is near enough.
        """
        verdict = self.reader.read(found.question, found.hits) if self.writer else NOTHING
        if self.writer and verdict.shown:
            yield from shown_as_written(
                found.question,
                found.hits,
                self.writer.draft(found.question, found.hits),
                likely=verdict.likely,
                nearness=nearness_by(self.meaning),
            )

    def _by_reader(self, question: Question, hits: tuple[Hit, ...]) -> Answer:
        """The answer without a chat model to one question, from sentences."""
        return shown_as_read(question, hits, self.reader.read(question, hits))

    def _by_parts(self, found: Searched, parts: Sequence[Part]) -> Answer | None:
        """What answers each of several questions, as if it had been asked alone."""
        told: list[Answer] = []
        for part in parts:
            leans = part.leans and (part.is_bare or any(answer.sentences for answer in told))
            earlier = [*found.history, parts[0].asked, ""] if leans else found.history
            told.append(self._part(part, earlier, told, found.where))
        return together(found.question, found.hits, parts, told)

    def _as_one(self, found: Searched, parts: Sequence[Part]) -> Answer:
        """Several questions of which nothing answers any, read as one, for what looks like two may
        be one: only what speaks of each answers it.
        """
        answer = self._by_reader(found.question, found.hits)
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
        asked = self._understood(screened, history, where)
        found = self._alone(asked, where)
        if found.sentences or not near or asked.text == part.asked:
            return found
        beside = self._alone(question_of(screened, Reading(part.asked)), where)
        return beside if beside.sentences and beside.documents <= near else found

    def _alone(self, question: Question, where: Filter | None) -> Answer:
        """The answer without a chat model to one of several questions."""
        hits = self._hits(question, where)
        return self._by_structure(question, hits, where) or self._by_reader(question, hits)


def _within(document_id: str | None, where: Filter | None) -> Filter | None:
    """What a search is kept to, with the one document, if one is given."""
    return where if document_id is None else replace(where or Filter(), documents=(document_id,))
