"""The encoder that is served -> vectors of questions; the weights of a model over them -> lines of
TOML.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.reading import ReadingEngine
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.trained import unpack_trained
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import LAYERS_FOLDER

Floats = NDArray[np.float32]


def question_vectors(cache: Path) -> Callable[[Sequence[str]], Floats]:
    """What gives [questions, 384]; models are unpacked under `cache`."""
    engine = ReadingEngine(unpack_trained(cache, LAYERS_FOLDER), Tokens(unpack(cache)))
    return lambda asked: np.stack([engine.ask(question).vector for question in asked])


def vector_lines(weights: Iterable[float]) -> str:
    """`vector = [...]`, three decimals each."""
    numbers = textwrap.fill(", ".join(f"{weight:.3f}" for weight in weights), 94)
    return f"vector = [\n{textwrap.indent(numbers, '    ')},\n]\n"
