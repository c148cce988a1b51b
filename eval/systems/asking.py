"""A case and a system -> its Outcome: our own assistant, or a baseline that shows the passages it
ranks first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pressroom.assistant.answer import Assistant
from pressroom.assistant.say.rows import answer_row
from pressroom.corpus.errors import PressroomError
from pressroom.eval.calibration.observing import bigrams_in, would_be_right
from pressroom.eval.metrics.counts import found, hit_at
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Alone, Outcome, RankedPassage, Stretch
from pressroom.eval.questions.truth import SetDocuments
from pressroom.eval.systems.baselines import Baseline
from pressroom.index.hit import Hit

PRESSROOM = "pressroom"
_RANKED = 10


@dataclass(frozen=True, slots=True)
class Response:
    """An outcome, and the row that `pressroom ask --batch` would have written for it."""

    outcome: Outcome
    row: dict[str, Any]


def ask(case: Case, assistant: Assistant, documents: SetDocuments) -> Response:
    """What our assistant answers. A question that cannot be asked is an outcome too. Nothing is
    noted for staff.
    """
    began = time.perf_counter()
    try:
        answer = assistant.look_up(case.question, case.history)
    except PressroomError as error:
        row: dict[str, Any] = {
            "id": case.id,
            "status": "error",
            "error": str(error),
            "answer": "",
            "citations": [],
            "hits": [],
        }
        return Response(documents.outcome(case, row), row)
    row = {**answer_row(answer, ms=(time.perf_counter() - began) * 1000), "id": case.id}
    outcome = documents.outcome(
        case, row, hits=[_found(hit) for hit in answer.hits], confidence=answer.confidence
    )
    first = answer.hits[0].text if answer.hits else ""
    outcome = replace(
        outcome, stages=getattr(answer, "timings", ()), bigrams=bigrams_in(case.question, first)
    )
    if outcome.status == "not_found" and not case.unanswerable:
        outcome = replace(outcome, withheld=would_be_right(case, assistant, documents))
    return Response(
        _with_standalone(outcome, lambda words: documents.outcome(case, _row(words, assistant))),
        row,
    )


def ask_baseline(case: Case, baseline: Baseline, documents: SetDocuments) -> Response:
    """What a baseline shows: its first passages, whole, as they would be handed to a chat model. It
    never refuses.
    """
    began = time.perf_counter()
    ranked = baseline.search(case.question, _RANKED)
    ms = (time.perf_counter() - began) * 1000
    shown = ranked[: baseline.shown]
    row: dict[str, Any] = {
        "id": case.id,
        "status": "answered" if shown else "not_found",
        "answer": "\n".join(documents.words(place) for place in shown),
        "ms": round(ms, 2),
        "citations": [{**place._asdict(), "text": documents.words(place)} for place in shown],
        "hits": [place._asdict() for place in ranked],
    }
    outcome = documents.outcome(
        replace(case, speaker=None), row
    )  # it knows neither speakers nor dates
    return Response(replace(outcome, gold=replace(outcome.gold, date=None)), row)


def _row(words: str, assistant: Assistant) -> dict[str, Any]:
    row = answer_row(assistant.look_up(words), ms=0.0)
    return {
        "status": row["status"],
        "answer": row["answer"],
        "citations": row["citations"],
        "hits": row["hits"],
    }


def _with_standalone(outcome: Outcome, again: Callable[[str], Outcome]) -> Outcome:
    """Asks a follow-up once more, worded to stand alone, so that what its history costs can be
    told.
    """
    if not outcome.case.standalone:
        return outcome
    alone = again(outcome.case.standalone)
    return replace(
        outcome, alone=Alone(searched=bool(hit_at(alone, 5)[0]), found=bool(found(alone)[0]))
    )


def _found(hit: Hit) -> RankedPassage:
    first, last = (
        hit.transcript.paragraph_at(hit.start),
        hit.transcript.paragraph_at(max(hit.start, hit.end - 1)),
    )
    return RankedPassage(
        Stretch(hit.transcript.id, hit.start, hit.end),
        by_word=hit.words is not None,
        by_meaning=hit.meaning is not None,
        one_speaker=None if first is None or last is None else first[0].number == last[0].number,
    )
