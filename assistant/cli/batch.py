"""A line of a question file -> the row of its answer."""

from __future__ import annotations

import json
import time
from typing import Any

from pressroom.assistant.answer import Assistant
from pressroom.assistant.say.rows import answer_row
from pressroom.corpus.errors import PressroomError, QuestionError
from pressroom.index.filters import Filter

_EXPECTED = 'expected {"id": …, "question": …, "history"?: [question, answer, …]}'


def answer_line(
    line: str, number: int, assistant: Assistant, *, where: Filter | None = None
) -> dict[str, Any]:
    """The answer from what `where` lets through, with its id, or {"id", "status": "error", "error"}
    for a line that cannot be asked.
    """
    identity: Any = f"line {number}"
    try:
        row = _read(line)
        identity = row.get("id", identity)
        question, history = _question(row)
        began = time.perf_counter()
        answer = assistant.look_up(question, history, where=where)
        return {**answer_row(answer, ms=(time.perf_counter() - began) * 1000), "id": identity}
    except PressroomError as error:
        return {
            "id": identity,
            "status": "error",
            "error": str(error),
            "answer": "",
            "citations": [],
            "hits": [],
        }


def read_history(value: object) -> list[str]:
    """A conversation as [question, answer, question, answer …]. Raises QuestionError for anything
    else.
    """
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(words, str) for words in value):
        raise QuestionError(
            "history is not a list of texts; expected [question, answer, question, answer …]"
        )
    return value


def _read(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"not JSON ({error}); {_EXPECTED}") from None
    if not isinstance(row, dict):
        raise QuestionError(f"not an object; {_EXPECTED}")
    return row


def _question(row: dict[str, Any]) -> tuple[str, list[str]]:
    if "id" not in row or not isinstance(row.get("question"), str):
        raise QuestionError(f"id or question is missing; {_EXPECTED}")
    return row["question"], read_history(row.get("history"))
