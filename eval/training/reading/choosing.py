"""Pairs that were read -> which of all their sentences answers, or none: nearness, and what the
joint layers add to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from pressroom.eval.training.data.batch import Batch
from pressroom.eval.training.reading.encoding import Encoded
from pressroom.eval.training.reading.losses import Reading, share_loss
from pressroom.eval.training.reading.model import Reader
from pressroom.eval.training.reading.pairing import Pair
from torch import Tensor
from torch.nn import functional

_AROUND, _TIMES = 0.6, 5.0  # cosines are brought about 0 and to about 1
_MARKS = 0.1  # of the logarithms of first and last tokens, beside them


@dataclass(frozen=True)
class Scored:
    """Of the sentences of all pairs, one pair after another [sentences]: the number of the pair,
    and a score that is comparable between all sentences read for a question, and with
    `Reader.none`.
    """

    pairs: Tensor
    scores: Tensor


def scored(
    reader: Reader, encoded: Encoded, pairs: Sequence[Pair], sizes: Sequence[int], reading: Reading
) -> Scored:
    """`sizes` are the tokens of the questions of the pairs."""
    of: list[int] = []
    near: list[float] = []
    beside: list[list[float]] = []
    inside = torch.zeros(sum(len(pair.sentences) for pair in pairs), reading.states.shape[1])
    for number, (pair, size) in enumerate(zip(pairs, sizes, strict=True)):
        question, first = encoded.questions[pair.question], encoded.first[pair.passage]
        own = (encoded.sentences[[first + s for s in pair.numbers]] @ question).tolist()
        whole = float(encoded.passages[pair.passage] @ question)
        for (start, end), cosine in zip(pair.sentences, own, strict=True):
            inside[len(of), size + start : size + end] = 1.0
            beside.append([cosine - _AROUND, whole - _AROUND, cosine - max(own)])
            near.append(cosine - _AROUND)
            of.append(number)
    at = torch.tensor(of)
    states = (inside[:, None, :] @ reading.states[at])[:, 0] / inside.sum(1, keepdim=True)
    marks = torch.stack([reading.start[at], reading.end[at]], -1)
    marks = marks.masked_fill(inside[..., None] == 0, -1e4).logsumexp(1).sum(1, keepdim=True)
    more = torch.cat([_TIMES * torch.tensor(beside), _MARKS * marks], 1)
    added = reader.told(torch.cat([states, states * reading.asked[at], more], 1))[:, 0]
    return Scored(at, reader.near.exp() * torch.tensor(near) + added.float())


def choosing_loss(reader: Reader, batch: Batch, pairs: Sequence[Pair], found: Scored) -> Tensor:
    """Mean of -log of the share that the right sentences have among all that were read for their
    question, `none` being right where nothing answers.
    """
    asked = [pairs[int(number)].question for number in found.pairs]
    table = torch.full((len(batch.wanted), 1 + len(asked)), -1e4)
    right = torch.zeros(table.shape, dtype=torch.bool)
    rows, columns = torch.tensor(asked), torch.arange(len(asked)) + 1
    right[rows, columns] = torch.tensor([r for pair in pairs for r in is_right(batch, pair)])
    right[:, 0] = ~right.any(1)
    table = table.index_put((rows, columns), found.scores)
    table = torch.cat([reader.none.expand(len(table), 1), table[:, 1:]], 1)
    read = sorted(set(asked))
    return share_loss(table[read], right[read])


def belonging_loss(reader: Reader, batch: Batch, pairs: Sequence[Pair], found: Scored) -> Tensor:
    """Mean, over the pairs, of what is lost where a sentence that belongs to the answer is not
    before `none`, or another one is: an answer may be of several sentences.
    """
    right = torch.tensor([float(r) for pair in pairs for r in is_right(batch, pair)])
    scores = found.scores - reader.none
    lost = functional.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    return lost / len(pairs)


def is_right(batch: Batch, pair: Pair) -> list[bool]:
    """Of each sentence of a pair that was read, whether it answers."""
    wanted = batch.wanted[pair.question]
    return [pair.passage == wanted.at and number in wanted.sentences for number in pair.numbers]
