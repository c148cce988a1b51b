"""Checkpoints, exported weights and e5's own -> one checkpoint, their mean: `python -m
pressroom.eval.training.mean --out FILE SHARE:SOURCE …`; a source is a file, a folder of exported
weights, or `e5`. `SHARE/UPPER` gives the layers above those that the joint ones read another share.

What training forgets of languages and of words asked as they are printed, e5 still knows: between
both, passages are found better on every part of `dev` than by either (docs/reader.md). The joint
layers read what the lower ones make, so that these may move less.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from pressroom.eval.training.export import shipped
from pressroom.eval.training.reading.model import SHARED, started
from pressroom.index.e5.weights import find_weights, read_weights
from torch import Tensor

E5 = "e5"
_ENCODER = "layers."


@dataclass(frozen=True)
class Shares:
    """Of a source: in the joint layers and those that they read, and in the layers above these."""

    lower: float
    upper: float

    @classmethod
    def read(cls, told: str) -> Shares:
        """`.5`, or `.25/.5`. Raises ValueError for anything else."""
        lower, _, upper = told.partition("/")
        return cls(float(lower), float(upper or lower))

    def of(self, name: str) -> float:
        is_upper = name.startswith(_ENCODER) and int(name.split(".")[1]) >= SHARED
        return self.upper if is_upper else self.lower


def mean(sources: Sequence[tuple[Shares, str]]) -> dict[str, Tensor]:
    """The weights that training changes, of each the mean by shares; a source `e5` has a share in
    the layers of the encoder alone, for it has no others that were trained.
    """
    parts = [(shares, source == E5, weights_of(source)) for shares, source in sources]
    names = dict.fromkeys(name for _, _, weights in parts for name in weights)
    made = {}
    for name in names:
        held = [
            (shares.of(name), weights[name])
            for shares, is_e5, weights in parts
            if name in weights and (name.startswith(_ENCODER) or not is_e5)
        ]
        total = sum(share for share, _ in held)
        if held:
            made[name] = sum((share / total * own for share, own in held), torch.zeros(()))
    return made


def weights_of(source: str) -> Mapping[str, Tensor]:
    """The averaged weights of a checkpoint, those of a folder that `export` wrote, or e5's."""
    if source == E5:
        return _untrained()
    if Path(source).is_dir():
        return shipped(Path(source))
    weights: Mapping[str, Tensor] = torch.load(source, weights_only=False)["average"]
    return weights


@cache
def _untrained() -> dict[str, Tensor]:
    reader = started(read_weights(find_weights()))
    return {name: own.detach() for name, own in reader.trained()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("sources", nargs="+", metavar="SHARE[/UPPER]:SOURCE")
    args = parser.parse_args()
    told = [one.partition(":") for one in args.sources]
    weights = mean([(Shares.read(share), where) for share, _, where in told])
    torch.save({"average": weights, "trained": weights}, args.out)


if __name__ == "__main__":
    main()
