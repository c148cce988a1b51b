"""A question's vector -> how long an answer it asks for: `几点开门` a few characters, `有哪些要求`
several sentences.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.normalise import is_dense_script

FILE = Path(__file__).with_name("breadth.toml")
_SPELLED = 2.6  # letters of an alphabet say as much as a character of Chinese

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Breadth:
    """A linear model of the logarithm of the length, learned from the answers to training
    questions (`eval.training.breadth`).
    """

    weights: Floats
    offset: float

    @classmethod
    def read(cls, path: Path = FILE) -> Breadth:
        told = tomllib.loads(path.read_text("utf-8"))
        return cls(np.array(told["vector"], np.float32), float(told["offset"]))

    def of(self, vector: Floats) -> float:
        """The logarithm of one more than the `width` that is asked for."""
        return float(self.weights @ vector) + self.offset


def width(words: str) -> float:
    """Their length in characters of Chinese."""
    dense = sum(map(is_dense_script, words))
    return dense + (len(words) - dense) / _SPELLED


def size(words: str) -> float:
    """As `Breadth.of` tells it."""
    return math.log1p(width(words))
