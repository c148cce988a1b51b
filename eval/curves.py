"""Outcomes with a confidence -> what another refusal threshold would do, and whether confidence means what it says."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from eval.failures import failure
from eval.outcomes import Outcome

_STEPS = 50


class CurvePoint(BaseModel):
    """What refusing below `threshold` gives: precision and recall of refusing, the share of questions answered."""

    threshold: float
    precision: float | None
    recall: float | None
    answered: float


class Bin(BaseModel):
    """Answers of about one confidence: how sure they were on average, and the share that is right."""

    confidence: float
    right: float
    answers: int


def refusal_curve(outcomes: Sequence[Outcome]) -> list[CurvePoint]:
    """One point a threshold from 0 to 1. Empty where no confidence is known.

    A question without confidence is refused at every threshold: nothing was found that could be shown.
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


def reliability(outcomes: Sequence[Outcome], *, bins: int = 8) -> list[Bin]:
    """The answers shown in `bins` groups of equal number by confidence (Nguyen and O'Connor 2015)."""
    known = [(o.confidence, failure(o) == "right") for o in outcomes if o.shown and o.confidence is not None]
    known.sort(key=lambda pair: pair[0])
    groups = [known[len(known) * at // bins : len(known) * (at + 1) // bins] for at in range(bins)]
    return [
        Bin(confidence=sum(c for c, _ in group) / len(group), right=sum(r for _, r in group) / len(group), answers=len(group))
        for group in groups
        if group
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: how far confidence and share of right answers are apart, weighted by answers (Guo et al. 2017)."""
    whole = sum(b.answers for b in bins)
    return sum(b.answers * abs(b.confidence - b.right) for b in bins) / whole if whole else None
