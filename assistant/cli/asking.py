"""`pressroom ask`: a question, or a file of them -> answers with their sources."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.assistant.cli import limits
from pressroom.assistant.cli.limits import Limits, limited
from pressroom.assistant.cli.shared import AsJson, Home, opened_parts, print_json, say_over
from pressroom.corpus.errors import QuestionError, ReadError

if TYPE_CHECKING:
    from pressroom.assistant.answer import Assistant
    from pressroom.assistant.build import Parts
    from pressroom.index.filters import Filter


def add_to(app: typer.Typer) -> None:
    app.command("ask")(ask)


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            metavar="QUESTIONS.jsonl", help='questions as {"id", "question", "history"?} a line'
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="ANSWERS.jsonl", help="where the answers of a batch go"),
    ] = None,
    document: limits.Document = None,
    year: limits.Year = None,
    since: limits.Since = None,
    until: limits.Until = None,
    speaker: limits.Speaker = None,
    body: limits.Body = None,
    kind: limits.TurnKind = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ask a question, or a file of them."""
    within = Limits(document, year, since, until, speaker, body, kind)
    if bool(question) == bool(batch):
        raise QuestionError("expected either a QUESTION or --batch QUESTIONS.jsonl")
    if question:
        with opened_parts(home) as parts:
            _ask_one(question, within, parts, as_json=as_json)
    elif batch:
        answers = _checked(batch, out)
        with opened_parts(home) as parts:
            where = limited("", within, parts).where
            _ask_batch(batch, answers, parts.assistant, where)


def _checked(batch: Path, out: Path | None) -> Path:
    """Where the answers go."""
    if not out:
        raise QuestionError("--batch needs --out ANSWERS.jsonl")
    if not batch.is_file():
        raise ReadError(f"{batch}: no such file; expected questions as JSON lines")
    return out


def _ask_one(question: str, within: Limits, parts: Parts, *, as_json: bool) -> None:
    from pressroom.assistant.cli.answers import print_answer
    from pressroom.assistant.say.replies import reply_to
    from pressroom.assistant.say.rows import answer_row

    began = time.perf_counter()
    asked = limited(question, within, parts)
    answer = parts.assistant.ask(asked.question, where=asked.where)
    elapsed = (time.perf_counter() - began) * 1000
    if as_json:
        message = reply_to(answer, parts.library).text
        print_json(answer_row(answer, ms=elapsed, message=message))
    else:
        print_answer(answer, parts.library)


def _ask_batch(questions: Path, out: Path, assistant: Assistant, where: Filter | None) -> None:
    """One row a line; a line that cannot be asked becomes a row with status error, and the batch
    goes on.
    """
    text = questions.read_text("utf-8", errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    partial = out.with_name(out.name + ".part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.writelines(_rows(lines, assistant, where))
        partial.replace(out)
    except OSError as error:
        raise ReadError(f"{out}: cannot be written ({error.strerror})") from None


def _rows(lines: list[str], assistant: Assistant, where: Filter | None) -> Iterable[str]:
    from pressroom.assistant.cli.batch import answer_line

    began = time.monotonic()
    for number, line in enumerate(lines, 1):
        row = answer_line(line, number, assistant, where=where)
        yield json.dumps(row, ensure_ascii=False) + "\n"
        done = number == len(lines)
        if number % 25 == 0 or done:
            rate = number / (time.monotonic() - began)
            say_over(f"{number}/{len(lines)} questions, {rate:.1f} a second", done=done)
