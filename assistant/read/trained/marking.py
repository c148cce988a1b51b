"""A question and a passage -> the words that the joint layers mark in each of its nearest
sentences, and how likely they answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pressroom.assistant.read.trained.known import Known, States
from pressroom.assistant.read.trained.sentences import SIGNS, Sentence, Values
from pressroom.index.e5.cut import Cut
from pressroom.index.e5.reading import AskedStates, ReadingEngine

# What is known of a sentence that was read: the logit of its passage holding an answer, the log
# probability of its marked words, and how far it is before there being no answer, beside what was
# known before.
READ = (*SIGNS, "answer", "span", "told")
READ_TOKENS = 192  # of a passage's nearest sentences
_LONGEST = 72  # tokens of marked words

Floats = NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """Of the sentences of a passage that were read, by number: the span of the document that is
    marked, and the log probability of just these words in their sentence; how far it is before
    there being no answer. `answer` is the logit of the passage holding one.
    """

    answer: float
    words: dict[int, tuple[Span, float]]
    told: dict[int, float]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence that was read, and the span of the document that is marked in it; `values` are
    named in READ.
    """

    sentence: Sentence
    mark: Span
    values: Values


def mark(engine: ReadingEngine, asked: AskedStates, known: Known, read: States) -> Marks:
    """Sentences without tokens have no marks; nor has a passage without words."""
    cut = read.cut
    kept = nearest(cut, known.near, READ_TOKENS)
    if not kept:
        return Marks(0.0, {}, {})
    head = list(range(*cut.header))
    tokens = head + [t for s in kept for t in range(*cut.sentences[s])]
    best = sorted(known.near, reverse=True)
    second = best[1] if len(best) > 1 else best[0] - 0.1
    pointed = engine.read(
        asked,
        read.states[tokens],
        header=len(head),
        sentences=[(cut.sentences[s][1] - cut.sentences[s][0], known.near[s]) for s in kept],
        cosines=(best[0], second, known.whole),
    )
    found = best_spans(pointed.first, pointed.last, [cut.sentences[s] for s in kept])
    words = {
        number: (_words(known, cut, first, last), score)
        for number, (first, last, score) in zip(kept, found, strict=True)
    }
    return Marks(pointed.answer, words, dict(zip(kept, pointed.told, strict=True)))


def _words(known: Known, cut: Cut, first: int, last: int) -> Span:
    """Of the document, from the first to the last token."""
    start = cut.spans[first][0]
    end = max(stop for _, stop in cut.spans[first : last + 1])
    return known.hit.start + start, known.hit.start + max(start, end)


def nearest(cut: Cut, near: Sequence[float], budget: int) -> list[int]:
    """The nearest sentences that find room, in their order; at least one of those with words."""
    chosen: list[int] = []
    used = 0
    for s in sorted(range(len(near)), key=lambda s: -near[s]):
        size = cut.sentences[s][1] - cut.sentences[s][0]
        if size and (not chosen or used + size <= budget):
            chosen.append(s)
            used += size
    return sorted(chosen)


def best_spans(first: Floats, last: Floats, ranges: Sequence[Span]) -> list[tuple[int, int, float]]:
    """Of each sentence the best first and last token, numbered as in the passage, and the log
    probability of their being those of this sentence.

    `first` and `last` are of the tokens of `ranges`, one after another.
    """
    found = []
    at = 0
    for start, end in ranges:
        size = end - start
        begin, stop = (_in_sentence(side[at : at + size]) for side in (first, last))
        gap = np.arange(size)[None, :] - np.arange(size)[:, None]
        table = np.where((gap >= 0) & (gap < _LONGEST), begin[:, None] + stop[None, :], -1e9)
        i, j = np.unravel_index(int(table.argmax()), table.shape)
        found.append((start + int(i), start + int(j), float(table[i, j])))
        at += size
    return found


def _in_sentence(logits: Floats) -> Floats:
    """Log probabilities among the tokens of one sentence."""
    shifted = logits - logits.max()
    made: Floats = shifted - np.log(np.exp(shifted).sum())
    return made
