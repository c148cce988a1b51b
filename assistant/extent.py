"""Evidence -> what of it is shown: the sentences that answer and those that belong to them, the later event first.

Whole sentences: words cut out of one look as good when they are wrong as when they are right. Tried on our own cases, the figure,
day or slot alone held the answer less often (.39 of the answers shown did, .52 and more with their sentences).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.question import Question

BRIEF = ("figure", "when", "who", "phone")  # what a few words answer
# Characters quoted at most, and the share of the best sentence's score that another one must have: after it, elsewhere.
# Chosen on the questions about policy documents (no half was held back).
BRIEF_LIMIT, BRIEF_NEXT, BRIEF_OTHER = 150, 0.6, 0.8
FULL_LIMIT, FULL_OTHER = 230, 0.55
_NEAR_BEST = 0.9  # share of the best score with which another day's figure counts as an answer to the same question
_FEW = 2  # passages shown beside the best


def extracts(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """What is shown of the sentences found, which come best first."""
    days = _days(question, found)
    if len(days) > 1:
        return days
    brief = question.asks in BRIEF
    limit = BRIEF_LIMIT if brief else FULL_LIMIT
    best = found[0]
    shown = [_run(best, found, limit, BRIEF_NEXT * best.score if brief else None)]
    least = (BRIEF_OTHER if brief else FULL_OTHER) * best.score
    for other in found[1:]:
        size = sum(_size(run) for run in shown) + other.end - other.start
        if other.score < least or len(shown) > _FEW:
            break
        if size <= limit and not any(_overlaps(other, e) for run in shown for e in run):
            shown.append([other])
    return [_joined(run) for run in _in_order(shown)]


def _days(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """Where a figure is asked for without its day, the best sentence of each event, the latest first."""
    if question.asks != "figure" or question.years or question.numbered or question.relative:
        return list(found[:1])
    best: dict[str, Evidence] = {}
    for evidence in found:
        if evidence.score >= _NEAR_BEST * found[0].score and evidence.hit.transcript.date:
            best.setdefault(evidence.hit.transcript.date, evidence)
    if not found[0].hit.transcript.date:
        return list(found[:1])
    return [best[date] for date in sorted(best, reverse=True)][:3]


def _run(best: Evidence, found: Sequence[Evidence], limit: int, least: float | None) -> list[Evidence]:
    """The sentence and those that follow it without a break, as far as they fit."""
    text = best.hit.transcript.text
    starts = {e.start: e for e in found if e.hit is best.hit and e.start >= best.end}
    run = [best]
    for start in sorted(starts):
        following = starts[start]
        if text[run[-1].end : start].strip() or start < run[-1].end or following.end - best.start > limit:
            break
        if least is not None and (following.score < least or len(run) > 1):
            break
        run.append(following)
    return run


def _joined(run: Sequence[Evidence]) -> Evidence:
    """One span of the sentences of a run, as good as the best of them."""
    return replace(run[0], end=run[-1].end)


def _in_order(shown: Sequence[list[Evidence]]) -> list[list[Evidence]]:
    """Document by document, the best first, in the order of the text."""
    documents = list(dict.fromkeys(run[0].hit.transcript.id for run in shown))
    return sorted(shown, key=lambda run: (documents.index(run[0].hit.transcript.id), run[0].start))


def _size(run: Sequence[Evidence]) -> int:
    return run[-1].end - run[0].start


def _overlaps(a: Evidence, b: Evidence) -> bool:
    return a.hit.transcript.id == b.hit.transcript.id and a.start < b.end and b.start < a.end
