"""Question sets -> a run: every case asked of our assistant and of the baselines, measured, and held to the thresholds."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from assistant.build import open_embedder
from assistant.settings import Settings
from corpus.errors import ReadError
from eval import gate
from eval.asking import PRESSROOM, Asked, ask, ask_baseline
from eval.baselines import Baseline, must_be_installed, open_baselines
from eval.cases import Case
from eval.check import check, must_fit
from eval.curves import bigrams_of, calibration_error, confidence_of, found_curve, refusal_curve, reliability
from eval.failures import failure
from eval.judge import Judge, JudgeError, Judgement, judge, read_labelled
from eval.measures import MEASURES, summary
from eval.outcomes import Documents, Outcome, Place
from eval.records import RunRecord, SetRecord, SystemRecord, case_of, now, result_of, write_run
from eval.rewriting import rewriting_record
from eval.sets import QuestionSet, code_digest, open_set
from eval.statistics import counted, intervals
from index.embed import Embedder
from index.ingest import Progress

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Watch:
    """How whoever waits is told: lines, progress of indexing, questions done."""

    say: Callable[[str], None] = lambda _: None
    indexing: Callable[[Progress], None] = lambda _: None
    asking: Callable[[str, int, int], None] = lambda _name, _done, _of: None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is made: with which model, beside which baselines, judged by whom; `out` is where it is kept, if it is."""

    settings: Settings
    embedder: Embedder
    baselines: Sequence[str] = ()
    judged_by: Judge | None = None
    out: Path | None = None
    watch: Watch = field(default_factory=Watch)


def evaluate(
    sets: Sequence[QuestionSet],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    baselines: Sequence[str] = (),
    judged_by: Judge | None = None,
    run_id: str | None = None,
    out: Path | None = None,
    gated: bool = True,
    watch: Watch | None = None,
) -> RunRecord:
    """Runs everything; with `out` keeps run.json and the answers there. Nothing is noted for staff, no other library is touched.

    Raises a PressroomError for sets of one name, a baseline that is not there, or an own case that does not fit.
    """
    must_be_installed(baselines)  # before anything that takes long
    _must_differ(sets)
    watch = watch or Watch()
    began = time.monotonic()
    plan = Plan(settings, embedder or open_embedder(settings, progress=watch.say), baselines, judged_by, out, watch)
    records = [_set(each, plan) for each in sets]
    missed = [line for record in records for line in gate.missed(record.name, record.ours.measures)]
    run = _run_record(records, plan, run_id or new_run_id(), seconds=time.monotonic() - began, missed=missed if gated else [])
    if out:
        write_run(run, out)
    return run


def _run_record(records: list[SetRecord], plan: Plan, run_id: str, *, seconds: float, missed: list[str]) -> RunRecord:
    return RunRecord(
        id=run_id,
        at=now(),
        commit=_commit(),
        code=code_digest("corpus", "index", "assistant"),
        model=plan.embedder.fingerprint,
        chat_model=plan.settings.chat_model,
        memory_mb=_memory_mb(),
        seconds=round(seconds, 1),
        sets=records,
        missed=missed,
    )


def _must_differ(sets: Sequence[QuestionSet]) -> None:
    names = [each.name for each in sets]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ReadError(f"{twice[0]}: two sets have this name; expected folders with different names")


def new_run_id() -> str:
    """When and from which commit: ids sort by time."""
    return f"{now().replace(':', '').replace('+0000', 'Z')}-{_commit()}"


def _set(chosen: QuestionSet, plan: Plan) -> SetRecord:
    if chosen.documents is None:
        return rewriting_record(chosen)
    with open_set(chosen, plan.settings, plan.embedder, progress=plan.watch.indexing) as (parts, documents):
        if chosen.own:
            must_fit(chosen.cases, documents)
        asked = [ask(case, parts.assistant, documents) for case in _watched(chosen, PRESSROOM, plan.watch)]
        if plan.out:
            _write_answers(asked, plan.out / f"answers-{chosen.name}.jsonl")
        outcomes = [each.outcome for each in asked]
        ours = system_record(PRESSROOM, "Pressroom", outcomes)
        ours.judgement = _judgement(outcomes, documents, plan)
        return SetRecord(
            name=chosen.name,
            corpus=chosen.corpus,
            documents=len(documents.texts),
            findings=[str(finding) for finding in check(chosen.cases, documents)],
            cases=[case_of(outcome) for outcome in outcomes],
            systems=[ours, *_baseline_records(chosen, documents, plan)],
            texts=_texts(outcomes, documents),
        )


def _judgement(outcomes: Sequence[Outcome], documents: Documents, plan: Plan) -> Judgement | None:
    """A judge that fails costs its own figures, not the run."""
    if plan.judged_by is None:
        return None
    try:
        return judge(outcomes, plan.judged_by, read_labelled(), documents.words)
    except JudgeError as error:
        plan.watch.say(f"{error}; its figures are left out")
        return None


def _baseline_records(chosen: QuestionSet, documents: Documents, plan: Plan) -> list[SystemRecord]:
    if not plan.baselines:
        return []
    with open_baselines(plan.baselines, documents.texts, plan.embedder, keep=plan.settings.home / "eval" / "vectors") as opened:
        return [_baseline_record(each, chosen, documents, plan.watch) for each in opened]


def _baseline_record(baseline: Baseline, chosen: QuestionSet, documents: Documents, watch: Watch) -> SystemRecord:
    outcomes = [ask_baseline(case, baseline, documents).outcome for case in _watched(chosen, baseline.name, watch)]
    return system_record(baseline.name, baseline.label, outcomes)


def system_record(name: str, label: str, outcomes: Sequence[Outcome]) -> SystemRecord:
    """What a system's outcomes come to, with intervals, by kind and by language. The words of our own answers alone are kept."""
    pairs = {measure.name: counted(measure.count, outcomes) for measure in MEASURES}
    counts = [{name: (float(values[at][0]), float(values[at][1])) for name, values in pairs.items()} for at in range(len(outcomes))]
    bins = reliability(outcomes)
    return SystemRecord(
        name=name,
        label=label,
        measures=summary(outcomes),
        intervals=intervals(pairs),
        kinds={kind: summary(group) for kind, group in _grouped(outcomes, lambda o: o.case.kind)},
        languages={language: summary(group) for language, group in _grouped(outcomes, lambda o: o.case.language)},
        results=[result_of(o, failure=failure(o), counts=c, with_words=name == PRESSROOM) for o, c in zip(outcomes, counts, strict=True)],
        curve=refusal_curve(outcomes),
        found_curve=found_curve(outcomes, confidence_of) if name == PRESSROOM else [],
        found_curve_bigrams=found_curve(outcomes, bigrams_of) if name == PRESSROOM else [],
        reliability=bins,
        calibration_error=calibration_error(bins),
    )


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> list[tuple[str, list[Outcome]]]:
    return [(name, list(group)) for name, group in groupby(sorted(outcomes, key=key), key)]


def _watched(chosen: QuestionSet, system: str, watch: Watch) -> Iterable[Case]:
    for done, case in enumerate(chosen.cases, 1):
        yield case
        watch.asking(f"{chosen.name}, {system}", done, len(chosen.cases))


def _write_answers(answers: Sequence[Asked], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(asked.row, ensure_ascii=False) + "\n" for asked in answers), "utf-8")


def _texts(outcomes: Sequence[Outcome], documents: Documents) -> dict[str, str]:
    places = dict.fromkeys(hit.place for outcome in outcomes for hit in outcome.hits)
    return {text_key(place): documents.words(place) for place in places}


def text_key(place: Place) -> str:
    return f"{place.doc}:{place.start}:{place.end}"


def _commit() -> str:
    """The commit of the checkout, with `+` if it was changed since; `unknown` outside one."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"], cwd=_ROOT, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip().split("-g")[-1]


def _memory_mb() -> float:
    """The most memory that this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" or platform.system() == "Darwin" else 1 << 10), 1)
