"""Trained models of one folder -> vectors of questions, passages and sentences, and pairs read
together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.cut import Cut, cut_passage, cut_question
from pressroom.index.e5.engine import available_processors, session
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.trained import HEADS_FILE, LOWER, READER, UPPER

WHOLE = 0.45  # of a passage's mean in the vector of its sentence
_ASKED = 8  # questions that are kept; of thirty tokens each takes 46 KB
_AROUND, _TIMES = 0.6, 5.0  # cosines are brought about 0 and to about 1 before the heads
_MARKS = 0.1  # of the logarithms of first and last tokens, beside them

Floats = NDArray[np.float32]
_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True)
class AskedStates:
    """A question: its unit vector, and the states under the joint layers [1, tokens, 384]."""

    vector: Floats
    states: Floats


@dataclass(frozen=True)
class PassageStates:
    """A passage: its tokens, unit vectors [1 + sentences, 384], its own first, and lower states."""

    cut: Cut
    vectors: Floats
    states: Floats


@dataclass(frozen=True)
class Pointed:
    """Of the tokens read: log probability of being first and last of the answer; the logit of
    there being one; of each sentence read how far it is before there being none.
    """

    first: Floats
    last: Floats
    answer: float
    told: list[float]


class ReadingEngine:
    """The folder that `trained.unpack_trained` writes, loaded. Threads may share it."""

    def __init__(self, folder: Path, tokens: Tokens, *, threads: int | None = None) -> None:
        self.tokens = tokens
        self._lower, self._upper, self._joint = (
            session(folder / name) for name in (LOWER, UPPER, READER)
        )
        with np.load(folder / HEADS_FILE) as file:
            self._heads = {name: file[name] for name in file.files}
        self._workers = ThreadPoolExecutor(threads or available_processors(), "read")
        self._asked = lru_cache(maxsize=_ASKED)(self._ask)

    def ask(self, question: str, history: Sequence[str] = ()) -> AskedStates:
        """A question as it is asked, after what was said before it. The last few are kept: the
        search, the reader and what tells follow-ups ask of the same.
        """
        return self._asked(question, tuple(history))

    def _ask(self, question: str, history: tuple[str, ...]) -> AskedStates:
        states = self.lower(cut_question(self.tokens, question, history))
        return AskedStates(_unit(self.upper(states)[0].mean(axis=0)), states)

    def passage(
        self, header: str, text: str, sentences: Sequence[tuple[int, int]]
    ) -> PassageStates:
        """A passage under its header, read once."""
        cut = cut_passage(self.tokens, header, text, sentences)
        states = self.lower(cut.ids)
        return PassageStates(cut, pooled(self.upper(states)[0], cut), states)

    def passages(
        self, texts: Sequence[tuple[str, str, Sequence[tuple[int, int]]]]
    ) -> list[PassageStates]:
        """Several at once, each on one thread."""
        return list(self._workers.map(lambda one: self.passage(*one), texts))

    def each(self, work: Callable[[_T], _U], items: Sequence[_T]) -> list[_U]:
        """The work on each of several, beside one another."""
        return [work(items[0])] if len(items) == 1 else list(self._workers.map(work, items))

    def several_lower(self, cuts: Sequence[Cut]) -> list[Floats]:
        """The states under the joint layers of several passages, each on one thread."""
        return list(self._workers.map(lambda cut: self.lower(cut.ids), cuts))

    def lower(self, ids: Sequence[int]) -> Floats:
        """[1, tokens, 384]: the states under the joint layers."""
        made: Floats = self._lower.run(None, {"input_ids": np.array([ids], np.int64)})[0]
        return made

    def upper(self, states: Floats) -> Floats:
        """[1, tokens, 384]: the encoder's last states."""
        made: Floats = self._upper.run(None, {"states": states})[0]
        return made

    def read(
        self,
        asked: AskedStates,
        states: Floats,
        *,
        header: int,
        sentences: Sequence[tuple[int, float]],
        cosines: Sequence[float],
    ) -> Pointed:
        """`states` [tokens, 384] of a passage, of which the first `header` are no words of it.

        `sentences`: of each that is read its tokens, one after another behind the header, and its
        cosine. `cosines`: of the best sentence, of the next best, of the passage.
        """
        inputs = {"question": asked.states, "passage": states[None]}
        both: Floats = self._joint.run(None, inputs)[0][0]
        size = asked.states.shape[1]
        mean = both[:size].mean(axis=0)
        own = both[size + header :]
        logits = np.concatenate([own, own * mean], axis=1) @ self._heads["span.weight"].T
        logits += self._heads["span.bias"]
        told = self._told(mean, own, logits, sentences, cosines[2])
        logs = logits - _log_sum(logits)
        share = np.exp(logs).mean(axis=1)
        more = (np.array(cosines, np.float32) - _AROUND) * _TIMES
        row = np.concatenate([both[0], mean, share @ own, more])
        return Pointed(logs[:, 0], logs[:, 1], self._answer(row), told)

    def _told(
        self,
        mean: Floats,
        own: Floats,
        logits: Floats,
        sentences: Sequence[tuple[int, float]],
        whole: float,
    ) -> list[float]:
        """Nearness and what the joint layers add, as `eval.training.reading.choosing` has it."""
        if "told.0.weight" not in self._heads:  # earlier weights
            return [0.0] * len(sentences)
        best = max(near for _, near in sentences)
        rows, at = [], 0
        for count, near in sentences:
            part = slice(at, at + count)
            state, marks = own[part].mean(axis=0), _log_sum(logits[part]).sum()
            beside = [near - _AROUND, whole - _AROUND, near - best]
            more = [*(_TIMES * value for value in beside), _MARKS * marks]
            rows.append(np.concatenate([state, state * mean, np.array(more, np.float32)]))
            at += count
        added = self._through("told", np.stack(rows))
        nearness = np.exp(self._heads["near"]) * (np.array([n for _, n in sentences]) - _AROUND)
        return [float(one) for one in nearness + added - self._heads["none"]]

    def _answer(self, row: Floats) -> float:
        return float(self._through("answers", row[None])[0])

    def _through(self, head: str, rows: Floats) -> Floats:
        """Two layers of a head over rows, one number each."""
        hidden = rows @ self._heads[f"{head}.0.weight"].T + self._heads[f"{head}.0.bias"]
        active = hidden * (1 + _erf(hidden / math.sqrt(2))) / 2
        made: Floats = active @ self._heads[f"{head}.2.weight"][0] + self._heads[f"{head}.2.bias"]
        return made


def pooled(states: Floats, cut: Cut) -> Floats:
    """[1 + sentences, 384] of unit length: the passage, and each sentence with some of its
    passage.
    """
    whole = states.mean(axis=0)
    rows = [whole]
    for start, end in cut.sentences:
        own = states[start:end].mean(axis=0) if end > start else np.zeros_like(whole)
        rows.append(own + WHOLE * whole)
    return _unit(np.stack(rows))


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    made: Floats = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return made


def _erf(x: Floats) -> Floats:
    """The error function to seven places: Abramowitz and Stegun, 7.1.26."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    sums = np.polyval([1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592, 0], t)
    made: Floats = np.sign(x) * (1 - sums * np.exp(-x * x))
    return made


def _log_sum(logits: Floats) -> Floats:
    most = logits.max(axis=0, keepdims=True)
    made: Floats = np.log(np.exp(logits - most).sum(axis=0, keepdims=True)) + most
    return made
