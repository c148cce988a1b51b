"""Groups -> their texts and questions as the encoder sees them, kept: what the joint layers learn
from without the encoder being asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import torch
from pressroom.eval.training.data.batch import Batch, Cutter, Wanted
from pressroom.eval.training.data.rows import Group
from pressroom.eval.training.reading.encoding import Encoded, encode
from pressroom.eval.training.reading.figures import WHOLE_PASSAGE
from pressroom.eval.training.reading.model import Reader, pack, quick
from torch import Tensor

RIVALS = 12  # passages of each question
_TEXTS, _QUESTIONS = 24, 256  # that are encoded, and searched for, at once
_SAME = 0.985  # cosine of two passages of which one says what the other says
_NEVER = -9.0


class Pool:
    """Texts that are searched together, and the questions asked about them. `rivals` are for each
    question the nearest passages beside those that answer it, or say the same, the nearest first.
    """

    def __init__(self, reader: Reader, cutter: Cutter, groups: Iterable[Group]) -> None:
        self.batch = Batch()
        self._texts: list[Tensor] = []  # states under the joint layers [tokens, 384]
        self._asked: list[Tensor] = []
        self._sentences: list[Tensor] = []  # of each passage [sentences, 384]
        self._passages, self._questions = torch.zeros(0), torch.zeros(0)
        self._fill(reader, cutter, groups)
        self.rivals = self._rivals()

    def taken(self, chosen: Sequence[tuple[int, Sequence[int]]]) -> tuple[Batch, Encoded]:
        """Questions by number, each with passages by number, as a batch that was encoded."""
        texts = list(dict.fromkeys(p for _, some in chosen for p in some))
        numbers = [number for number, _ in chosen]
        place = {passage: n for n, passage in enumerate(texts)}
        wanted = [self.batch.wanted[number] for number in numbers]
        batch = Batch(
            [self.batch.passages[p] for p in texts],
            [replace(one, at=place.get(one.at, -1)) for one in wanted],
        )
        states = [self._texts[p] for p in texts] + [self._asked[n] for n in numbers]
        first = np.cumsum([0, *(len(self._sentences[p]) for p in texts)]).tolist()
        encoded = Encoded(
            torch.cat(states),
            pack([len(some) for some in states]),
            self._questions[numbers],
            torch.cat([self._sentences[p] for p in texts]),
            self._passages[texts],
            first,
        )
        return batch, encoded

    def _fill(self, reader: Reader, cutter: Cutter, groups: Iterable[Group]) -> None:
        passages, questions = [], []
        for some in _portions(groups):
            own = Batch()
            for group in some:
                cutter.add(own, group)
            with torch.no_grad(), quick():
                made = encode(reader, own)
            spans = zip(made.packed.starts, made.packed.starts[1:], strict=False)
            parts = [made.lower[a:b].clone() for a, b in spans]
            self._texts += parts[: len(own.passages)]
            self._asked += parts[len(own.passages) :]
            spans = zip(made.first, made.first[1:], strict=False)
            self._sentences += [made.sentences[a:b].clone() for a, b in spans]
            passages.append(made.passages)
            questions.append(made.questions)
            base = len(self.batch.passages)
            self.batch.passages += own.passages
            self.batch.wanted += [_moved(one, base) for one in own.wanted]
        self._passages, self._questions = torch.cat(passages), torch.cat(questions)

    def _rivals(self) -> list[list[int]]:
        wanted, texts = self.batch.wanted, self._passages.numpy()
        sentences = torch.cat(self._sentences).numpy()
        first = np.cumsum([0, *(len(own) for own in self._sentences)])[:-1]
        count = min(RIVALS, len(texts) - 1)
        found: list[list[int]] = []
        for start in range(0, len(wanted), _QUESTIONS):
            asked = self._questions[start : start + _QUESTIONS].numpy()
            best = np.maximum.reduceat(asked @ sentences.T, first, axis=1)
            scores = best + WHOLE_PASSAGE * asked @ texts.T
            for one, row in zip(wanted[start : start + _QUESTIONS], scores, strict=True):
                row[texts @ texts[one.at] > _SAME] = _NEVER
                row[[one.at, *one.also]] = _NEVER
                order = np.argsort(-row)[:count]
                found.append([int(n) for n in order if row[n] > _NEVER])
        return found


def _moved(one: Wanted, base: int) -> Wanted:
    return replace(one, at=one.at + base, also=tuple(place + base for place in one.also))


def _portions(groups: Iterable[Group]) -> Iterable[list[Group]]:
    some: list[Group] = []
    for group in groups:
        some.append(group)
        if sum(len(one.texts) for one in some) >= _TEXTS:
            yield some
            some = []
    if some:
        yield some
