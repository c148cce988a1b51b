"""Weights of multilingual-e5-small -> model.onnx (int8) -> an input module of sentence-transformers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

from index.e5 import BLOCK, DIMENSIONS, FEEDFORWARD, HEADS, LAYERS, MODEL, PAD, POSITIONS, TOKENIZER, Weights

INT8_MAX = 63  # 7 bits: 255 * 63 * 2 saturates on no processor, and the cosine loses 0.0003 to 8 bits
EPSILON = 1e-12
_MICROSOFT = "com.microsoft"


class E5Onnx(InputModule):  # type: ignore[misc]
    """`SentenceTransformer(modules=[E5Onnx(folder)])`: tokenizer, encoder, pooling and unit length in one.

    Only reads after it is made, so threads may share it. Runs on the processor, whatever the device. Each text is computed
    by itself, on one of `threads` threads: no padding, no mask, and a vector that does not depend on what else was asked
    for, as it would if the int8 scales were those of a batch.
    """

    config_keys: ClassVar[list[str]] = ["max_seq_length"]

    def __init__(self, folder: str | os.PathLike[str], *, threads: int | None = None, max_seq_length: int = POSITIONS) -> None:
        super().__init__()
        self.folder = Path(folder)
        self.tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER))
        self.max_seq_length = max_seq_length
        self.threads = threads or available_processors()
        self.session = _session(self.folder / MODEL)
        self._workers = ThreadPoolExecutor(self.threads, thread_name_prefix="embed")

    @property
    def max_seq_length(self) -> int:
        """Tokens that are read of a text, at most 512."""
        return self._tokens

    @max_seq_length.setter
    def max_seq_length(self, tokens: int) -> None:
        self._tokens = min(tokens, POSITIONS)
        self.tokenizer.enable_truncation(self._tokens)

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Texts -> input_ids and attention_mask, int64 [texts, longest]."""
        encodings = self.tokenizer.encode_batch_fast([(prompt or "") + text for text in inputs])
        ids = np.full((len(encodings), max(map(len, encodings), default=0)), PAD, np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds sentence_embedding, float32 [texts, 384] of unit length."""
        ids, mask = (features[name].cpu().numpy() for name in ("input_ids", "attention_mask"))
        lengths = mask.sum(axis=1)
        vectors = np.empty((len(ids), DIMENSIONS), np.float32)

        def embed(row: int) -> None:
            vectors[row] = self.session.run(None, {"input_ids": ids[row : row + 1, : lengths[row]]})[0][0]

        longest_first = np.argsort(-lengths, kind="stable").tolist()
        list(map(embed, longest_first) if len(ids) == 1 else self._workers.map(embed, longest_first))
        return features | {"sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        return DIMENSIONS

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Copies the model and its tokenizer, so that SentenceTransformer.save and its loading work."""
        for name in (MODEL, TOKENIZER):
            shutil.copyfile(self.folder / name, Path(output_path) / name)
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> E5Onnx:
        """From a folder that `save` wrote."""
        folder = Path(model_name_or_path) / subfolder
        return cls(folder, **cls.load_config(model_name_or_path, subfolder=subfolder, local_files_only=True))


def available_processors() -> int:
    """Processors that this process may use: a container or taskset may leave fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(path: Path) -> onnxruntime.InferenceSession:
    """One thread for each run: several texts at once keep all processors busier than one text cut in pieces."""
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def write_model(path: Path, weights: Weights) -> None:
    """The encoder in fused operators of ONNX Runtime: input_ids [texts of one length, tokens] -> unit vectors."""
    model = helper.make_model(
        onnx.GraphProto(name="multilingual-e5-small"),
        ir_version=10,
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)],
    )
    graph = _Graph(model.graph)
    hidden = _embeddings(graph, weights)
    for number in range(LAYERS):
        hidden = _layer(graph, weights, hidden, prefix=f"l{number}.")
    _pooling(graph, hidden)
    model.graph.input.append(helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]))
    shape = ["batch", DIMENSIONS]
    model.graph.output.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, shape))
    onnx.save(model, path)


class _Graph:
    """Adds to an ONNX graph; every call returns the name of what it adds."""

    def __init__(self, proto: onnx.GraphProto) -> None:
        self.proto = proto

    def weight(self, name: str, values: NDArray[Any]) -> str:
        self.proto.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], *outputs: str, domain: str = "", **settings: Any) -> str:
        self.proto.node.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return outputs[0]


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Words stay in their 4-bit blocks: exact, and half the memory of int8."""
    blocks = weights.blocks("emb.word", columns=DIMENSIONS)
    packed = _repack(blocks["nibbles"])
    graph.proto.initializer.add(name="words", data_type=TensorProto.INT4, dims=[len(packed), DIMENSIONS], raw_data=packed.tobytes())
    scales = graph.weight("word_scales", blocks["scale"].astype(np.float32))
    graph.add(
        "GatherBlockQuantized", ["words", "input_ids", scales], "word", domain=_MICROSOFT, gather_axis=0, quantize_axis=1, block_size=BLOCK
    )
    positions = weights.vector("emb.pos").reshape(POSITIONS, DIMENSIONS)
    table = graph.weight("positions", positions + weights.vector("emb.type")[:DIMENSIONS])
    length = graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    graph.add("Slice", [table, graph.weight("zero", np.array([0])), length], "position")
    added = graph.add("Add", ["word", "position"], "embedded")
    scale, shift = (graph.weight(name, weights.vector(name)) for name in ("emb.ln.w", "emb.ln.b"))
    return graph.add("LayerNormalization", [added, scale, shift], "normed", axis=-1, epsilon=EPSILON)


def _repack(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pairs (j, j + 16) of numbers 0 to 15 -> pairs (2j, 2j + 1) of numbers -8 to 7."""
    even, odd = nibbles[..., 0::2], nibbles[..., 1::2]
    packed = np.concatenate([even & 15 | odd << 4, even >> 4 | odd & 0xF0], axis=-1)
    packed ^= 0x88
    return packed


def _layer(graph: _Graph, weights: Weights, hidden: str, *, prefix: str) -> str:
    attended = _attention(graph, weights, hidden, prefix=prefix)
    projected = _linear(graph, weights, attended, prefix + "ao", columns=DIMENSIONS)
    middle = _add_and_norm(graph, weights, projected, hidden, prefix + "aln")
    grown = _linear(graph, weights, middle, prefix + "fi", columns=DIMENSIONS)
    active = graph.add("Gelu", [grown], prefix + "gelu", domain=_MICROSOFT)
    shrunk = _linear(graph, weights, active, prefix + "fo", columns=FEEDFORWARD)
    return _add_and_norm(graph, weights, shrunk, middle, prefix + "oln")


def _attention(graph: _Graph, weights: Weights, hidden: str, *, prefix: str) -> str:
    """The input is quantised once for the three matrices; without a mask the runtime takes its flash attention."""
    x, x_scale, x_zero = (f"{prefix}x.{part}" for part in "qsz")
    graph.add("DynamicQuantizeLinear", [hidden], x, x_scale, x_zero)
    parts = []
    for name in (f"{prefix}{part}" for part in "qkv"):
        matrix, scale = _quantised(graph, weights.matrix(name + ".w", columns=DIMENSIONS), name)
        bias = graph.weight(name + ".b", weights.vector(name + ".b"))
        parts.append(graph.add("MatMulIntegerToFloat", [x, matrix, x_scale, scale, x_zero, "", bias], name, domain=_MICROSOFT))
    return graph.add("MultiHeadAttention", parts, prefix + "attended", domain=_MICROSOFT, num_heads=HEADS)


def _linear(graph: _Graph, weights: Weights, x: str, name: str, *, columns: int) -> str:
    matrix, scale = _quantised(graph, weights.matrix(name + ".w", columns=columns), name)
    bias = graph.weight(name + ".b", weights.vector(name + ".b"))
    return graph.add("DynamicQuantizeMatMul", [x, matrix, scale, "", bias], name, domain=_MICROSOFT)


def _quantised(graph: _Graph, rows: NDArray[np.float32], name: str) -> tuple[str, str]:
    """[out, in] -> names of int8 [in, out] and of one scale for each output."""
    scale = np.abs(rows).max(axis=1) / INT8_MAX
    values = np.rint(rows / scale[:, None]).astype(np.int8)
    return graph.weight(name + ".q", values.T), graph.weight(name + ".s", scale.astype(np.float32))


def _add_and_norm(graph: _Graph, weights: Weights, x: str, skip: str, name: str) -> str:
    """Two operators: the runtime's fused one, SkipLayerNormalization, takes three times as long on a processor."""
    scale, shift = (graph.weight(name + end, weights.vector(name + end)) for end in (".w", ".b"))
    added = graph.add("Add", [x, skip], name + ".a")
    return graph.add("LayerNormalization", [added, scale, shift], name, axis=-1, epsilon=EPSILON)


def _pooling(graph: _Graph, hidden: str) -> None:
    """Sum over the tokens, at length 1: the same direction as their mean."""
    graph.add("ReduceSum", [hidden, graph.weight("tokens", np.array([1]))], "pooled", keepdims=0)
    graph.add("LpNormalization", ["pooled"], "sentence_embedding", axis=-1, p=2)
