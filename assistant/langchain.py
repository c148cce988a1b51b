"""An assistant as LangChain's interfaces: a runnable and a tool, question -> checked row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool
from pressroom.assistant.asking import Asking
from pressroom.assistant.build import Parts
from pressroom.assistant.say.plain import plain
from pressroom.assistant.say.rows import AnswerRow, answer_row
from pressroom.corpus.library.catalogue import Wanted

_LIMITS = ("year", "body", "speaker", "document")
_DESCRIPTION = (
    "Answers a question from press conferences in officials' own words. Each sentence is a checked "
    "quote with its source; where the documents do not say, it says so."
)


class PressroomRunnable(Runnable[str | Mapping[str, Any], AnswerRow]):
    """A question, or a mapping of `question`, `history` and limits -> the row that the HTTP API
    gives; `stream` gives it as it grows.
    """

    def __init__(self, parts: Parts) -> None:
        self._asking = Asking(parts.answering, parts.library)

    def invoke(
        self,
        input: str | Mapping[str, Any],
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AnswerRow:
        *_, row = self.stream(input, config, **kwargs)
        return row

    def stream(
        self,
        input: str | Mapping[str, Any],
        config: RunnableConfig | None = None,  # noqa: ARG002 -- the interface's
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[AnswerRow]:
        asked = {"question": input} if isinstance(input, str) else input
        wanted = Wanted(*(asked.get(name) for name in _LIMITS))
        yield from self._asking.rows(asked["question"], asked.get("history", ()), wanted)


def pressroom_tool(parts: Parts) -> BaseTool:
    """A tool for an agent: the model reads the answer with its sources as text; `artifact` of the
    tool's message is the whole row.
    """
    asking = Asking(parts.answering, parts.library)

    def ask(question: str) -> tuple[str, AnswerRow]:
        *_, answer = asking.answers(question)
        message = asking.message(answer)
        said = plain(answer, message)
        row = answer_row(answer, message=message)
        return "\n\n".join(filter(None, (said.text, said.sources))), row

    return StructuredTool.from_function(
        ask, name="pressroom", description=_DESCRIPTION, response_format="content_and_artifact"
    )
