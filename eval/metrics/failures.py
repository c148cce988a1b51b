"""Outcome -> what went wrong with it, if anything did: the first cause on the way from reading to
the words that are marked.
"""

from __future__ import annotations

from typing import Literal, get_args

from pressroom.eval.metrics.counts import found, hit_at, right
from pressroom.eval.metrics.quoting import speaker
from pressroom.eval.questions.outcomes import Outcome

Failure = Literal[
    "right",
    "not read",
    "search missed",
    "ranked low",
    "refused wrongly",
    "wrong words",
    "wrong mark",
    "not all of it",
    "wrong speaker",
    "altered words",
    "answered wrongly",
    "error",
]
FAILURES: tuple[str, ...] = get_args(Failure)
READ = 5  # passages that the built-in reader reads

MEANS: dict[str, str] = {
    "right": "what is read first is right, or a question that nothing answers was refused",
    "not read": "the document, as it was read, has no paragraph with the right words",
    "search missed": "no passage among the first ten covers a right place",
    "ranked low": f"the right passage was found, but after the first {READ}, which are read",
    "refused wrongly": "the right passage was at hand, but nothing was shown",
    "wrong words": "the right passage was at hand, but other words were shown",
    "wrong mark": "the right words were shown, but others, or only part of them, are marked",
    "not all of it": "only part of the right words was shown",
    "wrong speaker": "the right words were shown under another person's name",
    "altered words": "a citation is not exactly its document's words",
    "answered wrongly": "something was shown for a question that nothing answers",
    "error": "the question failed",
}


def failure(outcome: Outcome) -> Failure:
    """One of FAILURES."""
    if outcome.status in ("error", "missing"):
        return "error"
    if not all(outcome.verbatim):
        return "altered words"
    if outcome.case.unanswerable:
        return "answered wrongly" if outcome.shown else "right"
    if right(outcome)[0] or found(outcome)[0]:
        return _shown(outcome)
    return _missed(outcome)


def _shown(outcome: Outcome) -> Failure:
    """What is wrong where right words are among those shown."""
    named = speaker(outcome)
    if named[1] and not named[0]:
        return "wrong speaker"
    if right(outcome)[0]:
        return "right"
    return "wrong mark" if outcome.marked else "not all of it"


def _missed(outcome: Outcome) -> Failure:
    if not any(outcome.gold.paragraphs):
        return "not read"
    if not hit_at(outcome, 10)[0]:
        return "search missed"
    if not hit_at(outcome, READ)[0]:
        return "ranked low"
    return "wrong words" if outcome.shown else "refused wrongly"
