"""What is found by word -> how much of the question stands there, by BM25: a share of it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# short, even passages want little length normalisation; tantivy's own are 1.2 and 0.75
_K1, _B = 0.6, 0.3
_LOW = 0xFFFF  # the last bits of a key


@dataclass(frozen=True, slots=True, eq=False)
class FoundPassage:
    """A passage and what scores it: the keys of its terms (`packing.keys`), and `packed`, its
    vectors (`packing.pack`), its own first.

    `words` is its BM25 score as a share of what the question's terms weigh together, from 0 to
    about 1.6: it tells how much of the question stands there, whatever else is indexed.
    `document_words` is the share of the question that all passages found of its document hold
    together, from 0 to 1.
    """

    passage: str
    document: str
    keys: NDArray[np.uint32]
    packed: bytes
    words: float = 0.0
    document_words: float = 0.0


def scored(
    found: Sequence[FoundPassage], wanted: NDArray[np.uint32], weights: NDArray[np.float64]
) -> list[FoundPassage]:
    """Okapi BM25 (Robertson and Zaragoza 2009), as a share of all weights; the mean length is that
    of the candidates.
    """
    if not found:
        return []
    total = float(weights.sum()) or 1.0
    counts = _counts([passage.keys for passage in found], wanted)
    lengths = np.array([len(passage.keys) for passage in found])
    norms = _K1 * (1 - _B + _B * lengths / max(1.0, lengths.mean()))
    scores = (weights * counts * (_K1 + 1) / (counts + norms[:, None])).sum(axis=1) / total
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(found):
        rows.setdefault(passage.document, []).append(row)
    shares = {
        document: float(weights[counts[its].any(axis=0)].sum()) / total
        for document, its in rows.items()
    }
    return [
        FoundPassage(
            passage.passage,
            passage.document,
            passage.keys,
            passage.packed,
            score,
            shares[passage.document],
        )
        for passage, score in zip(found, scores.tolist(), strict=True)
    ]


def _counts(passages: Sequence[NDArray[np.uint32]], wanted: NDArray[np.uint32]) -> NDArray[np.intp]:
    """How often [passages, wanted] each wanted key stands in each passage."""
    order = np.argsort(wanted, kind="stable")
    ends = wanted[order]
    whole = np.concatenate(passages)
    rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
    likely = np.zeros(_LOW + 1, bool)
    likely[wanted & _LOW] = True
    places = np.flatnonzero(
        likely[whole & _LOW]
    )  # a table by the last bits first: nearly all are done with here
    whole, rows = whole[places], rows[places]
    columns = np.minimum(np.searchsorted(ends, whole), len(ends) - 1)
    same = ends[columns] == whole
    cells = rows[same] * len(ends) + columns[same]
    sorted_counts = np.bincount(cells, minlength=len(passages) * len(ends)).reshape(
        len(passages), len(ends)
    )
    return sorted_counts[:, np.argsort(order, kind="stable")]
