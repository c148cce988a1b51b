"""A question and the one before it -> how likely it leans on that, as learned from citizens'
conversations.

Form tells little of it: `先给谁用` leans, `谁能先用水` does not. A linear model over the vector of
the question tells it in every language that the encoder knows.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.ask.followup.leaning import refers

FILE = Path(__file__).with_name("learned.toml")
# Beside the vector of the question: how near it is to the question before, and the logarithms of
# the characters of both.
SIGNS = ("near", "asked", "before")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Leaning:
    """`vectors` gives [texts, 384] of unit length. At `joined`, log odds, a question is read with
    the one before it.
    """

    vectors: Callable[[Sequence[str]], Floats]
    weights: Floats
    offset: float
    joined: float

    @classmethod
    def read(cls, vectors: Callable[[Sequence[str]], Floats], path: Path = FILE) -> Leaning:
        told = tomllib.loads(path.read_text("utf-8"))
        weights = np.array([*told["vector"], *(told[sign] for sign in SIGNS)], np.float32)
        return cls(vectors, weights, float(told["offset"]), float(told["joined"]))

    def of(self, asked: str, before: str) -> float:
        """Log odds that `asked` means little without the question before it."""
        own, earlier = self.vectors([asked, before])
        return float(signs(asked, before, own, earlier) @ self.weights) + self.offset

    def joins(self, asked: str, before: str) -> bool:
        """Whether `asked` is read with the question before it."""
        return self.is_joined(asked, self.of(asked, before))

    def is_joined(self, asked: str, leaning: float) -> bool:
        return leaning >= self.joined or refers(asked)


def signs(asked: str, before: str, own: Floats, earlier: Floats) -> Floats:
    """The vector of the question, and what SIGNS names."""
    beside = [own @ earlier, math.log(1 + len(asked)), math.log(1 + len(before))]
    return np.concatenate([own, np.array(beside, np.float32)])
