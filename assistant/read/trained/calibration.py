"""What is known of sentences, and of the ways to answer -> which of them are looked at, which is
shown, and the probability that there is an answer.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressroom.assistant.read.trained import candidates, marking, presence, sentences
from pressroom.assistant.read.trained.candidates import Candidate

FILE = Path(__file__).with_name("calibration.toml")
THERE, OFFSET = "there", "offset"
WORDS = (*marking.READ, *candidates.SIGNS)
TABLES = {
    "prefer": sentences.SIGNS,
    "choose": marking.READ,
    **dict.fromkeys(candidates.KINDS, WORDS),
    THERE: presence.SIGNS,
}

Values = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """A logistic model: that words answer, or that anything does."""

    offset: float
    weights: Values

    def of(self, values: Values) -> float:
        """0 to 1, comparable between questions."""
        total = self.offset + product(self.weights, values)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs, fitted on `dev`: by `prefer` it is chosen which sentences are read, by
    `choose` which of them are candidates; `chances` tell of each kind how likely one answers,
    `there` how likely the documents answer the question.

    Above `shown` an answer is shown; beside it other words that are at least `second` as likely.
    A whole sentence, in which nothing is marked, is worth the share `unmarked` of marked words.
    """

    prefer: Values
    choose: Values
    chances: Mapping[str, Chance]
    there: Chance
    shown: float
    second: float
    unmarked: float

    @classmethod
    def read(cls, path: Path = FILE) -> Calibration:
        told = tomllib.loads(path.read_text("utf-8"))
        tables = {
            name: tuple(float(told[name][sign]) for sign in signs) for name, signs in TABLES.items()
        }
        chances = {
            name: Chance(float(told[name][OFFSET]), tables[name])
            for name in (*candidates.KINDS, THERE)
        }
        there = chances.pop(THERE)
        numbers = (float(told[name]) for name in ("shown", "second", "unmarked"))
        return cls(tables["prefer"], tables["choose"], chances, there, *numbers)

    def preferred(self, rows: Sequence[Values]) -> list[float]:
        """How likely each of the sentences is the one among them, before they are read."""
        return shares([product(self.prefer, row) for row in rows])

    def shares(self, rows: Sequence[Values]) -> list[float]:
        """How likely each of the sentences is the one among them."""
        return shares([product(self.choose, row) for row in rows])

    def likely(self, candidate: Candidate) -> float:
        """How likely it answers, 0 to 1."""
        return self.chances[candidate.kind].of(candidate.values)

    def worth(self, likely: float, candidate: Candidate) -> float:
        """Higher is better, comparable between the ways to answer one question."""
        return likely * (self.unmarked if candidate.kind == candidates.WHOLE else 1.0)

    def is_enough(self, likely: float) -> bool:
        return likely >= self.shown

    def is_second(self, best: float, other: float) -> bool:
        return other >= self.second * best


def shares(scores: Sequence[float]) -> list[float]:
    """Scores -> shares of 1, by their exponentials."""
    most = max(scores, default=0.0)
    powers = [math.exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def product(weights: Values, values: Values) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))
