"""Checkpoints, exported weights and e5's own -> one checkpoint, their mean: `python -m
pressroom.eval.training.mean --out FILE SHARE:SOURCE …`; a source is a file, a folder of exported
weights, or `e5`.

What training forgets of languages and of words asked as they are printed, e5 still knows: halfway
between both, passages are found better on every part of `dev` than by either (docs/reader.md).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import torch
from pressroom.eval.training.export import shipped
from pressroom.eval.training.model import started
from pressroom.index.e5.weights import find_weights, read_weights
from torch import Tensor

E5 = "e5"
_ENCODER = "layers."


def mean(sources: Sequence[tuple[float, str]]) -> dict[str, Tensor]:
    """The weights that training changes, of each the mean by shares; a source `e5` has a share in
    the layers of the encoder alone, for it has no others that were trained.
    """
    parts = [(share, source == E5, weights_of(source)) for share, source in sources]
    names = dict.fromkeys(name for _, _, weights in parts for name in weights)
    made = {}
    for name in names:
        held = [
            (share, weights[name])
            for share, is_e5, weights in parts
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
    parser.add_argument("sources", nargs="+", metavar="SHARE:SOURCE")
    args = parser.parse_args()
    sources = [
        (float(share), where) for share, _, where in (s.partition(":") for s in args.sources)
    ]
    weights = mean(sources)
    torch.save({"average": weights, "trained": weights}, args.out)


if __name__ == "__main__":
    main()
