"""`pressroom eval check`, `compare` and `history`: cases against documents, runs against runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pressroom.assistant.cli.evaluation.evaluating import EvalRequest
from pressroom.assistant.cli.evaluation.options import Questions, Sets
from pressroom.assistant.cli.shared import AsJson, Home, print_json, say, settings_of, show_progress
from pressroom.corpus.errors import ReadError


def check(
    context: typer.Context,
    sets: Sets = None,
    questions: Questions = None,
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    """Check cases against their documents."""
    from pressroom.assistant.build import open_embedder
    from pressroom.eval.questions.check import check
    from pressroom.eval.questions.sets import OWN, load_set, open_set

    home, as_json = _given(context, home, as_json)
    settings = settings_of(home)
    found = []
    embedder = open_embedder(settings, progress=say)
    for name in sets or [OWN]:
        chosen = load_set(name, questions=questions)
        with open_set(chosen, settings, embedder, progress=show_progress) as (_, documents):
            found += check(chosen.cases, documents)
    if as_json:
        print_json({"findings": [asdict(finding) for finding in found]}, indent=None)
    else:
        for finding in found:
            print(f"{'doubt' if finding.doubt else 'wrong'}: {finding}")
        print(f"{len(found)} findings")
    return 1 if any(not finding.doubt for finding in found) else 0


def compare(
    context: typer.Context,
    before: Annotated[
        str,
        typer.Argument(
            metavar="A", help="a run: its folder, the beginning of its id, `last` or `previous`"
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B")],
    home: Home = None,
    as_json: AsJson = False,
) -> int:
    """Compare two runs, question by question."""
    from pressroom.eval.reports.table import comparison_lines
    from pressroom.eval.runs.compare import compare_runs, find_run

    home, as_json = _given(context, home, as_json)
    runs = settings_of(home).home / "eval" / "runs"
    comparisons = compare_runs(find_run(before, runs), find_run(after, runs))
    if not comparisons:
        raise ReadError(
            f"{before} and {after} have no question set with the same documents in common"
        )
    if as_json:
        print_json([asdict(comparison) for comparison in comparisons], indent=None)
    else:
        print("\n".join(comparison_lines(comparisons)))
    return 1 if any(comparison.worse for comparison in comparisons) else 0


def history(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="ID", help="id of the case, as a report shows it")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """What became of a case in the runs kept."""
    from pressroom.eval.reports.table import history_lines
    from pressroom.eval.runs.past import history_of

    home, as_json = _given(context, home, as_json)
    found = history_of(case, settings_of(home).home / "eval" / "runs")
    if as_json:
        print_json([asdict(then) for then in found], indent=None)
    else:
        print("\n".join(history_lines(found)))


def _given(context: typer.Context, home: Path | None, as_json: bool) -> tuple[Path | None, bool]:
    """`--home` and `--json` may stand before the subcommand, too."""
    asked: EvalRequest = context.obj
    return home or asked.home, as_json or asked.as_json
