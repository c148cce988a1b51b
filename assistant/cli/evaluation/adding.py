"""`pressroom eval add`: a question and its answer record -> a case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from pressroom.assistant.cli.shared import Home, print_json, settings_of
from pressroom.corpus.errors import ReadError, SettingsError


def add(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    record: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="what `pressroom ask --json` printed; `-`: standard input",
            show_default=False,
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(help="kind of the case, see eval/cases/README.md", show_default=False),
    ],
    answer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS",
            help="right words, as they stand in the document (default: those cited)",
        ),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option(metavar="ID", help="the document that answers (default: the one cited)"),
    ] = None,
    unanswerable: Annotated[
        bool, typer.Option("--unanswerable", help="nothing answers it")
    ] = False,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help="an earlier turn; repeat it: question, answer …"),
    ] = None,
    case_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="id of the case (default: the next of its kind)"),
    ] = None,
    to_set: Annotated[
        Path | None,
        typer.Option("--set", metavar="DIR", help="the question set: its dev.jsonl gets the case"),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="another question file than that")
    ] = None,
    home: Home = None,
) -> None:
    """Write a case from a question and an answer record."""
    from pressroom.eval.questions.adding import append_case, case_row

    settings_of(home)  # a setting that cannot be is told here, too
    file = _case_file(to_set, to)
    row = case_row(
        question,
        _read(record),
        kind=kind,
        answers=answer or (),
        document=document,
        unanswerable=unanswerable,
        history=history or (),
        case_id=case_id,
    )
    print_json(append_case(row, file), indent=None)


def _read(record: Path) -> str:
    try:
        return sys.stdin.read() if str(record) == "-" else record.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(
            f"{record}: cannot be read ({error}); expected what `pressroom ask --json` prints"
        ) from None


def _case_file(to_set: Path | None, to: Path | None) -> Path:
    if to_set and not to_set.is_dir():
        raise ReadError(f"{to_set}: no such folder; expected a question set")
    if to:
        return to
    if to_set:
        return to_set / "dev.jsonl"
    raise SettingsError("eval add: where to? expected --set DIR (its dev.jsonl), or --to FILE")
