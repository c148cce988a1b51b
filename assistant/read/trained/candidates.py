"""What the rules would show, and the sentences that were read with the words marked in them -> the
ways to answer, each with what is known of it: one of them is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.assistant.read.reader import Pick, Verdict
from pressroom.assistant.read.trained.marking import READ, Marked
from pressroom.assistant.read.trained.sentences import Values, covers
from pressroom.assistant.read.trained.showing import clause_around, pick_of, tidied
from pressroom.corpus.transcript import Span

# The words of the rules; the words that the joint layers mark in a sentence; the clause around
# these.
KINDS = RULED, MARKED, CLAUSE = "ruled", "marked", "clause"
# Of a candidate, beside what is known of its sentence: the logarithm of the sentence's share, and
# its rank; how likely the rules are right, and how many picks they have; whether the rules show
# the sentence first (of theirs: whether they have shortest words); how much of the words of the
# rules and of the joint layers are the same, and whether those stand within these; how long the
# words are, in characters and of the sentence; whether they hold a digit.
SIGNS = ("share", "rank", "likely", "picks", "same", "within", "first", "long", "filled", "digit")
_RANKED = 3  # sentences that are candidates
_NEVER = -8.0  # the share of a sentence that was not read
_LONG = 20.0

Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to answer: what would be shown, the best pick first, and its signs."""

    kind: str
    picks: tuple[Pick, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A sentence, its share among those read, and what is known of it beside the rules' advice."""

    marked: Marked
    share: float
    rank: int

    def signs(self, advice: Verdict) -> Values:
        share = math.log(max(self.share, math.exp(_NEVER)))
        brief = advice.best.brief if advice.best else None
        same, within = _overlap(brief, self.marked)
        rank = float(min(self.rank, _RANKED))
        return (*self.marked.values, share, rank, *_advised(advice), same, within)


def candidates(
    advice: Verdict, found: Sequence[Marked], shares: Sequence[float]
) -> list[Candidate]:
    """At most seven; `shares` tell of each sentence that was read how likely it is the one."""
    order = sorted(range(len(found)), key=lambda n: -shares[n])
    ranked = [_Ranked(found[n], shares[n], rank) for rank, n in enumerate(order)]
    made = [_ruled(advice, advice.best, ranked)] if advice.best else []
    for one in ranked[:_RANKED]:
        text = one.marked.sentence.known.hit.transcript.text
        made.append(_read(MARKED, one, tidied(text, one.marked.mark), advice))
        made.append(_read(CLAUSE, one, clause_around(text, one.marked), advice))
    return made


def _read(kind: str, one: _Ranked, words: Words, advice: Verdict) -> Candidate:
    start, end = one.marked.sentence.span
    held = one.marked.sentence.known.hit.transcript.text[slice(*words)]
    first = advice.best is not None and covers(one.marked.sentence, advice.best.span)
    values = (*one.signs(advice), float(first), *_size(held, end - start))
    return Candidate(kind, (pick_of(one.marked, words),), values)


def _ruled(advice: Verdict, best: Pick, ranked: Sequence[_Ranked]) -> Candidate:
    """With what is known of the sentence in which the words of the rules stand."""
    words = best.brief or best.span
    over = next((one for one in ranked if covers(one.marked.sentence, words)), None)
    signs = over.signs(advice) if over else _unread(advice)
    held = best.brief.text if best.brief else ""
    values = (*signs, float(best.brief is not None), *_size(held, len(best.span.text)))
    return Candidate(RULED, advice.picks, values)


def _unread(advice: Verdict) -> Values:
    return (*(0.0,) * len(READ), _NEVER, float(_RANKED), *_advised(advice), 0.0, 0.0)


def _advised(advice: Verdict) -> Values:
    return advice.likely or 0.0, float(len(advice.picks))


def _size(words: str, whole: int) -> Values:
    return len(words) / _LONG, len(words) / max(1, whole), float(any(c.isdigit() for c in words))


def _overlap(brief: Span | None, marked: Marked) -> tuple[float, float]:
    """Of the words of the rules and the marked ones: what they share of both together, and whether
    those of the rules stand within the marked.
    """
    start, end = marked.mark
    if brief is None or brief.transcript.id != marked.sentence.known.hit.transcript.id:
        return 0.0, 0.0
    both = max(0, min(end, brief.end) - max(start, brief.start))
    together = max(end, brief.end) - min(start, brief.start)
    return both / max(1, together), float(start <= brief.start and brief.end <= end)
