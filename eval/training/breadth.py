"""Training rows -> breadth.toml, by which the reader tells how long an answer a question asks for:
`python -m pressroom.eval.training.breadth --data FOLDER`.

Ridge regression of the logarithm of the answer's length on the question's vector; how well it tells
is printed for `dev`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.read.trained.breadth import FILE, Breadth, size
from pressroom.eval.training.data.mixture import SPANS
from pressroom.eval.training.data.rows import (
    WORDED,
    Group,
    alone,
    documents,
    long_answers,
    odd_questions,
    own,
    spans,
)
from pressroom.eval.training.served import question_vectors, vector_lines

# Questions of each kind; of every public set.
_MOST, _PUBLIC = 6000, 350
_DEV = 0.4  # of these numbers
_KEEP = 3.0  # of the squares of the weights, in the loss

Floats = NDArray[np.float32]
Asked = list[tuple[str, float]]  # questions, and the logarithm of their answer's length


def asked_of(groups: Iterable[Group], most: int, rng: random.Random) -> Asked:
    """Some of the questions that stand alone and have an answer."""
    found = [
        (one.question, size(group.texts[one.at].text[slice(*one.answers[0])]))
        for group in groups
        for one in group.asked
        if one.answers and not one.history
    ]
    rng.shuffle(found)
    return found[:most]


def learned_from(folder: Path, split: str) -> dict[str, Asked]:
    """The questions by kind, or set."""
    rng = random.Random(35)
    most, public = _MOST, _PUBLIC
    if split == "dev":
        most, public = int(_DEV * most), int(_DEV * public)
    ours = [group for some in own(folder, split).values() for group in some]
    found = {
        "long": asked_of(long_answers(folder, split), most, rng),
        "everyday": asked_of(documents(folder, split) + alone(folder, split), most, rng),
        "own": asked_of(ours, most, rng),
    }
    odd = odd_questions(folder)
    for name in WORDED if split == "dev" else SPANS:
        found[name] = asked_of(spans(folder, name, odd=odd, split=split), public, rng)
    return found


def fitted(vectors: Floats, sizes: Floats) -> Breadth:
    """Ridge regression."""
    mean = vectors.mean(0)
    x = np.c_[vectors - mean, np.ones(len(vectors))]
    w = np.linalg.solve(x.T @ x + _KEEP * np.eye(x.shape[1]), x.T @ sizes)
    weights = w[:-1].astype(np.float32)
    return Breadth(weights, float(w[-1] - weights @ mean))


def written(breadth: Breadth) -> str:
    """As `Breadth.read` reads it."""
    return (
        "# Fitted on questions of split train, by eval/training/breadth.py.\n"
        f"offset = {breadth.offset:.4f}\n{vector_lines(breadth.weights)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    args = parser.parse_args()
    vectors_of = question_vectors(args.cache)

    def read(asked: Asked) -> tuple[Floats, Floats]:
        vectors = vectors_of([question for question, _ in asked])
        return vectors, np.array([length for _, length in asked], np.float32)

    train = [one for some in learned_from(args.data, "train").values() for one in some]
    breadth = fitted(*read(train))
    FILE.write_text(written(breadth), "utf-8")
    for name, some in learned_from(args.data, "dev").items():
        vectors, sizes = read(some)
        told = vectors @ breadth.weights + breadth.offset
        close = np.corrcoef(told, sizes)[0, 1]
        print(f"{name}: {len(some)}, r {close:.3f}, mean {told.mean():.2f} for {sizes.mean():.2f}")


if __name__ == "__main__":
    main()
