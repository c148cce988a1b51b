"""Signs of the best evidence -> how likely it is the answer, and whether that is enough to show it:
the one place of refusing.

Two logistic models, for words in the question's language and for words in another. Weights and
threshold are those of confidence.toml, which `python -m pressroom.eval.calibrate` fits and chooses;
docs/evaluation.md has the curve.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pressroom.corpus.errors import ReadError

FILE = Path(__file__).parent / "confidence.toml"
# Across languages, words that are hardly nearer to the question than to any other are no answer,
# however much farther the rest is.
FAR = 0.15
# By how much the odds are lower that a question in the language of most documents is answered in
# another.
SELDOM = 3.0
# by `across`
SIGNS = {False: ("coverage", "ahead", "window"), True: ("ahead", "window", "figures")}


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether words answer a question, none of it enough alone.

    `coverage` is the share of the question, by how rare its words are, that stands in the words and
    around them, 0 to 1; `ahead` by how much their passage is better than the others found (across
    languages: nearer in meaning); `window` how near the sentence is in meaning, 0 where any other
    question is and 1 where the same is; `figures` the share of the question's figures that stand
    there, one half for a question without. `seldom`: the question is in the language of most
    documents.
    """

    across: bool
    ahead: float
    window: float
    coverage: float = 0.0
    figures: float = 0.5
    seldom: bool = False

    @property
    def values(self) -> tuple[float, ...]:
        """In the order of SIGNS."""
        return tuple(getattr(self, name) for name in SIGNS[self.across])


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: what each sign weighs, in the order of SIGNS, and the sum without any."""

    weights: tuple[float, ...]
    intercept: float

    def probability(self, values: tuple[float, ...]) -> float:
        """Between 0 and 1."""
        total = self.intercept + sum(
            weight * value for weight, value in zip(self.weights, values, strict=True)
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both models, and the least probability with which words are shown as an answer."""

    same: Model
    across: Model
    threshold: float


def confidence(signs: Signs) -> float:
    """How likely the words are the answer, 0 to 1, where one question of five has none."""
    known = calibration()
    if signs.across:
        probability = known.across.probability(signs.values) * min(
            1.0, max(0.0, signs.window) / FAR
        )
        return (
            probability / (probability + SELDOM * (1 - probability))
            if signs.seldom
            else probability
        )
    return known.same.probability(signs.values)


def is_enough(probability: float | None) -> bool:
    """Whether words of such a confidence are shown."""
    return probability is not None and probability >= calibration().threshold


@cache
def calibration() -> Calibration:
    """That of confidence.toml. Raises ReadError if the file is not as expected."""
    return read_calibration(FILE)


def read_calibration(file: Path) -> Calibration:
    """What `pressroom.eval.calibrate` has written."""
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
        return Calibration(
            _model(tables["same"], across=False),
            _model(tables["across"], across=True),
            float(tables["threshold"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(
            f"{file}: not a calibration ({error}); make it anew with `python -m "
            f"pressroom.eval.calibrate`"
        ) from None


def _model(table: Mapping[str, float], *, across: bool) -> Model:
    return Model(tuple(float(table[name]) for name in SIGNS[across]), float(table["intercept"]))
