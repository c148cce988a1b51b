"""A vector index -> the share of the true nearest that it finds."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from pressroom.eval.performance.crowd import Built
from pressroom.eval.performance.drawing import unit
from pressroom.eval.performance.timing import median
from pressroom.index.search import HybridSearch

_RECALL_AT = 10
_NEAR = 100  # queries near passages, and as many questions
Vectors = NDArray[np.float32]


def recall(searcher: HybridSearch, built: Built, queries: Vectors) -> dict[str, float]:
    """The share of the true nearest that the vector index finds, for queries near passages and for
    the questions.
    """
    chance = np.random.default_rng(1)
    near = built.vectors[np.sort(chance.integers(len(built.vectors), size=_NEAR))]
    noise = chance.standard_normal(near.shape, np.float32)
    near = unit(near + 0.3 * unit(noise))
    shares, exact = [], []
    for query in np.concatenate([near, queries[:_NEAR]]):
        began = time.perf_counter()
        cosines = built.vectors @ query
        best = (
            np.argpartition(-cosines, _RECALL_AT)[:_RECALL_AT]
            if len(cosines) > _RECALL_AT
            else np.arange(len(cosines))
        )
        exact.append(time.perf_counter() - began)
        true = {built.ids[place] for place in best}
        found = {
            passage
            for passage, _ in searcher.vectors.search(query, limit=searcher.depth())[:_RECALL_AT]
        }
        shares.append(len(true & found) / len(true))
    parts = {"recall@10": shares, "near_passages": shares[:_NEAR], "questions": shares[_NEAR:]}
    return {
        **{name: round(float(np.mean(part)), 4) for name, part in parts.items()},
        "exact_ms_p50": round(median(exact) * 1000, 2),
    }
