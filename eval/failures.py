"""Outcome -> what went wrong with it, if anything did: the first cause on the way from search to words."""

from __future__ import annotations

from typing import Literal, get_args

from eval.counts import found, hit_at, speaker
from eval.outcomes import Outcome

Failure = Literal[
    "right", "search missed", "ranked low", "refused wrongly", "wrong words", "wrong speaker", "altered words", "answered wrongly", "error"
]
FAILURES: tuple[str, ...] = get_args(Failure)
READ = 5  # passages that the built-in reader reads

MEANS: dict[str, str] = {
    "right": "the right words were shown, or a question that nothing answers was refused",
    "search missed": "no passage among the first ten covers a right place",
    "ranked low": f"the right passage was found, but after the first {READ}, which are read",
    "refused wrongly": "the right passage was at hand, but nothing was shown",
    "wrong words": "the right passage was at hand, but other words were shown",
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
    if found(outcome)[0]:
        named = speaker(outcome)
        return "wrong speaker" if named[1] and not named[0] else "right"
    return _missed(outcome)


def _missed(outcome: Outcome) -> Failure:
    if not hit_at(outcome, 10)[0]:
        return "search missed"
    if not hit_at(outcome, READ)[0]:
        return "ranked low"
    return "wrong words" if outcome.shown else "refused wrongly"
