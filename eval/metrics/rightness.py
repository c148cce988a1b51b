"""Outcome -> whether what a citizen reads first is right: the words that are marked, else the
sentences shown.

A wrong figure that is marked in a sentence that also holds the right one is a wrong answer: nobody
reads on. So a mark must hold the answer, all of it and the right one of several; where nothing is
marked, what is shown must.
"""

from __future__ import annotations

from pressroom.eval.questions import wording
from pressroom.eval.questions.outcomes import Outcome, Stretch
from pressroom.eval.questions.truth import covers

Words = tuple[Stretch, str]


def is_right(outcome: Outcome) -> bool:
    """Whether what is shown first is right. Only of questions that have an answer."""
    if not outcome.shown:
        return False
    if _names_the_one(outcome):
        return True
    if outcome.marked:
        return any(_mark_holds(mark, outcome) for mark in outcome.marked)
    return _shown_holds(outcome)


def _names_the_one(outcome: Outcome) -> bool:
    """Whether the answer is a name, and the first words shown are that person's."""
    speaker = wording.norm(outcome.cited[0].speaker or "") if outcome.cited else ""
    return bool(speaker) and speaker in map(wording.norm, outcome.case.answers)


def _shown_holds(outcome: Outcome) -> bool:
    """Whether a citation holds right words whole; a place that is only known, more than touched."""
    if not outcome.gold.words:
        return any(covers(one.place, outcome.gold.places) for one in outcome.cited)
    return any(
        _inside(place, one.place) for one in outcome.cited for place, _ in outcome.gold.words
    )


def _mark_holds(mark: Words, outcome: Outcome) -> bool:
    """Whether the marked words hold right ones at their own place, or are all that right ones
    count: `3%` of `about 3%`.
    """
    place, words = mark
    if not outcome.gold.words:
        return any(_inside(place, right) for right in outcome.gold.places) or covers(
            place, outcome.gold.places
        )
    return any(
        _inside(right, place) or (_inside(place, right) and _counts_as_much(words, told))
        for right, told in outcome.gold.words
    )


def _counts_as_much(words: str, told: str) -> bool:
    """Whether the words have every figure of what is right, of which there is one at least."""
    figures = wording.numbers(told)
    return bool(figures) and set(figures) <= set(wording.numbers(words))


def _inside(part: Stretch, whole: Stretch) -> bool:
    return part.doc == whole.doc and whole.start <= part.start and part.end <= whole.end
