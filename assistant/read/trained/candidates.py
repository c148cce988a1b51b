"""The sentences that were read, with the words marked in them -> the ways to answer, each with what
is known of it: one of them is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.assistant.read.reader import Pick
from pressroom.assistant.read.trained.breadth import size
from pressroom.assistant.read.trained.marking import Marked
from pressroom.assistant.read.trained.runs import Neighbours, Run
from pressroom.assistant.read.trained.sentences import Values
from pressroom.assistant.read.trained.showing import clause_around, pick_of, tidied, unmarked
from pressroom.index.terms import terms

# The words that the joint layers mark in a sentence; the clause around these; the sentence, nothing
# in it marked; it and its neighbours as far as they belong.
KINDS = MARKED, CLAUSE, WHOLE, RUN = "marked", "clause", "whole", "run"
# Of a candidate, beside what is known of its sentence: the logarithm of the sentence's share, and
# its rank; how long the words are, in characters and of the sentence; whether they hold a digit;
# how much of them the question does not say; log odds of the weakest sentence shown, and of the
# strongest beside it; how long an answer the question asks for, and by how much these words are
# longer, or shorter.
SIGNS = (
    *("share", "rank", "long", "filled", "digit", "tells"),
    *("weakest", "beyond", "wide", "over", "under"),
)
_RANKED = 3  # sentences that are candidates
_NEVER = -8.0  # the share of a sentence that was not read
_LONG = 20.0

Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to answer: what would be shown, and its signs."""

    kind: str
    pick: Pick
    values: Values


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A sentence, its share among those read, and its rank by that."""

    marked: Marked
    share: float
    rank: int

    def way(self, kind: str, words: Words, run: Run) -> Candidate:
        """`run` are the sentences that are shown, of which `words` answer."""
        sentence, sought = self.marked.sentence, self.marked.sentence.sought
        start, end = sentence.span
        held = sentence.known.hit.transcript.text[slice(*words)]
        length, wide = size(held), sought.wide
        values = (
            *self.marked.values,
            math.log(max(self.share, math.exp(_NEVER))),
            float(self.rank),
            len(held) / _LONG,
            len(held) / max(1, end - start),
            float(any(char.isdigit() for char in held)),
            sought.new(set(terms(held))),
            *(run.weakest, run.beyond),
            *(wide, max(0.0, length - wide), max(0.0, wide - length)),
        )
        shown = unmarked if kind in (WHOLE, RUN) else pick_of
        return Candidate(kind, shown(self.marked, words), values)


def candidates(found: Sequence[Marked], shares: Sequence[float]) -> list[Candidate]:
    """At most twelve; `shares` tell of each sentence that was read how likely it is the one."""
    order = sorted(range(len(found)), key=lambda n: -shares[n])[:_RANKED]
    neighbours, made = Neighbours(found), []
    for rank, number in enumerate(order):
        marked = found[number]
        one = _Ranked(marked, shares[number], rank)
        text, alone = marked.sentence.known.hit.transcript.text, neighbours.alone(marked)
        made.append(one.way(MARKED, tidied(text, marked.mark), alone))
        made.append(one.way(CLAUSE, clause_around(text, marked), alone))
        made.append(one.way(WHOLE, shown_of(marked), alone))
        run = neighbours.run(marked)
        if run.size > 1:
            made.append(one.way(RUN, run.span, run))
    return made


def shown_of(marked: Marked) -> Words:
    """What is shown of its sentence."""
    span = pick_of(marked, marked.mark).span
    return span.start, span.end
