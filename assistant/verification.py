"""Drafts -> the sentences that hold, each with its citations, and what was rejected and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Citation, Quote, Rejected, verify
from corpus.normalise import fold
from index.search import Hit

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as shown, with the checked words that carry it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before verification."""

    text: str
    quotes: tuple[Quote, ...]


def check(drafts: Sequence[Draft], hits: Sequence[Hit]) -> tuple[list[Sentence], list[Rejected]]:
    """The sentences that hold: every quote verified, every figure in a quote, no speaker named but those quoted.

    The rest comes back with the reason.
    """
    kept: list[Sentence] = []
    rejected: list[Rejected] = []
    for draft in drafts:
        citations, failed = verify(draft.quotes, hits)
        fault = _fault(draft, citations, hits) if not failed else "a quote of it failed"
        rejected += failed
        if fault:
            rejected.append(Rejected(draft.text, fault))
        else:
            kept.append(Sentence(draft.text, tuple(citations)))
    return kept, rejected


def _fault(draft: Draft, citations: Sequence[Citation], hits: Sequence[Hit]) -> str | None:
    """Why a sentence must not be shown beside these citations, if it must not."""
    if not citations:
        return "it has no quote"
    quoted = " ".join([*(c.text for c in citations), *(c.date or "" for c in citations)])
    strange = _figures(draft.text) - _figures(quoted)
    if strange:
        return f"figures that stand in none of its quotes: {', '.join(sorted(strange))}"
    names = {hit.turn.speaker.name for hit in hits if hit.turn.speaker} - {c.speaker.name for c in citations if c.speaker}
    wrong = [name for name in names if name in draft.text and name not in quoted]
    return f"it names a speaker whom it does not quote: {', '.join(sorted(wrong))}" if wrong else None


def _figures(text: str) -> set[str]:
    """The numbers of a text; 1,234 and 1234 are one."""
    return {re.sub(r"(?<=\d),(?=\d{3})", "", number) for number in _FIGURE.findall(fold(text))}
