"""Unit vectors <-> bytes: one int8 a dimension and a scale for each vector, a quarter of float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SCALE = np.dtype("<f4")


def pack(vectors: NDArray[np.float32]) -> bytes:
    """[n, dimensions] -> n times (scale, int8 [dimensions])."""
    scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9).astype(_SCALE) / 127
    rows = np.empty(len(vectors), _row(vectors.shape[1]))
    rows["scale"], rows["values"] = scales[:, 0], np.rint(vectors / scales)
    return rows.tobytes()


def count(packed: bytes, dimensions: int) -> int:
    """How many vectors there are."""
    return len(packed) // _row(dimensions).itemsize


def cosines(packed: bytes, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inner products [n] of the packed vectors with `query` [dimensions], within 0.4 % of those before packing."""
    rows = np.frombuffer(packed, _row(len(query)))
    products: NDArray[np.float32] = (rows["values"].astype(np.float32) @ query) * rows["scale"]
    return products


def _row(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("scale", _SCALE), ("values", "i1", (dimensions,))])
