"""A batch and a reader -> what the encoder makes of it: states, and the vectors of questions,
passages and sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from pressroom.eval.training.data.batch import Batch
from pressroom.eval.training.reading.model import WHOLE, Packed, Reader, means, pack
from torch import Tensor
from torch.nn import functional


@dataclass
class Encoded:
    """The states of a batch, and the unit vectors made of them."""

    lower: Tensor
    packed: Packed
    questions: Tensor  # [questions, 384]
    sentences: Tensor  # [sentences, 384]
    passages: Tensor  # [passages, 384]
    first: list[int]  # of each passage, the number of its first sentence; one more at the end


def encode(reader: Reader, batch: Batch) -> Encoded:
    """All texts of a batch, apart from one another."""
    ids = [p.ids for p in batch.passages] + [w.ids for w in batch.wanted]
    packed = pack([len(i) for i in ids])
    lower = reader.lower(torch.from_numpy(np.concatenate(ids)), packed)
    last = reader.upper(lower, packed)
    first = np.cumsum([0, *(len(p.sentences) for p in batch.passages)]).tolist()
    whole, part = _segments(batch, packed, first)
    average = means(last, whole, len(ids))
    texts = average[: len(batch.passages)]
    of = torch.tensor(np.repeat(np.arange(len(batch.passages)), np.diff(first)))
    own = means(last, part, first[-1])
    return Encoded(
        lower,
        packed,
        functional.normalize(average[len(batch.passages) :], dim=-1),
        functional.normalize(own + WHOLE * texts[of], dim=-1),
        functional.normalize(texts, dim=-1),
        first,
    )


def _segments(batch: Batch, packed: Packed, first: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Of each token the text and the sentence that it is of."""
    whole = torch.tensor(np.repeat(np.arange(len(packed.lengths)), packed.lengths))
    part = torch.full((len(whole),), -1)
    for number, cut in enumerate(batch.passages):
        for place, (start, end) in enumerate(cut.sentences):
            part[packed.starts[number] + start : packed.starts[number] + end] = (
                first[number] + place
            )
    return whole, part
