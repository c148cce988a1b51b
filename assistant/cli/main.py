"""The `pressroom` command: arguments -> calls -> printed lines. Heavy libraries load only where
they are used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from pressroom.assistant.cli import answers, asking, documents, draft, publishing, serving
from pressroom.assistant.cli.evaluation import commands as evaluation
from pressroom.assistant.cli.office import retention, staff, tokens
from pressroom.assistant.cli.shared import say
from pressroom.corpus.errors import PressroomError
from typer.core import TyperGroup
from typer.exceptions import TyperException

__all__ = ["app", "main"]

_ABOUT = (
    "Answers questions from press-conference transcripts, in officials' own words, each with its "
    "source paragraph."
)
_STOPPED = "stopped; what was done so far is kept, the same command goes on from there"


class _Commands(TyperGroup):
    """Whatever ends a command becomes an exit code, and one line where it is a mistake."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx) or 0
        except PressroomError as error:
            say(f"pressroom: {error}")
            return 2
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except KeyboardInterrupt:
            say(f"pressroom: {_STOPPED}")
            return 130


app = typer.Typer(
    cls=_Commands,
    help=_ABOUT,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)
for room in (documents, asking, answers, publishing, retention, serving):
    room.add_to(app)
app.add_typer(draft.commands, name="draft")
app.add_typer(staff.commands, name="staff")
app.add_typer(tokens.commands, name="token")
evaluation.add_to(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command. 0: done; 1: the answer is no (a check, an eval); 2: a mistake, said in one
    line.
    """
    command = typer.main.get_command(app)
    try:
        result: int = command.main(arguments, prog_name="pressroom", standalone_mode=False)
        return result
    except TyperException as error:
        wrong = error.format_message().rstrip(".")
        say(f"pressroom: {wrong}; `pressroom COMMAND --help` says what is expected")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
