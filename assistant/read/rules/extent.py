"""Evidence -> what of it is shown: the sentences that answer and those that belong to them, the
later event first.

Whole sentences: words cut out of one look as good when they are wrong as when they are right. Tried
on our own cases, the figure, day or slot alone held the answer less often (.39 of the answers shown
did, .52 and more with their sentences).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.agreement import (
    are_of_one_thing,
    tells_otherwise,
    tells_the_same,
)
from pressroom.assistant.read.forms import asks_why
from pressroom.assistant.read.rules.evidence import Support
from pressroom.assistant.read.rules.measures import measure_in, told_as_asked
from pressroom.assistant.read.rules.pieces import length
from pressroom.corpus.normalise import fold

BRIEF = ("figure", "when", "who", "phone")  # what a few words answer
# The length quoted at most, and the share of the best sentence's score that another one must have:
# after it, elsewhere. Chosen on the questions about policy documents (no half was held back).
BRIEF_LIMIT, BRIEF_NEXT, BRIEF_OTHER = 150, 0.6, 0.8
FULL_LIMIT, FULL_OTHER = 230, 0.55
# share of the best score with which another day's figure counts as an answer to the same question
_NEAR_BEST = 0.9
_STILL_GOOD = 0.5  # the same share for a sentence that tells the same thing as one that is shown
# Beside the best sentence, one adds something to what is asked if it holds so much of the question
# that the best does not hold, or so much of what the best holds. Of 64 sentences that followed a
# brief answer to our own cases 36 do not, one of which was needed.
_NEW, _AS_MUCH, _AS_MUCH_ELSEWHERE = 0.05, 0.4, 0.5
CHANGING = ("figure", "when", "phone")  # what officials may tell otherwise on another day
_DAYS = 3  # shown at most
_FEW = 2  # passages shown beside the best


def extracts(question: Question, found: Sequence[Support]) -> list[Support]:
    """What is shown of the sentences found, which come best first."""
    if question.asks not in CHANGING or _names_a_time(question):
        return _best(question, found)
    days = _days(question, found)
    shown = days if len(days) > 1 else _best(question, found)
    told_otherwise = [other for one in shown for other in _told_otherwise(one, shown, found)]
    return sorted([*shown, *told_otherwise], key=_day, reverse=True) if told_otherwise else shown


def _best(question: Question, found: Sequence[Support]) -> list[Support]:
    """The best sentence, what follows it, and others nearly as good."""
    brief = question.asks in BRIEF
    limit = BRIEF_LIMIT if brief else FULL_LIMIT
    best = found[0]
    if told_as_asked(question, best.text):
        found = [one for one in found if told_as_asked(question, one.text)]
    if measure := measure_in(best.text, question):
        # No other figure beside the one that is asked for, and where it is asked when, nothing
        # without a time.
        found = [one for one in found if one is best or measure.search(fold(one.text))]
    shown = [
        _run(
            best,
            found,
            limit,
            BRIEF_NEXT * best.score if brief else None,
            over_paragraphs=asks_why(question),
        )
    ]
    least = (BRIEF_OTHER if brief else FULL_OTHER) * best.score
    for other in found[1:]:
        size = sum(_size(run) for run in shown) + length(other.text)
        if other.score < least or len(shown) > _FEW:
            break
        if brief and not _adds(other, best, _AS_MUCH_ELSEWHERE):
            continue
        if size <= limit and not any(_overlaps(other, e) for run in shown for e in run):
            shown.append([other])
    return [_joined(run) for run in (shown if brief else _in_order(shown))]


def _adds(one: Support, best: Support, as_much: float) -> bool:
    """Whether a sentence says more of what is asked than the best does, or of the same; across
    languages that is not known.
    """
    if one.here is None or best.here is None:
        return True
    new = sum(share for at, share in one.here.items() if at not in best.here)
    return new >= _NEW or sum(one.here.values()) >= as_much * sum(best.here.values())


def _days(question: Question, found: Sequence[Support]) -> list[Support]:
    """Where a figure is asked for: the best sentence of each event that is nearly as good as the
    best, the latest first.
    """
    best: dict[str, Support] = {}
    for evidence in found if question.asks == "figure" and _day(found[0]) else ():
        day, is_good = _day(evidence), evidence.score >= _NEAR_BEST * found[0].score
        if (
            day
            and is_good
            and day not in best
            and not any(tells_the_same(evidence.text, other.text) for other in best.values())
        ):
            best[day] = evidence
    return [best[date] for date in sorted(best, reverse=True)][:_DAYS]


def _told_otherwise(
    one: Support, shown: Sequence[Support], found: Sequence[Support]
) -> list[Support]:
    """The sentence of another day, if there is one, that tells the same thing with other figures:
    nobody should read what was said in one year without what was said in the next.
    """
    days = {_day(other) for other in shown if are_of_one_thing(one.text, other.text)}
    others = [
        e
        for e in found
        if _day(e) and _day(e) not in days and e.score >= _STILL_GOOD * found[0].score
    ]
    return (
        [other for other in others if tells_otherwise(one.text, other.text)][:1]
        if _day(one)
        else []
    )


def _names_a_time(question: Question) -> bool:
    return bool(
        question.years
        or question.relative
        or any("月" in named or named[-1] == "日" for named in question.numbered)
    )


def _day(evidence: Support) -> str:
    return evidence.hit.transcript.date or ""


def _run(
    best: Support,
    found: Sequence[Support],
    limit: int,
    least: float | None,
    *,
    over_paragraphs: bool,
) -> list[Support]:
    """The sentence and those that follow it without a break, as far as they fit; into another
    paragraph as far as they add something.
    """
    text = best.hit.transcript.text
    starts = {e.start: e for e in found if e.hit is best.hit and e.start >= best.end}
    run = [best]
    for start in sorted(starts):
        following = starts[start]
        if (
            text[run[-1].end : start].strip()
            or start < run[-1].end
            or length(text[best.start : following.end]) > limit
        ):
            break
        if least is not None and (following.score < least or len(run) > 1):
            break
        must_add = least is not None or (not over_paragraphs and "\n" in text[run[-1].end : start])
        if must_add and not _adds(following, best, _AS_MUCH):
            break
        run.append(following)
    return run


def _joined(run: Sequence[Support]) -> Support:
    """One span of the sentences of a run, as good as the best of them."""
    return replace(run[0], end=run[-1].end)


def _in_order(shown: Sequence[list[Support]]) -> list[list[Support]]:
    """Document by document, the best first, in the order of the text."""
    documents = list(dict.fromkeys(run[0].hit.transcript.id for run in shown))
    return sorted(shown, key=lambda run: (documents.index(run[0].hit.transcript.id), run[0].start))


def _size(run: Sequence[Support]) -> float:
    return length(run[0].hit.transcript.text[run[0].start : run[-1].end])


def _overlaps(a: Support, b: Support) -> bool:
    return a.hit.transcript.id == b.hit.transcript.id and a.start < b.end and b.start < a.end
