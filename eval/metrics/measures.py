"""Outcomes -> figures by name: of each measure the sum of what the questions count over the sum of
how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from pressroom.eval.metrics import counts, quoting
from pressroom.eval.metrics.counts import Ratio
from pressroom.eval.questions import wording
from pressroom.eval.questions.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure. `better` is +1 where more is better, -1 where less is, 0 where it only
    describes.
    """

    name: str
    count: Callable[[Outcome], Ratio]
    group: str
    better: int
    means: str


def mean(measure: Callable[[Outcome], Ratio], outcomes: Iterable[Outcome]) -> float | None:
    """Sum over sum; None where no question counts."""
    pairs = [measure(outcome) for outcome in outcomes]
    whole = sum(of for _, of in pairs)
    return sum(counted for counted, _ in pairs) / whole if whole else None


MEASURES: tuple[Measure, ...] = (
    *(
        Measure(
            f"hit@{k}",
            partial(counts.hit_at, k=k),
            "search",
            1,
            f"a passage among the first {k} covers a right place",
        )
        for k in (1, 3, 5, 10)
    ),
    *(
        Measure(
            f"recall@{k}",
            partial(counts.recall_at, k=k),
            "search",
            1,
            f"share of the answers covered by the first {k}",
        )
        for k in (5, 10)
    ),
    Measure(
        "hit@1000c",
        partial(counts.hit_within, characters=1000),
        "search",
        1,
        "the first 1,000 characters of passages cover a right place",
    ),
    Measure(
        "mrr@10",
        counts.reciprocal_rank,
        "search",
        1,
        "1 / place of the first right passage among ten, else 0",
    ),
    Measure(
        "ndcg@10",
        counts.ndcg,
        "search",
        1,
        "discounted gain of the first ten, over the best possible",
    ),
    Measure(
        "hit_chars",
        counts.hit_chars,
        "search",
        0,
        "characters of a passage, mean: longer ones hit more easily",
    ),
    Measure(
        "right",
        counts.right,
        "answer",
        1,
        "the marked words hold the answer, all of it; where none are marked, the sentences do",
    ),
    Measure(
        "found",
        counts.found,
        "answer",
        1,
        "a citation shown covers a right place; a refusal is a miss",
    ),
    Measure(
        "rouge_l",
        partial(counts.alike, measure=wording.rouge_l),
        "answer",
        1,
        "longest common run of characters with the best answer, gaps allowed",
    ),
    Measure(
        "f1",
        partial(counts.alike, measure=wording.f1),
        "answer",
        1,
        "characters in common with the best answer",
    ),
    Measure(
        "contains",
        counts.contains,
        "answer",
        1,
        "the shortest right answer stands in the words shown, figures whole",
    ),
    Measure(
        "paragraph_p",
        counts.paragraph_precision,
        "answer",
        1,
        "of the paragraphs cited, those with a right place",
    ),
    Measure(
        "paragraph_r",
        counts.paragraph_recall,
        "answer",
        1,
        "of the answers, those whose paragraph is cited",
    ),
    Measure(
        "character_p",
        counts.character_precision,
        "answer",
        1,
        "of the characters quoted, those of a right place",
    ),
    Measure(
        "character_r",
        counts.character_recall,
        "answer",
        1,
        "of the characters of the answer, those quoted",
    ),
    Measure("citations", quoting.citations, "answer", 0, "citations of an answer, mean"),
    Measure(
        "quoted_chars", quoting.quoted_chars, "answer", 0, "characters quoted in an answer, mean"
    ),
    Measure("answer_chars", quoting.answer_chars, "answer", 0, "characters of an answer, mean"),
    Measure(
        "verbatim",
        quoting.verbatim,
        "honesty",
        1,
        "citations that are exactly their document's words",
    ),
    Measure(
        "supported",
        quoting.supported,
        "honesty",
        1,
        "sentences that stand in a citation of their answer",
    ),
    Measure(
        "figures",
        quoting.figures,
        "honesty",
        1,
        "answers whose every number stands in their citations",
    ),
    Measure(
        "speaker", quoting.speaker, "honesty", 1, "right words are shown as the right speaker's"
    ),
    Measure(
        "date", quoting.date, "honesty", 1, "citations of the right document that bear its date"
    ),
    Measure(
        "refusal_p",
        counts.refusal_precision,
        "honesty",
        1,
        "of the refusals, those of unanswerable questions",
    ),
    Measure(
        "refusal_r",
        counts.refusal_recall,
        "honesty",
        1,
        "of the unanswerable questions, those refused",
    ),
    Measure(
        "follow_up",
        counts.follow_up_found,
        "answer",
        1,
        "found, of the questions that lean on their history",
    ),
    Measure(
        "follow_up_kept",
        counts.follow_up_kept,
        "answer",
        1,
        "of those found when worded to stand alone, those found with their history",
    ),
    Measure(
        "follow_up_hit",
        counts.follow_up_searched,
        "search",
        1,
        "of those in the first five when worded alone, those with their history",
    ),
    Measure(
        "by_word",
        counts.by_word,
        "parts",
        0,
        "of the first ten passages, those that the words index found",
    ),
    Measure(
        "by_meaning",
        counts.by_meaning,
        "parts",
        0,
        "of the first ten passages, those that the meaning index found",
    ),
    Measure(
        "one_speaker",
        counts.one_speaker,
        "parts",
        1,
        "of the first ten passages, those inside one speaker's turn",
    ),
    Measure("errors", counts.errors, "parts", -1, "questions that failed"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
