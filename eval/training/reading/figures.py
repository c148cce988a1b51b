"""What was read for questions -> figures: right sentence first of its document, marked words that
hold the answer, near misses told from answered questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# of a passage's own cosine beside that of its best sentence (index.ranking.fusion.WHOLE)
WHOLE_PASSAGE = 0.5


@dataclass(frozen=True)
class Read:
    """One passage read for a question: its best sentence, and the words marked in that."""

    passage: int
    own: bool  # the passage that the question was asked about
    score: float  # of the best sentence, above there being no answer
    right: bool  # whether that answers
    nearness: float  # by vectors: of the nearest sentence, and of the passage
    answer: float  # logit
    mark: tuple[int, int]
    sentence: tuple[int, int]


NOTHING = Read(0, False, 0.0, False, 0.0, 0.0, (0, 0), (0, 0))


@dataclass(frozen=True)
class Record:
    """What was found for a question in its document."""

    id: str
    lang: str
    answered: bool
    document: bool
    first: bool  # by vectors: the sentence of the answer is the first of the document
    passage_rank: int
    reads: list[Read]  # own passage first, then the others nearest
    holds: list[bool]  # of each read: its mark holds the answer and is at most twice as long
    contains: list[bool]
    in_sentence: list[bool]


def figures(records: Sequence[Record]) -> dict[str, float]:
    """Means over records: of the document, and given the passage."""
    answered = [r for r in records if r.answered]
    took = {r.id: chosen(r) for r in records}
    right = [r.answered for r in records]
    return {
        "answered": len(answered),
        "missed": len(records) - len(answered),
        "first": share(r.first for r in answered),
        "read_first": share(r.reads[took[r.id]].right for r in answered),
        "passage_first": share(r.passage_rank == 0 for r in answered),
        "passage_in_3": share(r.passage_rank < 3 for r in answered),
        "passage_read_first": share(r.reads[took[r.id]].own for r in answered),
        "sentence_read": share(r.in_sentence[took[r.id]] for r in answered),
        "marks": share(r.holds[took[r.id]] for r in answered),
        "contains": share(r.contains[took[r.id]] for r in answered),
        "marks_own": share(r.holds[0] for r in answered),
        "contains_own": share(r.contains[0] for r in answered),
        "auc": round(auc([max(x.answer for x in r.reads) for r in records], right), 3),
        "auc_read": round(auc([max(x.score for x in r.reads) for r in records], right), 3),
        "auc_own": round(auc([r.reads[0].answer for r in records], right), 3),
        "auc_near": round(auc([max(x.nearness for x in r.reads) for r in records], right), 3),
    }


def by_language(records: Sequence[Record]) -> dict[str, dict[str, float]]:
    """Figures of all, of Chinese, English, and the other languages together and by themselves."""
    parts: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        parts["all"].append(record)
        parts[record.lang].append(record)
        if record.lang not in ("zh", "zh-Hant"):
            parts["others"].append(record)
    return {name: figures(some) for name, some in sorted(parts.items())}


def chosen(record: Record) -> int:
    """Which of the reads of a document is shown: of the three nearest the one with the best
    sentence.
    """
    nearest = sorted(range(len(record.reads)), key=lambda n: -record.reads[n].nearness)[:3]
    return max(nearest, key=lambda n: record.reads[n].score)


def share(values: Iterable[bool]) -> float:
    """The mean, to three places; 0 for none."""
    return round(float(np.mean(list(values) or [False])), 3)


def auc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that a right one scores above a wrong one."""
    values, labels = np.asarray(scores), np.asarray(right)
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        same = values == value
        ranks[same] = ranks[same].mean()
    many, few = labels.sum(), (~labels).sum()
    if not many or not few:
        return float("nan")
    return float((ranks[labels].sum() - many * (many + 1) / 2) / (many * few))
