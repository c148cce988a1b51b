"""What `pressroom eval` is asked -> a run, its report, and how it compares with other settings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pressroom.assistant.cli.shared import print_json, say, show_progress
from pressroom.assistant.settings import Settings, changed
from pressroom.corpus.errors import SettingsError

if TYPE_CHECKING:
    from pressroom.eval.metrics.judge import Judge
    from pressroom.eval.runs.plan import Watch
    from pressroom.eval.runs.records import RunRecord


@dataclass(frozen=True, slots=True)
class EvalRequest:
    """The questions and whom they are put to; subcommands take `home` and `as_json` from it."""

    home: Path | None
    as_json: bool
    sets: Sequence[str] = ()
    questions: Path | None = None
    kind: str | None = None
    limit: int | None = None
    readers: Sequence[str] = ()
    baselines: Sequence[str] = ()
    judge: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all questions of the sets are asked: bounds are for whole sets."""
        return self.kind is None and self.limit is None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run goes; `out` None is a folder of the data folder."""

    out: Path | None
    junit: Path | None
    record: bool = False
    published: bool = False


def evaluated(
    asked: EvalRequest, settings: Settings, kept: Destination, *, beside: Sequence[str]
) -> int:
    """Runs, keeps and prints it; 1 where a bound is missed. `beside` are settings of a second
    run.
    """
    from pressroom.eval.runs.run import new_run_id

    other = _with(settings, beside) if beside else None
    run_id = new_run_id()
    folder = kept.out or settings.home / "eval" / "runs" / run_id
    run = _run(asked, settings, run_id, folder)
    report = _reported(run, settings, folder)
    _keep(run, asked, kept)
    _print_run(run, report, as_json=asked.as_json)
    if other:
        _run_beside(asked, other, run, folder, beside)
    return 1 if run.missed else 0


def _run(asked: EvalRequest, settings: Settings, run_id: str, folder: Path) -> RunRecord:
    from pressroom.eval.questions.sets import OWN, load_set, narrowed
    from pressroom.eval.runs.run import evaluate

    sets = [load_set(name, questions=asked.questions) for name in asked.sets or [OWN]]
    return evaluate(
        [narrowed(each, kind=asked.kind, limit=asked.limit) for each in sets],
        settings,
        run_id=run_id,
        out=folder,
        readers=list(asked.readers),
        baselines=list(asked.baselines),
        judged_by=_judge(asked.judge, settings),
        gated=asked.is_whole,
        watch=_watch(),
    )


def _reported(run: RunRecord, settings: Settings, folder: Path) -> Path:
    from pressroom.eval.reports.report import write_report
    from pressroom.eval.runs.compare import run_before

    before = run_before(run, settings.home / "eval" / "runs")
    return write_report(run, folder, before=before)


def _keep(run: RunRecord, asked: EvalRequest, kept: Destination) -> None:
    from pressroom.eval.reports.junit import write_junit
    from pressroom.eval.reports.publish import publish
    from pressroom.eval.runs.gate import renew
    from pressroom.eval.runs.records import append_history

    if kept.junit:
        write_junit(run, kept.junit)
    if kept.record:
        append_history(run)
    if kept.record and asked.is_whole:
        renew(run)
    if kept.published:
        publish(run)


def _print_run(run: RunRecord, report: Path, *, as_json: bool) -> None:
    from pressroom.eval.reports.table import run_lines

    say(f"report: {report}")
    if as_json:
        row = {"measures": run.measures, "missed": run.missed, "report": str(report)}
        print_json(row, indent=None)
    else:
        print("\n".join(run_lines(run)))


def _run_beside(
    asked: EvalRequest, settings: Settings, run: RunRecord, folder: Path, changes: Sequence[str]
) -> None:
    """The same questions with other settings, and what that changes; its report lies beside."""
    from pressroom.eval.reports.report import write_report
    from pressroom.eval.reports.table import comparison_lines, run_lines
    from pressroom.eval.runs.compare import compare_runs

    beside = folder.with_name(f"{folder.name}-beside")
    other = _run(asked, settings, f"{run.id}-beside", beside)
    report = write_report(other, beside, before=run)
    comparisons = compare_runs(run, other)
    say(f"report: {report}")
    if asked.as_json:
        print_json([asdict(each) for each in comparisons], indent=None)
    else:
        print("\n".join(["", f"beside: {' '.join(changes)}", *run_lines(other)]))
        print("\n".join(comparison_lines(comparisons)))


def _with(settings: Settings, changes: Sequence[str]) -> Settings:
    """The settings with `name=value` changed, as the environment would."""
    pairs = [change.partition("=") for change in changes]
    if wrong := [name for name, is_one, _ in pairs if not is_one]:
        raise SettingsError(f"--beside {wrong[0]}: expected SETTING=VALUE, as reader=rules")
    return changed(settings, {name: value for name, _, value in pairs})


def _judge(model: str | None, settings: Settings) -> Judge | None:
    if model is None:
        return None
    from pressroom.assistant.writer import open_chat_model
    from pressroom.eval.metrics.judge import Judge

    chat = open_chat_model(model, base_url=settings.chat_base_url, api_key=settings.chat_api_key)
    return Judge(chat, name=model)


def _watch() -> Watch:
    from pressroom.eval.runs.plan import Watch

    return Watch(say, show_progress, _questions_done)


def _questions_done(name: str, done: int, of: int) -> None:
    """A line that the next one replaces, where a person is watching."""
    if sys.stderr.isatty() and (done % 25 == 0 or done == of):
        end = "\n" if done == of else ""
        text = f"\r\033[K{name}: {done}/{of} questions"
        print(text, end=end, file=sys.stderr, flush=True)
