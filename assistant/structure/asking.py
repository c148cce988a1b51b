"""A question's vector -> whether it asks who said something (`是哪个官出来解释的`, `谁接的话`), in
every language that the encoder knows. Words tell little of it: `谁来出这笔钱` asks for no speech.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("asking.toml")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WhoSaid:
    """A linear model of the log odds, learned by `eval.training.asking`; from `least` on a question
    asks for it. `vectors` gives [texts, 384] of unit length.
    """

    vectors: Callable[[Sequence[str]], Floats]
    weights: Floats
    offset: float
    least: float

    @classmethod
    def read(cls, vectors: Callable[[Sequence[str]], Floats], path: Path = FILE) -> WhoSaid:
        told = tomllib.loads(path.read_text("utf-8"))
        weights = np.array(told["vector"], np.float32)
        return cls(vectors, weights, float(told["offset"]), float(told["least"]))

    def of(self, asked: str) -> float:
        """Log odds that the answer is a speaker."""
        return float(self.vectors([asked])[0] @ self.weights) + self.offset

    def __call__(self, asked: str) -> bool:
        return self.of(asked) >= self.least
