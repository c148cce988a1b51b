"""`pressroom eval`: its options, and the commands below it; the evaluation is loaded when asked
for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pressroom.assistant.cli.evaluation.adding import add
from pressroom.assistant.cli.evaluation.bench import bench
from pressroom.assistant.cli.evaluation.evaluating import Destination, EvalRequest, evaluated
from pressroom.assistant.cli.evaluation.options import Questions, Sets
from pressroom.assistant.cli.evaluation.runs import check, compare, history
from pressroom.assistant.cli.shared import AsJson, Home, group, settings_of

_ABOUT = "Evaluate: is it right, is it better than before, than others? Fails below the thresholds."
commands = group(_ABOUT)


def add_to(app: typer.Typer) -> None:
    app.command("bench")(bench)
    for command in (check, compare, history, add):
        commands.command()(command)
    app.add_typer(commands, name="eval")


@commands.callback(invoke_without_command=True)
def evaluate(
    context: typer.Context,
    sets: Sets = None,
    questions: Questions = None,
    kind: Annotated[str | None, typer.Option(help="only cases of this kind")] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="a fixed sample of at most N questions of each set"),
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="who reads the passages (default: PRESSROOM_READER); a second one is tried beside",
        ),
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="compare with langchain, bm25, llamaindex or all"),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="judge claims with this chat model, as LangChain's init_chat_model takes it",
        ),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SETTING=VALUE",
            help="run once more with this setting, and compare; repeat it for several settings",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="where report and JSON go (default: a folder of the data folder)"
        ),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="every question as JUnit XML, for CI")
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            help="add a line to eval/history.jsonl, and set eval/thresholds.toml anew",
        ),
    ] = False,
    publish: Annotated[
        bool,
        typer.Option("--publish", help="write the figures into README.md and docs/evaluation.md"),
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    asked = EvalRequest(
        home, as_json, sets or (), questions, kind, limit, reader or (), baseline or (), judge
    )
    context.obj = asked
    if context.invoked_subcommand:
        return 0
    kept = Destination(out, junit, record=record, published=publish)
    return evaluated(asked, settings_of(home), kept, beside=beside or ())
