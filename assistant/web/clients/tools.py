"""An assistant -> Gradio's endpoints /ask, /search, /read and /verify, for `gradio_client`; the
same four are the tools of Gradio's MCP server.

Docstrings are what a program that chooses a tool reads.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from pressroom.assistant.answer import Answering
from pressroom.assistant.ask.limits.scope import filter_of
from pressroom.assistant.asking import Asking
from pressroom.assistant.say.rows import AnswerRow, claim_row, document_url, passage_row
from pressroom.assistant.web.line import Line, Wait
from pressroom.assistant.web.stream import client_of
from pressroom.corpus.errors import PressroomError, QuestionError
from pressroom.corpus.library.catalogue import Catalogue, Wanted
from pressroom.corpus.library.library import Library
from pressroom.corpus.transcript import Transcript

_MOST_PASSAGES = 50
Given = ParamSpec("Given")
Made = TypeVar("Made")


class Tools:
    """The four, over one assistant. Every mistake of a caller is one line that says what to do."""

    def __init__(
        self, assistant: Answering, library: Library, catalogue: Catalogue, line: Line
    ) -> None:
        self._asking = Asking(assistant, library, catalogue)
        self._assistant = assistant
        self._library = library
        self._catalogue = catalogue
        self._line = line

    def offer(self) -> None:
        """Adds the endpoints to the gr.Blocks that is being built."""
        gr.api(_told_each(self.ask), api_name="ask")
        gr.api(_told(self.search), api_name="search", queue=False)
        gr.api(_told(self.read), api_name="read", queue=False)
        gr.api(_told(self.verify), api_name="verify", queue=False)

    async def ask(
        self,
        question: str,
        history: list[str] | None = None,
        year: str = "",
        body: str = "",
        speaker: str = "",
        document: str = "",
        request: gr.Request | None = None,
    ) -> AsyncIterator[AnswerRow]:
        """Answers a question from press conferences in officials' own words, each sentence a
        checked quote with speaker, day and link; says so where the documents do not tell.

        Args:
            question: What a citizen wants to know, in any language.
            history: The conversation before: question, answer, question, answer.
            year: Only documents of this year, 2025, or month, 2025-06.
            body: Only what people of this authority said.
            speaker: Only what this person said.
            document: Only the document of this id.
        """
        wanted = Wanted(year or None, body or None, speaker or None, document or None)

        def begin() -> Iterator[AnswerRow]:
            return self._asking.rows(question, history or (), wanted)

        async for row in self._line.each(client_of(request), begin):
            if not isinstance(row, Wait):
                yield row

    def search(self, words: str, limit: int = 10, document: str = "") -> list[dict[str, Any]]:
        """Finds the passages of press conferences nearest to a question, best first. They are near,
        not necessarily an answer.

        Args:
            words: A question or words to look for.
            limit: How many passages at most, up to 50.
            document: Only the document of this id.
        """
        if not 1 <= limit <= _MOST_PASSAGES:
            raise QuestionError(f"limit: {limit}; expected a number from 1 to {_MOST_PASSAGES}")
        where = filter_of(Wanted(document=document or None), self._catalogue.shelf())
        return [passage_row(hit) for hit in self._assistant.search(words, limit=limit, where=where)]

    def read(self, document: str, first: int = 1, last: int = 40) -> dict[str, Any]:
        """Reads a document: its title, day and paragraphs with who says them.

        Args:
            document: The id of the document, `doc` of a passage or citation.
            first: The number of the first paragraph.
            last: The number of the last one.
        """
        current = self._library.versions([document]).get(document)
        if current is None:
            raise QuestionError(f"document: {document!r} is not here; expected `doc` of a passage")
        return _read(self._library.get(document, current), first, last)

    def verify(self, text: str, document: str = "") -> list[dict[str, Any]]:
        """Tells of each sentence of a text whether officials said it: found, misattributed, altered
        or unfound, with the real words and who said them.

        Args:
            text: Sentences that officials are said to have said.
            document: Only the document of this id.
        """
        claims = self._assistant.check_text(text, document_id=document or None)
        return [claim_row(claim) for claim in claims]


def _read(transcript: Transcript, first: int, last: int) -> dict[str, Any]:
    paragraphs = [
        {
            "number": paragraph.number,
            "speaker": turn.speaker.name if turn.speaker else None,
            "speaker_title": turn.speaker.title if turn.speaker else None,
            "kind": turn.kind,
            "text": transcript.words(paragraph),
        }
        for turn in transcript.turns
        for paragraph in turn.paragraphs
    ]
    return {
        "doc": transcript.id,
        "title": transcript.title,
        "date": transcript.date,
        "version": transcript.version,
        "url": document_url(transcript.id),
        "of": len(paragraphs),
        "paragraphs": paragraphs[max(first, 1) - 1 : max(last, 0)],
    }


def _told(made: Callable[Given, Made]) -> Callable[Given, Made]:
    """What is wrong with a call is told to the caller; a fault of ours is not."""

    @wraps(made)
    def told(*given: Given.args, **named: Given.kwargs) -> Made:
        try:
            return made(*given, **named)
        except PressroomError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told


def _told_each(
    made: Callable[Given, AsyncIterator[Made]],
) -> Callable[Given, AsyncIterator[Made]]:
    """The same for what comes one by one."""

    @wraps(made)
    async def told(*given: Given.args, **named: Given.kwargs) -> AsyncIterator[Made]:
        try:
            async for one in made(*given, **named):
                yield one
        except PressroomError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told
