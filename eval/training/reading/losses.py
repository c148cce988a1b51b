"""A batch and a reader -> what the reader gets wrong: sentences, passages, marks, and whether there
is an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from pressroom.eval.training.data.batch import Batch
from pressroom.eval.training.data.rows import Span
from pressroom.eval.training.reading.encoding import Encoded
from pressroom.eval.training.reading.model import KIND, Packed, Reader, means, pack
from pressroom.eval.training.reading.pairing import Pair
from torch import Tensor
from torch.nn import functional


@dataclass
class Reading:
    """Of pairs: logits of first and last token [pairs, longest], of an answer [pairs]; the states
    that they are told from [pairs, longest, 384], and the mean of those of the question
    [pairs, 384].
    """

    start: Tensor
    end: Tensor
    answer: Tensor
    states: Tensor
    asked: Tensor


def ranking(
    reader: Reader, batch: Batch, encoded: Encoded, queue: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    """Mean loss of the right sentences among all, and of the right passages among all."""
    rows = [n for n, w in enumerate(batch.wanted) if w.sentences]
    if not rows:
        return torch.zeros(()), torch.zeros(())
    scale = reader.scale.clamp(max=4.6).exp()
    right_s = torch.zeros(len(rows), len(encoded.sentences) + len(queue[0]), dtype=torch.bool)
    right_p = torch.zeros(len(rows), len(encoded.passages) + len(queue[1]), dtype=torch.bool)
    for place, number in enumerate(rows):
        wanted = batch.wanted[number]
        right_s[place, [encoded.first[wanted.at] + s for s in wanted.sentences]] = True
        right_p[place, wanted.at] = True
    asked = encoded.questions[rows]
    by_sentence = scale * asked @ torch.cat([encoded.sentences, queue[0]]).T
    by_passage = scale * asked @ torch.cat([encoded.passages, queue[1]]).T
    return share_loss(by_sentence, right_s), share_loss(by_passage, right_p)


def share_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Mean of -log of the share that the right ones have."""
    best = logits.masked_fill(~right, -1e4).logsumexp(-1)
    return (logits.logsumexp(-1) - best).mean()


def read_pairs(reader: Reader, batch: Batch, encoded: Encoded, pairs: Sequence[Pair]) -> Reading:
    """The joint layers over pairs."""
    texts = len(batch.passages)
    places, sides, lengths = [], [], []
    for pair in pairs:
        begin = encoded.packed.starts[texts + pair.question]
        size = encoded.packed.lengths[texts + pair.question]
        base = encoded.packed.starts[pair.passage]
        places += [*range(begin, begin + size), *(base + t for t in pair.tokens)]
        sides += [0] * size + [1] * len(pair.tokens)
        lengths.append(size + len(pair.tokens))
    packed = pack(lengths)
    x = encoded.lower.index_select(0, torch.tensor(places))
    x = (x.float() + reader.side[torch.tensor(sides)]).to(KIND)
    last = reader.read(x, packed).float()
    return _heads(reader, last, packed, pairs, torch.tensor(sides), features(encoded, pairs))


def _heads(
    reader: Reader,
    last: Tensor,
    packed: Packed,
    pairs: Sequence[Pair],
    sides: Tensor,
    more: Tensor,
) -> Reading:
    of = torch.tensor(np.repeat(np.arange(len(pairs)), packed.lengths))
    asked = means(last, torch.where(sides == 0, of, -1), len(pairs))
    logits = reader.span(torch.cat([last, last * asked[of]], -1)).float()
    longest = max(packed.lengths)
    at = torch.tensor(np.concatenate([np.arange(n) for n in packed.lengths]))
    padded = torch.full((len(pairs), longest, 2), -1e4).index_put((of, at), logits)
    states = torch.zeros(len(pairs), longest, last.shape[1]).index_put((of, at), last)
    allowed = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for number, pair in enumerate(pairs):
        begin = packed.lengths[number] - len(pair.tokens) + pair.first
        allowed[number, begin : packed.lengths[number]] = True
    padded = padded.masked_fill(~allowed[..., None], -1e4)
    share = (padded[..., 0].softmax(-1) + padded[..., 1].softmax(-1)) / 2
    pointed = (share[..., None] * states).sum(1)
    answer = reader.answers(torch.cat([states[:, 0], asked, pointed, more], -1))[:, 0]
    return Reading(padded[..., 0], padded[..., 1], answer.float(), states, asked)


def features(encoded: Encoded, pairs: Sequence[Pair]) -> Tensor:
    """[pairs, 3]: cosines of the best sentence, of the next best, of the passage, about 0 and of
    about 1.
    """
    rows = []
    with torch.no_grad():
        for pair in pairs:
            question = encoded.questions[pair.question]
            start, end = encoded.first[pair.passage], encoded.first[pair.passage + 1]
            near = (encoded.sentences[start:end] @ question).sort(descending=True).values.tolist()
            whole = float(encoded.passages[pair.passage] @ question)
            rows.append([near[0], near[1] if len(near) > 1 else near[0] - 0.1, whole])
    return (torch.tensor(rows) - 0.6) * 5


def reading_loss(
    reading: Reading, pairs: Sequence[Pair], sizes: Sequence[int]
) -> tuple[Tensor, Tensor]:
    """Mean loss of first and last token among those of their sentence; and of whether a pair
    answers.

    Which sentence it is the vectors tell better than these layers, so these need not learn it.
    """
    label = torch.tensor([float(pair.label) for pair in pairs])
    weight = torch.tensor([pair.weight for pair in pairs])
    answer = functional.binary_cross_entropy_with_logits(reading.answer, label, weight)
    marked = [
        (number, size, within, marks)
        for number, (pair, size) in enumerate(zip(pairs, sizes, strict=True))
        for within, marks in _by_sentence(pair).items()
    ]
    if not marked:
        return torch.zeros(()), answer
    rows = [number for number, *_ in marked]
    right = torch.zeros(len(rows), reading.start.shape[1], 2, dtype=torch.bool)
    inside = torch.zeros(len(rows), reading.start.shape[1], dtype=torch.bool)
    for row, (_, size, (first, stop), marks) in enumerate(marked):
        inside[row, size + first : size + stop] = True
        for a, b in marks:
            right[row, size + a, 0] = right[row, size + b, 1] = True
    start = share_loss(reading.start[rows].masked_fill(~inside, -1e4), right[..., 0])
    end = share_loss(reading.end[rows].masked_fill(~inside, -1e4), right[..., 1])
    return (start + end) / 2, answer


def _by_sentence(pair: Pair) -> dict[Span, list[Span]]:
    """The marks of a pair by the sentence in which they stand, or the sentences over which they
    go.
    """
    found: dict[Span, list[Span]] = {}
    for a, b in pair.marks:
        begin = next(s for s, e in pair.sentences if s <= a < e)
        end = next(e for s, e in pair.sentences if s <= b < e)
        found.setdefault((begin, end), []).append((a, b))
    return found
