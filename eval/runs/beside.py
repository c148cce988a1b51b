"""A question set -> what other readers and baselines make of it, beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pressroom.assistant.answer import Assistant
from pressroom.assistant.build import Parts
from pressroom.assistant.read.readers import open_reader
from pressroom.eval.questions.sets import QuestionSet, open_set
from pressroom.eval.questions.truth import SetDocuments
from pressroom.eval.runs.plan import Plan, Watch, watched
from pressroom.eval.runs.records import SystemRecord
from pressroom.eval.runs.scoring import system_record
from pressroom.eval.systems.asking import ask, ask_baseline
from pressroom.eval.systems.baselines import Baseline, open_baselines


def reader_records(
    chosen: QuestionSet, parts: Parts, documents: SetDocuments, plan: Plan
) -> list[SystemRecord]:
    """Our assistant once more for each other reader."""
    records = []
    for name in plan.readers:
        cases = watched(chosen, name, plan.watch)
        with _assistant_of(name, chosen, parts, plan) as assistant:
            outcomes = [ask(case, assistant, documents).outcome for case in cases]
        records.append(system_record(f"reader-{name}", f"Reader {name}", outcomes))
    return records


@contextmanager
def _assistant_of(
    reader: str, chosen: QuestionSet, parts: Parts, plan: Plan
) -> Iterator[Assistant]:
    """Ours with that reader; over indexes of its own, where it reads by another model."""
    embedder = plan.embedders[reader]
    if embedder.fingerprint == plan.embedder.fingerprint:
        yield replace(parts.assistant, reader=open_reader(reader, parts.means))
        return
    settings = replace(plan.settings, reader=reader)
    with open_set(chosen, settings, embedder, progress=plan.watch.indexing) as (own, _):
        yield own.assistant


def baseline_records(
    chosen: QuestionSet, documents: SetDocuments, plan: Plan
) -> list[SystemRecord]:
    if not plan.baselines:
        return []
    with open_baselines(
        plan.baselines, documents.texts, plan.plain, keep=plan.settings.home / "eval" / "vectors"
    ) as opened:
        return [_baseline_record(each, chosen, documents, plan.watch) for each in opened]


def _baseline_record(
    baseline: Baseline, chosen: QuestionSet, documents: SetDocuments, watch: Watch
) -> SystemRecord:
    outcomes = [
        ask_baseline(case, baseline, documents).outcome
        for case in watched(chosen, baseline.name, watch)
    ]
    return system_record(baseline.name, baseline.label, outcomes)
