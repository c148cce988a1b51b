"""Rows of signs, of each whether it is right -> weights: logistic models, and those by which one of
several is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.read.trained.calibration import Chance, Values

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One sentence found for one question: its signs, whether it answers, whether any could."""

    question: str
    values: Values
    right: bool
    answerable: bool


def values_of(weights: Floats) -> Values:
    return tuple(float(weight) for weight in weights)


def fitted(rows: Sequence[Row], *, keep: float = 1e-3, rounds: int = 60) -> Chance:
    """Logistic regression by Newton's steps."""
    x = np.array([row.values for row in rows])
    y = np.array([row.right for row in rows], float)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    z = np.concatenate([np.ones((len(x), 1)), (x - mean) / spread], 1)
    w = np.zeros(z.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        slope = z.T @ (y - p) / len(y) - keep * w
        bend = (z * (p * (1 - p))[:, None]).T @ z / len(y) + keep * np.eye(len(w))
        w = w + np.linalg.solve(bend, slope)
    weights = w[1:] / spread
    return Chance(float(w[0] - weights @ mean), values_of(weights))


def chooser(rows: Sequence[Row], *, keep: float = 1e-3, rounds: int = 400) -> Floats:
    """Weights by which the right sentence of a question is the likeliest of those read."""
    x = np.array([row.values for row in rows])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    groups = [
        ((np.array([r.values for r in own]) - mean) / spread, np.array([r.right for r in own]))
        for own in by_question(rows)
        if any(r.right for r in own)
    ]
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        slope = np.zeros_like(w)
        for values, right in groups:
            score = values @ w
            share = np.exp(score - score.max())
            share /= share.sum()
            wanted = share * right / (share * right).sum()
            slope += (wanted - share) @ values
        w = w + 0.3 * (slope / len(groups) - keep * w)
    weights: Floats = w / spread
    return weights


def by_question(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each question."""
    return [list(own) for _, own in groupby(rows, key=lambda row: row.question)]
