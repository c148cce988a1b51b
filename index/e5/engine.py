"""Texts -> unit vectors of multilingual-e5-small, by ONNX Runtime on the processor, without
PyTorch.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as states
from pressroom.index.e5.tokens import Ids, Tokens
from pressroom.index.e5.weights import DIMENSIONS, MODEL

UNLOADABLE: tuple[type[Exception], ...] = (  # what is said of a file that holds no such model
    states.Fail,
    states.InvalidArgument,
    states.InvalidGraph,
    states.InvalidProtobuf,
    states.NoSuchFile,
    states.RuntimeException,
    OSError,
    ValueError,
    KeyError,
)
_AT_ONCE = 1024  # texts whose tokens are held at a time


class E5Engine:
    """The folder that `pressroom.index.e5.unpacking.unpack` writes, loaded. Only reads after it is
    made, so threads may share it.

    Each text is computed by itself, on one of `threads` threads: no padding, no mask, and a vector
    that does not depend on what else was asked for, as it would if the int8 scales were those of a
    batch.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self.folder = folder
        self.tokens = Tokens(folder)
        self._session = session(folder / MODEL)
        self._workers = ThreadPoolExecutor(
            threads or available_processors(), thread_name_prefix="embed"
        )

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """[texts, 384] of unit length."""
        parts = [
            self.vectors(self.tokens(texts[start : start + _AT_ONCE]))
            for start in range(0, len(texts), _AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty((0, DIMENSIONS), np.float32)

    def vectors(self, texts: Sequence[Ids]) -> NDArray[np.float32]:
        """The tokens of each text -> [texts, 384] of unit length."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)

        def embed(row: int) -> None:
            vectors[row] = self._session.run(None, {"input_ids": texts[row][None, :]})[0][0]

        longest_first = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        list(
            map(embed, longest_first)
            if len(texts) == 1
            else self._workers.map(embed, longest_first)
        )
        return vectors


def available_processors() -> int:
    """Processors that this process may use: a container or taskset may leave fewer than the machine
    has.
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def session(path: Path) -> onnxruntime.InferenceSession:
    """One thread for each run: several texts at once keep all processors busier than one text cut
    in pieces.
    """
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
