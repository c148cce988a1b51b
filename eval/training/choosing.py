"""Pairs that were read -> which of all their sentences answers, or none: nearness, and what the
joint layers add to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from pressroom.eval.training.losses import Encoded, Pair, Reading
from pressroom.eval.training.model import Reader
from torch import Tensor

_AROUND, _TIMES = 0.6, 5.0  # cosines are brought about 0 and to about 1
_MARKS = 0.1  # of the logits of first and last token


def told(
    reader: Reader, encoded: Encoded, pairs: Sequence[Pair], sizes: Sequence[int], reading: Reading
) -> tuple[Tensor, Tensor]:
    """Of the sentences of all pairs, one pair after another: what the joint layers add to their
    cosines, and these [sentences].

    `sizes` are the tokens of the questions.
    """
    rows, of, near = [], [], []
    longest = reading.states.shape[1]
    inside = torch.zeros(sum(len(pair.sentences) for pair in pairs), longest)
    for number, (pair, size) in enumerate(zip(pairs, sizes, strict=True)):
        first = encoded.first[pair.passage]
        question = encoded.questions[pair.question]
        own = encoded.sentences[[first + s for s in pair.numbers]] @ question
        whole = float(encoded.passages[pair.passage] @ question)
        best = float(own.max())
        for (start, end), cosine in zip(pair.sentences, own.tolist(), strict=True):
            inside[len(of), size + start : size + end] = 1.0
            rows.append([cosine - _AROUND, whole - _AROUND, cosine - best])
            of.append(number)
            near.append(cosine)
    at = torch.tensor(of)
    states = (inside[:, None, :] @ reading.states[at])[:, 0] / inside.sum(1, keepdim=True)
    marks = sum(
        logits[at].masked_fill(inside == 0, -1e4).logsumexp(-1)
        for logits in (reading.start, reading.end)
    )
    beside = torch.cat([torch.tensor(rows) * _TIMES, _MARKS * marks[:, None]], 1)
    asked = reading.asked[at]
    added = reader.told(torch.cat([states, states * asked, beside], 1))[:, 0]
    return added.float(), torch.tensor(near)


def scored(reader: Reader, added: Tensor, near: Tensor) -> Tensor:
    """Comparable between all sentences that were read for a question, and with `reader.none`."""
    return reader.near.exp() * (near - _AROUND) + added
