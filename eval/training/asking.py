"""Questions, of each whether it asks who said something -> asking.toml: `python -m
pressroom.eval.training.asking --data FOLDER`.

Ours are who_said.jsonl.gz: half ask for a speaker, half for what is near to that (who pays, who
chairs, what somebody said). The questions of `train`, which ask for other things, are the rest.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.structure.asking import FILE
from pressroom.eval.training.data.rows import WHO_SAID, Group, alone, documents, is_held, own, read
from pressroom.eval.training.fitting import Row, fitted
from pressroom.eval.training.served import question_vectors, vector_lines

# Of the other questions of `dev` so many may be taken for one that asks for a speaker: some do ask
# for one (`Who briefed the press on the losses?`).
STRAYED = 0.005
_OTHERS = {"train": 5000, "dev": 2000}
_KEEP = 3e-3  # how strongly small weights are preferred
_SEED = 38

Floats = NDArray[np.float32]


def ours(split: str, path: Path = WHO_SAID) -> tuple[list[str], list[str]]:
    """Questions that ask for a speaker, and those that are near to it."""
    rows = [row for row in read(path) if is_held(row["id"]) == (split == "dev")]
    asking = [row["question"] for row in rows if row["who"]]
    return asking, [row["question"] for row in rows if not row["who"]]


def others(folder: Path, split: str) -> list[str]:
    """Questions about what documents tell; of one passage as many as of another."""
    groups = [*documents(folder, split), *alone(folder, split)]
    groups += [group for some in own(folder, split).values() for group in some]
    found = sorted(set(_standing_alone(groups)))
    return random.Random(_SEED).sample(found, min(len(found), _OTHERS[split]))


def _standing_alone(groups: Iterable[Group]) -> Iterable[str]:
    return (one.question for group in groups for one in group.asked if not one.history)


def rows(asking: Floats, near: Floats, rest: Floats) -> list[Row]:
    """A row for each vector, as `fitted` takes them."""
    told = ((asking, True), (near, False), (rest, False))
    return [Row("", tuple(vector), right, True) for some, right in told for vector in some.tolist()]


def least(strangers: Sequence[float]) -> float:
    """The log odds that only so many of the other questions reach."""
    return float(np.quantile(strangers, 1 - STRAYED))


def written(weights: Sequence[float], offset: float, threshold: float) -> str:
    """As `WhoSaid.read` reads it."""
    return (
        "# Fitted on questions of split train, by eval/training/asking.py.\n"
        f"offset = {offset:.4f}\nleast = {threshold:.3f}\n{vector_lines(weights)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    args = parser.parse_args()
    vectors_of = question_vectors(args.cache)

    def vectors(split: str) -> list[Floats]:
        return [vectors_of(some) for some in (*ours(split), others(args.data, split))]

    chance = fitted(rows(*vectors("train")), keep=_KEEP)
    told = [some @ np.array(chance.weights) + chance.offset for some in vectors("dev")]
    threshold = least(told[2])
    FILE.write_text(written(chance.weights, chance.offset, threshold), "utf-8")
    for name, some in zip(("who said it", "near to that", "others"), told, strict=True):
        print(f"{name}: {len(some)} of dev, {np.mean(some >= threshold):.3f} taken for it")


if __name__ == "__main__":
    main()
