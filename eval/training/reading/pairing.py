"""A batch that was encoded -> pairs: which questions are read with which sentences of a passage."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pressroom.eval.training.data.batch import Batch
from pressroom.eval.training.data.rows import Span
from pressroom.eval.training.reading.encoding import Encoded
from pressroom.index.e5.cut import Cut
from torch import Tensor

NEAR_MISS = 2.0  # a passage that seems to answer counts as much as two that are far off


@dataclass(frozen=True)
class Pair:
    """A question and the tokens of a passage that it is read with. `label`: whether that
    answers. `sentences` and `marks` are places in `tokens`; `numbers` are those of the sentences
    in their passage.
    """

    question: int
    passage: int
    tokens: list[int]  # of the passage, by number
    first: int  # how many of `tokens` are its header
    label: bool
    marks: tuple[Span, ...]
    sentences: tuple[Span, ...] = ()
    numbers: tuple[int, ...] = ()
    weight: float = 1.0  # in the loss of whether it answers


def choose_pairs(
    batch: Batch, encoded: Encoded, rng: random.Random, *, most: int, negative: float
) -> list[Pair]:
    """Which questions are read with which passages: the right one or the near miss, and some that
    look right.
    """
    near = (encoded.questions @ encoded.sentences.T).detach()
    numbers = [n for n, w in enumerate(batch.wanted) if w.marks or not w.sentences]
    rng.shuffle(numbers)
    pairs: list[Pair] = []
    for number in numbers:
        if len(pairs) >= most:
            break
        wanted = batch.wanted[number]
        budget = rng.randrange(70, 190)
        row = near[number]
        pairs.append(_pair(batch, encoded, number, wanted.at, row, budget))
        if wanted.sentences and rng.random() < negative:
            other = _rival(encoded, row, wanted.at, rng)
            if other is not None:
                pairs.append(_pair(batch, encoded, number, other, row, budget))
    return pairs


def _rival(encoded: Encoded, near: Tensor, right: int, rng: random.Random) -> int | None:
    """A passage whose best sentence looks right, and is not."""
    of = np.repeat(np.arange(len(encoded.passages)), np.diff(encoded.first))
    best = np.argsort(-near.float().numpy())
    found = list(dict.fromkeys(p for p in of[best[:16]].tolist() if p != right))[:3]
    return rng.choice(found) if found else None


def _pair(
    batch: Batch, encoded: Encoded, number: int, passage: int, near: Tensor, budget: int
) -> Pair:
    start, end = encoded.first[passage], encoded.first[passage + 1]
    return paired(batch, number, passage, near[start:end].tolist(), budget)


def paired(
    batch: Batch,
    number: int,
    passage: int,
    near: Sequence[float],
    budget: int,
    *,
    keep: bool = True,
) -> Pair:
    """Of a passage the header and the nearest sentences, `near` their cosines; with `keep` those
    that answer are among them.
    """
    wanted, cut = batch.wanted[number], batch.passages[passage]
    label = passage == wanted.at and bool(wanted.sentences)
    kept = excerpt(cut, near, budget, keep=wanted.sentences if label and keep else ())
    head = list(range(*cut.header))
    tokens = head + [t for s in kept for t in range(*cut.sentences[s])]
    place = {token: at for at, token in enumerate(tokens)}
    marks = tuple(
        (place[a], place[b]) for a, b in wanted.marks if label and a in place and b in place
    )
    held = [s for s in kept if cut.sentences[s][1] > cut.sentences[s][0]]
    spans = [cut.sentences[s] for s in held]
    sentences = tuple((place[a], place[b - 1] + 1) for a, b in spans)
    weight = NEAR_MISS if passage == wanted.at and not label else 1.0
    return Pair(number, passage, tokens, len(head), label, marks, sentences, tuple(held), weight)


def excerpt(
    cut: Cut, scores: Sequence[float], budget: int, *, keep: Sequence[int] = ()
) -> list[int]:
    """The nearest sentences of a passage that find room, in their order; at least one."""
    chosen = set(keep)
    used = sum(cut.sentences[s][1] - cut.sentences[s][0] for s in chosen)
    for s in sorted(range(len(scores)), key=lambda s: -scores[s]):
        size = cut.sentences[s][1] - cut.sentences[s][0]
        if size and s not in chosen and (not chosen or used + size <= budget):
            chosen.add(s)
            used += size
    return sorted(chosen)
