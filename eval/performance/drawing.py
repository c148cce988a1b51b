"""Embedded passages -> vectors of any number more, whose neighbourhoods are like those of real
passages.

Passages are drawn in families, as they come in a library: a vector is the common mean and a part of
its topic's, of its event's and of its own, each normally distributed in the directions in which
embedded passages differ, and somewhat in all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Of 64,078 passages of 25,460 real documents (policies, news, ministries, encyclopedia), by the
# built-in model: the median cosine of a passage and its nearest, tenth and hundredth nearest, and
# the mean of any two. The numbers below are chosen to give the same.
REAL = {"passages": 64_078, "nearest": 0.949, "tenth": 0.915, "hundredth": 0.898, "any_two": 0.847}
_VARIANCE = 0.154
_TOPIC, _EVENT, _OWN = 0.25, 0.39, 0.36  # shares of the variance
_IN_TOPIC, _IN_EVENT = 300, 2  # passages, the median: sizes are log-normal
# share of the variance in directions in which the embedded passages do not differ, for these are
# made of few sentences
_ELSEWHERE = 0.3
_ASKED = 300
_AT_ONCE = 100_000
_PLACES = {"nearest": 1, "tenth": 10, "hundredth": 100}


class Drawing:
    """Goes on where it stopped: one event after another, each of one of the topics of a library of
    `n` passages.
    """

    def __init__(self, embedded: Sequence[Vectors], n: int, chance: np.random.Generator) -> None:
        """`embedded` holds for each passage its own vector and those of its windows, [1 + windows,
        dimensions].
        """
        own = np.stack([rows[0] for rows in embedded])
        self._embedded, self._chance = embedded, chance
        self._mean = unit(own.mean(axis=0)[None])[0] * np.sqrt(1 - _VARIANCE)
        self._directions = _directions(own)
        sizes = chance.lognormal(size=max(1, round(n / (_IN_TOPIC * np.exp(0.5)))))
        self._topics, self._share = self._parts(len(sizes), _TOPIC), sizes / sizes.sum()
        self._events = self._drawn_events()

    def __call__(self, windows: Sequence[int]) -> list[Vectors]:
        """For each of these numbers [1 + number, dimensions], of unit length: a passage's vector
        and those of its windows.
        """
        events = np.stack([next(self._events) for _ in windows])
        own = unit(self._mean + events + self._parts(len(windows), _OWN))
        return [
            self._with_windows(vector, number) for vector, number in zip(own, windows, strict=True)
        ]

    def _drawn_events(self) -> Iterator[Vectors]:
        """Of one passage after another, the mean of its event."""
        while True:
            topic = self._topics[self._chance.choice(len(self._topics), p=self._share)]
            event = topic + self._parts(1, _EVENT)[0]
            yield from [event] * max(1, round(_IN_EVENT * self._chance.lognormal()))

    def _parts(self, number: int, share: float) -> Vectors:
        parts = (
            self._chance.standard_normal((number, len(self._directions)), np.float32)
            @ self._directions.T
        )
        scaled: Vectors = parts * np.float32(np.sqrt(share * _VARIANCE))
        return scaled

    def _with_windows(self, own: Vectors, number: int) -> Vectors:
        """Windows lie about it as those of an embedded passage about that one."""
        rows = self._embedded[int(self._chance.integers(len(self._embedded)))]
        away = (
            rows[1:][np.arange(number) % max(1, len(rows) - 1)] - rows[0]
            if len(rows) > 1
            else np.zeros((number, len(own)))
        )
        return unit(np.concatenate([own[None], own + away]).astype(np.float32))


def neighbourhood(vectors: Vectors) -> dict[str, float]:
    """The figures of REAL for these unit vectors [passages, dimensions]."""
    chance = np.random.default_rng(1)
    asked = np.asarray(
        vectors[np.sort(chance.choice(len(vectors), min(_ASKED, len(vectors)), replace=False))]
    )
    best, total = np.empty((len(asked), 0), np.float32), 0.0
    for start in range(0, len(vectors), _AT_ONCE):
        cosines = asked @ vectors[start : start + _AT_ONCE].T
        total += float(cosines.sum())
        best = -np.sort(-np.concatenate([best, cosines], axis=1), axis=1)[
            :, :101
        ]  # the first is itself
    near = {
        name: round(float(np.median(best[:, place])), 3)
        for name, place in _PLACES.items()
        if place < best.shape[1]
    }
    return {
        "passages": len(vectors),
        **near,
        "any_two": round(total / len(asked) / len(vectors), 3),
    }


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """[n, dimensions], each of length 1."""
    made: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return made


def _directions(own: Vectors) -> Vectors:
    """[dimensions, dimensions]: what makes standard normal numbers differ as these vectors do, with
    a variance of 1 in all.
    """
    covariance = np.cov(own.T)
    everywhere = np.eye(len(covariance)) / len(covariance)
    mixed = (1 - _ELSEWHERE) * covariance / max(
        np.trace(covariance), 1e-9
    ) + _ELSEWHERE * everywhere
    made: Vectors = np.linalg.cholesky(mixed).astype(np.float32)
    return made
