"""Settings -> a table of scores on the cases about the samples; exit code 1 below the thresholds."""

from __future__ import annotations

import json
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.adding import SAMPLES, add_paths
from assistant.answer import Assistant
from assistant.build import open_embedder, open_parts
from assistant.settings import Settings
from corpus.errors import QuestionError
from eval.cases import Case, check_cases, read_cases
from eval.measures import Outcome, found, gold_places, hit_at, mean, refused, speaker_right, verbatim

_THRESHOLDS = Path(__file__).parent / "thresholds.toml"

Row = dict[str, float | int | None]


def run(settings: Settings, *, kind: str | None, as_json: bool, say: Callable[[str], None]) -> int:
    """Indexes the samples in a folder of their own, asks every case, prints the table. 1 if a threshold is missed."""
    cases = [case for case in read_cases() if kind in (None, case.kind)]
    if not cases:
        raise QuestionError(
            f"--kind {kind}: no case of this kind; expected one of {', '.join(sorted({case.kind for case in read_cases()}))}"
        )
    embedder = open_embedder(settings, progress=say)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_parts(replace(settings, home=Path(folder)), embedder=embedder) as parts,
    ):
        add_paths([SAMPLES], parts.library, parts.ingest)
        texts = {entry.id: parts.library.get(entry.id).text for entry in parts.library.entries()}
        check_cases(cases, texts)
        outcomes = [_ask(case, parts.assistant) for case in cases]
    rows = {"all": score(outcomes, texts)} | {
        name: score(_of(outcomes, name), texts) for name in dict.fromkeys(case.kind for case in cases)
    }
    missed = [] if kind else _missed(rows["all"])
    _print(rows, missed, as_json=as_json)
    return 1 if missed else 0


def score(outcomes: Sequence[Outcome], texts: dict[str, str]) -> Row:
    """The measures of some outcomes. A question without result counts as not found."""
    answerable = [(o, gold_places(o.case, texts[o.case.document or ""])) for o in outcomes if not o.case.unanswerable]
    searched = [(o, gold) for o, gold in answerable if o.case.kind != "who"]  # a label is in no passage
    refusals = [o for o in outcomes if refused(o)]
    return {
        "cases": len(outcomes),
        "hit@1": mean([hit_at(o, gold, 1) for o, gold in searched]),
        "hit@5": mean([hit_at(o, gold, 5) for o, gold in searched]),
        "found": mean([found(o, gold) for o, gold in answerable]),
        "verbatim": mean([verbatim(o) for o in outcomes]),
        "speaker": mean([speaker_right(o) for o, _ in answerable]),
        "refusal_precision": mean([o.case.unanswerable for o in refusals]),
        "refusal_recall": mean([refused(o) for o in outcomes if o.case.unanswerable]),
        "quoted_characters": mean([float(sum(len(c.text) for c in o.answer.citations)) for o in outcomes if o.answer.citations]),
        "ms": sorted(o.ms for o in outcomes)[len(outcomes) // 2],
    }


def _ask(case: Case, assistant: Assistant) -> Outcome:
    began = time.perf_counter()
    answer = assistant.look_up(case.question, case.history)
    return Outcome(case, answer, (time.perf_counter() - began) * 1000)


def _of(outcomes: Sequence[Outcome], kind: str) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.case.kind == kind]


def _missed(row: Row) -> list[str]:
    wanted = tomllib.loads(_THRESHOLDS.read_text("utf-8"))
    return [f"{name} {row[name]:.3f} is below {least:.3f}" for name, least in wanted.items() if (row[name] or 0.0) < least]


def _print(rows: dict[str, Row], missed: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"measures": rows["all"], "kinds": rows, "missed": list(missed)}, ensure_ascii=False))
        return
    names = list(rows["all"])
    print(" ".join([f"{'kind':16}", *(f"{name:>{max(8, len(name))}}" for name in names)]))
    for kind, row in rows.items():
        cells = (_cell(row[name]).rjust(max(8, len(name))) for name in names)
        print(" ".join([f"{kind:16}", *cells]))
    for line in missed:
        print(f"MISSED {line}")


def _cell(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"
