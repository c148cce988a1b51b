"""A question and Chinese sentences -> the figure, day or number in them that is asked for, with the
words that belong to it.

Of several it is the one whose clause says what is asked: of two days, where 什么时候开通 is asked,
the one beside 开通. Where that is not plain it is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.rules.figure_forms import (
    LOOSE_FORMS,
    TAIL,
    AskedFigure,
    Candidate,
    candidates,
    pairs,
)
from pressroom.assistant.read.rules.slot import Slot
from pressroom.corpus.normalise import fold

_LEAST = 2  # characters: a digit alone says too little
_SURE = 2  # pairs of characters
_BY_HOW_MUCH = re.compile(r"[涨升降增减][了价幅到]{0,2}多少(?!钱)")
_BEFORE = re.compile(r"原来|原先|原本|[以之此]前|(?:调整|提高|改革|上涨|下调|改)之?前")
# 由每立方米1.92元调整为2.30元: what it was, and what it is.
_WAS, _IS = re.compile(r"[由从][^，。；]{0,10}$"), re.compile(r"[为到至][^，。；\d]{0,6}$")


def figure(question: Question, sentences: Sequence[str]) -> str | None:
    """The words of one of the sentences; None where it is not plain which answer. Where sentences
    are equal the earlier counts.
    """
    asked = AskedFigure.of(question)
    chosen = _chosen(
        asked, [candidate for words in sentences for candidate in candidates(asked, words)]
    )
    return chosen.text if chosen and len(chosen.text) >= _LEAST else None


def _chosen(asked: AskedFigure, found: Sequence[Candidate]) -> Candidate | None:
    if asked.slot is None or not found:
        return found[0] if len(found) == 1 else None
    if len(found) == 1:
        is_plain = asked.form not in LOOSE_FORMS or bool(found[0].beside & pairs(asked.words))
        return found[0] if is_plain else None
    if _BY_HOW_MUCH.search(asked.words) and any(
        _WAS.search(one.words[: one.start]) for one in found
    ):
        return None  # it is told from what to what, not by how much
    best = (
        _best_by_predicate(asked, asked.slot, found)
        if pairs(asked.slot.after)
        else _best_by_subject(asked, asked.slot, found)
    )
    best = [candidate for candidate in best if candidate.words == best[0].words]
    if len({candidate.clause for candidate in best}) != 1 or not _are_of_one_unit(
        asked, best, found
    ):
        return None
    return best[0] if len(best) == 1 else _of_change(asked, best) or _next_to(asked.slot, best)


def _best_by_predicate(
    asked: AskedFigure, slot: Slot, found: Sequence[Candidate]
) -> list[Candidate]:
    """Those beside most of what stands after the asking word (什么时候开通), then of the whole
    question.
    """
    after, whole = pairs(slot.after), pairs(asked.words)
    scores = [(len(one.beside & after), len(one.beside & whole)) for one in found]
    return [
        one for one, score in zip(found, scores, strict=True) if score == max(scores) and score[0]
    ]


def _best_by_subject(asked: AskedFigure, slot: Slot, found: Sequence[Candidate]) -> list[Candidate]:
    """Those beside most of the question, of its last words (票面金额为多少) twice as much; none
    where others of the sentence stand beside what these do not: of 限额职工4000元，退休人员4800元
    neither clause says all of 退休人员限额.
    """
    tail, whole = pairs(slot.before[-TAIL:]), pairs(asked.words)
    scores = [
        len(one.beside & tail) + len(one.beside & whole) if one.beside & tail else 0
        for one in found
    ]
    best = [
        one
        for one, score in zip(found, scores, strict=True)
        if score == max(scores) and score >= _SURE
    ]
    return [
        one
        for one in best
        if all((other.beside & whole) <= one.beside for other in found if other.words == one.words)
    ]


def _are_of_one_unit(
    asked: AskedFigure, best: Sequence[Candidate], found: Sequence[Candidate]
) -> bool:
    """Whether what is told of a fragment (退休人员) is counted like what stands beside what was
    asked of another (限额).
    """
    head = pairs(asked.head) - pairs(asked.words)
    most = max(len(one.beside & head) for one in found)
    units = {one.text[-1] for one in found if len(one.beside & head) == most}
    return not asked.head or (most > 0 and units.issuperset(one.text[-1] for one in best))


def _of_change(asked: AskedFigure, found: Sequence[Candidate]) -> Candidate | None:
    """Of two in a clause, of which one is what it was and the other what it is, the one that is
    asked for.
    """
    was, now = found[0], found[1]
    is_change = (
        len(found) == 2
        and _WAS.search(was.words[: was.start])
        and _IS.search(now.words[was.end : now.start])
    )
    return (was if _BEFORE.search(asked.words) else now) if is_change else None


def _next_to(slot: Slot, found: Sequence[Candidate]) -> Candidate | None:
    """Of several in a clause the nearest to what stands after the asking word, else the first after
    what stands before it.
    """
    folded, (first, last) = fold(found[0].words), found[0].clause
    start = slot.begins_in(folded)
    after = slot.after_in(folded, start)
    if after and first <= after[0] < last:
        return min(found, key=lambda one: max(after[0] - one.end, one.start - after[1]))
    return next((one for one in found if first < start <= min(last, one.start)), None)
