"""What each question counts -> how sure a figure is, and whether two runs differ by more than
chance. Seeded: the same again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pressroom.eval.metrics.counts import Ratio
from pressroom.eval.questions.outcomes import Outcome

SEED = 20250620
RESAMPLES = 2000
LEVEL = 0.95

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a measure was in run A and is in run B, on the same questions. `p` is two-sided; `low`
    to `high` the 95 % interval of B - A.
    """

    measure: str
    before: float
    after: float
    low: float
    high: float
    p: float
    adjusted: float  # p after Holm's correction for the number of measures compared

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def is_sure(self) -> bool:
        return self.adjusted < 1 - LEVEL


def counted(count: Callable[[Outcome], Ratio], outcomes: Sequence[Outcome]) -> Array:
    """[questions, 2]: what each question counts, of how many."""
    return np.array([count(outcome) for outcome in outcomes], float).reshape(len(outcomes), 2)


def intervals(
    pairs: Mapping[str, Array], *, resamples: int = RESAMPLES
) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals of sum over sum, questions drawn with replacement (Efron and
    Tibshirani 1993; Sakai 2006).

    A question is drawn with all that it counts, so citations of one answer stay together. Measures
    that no question counts for have none.
    """
    found: dict[str, tuple[float, float]] = {}
    known = {name: values for name, values in pairs.items() if values[:, 1].sum() > 0}
    if not known:
        return found
    draws = _draws(len(next(iter(known.values()))), resamples)
    for name, values in known.items():
        sums = draws @ values
        found[name] = _interval(sums[:, 0] / np.where(sums[:, 1] == 0, np.nan, sums[:, 1]))
    return found


def differences(
    before: Mapping[str, Array], after: Mapping[str, Array], *, resamples: int = RESAMPLES
) -> list[Difference]:
    """Every measure that both runs count, of the same questions in the same order, with
    Holm-adjusted p.
    """
    names = [
        name
        for name in before
        if name in after and before[name][:, 1].sum() > 0 and after[name][:, 1].sum() > 0
    ]
    if not names:
        return []
    size = len(before[names[0]])
    draws, swaps = (
        _draws(size, resamples),
        np.random.default_rng(SEED).integers(0, 2, (resamples, size)).astype(np.float32),
    )
    rows = [
        (
            name,
            _values(before[name], after[name], draws),
            randomization(before[name], after[name], swaps),
        )
        for name in names
    ]
    adjusted = holm([p for _, _, p in rows])
    return [
        Difference(name, *values, p, fair)
        for (name, values, p), fair in zip(rows, adjusted, strict=True)
    ]


def randomization(before: Array, after: Array, swaps: NDArray[np.float32]) -> float:
    """Two-sided p of the paired randomization test (Noreen 1989; Smucker, Allan and Carterette
    2007).

    If the runs were alike, each question's two results might as well be exchanged: p is the share
    of random exchanges, `swaps` [times, questions] of 0 and 1, that differ at least as much as the
    runs do, the runs themselves counted.
    """
    if np.array_equal(before, after):
        return 1.0
    kept = 1 - swaps
    first, second = kept @ before + swaps @ after, kept @ after + swaps @ before
    seen = abs(_ratio(after.sum(0)) - _ratio(before.sum(0)))
    by_chance = np.abs(_ratio(second) - _ratio(first))
    as_much = int((by_chance >= seen - 1e-9).sum())
    return (as_much + 1) / (len(swaps) + 1)


def holm(values: Sequence[float]) -> list[float]:
    """p values adjusted for their number, step down (Holm 1979)."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    adjusted, highest = [0.0] * len(values), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, values[at] * (len(values) - place)))
        adjusted[at] = highest
    return adjusted


def _values(
    before: Array, after: Array, draws: NDArray[np.float32]
) -> tuple[float, float, float, float]:
    first, second = draws @ before, draws @ after
    low, high = _interval(_ratio(second) - _ratio(first))
    return float(_ratio(before.sum(0))), float(_ratio(after.sum(0))), low, high


def _ratio(sums: Array) -> Array:
    part, whole = sums[..., 0], sums[..., 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: Array = np.where(whole == 0, np.nan, part / whole)
    return ratio


def _interval(values: Array) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _draws(size: int, resamples: int) -> NDArray[np.float32]:
    """[resamples, questions]: how often each question was drawn."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(size, np.full(size, 1 / size), size=resamples).astype(np.float32)
