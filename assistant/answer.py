"""Question -> Answer: the path from a citizen's words to checked words of officials; nothing is
shown that was not found in a transcript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pressroom.assistant.ask.followup.learned import Leaning
from pressroom.assistant.ask.limits.unclear import topic_missing
from pressroom.assistant.ask.meant import Holdings
from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.screening import Screening, clean_history, screen
from pressroom.assistant.ask.understanding import understand
from pressroom.assistant.check.answer import Answer, Lack
from pressroom.assistant.check.claims import Claim, check_text
from pressroom.assistant.check.ending import declined, unclear_answer
from pressroom.assistant.check.writing import Writer
from pressroom.assistant.read.once import OnceReader, RememberingReader
from pressroom.assistant.read.reader import NOTHING, Reader, Verdict
from pressroom.assistant.timing import Clock
from pressroom.assistant.ways import PASSAGES, Searched, Ways, searched
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit, Searcher


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question, the passages found, and what the reader makes of them."""

    question: Question
    hits: tuple[Hit, ...]
    verdict: Verdict


class Answering(Protocol):
    """What the doors to citizens see of whoever answers: an Assistant, or what follows the one that
    serves. The methods are those of Assistant.
    """

    @property
    def down(self) -> tuple[str, ...]: ...

    def look_up(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Answer: ...

    def answers(
        self,
        words: str,
        history: Sequence[str] = (),
        *,
        document_id: str | None = None,
        where: Filter | None = None,
    ) -> Iterator[Answer]: ...

    def search(
        self, words: str, *, limit: int = PASSAGES, where: Filter | None = None
    ) -> tuple[Hit, ...]: ...

    def check_text(
        self, text: str, *, document_id: str | None = None, where: Filter | None = None
    ) -> list[Claim]: ...

    def reading(self) -> Answering: ...


def _forget(_: object) -> None:
    """Keeps no record, tells nobody."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from the passages that a searcher finds. Threads may share it.

    `weight` says how rare a term is, `meaning` how near words are, `leaning` whether a question
    leans on the one before it, `asks_who` whether it asks who said something. Without `documents`
    nothing is answered from the structure of documents. `on_unanswered` is told of questions that
    nothing answers; `keep` records an answer, and gives its id.
    """

    searcher: Searcher
    reader: Reader
    weight: Callable[[str], float]
    meaning: Meaning
    leaning: Leaning | None = None
    asks_who: Callable[[str], bool] | None = None
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
        clock, one = Clock(), self._of_one_question()
        found = one._searched(words, history, _within(document_id, where), clock)
        for answer in (found,) if isinstance(found, Answer) else one._told(found, clock):
            yield answer
        if answer.is_noted:
            self.on_unanswered(answer.question)
        yield replace(answer, id=self.keep(answer))

    def weigh(self, words: str, history: Sequence[str] = ()) -> Weighed:
        """The same way, as far as the reader's verdict: what may answer, before it is decided
        whether it is shown. Raises QuestionError for bad input.
        """
        found = self._searched(words, history, None, Clock())
        if isinstance(found, Answer):
            return Weighed(found.question, (), NOTHING)
        return Weighed(found.question, found.hits, self.reader.read(found.question, found.hits))

    def search(
        self, words: str, *, limit: int = PASSAGES, where: Filter | None = None
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

    @property
    def down(self) -> tuple[str, ...]:
        """What does not work just now, for operators."""
        silent = ("chat model",) if self.writer is not None and self.writer.is_down else ()
        return (*self.searcher.down, *silent)

    def reading(self) -> Assistant:
        """The same without a chat model, and quicker with questions that come again and again."""
        return replace(self, writer=None, reader=RememberingReader(self.reader))

    def _of_one_question(self) -> Assistant:
        """With a writer that begins anew, and a reader that reads nothing twice."""
        writer = self.writer.begun() if self.writer else None
        return replace(self, writer=writer, reader=OnceReader(self.reader))

    def _searched(
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
        found = searched(question, earlier, where, self.searcher)
        clock.lap("search")
        return found

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

    def _told(self, found: Searched, clock: Clock) -> Iterator[Answer]:
        """What answers, as it comes, each with its timings and what it had to do without."""
        ways = Ways(
            self.searcher,
            self.reader,
            self.meaning,
            self.writer,
            self.documents,
            understand=self._understood,
            asks_who=self.asks_who,
        )
        for answer in ways.answers(found):
            clock.lap("answer")
            yield replace(answer, timings=clock.laps, lacking=self._lacking())

    def _lacking(self) -> tuple[Lack, ...]:
        late = self.writer is not None and self.writer.failed
        return (*self.searcher.lacking, *(("writer",) if late else ()))


def _within(document_id: str | None, where: Filter | None) -> Filter | None:
    """What a search is kept to, with the one document, if one is given."""
    return where if document_id is None else replace(where or Filter(), documents=(document_id,))
