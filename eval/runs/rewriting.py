"""Follow-ups with their stand-alone wording, without documents -> how near our reading of them
comes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean

from pressroom.assistant.ask.question import read_question
from pressroom.corpus.errors import QuestionError
from pressroom.eval.metrics.measures import MEASURES
from pressroom.eval.metrics.statistics import counted, intervals
from pressroom.eval.questions import wording
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Gold, Outcome
from pressroom.eval.questions.sets import QuestionSet
from pressroom.eval.runs.records import SetRecord, SystemRecord, case_of, result_of


def rewriting_record(chosen: QuestionSet) -> SetRecord:
    """Our reading of each question beside the question as it is, against the stand-alone wording
    that people gave.
    """
    ours = _system("pressroom", "Pressroom", chosen.cases, _understood)
    asked = _system("as-asked", "The question as asked", chosen.cases, lambda case: case.question)
    cases = [case_of(_outcome(case, "")) for case in chosen.cases]
    return SetRecord(
        name=chosen.name,
        corpus="",
        documents=0,
        findings=[],
        cases=cases,
        systems=[ours, asked],
        texts={},
    )


def _understood(case: Case) -> str:
    try:
        return read_question(case.question, case.history).text
    except QuestionError:
        return ""


def _system(
    name: str, label: str, cases: Sequence[Case], words: Callable[[Case], str]
) -> SystemRecord:
    outcomes = [_outcome(case, words(case)) for case in cases]
    measures = {
        m.name: counted(m.count, outcomes)
        for m in MEASURES
        if m.name in ("rouge_l", "f1", "contains")
    }
    results = []
    for at, outcome in enumerate(outcomes):
        near = wording.norm(outcome.answer) == wording.norm(outcome.case.answers[0])
        counts = {
            key: (float(pairs[at][0]), float(pairs[at][1])) for key, pairs in measures.items()
        }
        results.append(
            result_of(outcome, failure="right" if near else "wrong words", counts=counts)
        )
    values = {key: float(fmean(pairs[:, 0])) for key, pairs in measures.items()}
    exact = fmean(result.failure == "right" for result in results)
    return SystemRecord(
        name=name,
        label=label,
        measures={"questions": len(cases), **values, "exact": exact},
        intervals=intervals(measures),
        kinds={},
        languages={},
        results=results,
    )


def _outcome(case: Case, words: str) -> Outcome:
    right = replace(case, answers=(case.standalone or "",))
    return Outcome(case=right, gold=Gold(), status="answered", answer=words, cited=(), hits=())
