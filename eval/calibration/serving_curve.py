"""Observations -> at each threshold what is found, refused and served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from pressroom.eval.calibration.observing import Observation

Rows = list[Observation]
STEPS = 100
# of the questions that citizens ask, as is taken here; the sets have more than half
UNANSWERABLE = 0.2


@dataclass(frozen=True, slots=True)
class Point:
    """At a threshold: the share of answerable questions found, of unanswerable ones refused, and
    what both come to.
    """

    threshold: float
    found: float
    refused: float

    @property
    def served(self) -> float:
        return (1 - UNANSWERABLE) * self.found + UNANSWERABLE * self.refused


def curve(
    kinds: Sequence[Sequence[Rows]], thresholds: Sequence[float] | None = None
) -> list[Point]:
    """A point a threshold: the mean over the kinds, of each the mean over its groups."""
    steps = thresholds or [step / STEPS for step in range(1, STEPS)]
    return [
        _point(threshold, [[_counted(group, threshold) for group in kind] for kind in kinds])
        for threshold in steps
    ]


def _point(threshold: float, pairs: Sequence[Sequence[tuple[float, float]]]) -> Point:
    found, refused = (fmean(fmean(pair[at] for pair in kind) for kind in pairs) for at in (0, 1))
    return Point(threshold, found, refused)


def _counted(group: Rows, threshold: float) -> tuple[float, float]:
    shown = [(o, o.shown(threshold)) for o in group]
    found = [bool(option and option.right) for o, option in shown if not o.case.unanswerable]
    refused = [option is None for o, option in shown if o.case.unanswerable]
    return sum(found) / max(1, len(found)), sum(refused) / max(1, len(refused))
