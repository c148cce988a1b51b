"""Question and Hits -> a Verdict: the sentences that answer, how likely they do, their shortest
words.

This is the seam: whatever reads for the assistant is a `Reader`, opened by its name in
`assistant/read/readers.py`. Outside it are the search before it, and after it whatever keeps what
is shown true and whole: lists are completed, every sentence is checked against its transcript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pressroom.assistant.ask.question import Question
from pressroom.corpus.transcript import Span
from pressroom.index.hit import Hit


@dataclass(frozen=True, slots=True)
class Pick:
    """Words that answer: whole sentences of one hit, or a run of clauses of a long one.

    `span` has offsets into the transcript's text, inside the hit's turn, without space at its ends;
    it is shown and cited exactly so. `score` ranks the pick among those of its verdict, higher is
    better: where a reader knows how likely each hit answers, it is that. `brief` are the shortest
    words that answer, inside `span`; None where it is not plain which they are.
    """

    span: Span
    score: float
    brief: Span | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader makes of the hits of a question.

    `picks` are what is shown, in the order in which it is shown; spans do not overlap, and picks of
    the same words in several documents are one sentence with several citations. `likely` is the
    calibrated probability, 0 to 1, that the picks answer the question; None where no hit has
    anything that could be shown. `is_shown` decides refusing: where it is False the citizen gets no
    answer, and `picks` are only what would have been shown, for the evaluation to judge.
    """

    picks: tuple[Pick, ...]
    likely: float | None
    is_shown: bool

    @property
    def best(self) -> Pick | None:
        """The pick that answers best; the first of several."""
        return max(self.picks, key=lambda pick: pick.score, default=None)

    @property
    def shown(self) -> tuple[Pick, ...]:
        """The picks, if they are shown at all."""
        return self.picks if self.is_shown else ()


NOTHING = Verdict((), likely=None, is_shown=False)


class Reader(Protocol):
    """Reads what was found. Threads share one; it keeps nothing of a question."""

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        """`hits` are all that the search gave, best first, in any language and of any kind of turn;
        without hits the verdict is `NOTHING`.

        `question.text` stands alone, `question.asked` is as the citizen put it. A hit has the words
        (`text`), the reporter's question before it (`asked`), and what the search knows of it
        (`score`, `meaning`, `words`, `windows`).
        """
        ...
