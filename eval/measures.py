"""Cases and answers -> figures: small pure functions, each with its definition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from eval.cases import Case

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, what was answered, and the milliseconds it took."""

    case: Case
    answer: Answer
    ms: float


def gold_places(case: Case, text: str) -> list[Place]:
    """Where the right words stand: (document, start, end) of every occurrence."""
    return [(case.document or "", m.start(), m.end()) for answer in case.answers for m in re.finditer(re.escape(answer), text)]


def covers(place: Place, gold: Sequence[Place]) -> bool:
    """Whether a span holds a right place: all of it up to 12 characters, else half of it or 20, whichever is less."""
    for document, start, end in gold:
        need = end - start if end - start <= 12 else min((end - start) / 2, 20)
        if place[0] == document and min(place[2], end) - max(place[1], start) >= need:
            return True
    return False


def hit_at(outcome: Outcome, gold: Sequence[Place], k: int) -> bool:
    """Whether one of the first k passages covers a right place (recall at k, for one relevant passage)."""
    return any(covers((hit.transcript.id, hit.start, hit.end), gold) for hit in outcome.answer.hits[:k])


def found(outcome: Outcome, gold: Sequence[Place]) -> bool:
    """Whether a citation that is shown covers a right place; for a question of who, whether the right person is quoted."""
    citations = outcome.answer.citations
    if outcome.case.kind == "who":
        names = [f"{c.speaker.title or ''}{c.speaker.name}" for c in citations if c.speaker]
        return any(answer in name or name in answer for answer in outcome.case.answers for name in names)
    return any(covers((c.transcript_id, c.start, c.end), gold) for c in citations)


def verbatim(outcome: Outcome) -> bool | None:
    """Whether every citation is exactly its document's words; None where nothing is cited."""
    if not outcome.answer.citations:
        return None
    texts = {hit.transcript.id: hit.transcript.text for hit in outcome.answer.hits}
    return all(bool(c.text) and texts[c.transcript_id][c.start : c.end] == c.text for c in outcome.answer.citations)


def speaker_right(outcome: Outcome) -> bool | None:
    """Whether the first citation's speaker is the right one; None where nothing is shown or no speaker is known."""
    if outcome.case.speaker is None or not outcome.answer.citations:
        return None
    speaker = outcome.answer.citations[0].speaker
    return speaker is not None and speaker.name == outcome.case.speaker


def refused(outcome: Outcome) -> bool:
    """Whether nothing is shown as an answer."""
    return not outcome.answer.sentences


def mean(values: Sequence[bool | float | None]) -> float | None:
    """The mean of the values that are not None; None of no value."""
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None
