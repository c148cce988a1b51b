"""Outcomes with a confidence -> what another refusal threshold would do, and whether confidence
means what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pressroom.eval.metrics.counts import found
from pressroom.eval.metrics.failures import failure
from pressroom.eval.questions.outcomes import Outcome
from pydantic import BaseModel

_STEPS = 50
BINS = 8


class CurvePoint(BaseModel):
    """What refusing below `threshold` gives: precision and recall of refusing, the share of
    questions answered.
    """

    threshold: float
    precision: float | None
    recall: float | None
    answered: float


class Bin(BaseModel):
    """Answers of about one confidence: how sure they were on average, and the share that is
    right.
    """

    confidence: float
    right: float
    answers: int


class FoundPoint(BaseModel):
    """What is found of the answerable questions where `refused` of the unanswerable ones are
    refused.
    """

    refused: float
    found: float


def found_curve(
    outcomes: Sequence[Outcome], sure: Callable[[Outcome], float | None]
) -> list[FoundPoint]:
    """One point a share refused from 0 to 1, if the questions of which `sure` says least are
    refused; what was refused counts by what would have been shown. Empty where no question is
    unanswerable, or all are.
    """
    by_case = [(_least_if_none(sure(o)), o) for o in outcomes]
    unanswerable = sorted(value for value, o in by_case if o.case.unanswerable)
    answerable = [
        (value, bool(o.withheld or (o.shown and found(o)[0])))
        for value, o in by_case
        if not o.case.unanswerable
    ]
    if not unanswerable or not answerable:
        return []
    points = []
    for step in range(_STEPS + 1):
        refused = round(step / _STEPS * len(unanswerable))
        bar = unanswerable[refused - 1] if refused else -1.0
        points.append(
            FoundPoint(
                refused=refused / len(unanswerable),
                found=_found_above(answerable, bar, any_of=not refused),
            )
        )
    return points


def _found_above(answerable: Sequence[tuple[float, bool]], bar: float, *, any_of: bool) -> float:
    return sum(right for value, right in answerable if any_of or value > bar) / len(answerable)


def _least_if_none(value: float | None) -> float:
    return -1.0 if value is None else value


def confidence_of(outcome: Outcome) -> float | None:
    """That of the answer; certain for what is shown without one, as what stands in the structure of
    documents is.
    """
    return 1.0 if outcome.shown and outcome.confidence is None else outcome.confidence


def bigrams_of(outcome: Outcome) -> float | None:
    """The plain share of the question's pairs of characters that stand in the first passage: what
    confidence is compared with.
    """
    return outcome.bigrams


def refusal_curve(outcomes: Sequence[Outcome]) -> list[CurvePoint]:
    """One point a threshold from 0 to 1. Empty where no confidence is known.

    A question without confidence is refused at every threshold: nothing was found that could be
    shown.
    """
    if all(outcome.confidence is None for outcome in outcomes):
        return []
    return [_point(step / _STEPS, outcomes) for step in range(_STEPS + 1)]


def _point(threshold: float, outcomes: Sequence[Outcome]) -> CurvePoint:
    refused = [o for o in outcomes if o.confidence is None or o.confidence < threshold]
    unanswerable = sum(o.case.unanswerable for o in outcomes)
    rightly = sum(o.case.unanswerable for o in refused)
    return CurvePoint(
        threshold=threshold,
        precision=rightly / len(refused) if refused else None,
        recall=rightly / unanswerable if unanswerable else None,
        answered=1 - len(refused) / len(outcomes),
    )


def reliability(outcomes: Sequence[Outcome], *, bins: int = BINS) -> list[Bin]:
    """The answers shown in `bins` groups of equal number by confidence (Nguyen and O'Connor
    2015).
    """
    known = [
        (o.confidence, failure(o) == "right")
        for o in outcomes
        if o.shown and o.confidence is not None
    ]
    known.sort(key=lambda pair: pair[0])
    groups = [known[len(known) * at // bins : len(known) * (at + 1) // bins] for at in range(bins)]
    return [
        Bin(
            confidence=sum(c for c, _ in group) / len(group),
            right=sum(r for _, r in group) / len(group),
            answers=len(group),
        )
        for group in groups
        if group
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: how far confidence and share of right answers are apart, weighted
    by answers (Guo et al. 2017).
    """
    whole = sum(b.answers for b in bins)
    return sum(b.answers * abs(b.confidence - b.right) for b in bins) / whole if whole else None
