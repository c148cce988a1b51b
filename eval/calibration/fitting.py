"""Observations -> a logistic model, weighted so that sets and languages count the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.read.rules.confidence import Model
from pressroom.eval.calibration.serving_curve import STEPS, UNANSWERABLE, Rows

_RIDGE = 1e-3  # keeps the fit from running away where a sign separates


def fit(sets: Sequence[Rows], *, across: bool) -> Model:
    """The model by which the right options are told from the others, where every set weighs the
    same and has UNANSWERABLE of them.
    """
    rows = [_weighted(observations, across) for observations in sets]
    signs, right, weights = (np.concatenate([row[at] for row in rows]) for at in range(3))
    *weighed, intercept = _logistic(signs, right, weights / weights.mean())
    return Model(tuple(weighed), intercept)


def _weighted(
    observations: Rows, across: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    chosen = [
        (o.case.unanswerable, option)
        for o in observations
        for option in o.options
        if option.signs.across == across
    ]
    none = np.array([unanswerable for unanswerable, _ in chosen])
    weights = np.where(
        none, UNANSWERABLE / max(1, none.sum()), (1 - UNANSWERABLE) / max(1, (~none).sum())
    )
    return (
        np.array([option.signs.values for _, option in chosen]),
        np.array([float(option.right) for _, option in chosen]),
        weights,
    )


def _logistic(
    signs: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]
) -> list[float]:
    """Newton's method; the last is the intercept."""
    x = np.hstack([signs, np.ones((len(signs), 1))])
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weights * (right - p)) - _RIDGE * beta
        step = np.linalg.solve(
            (x.T * (weights * p * (1 - p))) @ x + _RIDGE * np.eye(len(beta)), gradient
        )
        beta += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return [float(value) for value in beta]
