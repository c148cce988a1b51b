"""`pressroom eval`: its options, and calls into the evaluation, which is loaded only when it is asked for."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from eval.judge import Judge
    from index.ingest import Progress


_LEAST_PASSAGES = 100


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The command, with how it tells a person who waits what it does."""

    say: Callable[[str], None]
    show_progress: Callable[[Progress], None]

    def run(self, options: argparse.Namespace, settings: Settings) -> int:
        return _run(options, settings, self.say, self.show_progress)

    def bench(self, options: argparse.Namespace, settings: Settings) -> int:
        return _bench(options, settings, self.say)

    def check(self, options: argparse.Namespace, settings: Settings) -> int:
        return _check(options, settings, self.say, self.show_progress)


def add_options(parser: argparse.ArgumentParser, evaluation: Evaluation) -> None:
    """The options of `eval` and its subcommands `add`, `check` and `compare`."""
    _add_sets(parser)
    parser.add_argument("--kind", help="only cases of this kind")
    parser.add_argument("--limit", type=_positive, metavar="N", help="a fixed sample of at most N questions of each set")
    parser.add_argument("--baseline", action="append", default=[], metavar="NAME", help="compare with langchain, bm25, llamaindex or all")
    parser.add_argument("--judge", metavar="MODEL", help="judge claims with this chat model, as LangChain's init_chat_model takes it")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where report and JSON go (default: a folder of the data folder)")
    parser.add_argument("--record", action="store_true", help="add a line to eval/history.jsonl")
    parser.add_argument("--publish", action="store_true", help="write the figures into README.md and docs/evaluation.md")
    commands = parser.add_subparsers(dest="eval_command", metavar="add | check | compare")
    _add_parser(commands)
    check = commands.add_parser("check", help="Check cases against their documents.", parents=[_common()])
    check.set_defaults(run=evaluation.check)
    _add_sets(check)
    compare = commands.add_parser("compare", help="Compare two runs, question by question.", parents=[_common()])
    compare.set_defaults(run=_compare)
    compare.add_argument("before", metavar="A", help="a run: its folder, the beginning of its id, `last` or `previous`")
    compare.add_argument("after", metavar="B")


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench`."""
    parser.add_argument("--passages", type=_positive, default=2_000, metavar="N", help="how many (default 2,000)")
    parser.add_argument("--embed", type=_positive, default=1_000, metavar="N", help="the model embeds so many; the other vectors are drawn")
    parser.add_argument("--docs", action="append", default=[], type=Path, metavar="PATH", help="measure on these documents instead")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make them in this folder and leave them there; measure what it holds")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where bench.json and bench.svg go")


def _bench(options: argparse.Namespace, settings: Settings, say: Callable[[str], None]) -> int:
    from eval.speed import bench

    if min(options.passages, options.embed) < _LEAST_PASSAGES:
        raise SettingsError(f"--passages and --embed: fewer than {_LEAST_PASSAGES} give no figure that means something")
    embedded = options.passages if options.docs else options.embed
    wanted = {"passages": options.passages, "embedded": embedded, "docs": options.docs}
    figures = bench(settings, **wanted, keep=options.keep, out=options.out, say=say)
    print(json.dumps(figures, ensure_ascii=False, indent=None if options.json else 1))
    return 0


def _common() -> argparse.ArgumentParser:
    """Options that may stand before or after the subcommand."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="data folder")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    return common


def _add_sets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set", action="append", metavar="DIR", help="a folder with documents.jsonl and dev.jsonl (default: samples)")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="these questions instead of the set's dev.jsonl")


def _add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("add", help="Write a case from a question and an answer record.", parents=[_common()])
    add.set_defaults(run=_add)
    add.add_argument("question", metavar="QUESTION")
    add.add_argument("--record", type=Path, required=True, metavar="FILE", help="what `pressroom ask --json` printed; `-`: standard input")
    add.add_argument("--kind", required=True, help="kind of the case, see eval/cases/README.md")
    add.add_argument("--answer", action="append", metavar="WORDS", help="right words, as they stand in the document (default: those cited)")
    add.add_argument("--document", metavar="ID", help="the document that answers (default: the one cited)")
    add.add_argument("--unanswerable", action="store_true", help="nothing answers it")
    add.add_argument("--history", action="append", default=[], metavar="WORDS", help="an earlier turn; repeat it: question, answer …")
    add.add_argument("--id", help="id of the case (default: the next of its kind)")
    add.add_argument("--to", type=Path, metavar="FILE", help="question file (default: eval/cases/samples.jsonl)")


def _run(options: argparse.Namespace, settings: Settings, say: Callable[[str], None], show_progress: Callable[[Progress], None]) -> int:
    from eval.compare import run_before
    from eval.publish import publish
    from eval.records import append_history
    from eval.report import write_report
    from eval.run import Watch, evaluate, new_run_id
    from eval.sets import OWN, load_set, narrowed
    from eval.table import run_lines

    sets = [load_set(name, questions=options.questions) for name in options.set or [OWN]]
    sets = [narrowed(each, kind=options.kind, limit=options.limit) for each in sets]
    runs, run_id = settings.home / "eval" / "runs", new_run_id()
    run = evaluate(
        sets,
        settings,
        run_id=run_id,
        out=options.out or runs / run_id,
        baselines=options.baseline,
        judged_by=_judge(options.judge, settings),
        gated=options.kind is None and options.limit is None,  # thresholds are for whole sets
        watch=Watch(say, show_progress, _questions_done),
    )
    report = write_report(run, options.out or runs / run_id, before=run_before(run, runs))
    if options.record:
        append_history(run)
    if options.publish:
        publish(run)
    say(f"report: {report}")
    if options.json:
        print(json.dumps({"measures": run.measures, "missed": run.missed, "report": str(report)}, ensure_ascii=False))
    else:
        print("\n".join(run_lines(run)))
    return 1 if run.missed else 0


def _judge(model: str | None, settings: Settings) -> Judge | None:
    if model is None:
        return None
    from assistant.writer import open_chat_model
    from eval.judge import Judge

    return Judge(open_chat_model(model, base_url=settings.chat_base_url, api_key=settings.chat_api_key), name=model)


def _check(options: argparse.Namespace, settings: Settings, say: Callable[[str], None], show_progress: Callable[[Progress], None]) -> int:
    from assistant.build import open_embedder
    from eval.check import check
    from eval.sets import OWN, load_set, open_set

    found = []
    embedder = open_embedder(settings, progress=say)
    for name in options.set or [OWN]:
        chosen = load_set(name, questions=options.questions)
        with open_set(chosen, settings, embedder, progress=show_progress) as (_, documents):
            found += check(chosen.cases, documents)
    if options.json:
        print(json.dumps({"findings": [asdict(finding) for finding in found]}, ensure_ascii=False))
    else:
        print("\n".join([*(("doubt: " if f.doubt else "wrong: ") + str(f) for f in found), f"{len(found)} findings"]))
    return 1 if any(not finding.doubt for finding in found) else 0


def _compare(options: argparse.Namespace, settings: Settings) -> int:
    from eval.compare import compare_runs, find_run
    from eval.table import comparison_lines

    runs = settings.home / "eval" / "runs"
    comparisons = compare_runs(find_run(options.before, runs), find_run(options.after, runs))
    if not comparisons:
        raise ReadError(f"{options.before} and {options.after} have no question set with the same documents in common")
    if options.json:
        print(json.dumps([asdict(comparison) for comparison in comparisons], ensure_ascii=False))
    else:
        print("\n".join(comparison_lines(comparisons)))
    return 1 if any(comparison.worse for comparison in comparisons) else 0


def _add(options: argparse.Namespace, _settings: Settings) -> int:
    from eval.adding import SAMPLE_CASES, append_case, case_row

    try:
        text = sys.stdin.read() if str(options.record) == "-" else options.record.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{options.record}: cannot be read ({error}); expected what `pressroom ask --json` prints") from None
    row = case_row(
        options.question,
        text,
        kind=options.kind,
        answers=options.answer or (),
        document=options.document,
        unanswerable=options.unanswerable,
        history=options.history,
        case_id=options.id,
    )
    written = append_case(row, options.to or SAMPLE_CASES)
    print(json.dumps(written, ensure_ascii=False))
    return 0


def _questions_done(name: str, done: int, of: int) -> None:
    """A line that the next one replaces, where a person is watching."""
    if sys.stderr.isatty() and (done % 25 == 0 or done == of):
        print(f"\r\033[K{name}: {done}/{of} questions", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _positive(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be; expected a whole number from 1")
    return number
