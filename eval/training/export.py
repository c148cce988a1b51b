"""A checkpoint -> the files that are shipped: `python -m pressroom.eval.training.export
--checkpoint FILE --out FOLDER`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pressroom.eval.training.reading.model import FROZEN, JOINT, SHARED
from pressroom.index.e5.onnx import INT8_MAX
from pressroom.index.e5.trained import TrainedWeights, read_trained
from pressroom.index.e5.weights import DIMENSIONS, LAYERS, PARTS
from torch import Tensor

_HEADS = ("span", "answers", "told", "near", "none")
_MATRICES = {"out": "ao", "grow": "fi", "shrink": "fo"}
_NORMS = {"norm": "aln", "last": "oln"}


def export(weights: Mapping[str, Tensor], folder: Path) -> list[Path]:
    """Writes the three parts: layers FROZEN to SHARED, those above them, joint ones with the
    heads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lower: dict[str, NDArray[Any]] = {}
    upper: dict[str, NDArray[Any]] = {}
    joint: dict[str, NDArray[Any]] = {"side": weights["side"].numpy()}
    for number in range(FROZEN, LAYERS):
        part = lower if number < SHARED else upper
        part |= _layer(weights, f"layers.{number}.", f"l{number}.")
    for number in range(JOINT):
        joint |= _layer(weights, f"joint.{number}.", f"j{number}.")
    for name, value in weights.items():
        if name.split(".")[0] in _HEADS:
            joint["head." + name] = value.numpy()
    paths = [folder / part for part in PARTS]
    for path, arrays in zip(paths, (lower, upper, joint), strict=True):
        np.savez(path, **arrays)  # type: ignore[arg-type]
    return paths


def _layer(weights: Mapping[str, Tensor], old: str, new: str) -> dict[str, NDArray[Any]]:
    made: dict[str, NDArray[Any]] = {}
    rows, bias = weights[old + "qkv.weight"].numpy(), weights[old + "qkv.bias"].numpy()
    for place, part in enumerate("qkv"):
        cut = slice(place * DIMENSIONS, (place + 1) * DIMENSIONS)
        made |= _quantised(new + part, rows[cut]) | {f"{new}{part}.b": bias[cut]}
    for name, short in _MATRICES.items():
        made |= _quantised(new + short, weights[f"{old}{name}.weight"].numpy())
        made[f"{new}{short}.b"] = weights[f"{old}{name}.bias"].numpy()
    for name, short in _NORMS.items():
        made[f"{new}{short}.w"] = weights[f"{old}{name}.weight"].numpy()
        made[f"{new}{short}.b"] = weights[f"{old}{name}.bias"].numpy()
    return made


def _quantised(name: str, rows: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-9) / INT8_MAX
    values = np.rint(rows / scale[:, None]).astype(np.int8)
    return {f"{name}.w": values, f"{name}.w.scale": scale.astype(np.float32)}


def shipped(folder: Path) -> dict[str, Tensor]:
    """The weights that `export` wrote, as the trainer names them: what a new run can go on from."""
    own = read_trained(folder)
    weights: dict[str, Tensor] = {"side": torch.from_numpy(own.own["side"])}
    for number in range(FROZEN, LAYERS):
        weights |= _unpacked(own, f"l{number}.", f"layers.{number}.")
    for number in range(JOINT):
        weights |= _unpacked(own, f"j{number}.", f"joint.{number}.")
    heads = {n.removeprefix("head."): v for n, v in own.own.items() if n.startswith("head.")}
    return weights | {name: torch.from_numpy(value) for name, value in heads.items()}


def _unpacked(own: TrainedWeights, old: str, new: str) -> dict[str, Tensor]:
    def matrix(part: str) -> NDArray[np.float32]:
        return own.matrix(f"{old}{part}.w", columns=0)

    made = {
        "qkv.weight": np.concatenate([matrix(part) for part in "qkv"]),
        "qkv.bias": np.concatenate([own.vector(f"{old}{part}.b") for part in "qkv"]),
    }
    for name, short in _MATRICES.items():
        made[f"{name}.weight"] = matrix(short)
        made[f"{name}.bias"] = own.vector(f"{old}{short}.b")
    for name, short in _NORMS.items():
        made[f"{name}.weight"] = own.vector(f"{old}{short}.w")
        made[f"{name}.bias"] = own.vector(f"{old}{short}.b")
    return {new + name: torch.from_numpy(np.array(value)) for name, value in made.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    weights = torch.load(args.checkpoint, weights_only=False)["average"]
    for path in export(weights, args.out):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
