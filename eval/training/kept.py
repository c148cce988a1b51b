"""Groups -> their texts and questions as the encoder sees them, kept: what the joint layers learn
from without the encoder being asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from pressroom.eval.training.batch import Batch, Cutter, Wanted
from pressroom.eval.training.losses import Encoded, encode
from pressroom.eval.training.model import Reader, pack, quick
from pressroom.eval.training.rows import Group
from torch import Tensor

_AT_ONCE = 24  # texts and their questions
_RIVALS = 12  # passages kept of each question, the nearest that are not its own
_SAME = 0.985  # cosine of two passages of which one says what the other says
_SEARCHED = 256  # questions at once
_NEVER = -9.0
WHOLE_PASSAGE = 0.5


@dataclass
class Pool:
    """Texts that are searched together. `rivals`: of each question the nearest passages beside
    its own, the nearest first.
    """

    batch: Batch
    states: list[Tensor]  # of passages, then of questions: [tokens, 384]
    sentences: list[Tensor]  # of each passage [sentences, 384]
    passages: Tensor  # [passages, 384]
    questions: Tensor  # [questions, 384]
    rivals: list[list[int]]

    def order(self, number: int) -> list[int]:
        """All passages for a question, the nearest first."""
        vector = self.questions[number]
        best = torch.tensor([float((own @ vector).max()) if len(own) else -1.0 for own in self.sentences])
        score = best + WHOLE_PASSAGE * (self.passages @ vector)
        return [int(n) for n in score.argsort(descending=True)]

    def taken(self, chosen: Sequence[tuple[int, Sequence[int]]]) -> tuple[Batch, Encoded]:
        """The questions by number, each with passages by number, as a batch that was encoded."""
        texts = list(dict.fromkeys(p for _, some in chosen for p in some))
        place = {passage: n for n, passage in enumerate(texts)}
        wanted = [self.batch.wanted[number] for number, _ in chosen]
        held = Batch(
            [self.batch.passages[p] for p in texts],
            [replace(w, at=place.get(w.at, -1)) for w in wanted],
        )
        offset = len(self.batch.passages)
        states = [self.states[p] for p in texts] + [self.states[offset + n] for n, _ in chosen]
        packed = pack([len(some) for some in states])
        first = np.cumsum([0, *(len(self.sentences[p]) for p in texts)]).tolist()
        numbers = [number for number, _ in chosen]
        encoded = Encoded(
            torch.cat(states),
            packed,
            self.questions[numbers],
            torch.cat([self.sentences[p] for p in texts]),
            self.passages[texts],
            first,
        )
        return held, encoded


def pool(reader: Reader, cutter: Cutter, groups: Iterable[Group]) -> Pool:
    """The groups encoded; every text of them may be taken for an answer to every question."""
    batch = Batch()
    passages, asked, sentences, wholes, questions = [], [], [], [], []
    waiting: list[Group] = []

    def emptied() -> None:
        own = Batch()
        for group in waiting:
            cutter.add(own, group)
        if own.passages:
            base = len(batch.passages)
            with torch.no_grad(), quick():
                made = encode(reader, own)
            parts = made.lower.split(made.packed.lengths)
            parts = [part.to(torch.bfloat16).clone() for part in parts]
            count = len(own.passages)
            passages.extend(parts[:count])
            asked.extend(parts[count:])
            spans = zip(made.first, made.first[1:], strict=False)
            sentences.extend(made.sentences[a:b].clone() for a, b in spans)
            wholes.append(made.passages)
            questions.append(made.questions)
            batch.passages += own.passages
            batch.wanted += [replace(w, at=w.at + base) for w in own.wanted]
        waiting.clear()

    for group in groups:
        waiting.append(group)
        if sum(len(one.texts) for one in waiting) >= _AT_ONCE:
            emptied()
    emptied()
    about, vectors = torch.cat(wholes), torch.cat(questions)
    found = _rivals(batch.wanted, sentences, about, vectors)
    return Pool(batch, passages + asked, sentences, about, vectors, found)


def _rivals(
    wanted: Sequence[Wanted], sentences: Sequence[Tensor], about: Tensor, vectors: Tensor
) -> list[list[int]]:
    every, texts = torch.cat(list(sentences)).numpy(), about.numpy()
    first = np.cumsum([0, *(len(own) for own in sentences)])[:-1]
    found: list[list[int]] = []
    for start in range(0, len(wanted), _SEARCHED):
        asked = vectors[start : start + _SEARCHED].numpy()
        best = np.maximum.reduceat(asked @ every.T, first, axis=1)
        scores = best + WHOLE_PASSAGE * asked @ texts.T
        for one, row in zip(wanted[start : start + _SEARCHED], scores, strict=True):
            row[texts @ texts[one.at] > _SAME] = _NEVER
            row[one.at] = _NEVER
            some = np.argpartition(-row, min(_RIVALS, len(row) - 1))[:_RIVALS]
            order = some[np.argsort(-row[some])]
            found.append([int(n) for n in order if row[n] > _NEVER])
    return found
