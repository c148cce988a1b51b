"""Weights of multilingual-e5-small -> model.onnx (int8)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from pressroom.index.e5.weights import (
    BLOCK,
    DIMENSIONS,
    FEEDFORWARD,
    HEADS,
    LAYERS,
    POSITIONS,
    Weights,
)

# 7 bits: 255 * 63 * 2 saturates on no processor, and the cosine loses 0.0003 to 8 bits
INT8_MAX = 63
# Layer -> the neuron of its feed-forward part that answers to the first and the last token of any
# text 2 to 15 times as strongly as any other neuron does to any token: int8 steps wide enough for
# it leave the others few values (a "massive activation").
LOUD = {0: 318, 1: 1462, 2: 354, 4: 778, 5: 658, 6: 1152, 7: 413}
EPSILON = 1e-12
_MICROSOFT = "com.microsoft"


def write_model(path: Path, weights: Weights) -> None:
    """The encoder in fused operators of ONNX Runtime: input_ids [texts of one length, tokens] ->
    unit vectors.
    """
    model = helper.make_model(
        onnx.GraphProto(name="multilingual-e5-small"),
        ir_version=10,
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)],
    )
    graph = Graph(model.graph)
    hidden = embeddings(graph, weights)
    for number in range(LAYERS):
        hidden = layer(graph, weights, hidden, prefix=f"l{number}.", loud=LOUD.get(number))
    _pooling(graph, hidden)
    model.graph.input.append(
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])
    )
    shape = ["batch", DIMENSIONS]
    model.graph.output.append(
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, shape)
    )
    onnx.save(model, path)


class Graph:
    """Adds to an ONNX graph; every call returns the name of what it adds."""

    def __init__(self, proto: onnx.GraphProto) -> None:
        self.proto = proto

    def weight(self, name: str, values: NDArray[Any]) -> str:
        self.proto.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(
        self, kind: str, inputs: Sequence[str], *outputs: str, domain: str = "", **settings: Any
    ) -> str:
        self.proto.node.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return outputs[0]


def embeddings(graph: Graph, weights: Weights) -> str:
    """Words stay in their 4-bit blocks: exact, and half the memory of int8."""
    blocks = weights.blocks("emb.word", columns=DIMENSIONS)
    packed = _repack(blocks["nibbles"])
    graph.proto.initializer.add(
        name="words",
        data_type=TensorProto.INT4,
        dims=[len(packed), DIMENSIONS],
        raw_data=packed.tobytes(),
    )
    scales = graph.weight("word_scales", blocks["scale"].astype(np.float32))
    graph.add(
        "GatherBlockQuantized",
        ["words", "input_ids", scales],
        "word",
        domain=_MICROSOFT,
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
    positions = weights.vector("emb.pos").reshape(POSITIONS, DIMENSIONS)
    table = graph.weight("positions", positions + weights.vector("emb.type")[:DIMENSIONS])
    length = graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    graph.add("Slice", [table, graph.weight("zero", np.array([0])), length], "position")
    added = graph.add("Add", ["word", "position"], "embedded")
    scale, shift = (graph.weight(name, weights.vector(name)) for name in ("emb.ln.w", "emb.ln.b"))
    return graph.add(
        "LayerNormalization", [added, scale, shift], "normed", axis=-1, epsilon=EPSILON
    )


def _repack(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pairs (j, j + 16) of numbers 0 to 15 -> pairs (2j, 2j + 1) of numbers -8 to 7."""
    even, odd = nibbles[..., 0::2], nibbles[..., 1::2]
    packed = np.concatenate([even & 15 | odd << 4, even >> 4 | odd & 0xF0], axis=-1)
    packed ^= 0x88
    return packed


def layer(
    graph: Graph, weights: Weights, hidden: str, *, prefix: str, loud: int | None = None
) -> str:
    """One layer, its weights named by `prefix`: states in, states out."""
    attended = _attention(graph, weights, hidden, prefix=prefix)
    projected = _linear(
        graph, attended, prefix + "ao", *_parameters(weights, prefix + "ao", columns=DIMENSIONS)
    )
    middle = _add_and_norm(graph, weights, projected, hidden, prefix + "aln")
    shrunk = _feed_forward(graph, weights, middle, prefix=prefix, loud=loud)
    return _add_and_norm(graph, weights, shrunk, middle, prefix + "oln")


def _feed_forward(graph: Graph, weights: Weights, x: str, *, prefix: str, loud: int | None) -> str:
    """A loud neuron is silent in the int8 matrices, and computed beside them in float32."""
    grow, bias = _parameters(weights, prefix + "fi", columns=DIMENSIONS)
    shrink, last_bias = _parameters(weights, prefix + "fo", columns=FEEDFORWARD)
    beside = None
    if loud is not None:
        raised = graph.add(
            "MatMul",
            [x, graph.weight(prefix + "loud.in", grow[loud][:, None])],
            prefix + "loud.raised",
        )
        biased = graph.add(
            "Add",
            [raised, graph.weight(prefix + "loud.b", bias[loud : loud + 1])],
            prefix + "loud.biased",
        )
        active = graph.add("Gelu", [biased], prefix + "loud.gelu", domain=_MICROSOFT)
        beside = graph.add(
            "MatMul",
            [active, graph.weight(prefix + "loud.out", shrink[None, :, loud])],
            prefix + "loud",
        )
        grow[loud], bias[loud] = 0, 0
    grown = _linear(graph, x, prefix + "fi", grow, bias)
    active = graph.add("Gelu", [grown], prefix + "gelu", domain=_MICROSOFT)
    shrunk = _linear(graph, active, prefix + "fo", shrink, last_bias)
    return shrunk if beside is None else graph.add("Add", [shrunk, beside], prefix + "both")


def _attention(graph: Graph, weights: Weights, hidden: str, *, prefix: str) -> str:
    """The input is quantised once for the three matrices; without a mask the runtime takes its
    flash attention.
    """
    x, x_scale, x_zero = (f"{prefix}x.{part}" for part in "qsz")
    graph.add("DynamicQuantizeLinear", [hidden], x, x_scale, x_zero)
    parts = []
    for name in (f"{prefix}{part}" for part in "qkv"):
        rows, bias = _parameters(weights, name, columns=DIMENSIONS)
        matrix, scale = _quantised(graph, rows, name)
        inputs = [x, matrix, x_scale, scale, x_zero, "", graph.weight(name + ".b", bias)]
        parts.append(graph.add("MatMulIntegerToFloat", inputs, name, domain=_MICROSOFT))
    return graph.add(
        "MultiHeadAttention", parts, prefix + "attended", domain=_MICROSOFT, num_heads=HEADS
    )


def _parameters(
    weights: Weights, name: str, *, columns: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """[out, in] and [out]."""
    return weights.matrix(name + ".w", columns=columns), weights.vector(name + ".b").copy()


def _linear(
    graph: Graph, x: str, name: str, rows: NDArray[np.float32], bias: NDArray[np.float32]
) -> str:
    matrix, scale = _quantised(graph, rows, name)
    inputs = [x, matrix, scale, "", graph.weight(name + ".b", bias)]
    return graph.add("DynamicQuantizeMatMul", inputs, name, domain=_MICROSOFT)


def _quantised(graph: Graph, rows: NDArray[np.float32], name: str) -> tuple[str, str]:
    """[out, in] -> names of int8 [in, out] and of one scale for each output."""
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-9) / INT8_MAX
    values = np.rint(rows / scale[:, None]).astype(np.int8)
    return graph.weight(name + ".q", values.T), graph.weight(name + ".s", scale.astype(np.float32))


def _add_and_norm(graph: Graph, weights: Weights, x: str, skip: str, name: str) -> str:
    """Two operators: the runtime's fused one, SkipLayerNormalization, takes three times as long on
    a processor.
    """
    scale, shift = (graph.weight(name + end, weights.vector(name + end)) for end in (".w", ".b"))
    added = graph.add("Add", [x, skip], name + ".a")
    return graph.add("LayerNormalization", [added, scale, shift], name, axis=-1, epsilon=EPSILON)


def _pooling(graph: Graph, hidden: str) -> None:
    """Sum over the tokens, at length 1: the same direction as their mean."""
    graph.add("ReduceSum", [hidden, graph.weight("tokens", np.array([1]))], "pooled", keepdims=0)
    graph.add("LpNormalization", ["pooled"], "sentence_embedding", axis=-1, p=2)
