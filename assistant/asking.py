"""A question with its history and what it is limited to -> answers and rows as they grow: one way
for every door, from HTTP to LangChain.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pressroom.assistant.answer import Answering
from pressroom.assistant.ask.limits.scope import filter_of, scoped
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.ending import not_there
from pressroom.assistant.say.replies import reply_to
from pressroom.assistant.say.rows import AnswerRow, answer_row
from pressroom.corpus.library.catalogue import Catalogue, Wanted
from pressroom.corpus.library.library import Library


class Asking:
    """Threads may share it."""

    def __init__(
        self, assistant: Answering, library: Library, catalogue: Catalogue | None = None
    ) -> None:
        self._assistant = assistant
        self._library = library
        self._catalogue = catalogue or Catalogue(library)

    def answers(
        self, question: str, history: Sequence[str] = (), wanted: Wanted | None = None
    ) -> Iterator[Answer]:
        """The answer as it grows, the last one whole and kept. Raises QuestionError for bad
        input.
        """
        shelf = self._catalogue.shelf()
        limits = scoped(question, wanted or Wanted(), shelf)
        if limits.unknown:
            yield not_there(limits, shelf)
            return
        yield from self._assistant.answers(
            limits.words or question, history, where=filter_of(limits.wanted, shelf)
        )

    def look_up(
        self, question: str, history: Sequence[str] = (), wanted: Wanted | None = None
    ) -> Answer | None:
        """What would be answered, without a trace; None where it would not be searched for."""
        shelf = self._catalogue.shelf()
        limits = scoped(question, wanted or Wanted(), shelf)
        if limits.unknown or not limits.words:
            return None
        where = filter_of(limits.wanted, shelf)
        return self._assistant.look_up(limits.words, history, where=where)

    def rows(
        self, question: str, history: Sequence[str] = (), wanted: Wanted | None = None
    ) -> Iterator[AnswerRow]:
        """The same as rows. One that comes before the whole answer has no `id` yet."""
        began = time.perf_counter()
        for answer in self.answers(question, history, wanted):
            elapsed = (time.perf_counter() - began) * 1000
            yield answer_row(answer, ms=elapsed, message=self.message(answer))

    def row(
        self, question: str, history: Sequence[str] = (), wanted: Wanted | None = None
    ) -> AnswerRow:
        """The whole answer alone."""
        *_, row = self.rows(question, history, wanted)
        return row

    def message(self, answer: Answer) -> str:
        """What the assistant itself says with an answer, in the question's language."""
        return reply_to(answer, self._library).text
