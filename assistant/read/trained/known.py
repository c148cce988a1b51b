"""Hits -> their sentences and how near each is, from the index; their tokens and states, the last
ones read kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.cut import Cut, cut_passage
from pressroom.index.e5.reading import ReadingEngine, pooled
from pressroom.index.hit import Hit

_MOST = 48  # passages; their states take some 600 KB each

Floats = NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """A passage; `sentences` are spans of its document, `near` their cosines with the question,
    `whole` that of the passage.
    """

    hit: Hit
    sentences: list[Span]
    near: list[float]
    whole: float


@dataclass(frozen=True, slots=True)
class States:
    """A passage in tokens, and the states [tokens, 384] that the joint layers start from."""

    cut: Cut
    states: Floats


class Shelf:
    """Threads may share it."""

    def __init__(self, engine: ReadingEngine, *, most: int = _MOST) -> None:
        self._engine, self._most = engine, most
        self._kept: OrderedDict[str, States] = OrderedDict()
        self._lock = Lock()

    def known(self, hits: Sequence[Hit], question: Floats) -> list[Known]:
        """In the order of the hits; one without vectors in the index is read for them."""
        sentences = [list(hit.transcript.sentences(hit.start, hit.end)) for hit in hits]
        told = [
            hit.meaning is not None and len(hit.windows) == len(own)
            for hit, own in zip(hits, sentences, strict=True)
        ]
        unknown = [hit for hit, is_told in zip(hits, told, strict=True) if not is_told]
        read = iter(self.states(unknown))
        return [
            Known(hit, own, list(hit.windows), hit.meaning or 0.0)
            if is_told
            else self._measured(hit, own, next(read), question)
            for hit, own, is_told in zip(hits, sentences, told, strict=True)
        ]

    def states(self, hits: Sequence[Hit]) -> list[States]:
        """The states of passages, in the order of the hits; what is not kept is read, several at
        once.
        """
        with self._lock:
            found = {h.passage_id: self._kept.get(h.passage_id) for h in hits}
        new = [hit for hit in hits if found[hit.passage_id] is None]
        cuts = [self._cut(hit) for hit in new]
        states = self._engine.several_lower(cuts)
        made = {
            hit.passage_id: States(cut, state[0])
            for hit, cut, state in zip(new, cuts, states, strict=True)
        }
        with self._lock:
            self._kept.update(made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        kept = {**found, **made}
        return [one for hit in hits if (one := kept[hit.passage_id])]

    def _cut(self, hit: Hit) -> Cut:
        own = hit.transcript.sentences(hit.start, hit.end)
        spans = [(start - hit.start, end - hit.start) for start, end in own]
        return cut_passage(self._engine.tokens, hit.header, hit.text, spans)

    def _measured(self, hit: Hit, own: list[Span], read: States, question: Floats) -> Known:
        vectors = pooled(self._engine.upper(read.states[None])[0], read.cut)
        whole, *near = (vectors @ question).tolist()
        return Known(hit, own, near, whole)
