"""Evidence -> what of it is shown: the words that answer, the sentences they stand in, the later event first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence import Evidence
from assistant.question import Question
from assistant.slot import Slot
from corpus.normalise import fold
from corpus.sentences import clauses, trimmed

BRIEF = ("figure", "when", "who", "phone")  # what a few words answer
# Characters quoted at most, and the share of the best sentence's score that another one must have: after it, elsewhere.
# Chosen on the questions about policy documents (no half was held back).
BRIEF_LIMIT, BRIEF_NEXT, BRIEF_OTHER = 150, 0.6, 0.8
FULL_LIMIT, FULL_OTHER = 240, 0.5
_NEAR_BEST = 0.9  # share of the best score with which another day's figure counts as an answer to the same question
_TOLD = 0.35  # share of a clause's bigrams with which it only says the question again
_CORE = 30  # characters below which the words that answer go on into the next sentence
_FEW = 2  # passages shown beside the best


@dataclass(frozen=True, slots=True)
class Extract:
    """`evidence` is quoted; `start` and `end` are the words in it that answer."""

    evidence: Evidence
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.evidence.hit.transcript.text[self.start : self.end]


def extracts(question: Question, found: Sequence[Evidence]) -> list[Extract]:
    """What is shown of the sentences found, which come best first."""
    days = _days(question, found)
    if len(days) > 1:
        return [_extract(question, day, [day]) for day in days]
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
    return [_extract(question, run[0], run) for run in _in_order(shown)]


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


def _extract(question: Question, best: Evidence, run: Sequence[Evidence]) -> Extract:
    whole = Evidence(best.hit, run[0].start, run[-1].end, best.confidence, best.score)
    start, end = _core(question, best)
    if question.asks not in BRIEF and end == trimmed(best.hit.transcript.text, start, best.end)[1]:
        end = next((e.end for e in run if e.end - start >= _CORE), run[-1].end)
    return Extract(whole, start, end)


def _core(question: Question, best: Evidence) -> tuple[int, int]:
    """The words of a sentence that answer: what fills the question's slot, or all but the clauses that say the question
    again. A figure, day or name is shown with its whole sentence: alone, a wrong one would look as good as a right one."""
    text = best.hit.transcript.text
    if question.asks in BRIEF:
        return trimmed(text, best.start, best.end)
    if (slot := Slot.of(question.asked)) and (span := slot.filled(best.text)):
        return trimmed(text, best.start + span[0], best.start + span[1])
    asked = set(_pairs(question.content))
    parts = list(clauses(text, best.start, best.end))
    while len(parts) > 1 and _is_told(text[slice(*parts[0])], asked):
        parts = parts[1:]
    return trimmed(text, parts[0][0], parts[-1][1])


def _is_told(words: str, asked: set[str]) -> bool:
    """Whether a clause says little that the question did not say."""
    pairs = set(_pairs(fold(words)))
    return not pairs or len(pairs & asked) >= _TOLD * len(pairs)


def _pairs(text: str) -> Iterator[str]:
    for a, b in pairwise(text):
        if a.isalnum() and b.isalnum():
            yield a + b


def _in_order(shown: Sequence[list[Evidence]]) -> list[list[Evidence]]:
    """Document by document, the best first, in the order of the text."""
    documents = list(dict.fromkeys(run[0].hit.transcript.id for run in shown))
    return sorted(shown, key=lambda run: (documents.index(run[0].hit.transcript.id), run[0].start))


def _size(run: Sequence[Evidence]) -> int:
    return run[-1].end - run[0].start


def _overlaps(a: Evidence, b: Evidence) -> bool:
    return a.hit.transcript.id == b.hit.transcript.id and a.start < b.end and b.start < a.end
