"""Question sets -> a run: every case asked of our assistant and of the baselines, measured, and
held to the thresholds.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pressroom.assistant.build import has_weights, open_embedder
from pressroom.assistant.read.readers import must_be_known, must_have_weights
from pressroom.assistant.settings import Settings
from pressroom.corpus.errors import ReadError
from pressroom.eval.metrics.judge import Judge, JudgeError, Judgement, judge, read_labelled
from pressroom.eval.questions.check import check, must_fit
from pressroom.eval.questions.outcomes import Outcome, Stretch
from pressroom.eval.questions.sets import QuestionSet, code_digest, open_set
from pressroom.eval.questions.truth import SetDocuments
from pressroom.eval.runs import gate
from pressroom.eval.runs.beside import baseline_records, reader_records
from pressroom.eval.runs.machine import commit, memory_mb
from pressroom.eval.runs.plan import PLAIN, Plan, Watch, watched
from pressroom.eval.runs.records import RunRecord, SetRecord, case_of, now, write_run
from pressroom.eval.runs.rewriting import rewriting_record
from pressroom.eval.runs.scoring import system_record
from pressroom.eval.systems.asking import PRESSROOM, Response, ask
from pressroom.eval.systems.baselines import must_be_installed
from pressroom.index.embedding.embed import Embedder


def evaluate(
    sets: Sequence[QuestionSet],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    readers: Sequence[str] = (),
    baselines: Sequence[str] = (),
    judged_by: Judge | None = None,
    run_id: str | None = None,
    out: Path | None = None,
    gated: bool = True,
    watch: Watch | None = None,
) -> RunRecord:
    """Runs everything; with `out` keeps run.json and the answers there. Nothing is noted for staff,
    no other library is touched.

    The first of `readers`, by default that of the settings, is ours; the others are systems beside
    it. Each reads by the embedding model that it needs, or all by `embedder`. Raises a
    PressroomError for sets of one name, a baseline or weights that are not there, or an own case
    that does not fit.
    """
    ours, *others = readers or [_by_default(settings, embedder)]
    for name in (ours, *others):  # before anything that takes long
        must_be_known(name)
    must_be_installed(baselines)
    _must_differ(sets)
    settings = replace(settings, reader=ours)
    watch = watch or Watch()
    began = time.monotonic()
    plan = Plan(
        settings,
        _embedders([ours, *others, *([PLAIN] if baselines else [])], settings, embedder, watch),
        others,
        baselines,
        judged_by,
        out,
        watch,
    )
    records = [_set(each, plan) for each in sets]
    missed = [line for record in records for line in gate.missed(record.name, record.ours.measures)]
    run = _run_record(
        records,
        plan,
        run_id or new_run_id(),
        seconds=time.monotonic() - began,
        missed=missed if gated else [],
    )
    if out:
        write_run(run, out)
    return run


def _run_record(
    records: list[SetRecord], plan: Plan, run_id: str, *, seconds: float, missed: list[str]
) -> RunRecord:
    return RunRecord(
        id=run_id,
        at=now(),
        commit=commit(),
        code=code_digest("corpus", "index", "assistant"),
        model=plan.embedder.fingerprint,
        chat_model=plan.settings.chat_model,
        reader=plan.settings.reader,
        memory_mb=memory_mb(),
        seconds=round(seconds, 1),
        sets=records,
        missed=missed,
    )


def _by_default(settings: Settings, given: Embedder | None) -> str:
    """The reader of the settings; the rules, where they would read in its place."""
    able = hasattr(given, "engine_of_reader") if given else has_weights(settings)
    return settings.reader if able or settings.reader != "trained" else "rules"


def _embedders(
    readers: Sequence[str], settings: Settings, given: Embedder | None, watch: Watch
) -> dict[str, Embedder]:
    """Reader -> the model that it reads by."""
    found: dict[str, Embedder] = {}
    for name in dict.fromkeys(readers):
        own = replace(settings, reader=name)
        found[name] = given or open_embedder(own, progress=watch.say)
        must_have_weights(name, getattr(found[name], "engine_of_reader", None))
    return found


def _must_differ(sets: Sequence[QuestionSet]) -> None:
    names = [each.name for each in sets]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ReadError(
            f"{twice[0]}: two sets have this name; expected folders with different names"
        )


def new_run_id() -> str:
    """When and from which commit: ids sort by time."""
    return f"{now().replace(':', '').replace('+0000', 'Z')}-{commit()}"


def _set(chosen: QuestionSet, plan: Plan) -> SetRecord:
    if chosen.documents is None:
        return rewriting_record(chosen)
    with open_set(chosen, plan.settings, plan.embedder, progress=plan.watch.indexing) as (
        parts,
        documents,
    ):
        if chosen.own:
            must_fit(chosen.cases, documents)
        asked = [
            ask(case, parts.assistant, documents) for case in watched(chosen, PRESSROOM, plan.watch)
        ]
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
            systems=[
                ours,
                *reader_records(chosen, parts, documents, plan),
                *baseline_records(chosen, documents, plan),
            ],
            texts=_texts(outcomes, documents),
        )


def _judgement(
    outcomes: Sequence[Outcome], documents: SetDocuments, plan: Plan
) -> Judgement | None:
    """A judge that fails costs its own figures, not the run."""
    if plan.judged_by is None:
        return None
    try:
        return judge(outcomes, plan.judged_by, read_labelled(), documents.words)
    except JudgeError as error:
        plan.watch.say(f"{error}; its figures are left out")
        return None


def _write_answers(answers: Sequence[Response], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "".join(json.dumps(asked.row, ensure_ascii=False) + "\n" for asked in answers), "utf-8"
    )


def _texts(outcomes: Sequence[Outcome], documents: SetDocuments) -> dict[str, str]:
    places = dict.fromkeys(hit.place for outcome in outcomes for hit in outcome.hits)
    return {text_key(place): documents.words(place) for place in places}


def text_key(place: Stretch) -> str:
    return f"{place.doc}:{place.start}:{place.end}"
