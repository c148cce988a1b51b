"""The built-in engine -> an input module of sentence-transformers, for those who want that
interface: PyTorch is loaded then.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from pressroom.index.e5.engine import E5Engine
from pressroom.index.e5.weights import DIMENSIONS, FILES, PAD, POSITIONS
from sentence_transformers.base.modules import InputModule


class E5Onnx(InputModule):  # type: ignore[misc]
    """`SentenceTransformer(modules=[E5Onnx(engine)])`: tokenizer, encoder, pooling and unit length
    in one, on the processor, whatever the device.
    """

    config_keys: ClassVar[list[str]] = ["max_seq_length"]

    def __init__(self, engine: E5Engine, *, max_seq_length: int = POSITIONS) -> None:
        super().__init__()
        self.engine = engine
        self.tokenizer = engine.tokens
        self.max_seq_length = max_seq_length

    @property
    def max_seq_length(self) -> int:
        """Tokens that are read of a text, at most 512."""
        return self._tokens

    @max_seq_length.setter
    def max_seq_length(self, tokens: int) -> None:
        self._tokens = min(tokens, POSITIONS)

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Texts -> input_ids and attention_mask, int64 [texts, longest]."""
        texts = self.engine.tokens(
            [(prompt or "") + text for text in inputs], most=self.max_seq_length
        )
        ids = np.full((len(texts), max(map(len, texts), default=0)), PAD, np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds sentence_embedding, float32 [texts, 384] of unit length."""
        ids, mask = (features[name].cpu().numpy() for name in ("input_ids", "attention_mask"))
        texts = [row[:length] for row, length in zip(ids, mask.sum(axis=1), strict=True)]
        return features | {"sentence_embedding": torch.from_numpy(self.engine.vectors(texts))}

    def get_embedding_dimension(self) -> int:
        return DIMENSIONS

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Copies the model and its tokenizer, so that SentenceTransformer.save and its loading
        work.
        """
        for name in FILES:
            shutil.copyfile(self.engine.folder / name, Path(output_path) / name)
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> E5Onnx:
        """From a folder that `save` wrote."""
        engine = E5Engine(Path(model_name_or_path) / subfolder)
        return cls(
            engine,
            **cls.load_config(model_name_or_path, subfolder=subfolder, local_files_only=True),
        )
