"""A question and its conversation -> the ways in which it may be meant, as questions that stand
alone.

Without a chat model: what a fragment names takes the place of its like (a year of a year, a line of
a line, or the words that the answer before took up from its question); a pronoun that of a person
or topic; what is left out is put before. A way that is no more than a guess is taken only if its
words stand in the passages that are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pressroom.assistant.ask.followup.carrying import (
    about,
    asked_on,
    is_same_measure,
    measured,
    subject_of,
    topic_of,
)
from pressroom.assistant.ask.followup.fragments import HAS_QUESTION, Reading, fragment_of, swaps
from pressroom.assistant.ask.followup.leaning import HE, IT, content, is_short, leans
from pressroom.assistant.ask.phrases import ORDINAL
from pressroom.corpus.normalise import fold

IsJoined = Callable[[str, str], bool]  # a question and the one before it, as they were asked
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{2,4}?)(?:副?局长|主任|市长|处长|科长|部长)?(?:怎么)?"
    r"(?:介绍|表示|[说讲谈]|提到|回答|对|在|的)|([A-Z]\w+ [A-Z]\w+)"
)
_NO_NAME = re.compile(r"[市县区局会政府什么怎哪多少年月日这那]")
_LOOSE = " ，,。的了吗呢是"
_LEAST_SHARED = 2  # characters of what question and answer have in common


@dataclass(frozen=True, slots=True)
class Readings:
    """`alone`: as asked. `joined`: with the topic before it, if there is one. `swaps`: with
    something put in place of its like, best first. `leans`: whether by its form it can hardly stand
    alone.
    """

    alone: Reading
    joined: Reading | None = None
    swaps: tuple[Reading, ...] = ()
    leans: bool = False
    topic: str = ""

    def by_form(self, *, is_joined: bool | None = None) -> Reading:
        """What it means as far as its form tells, or what was learned of its leaning."""
        sure = next((reading for reading in self.swaps if reading.sure), None)
        leans = self.leans if is_joined is None else is_joined
        return sure or (self.joined if leans and self.joined else self.alone)


def readings(
    asked: str,
    history: Sequence[str],
    *,
    speaker: str | None = None,
    is_joined: IsJoined | None = None,
) -> Readings:
    """`history` is question, answer, question, answer …; `speaker` is whose words the last answer
    was, where that is known. `is_joined` tells of earlier questions whether they lean on the one
    before them; without it their form does.
    """
    before = _before(history, is_joined)
    if before is None:
        return Readings(Reading(asked))
    answer = history[-1] if len(history) % 2 == 0 else ""
    if _is_of_its_list(asked, before):
        return _of_its_list(asked, before)
    if fragment := fragment_of(asked):
        return _of_fragment(asked, fragment, before, answer)
    if is_same_measure(before, asked):
        return Readings(Reading(asked))
    return _of_whole(asked, before, _in_both(before, answer), speaker)


def _is_of_its_list(asked: str, before: str) -> bool:
    """`第二个呢？` is of the list that the question before asks for."""
    names_one = ORDINAL.search(fold(asked)) and not ORDINAL.search(fold(before))
    return bool(names_one) and is_short(asked)


def _of_its_list(asked: str, before: str) -> Readings:
    joined = asked_on(before, asked)
    sure = replace(joined, sure=True)
    return Readings(Reading(asked), joined, (sure,), leans=True, topic=topic_of(before))


def _of_fragment(asked: str, fragment: str, before: str, answer: str) -> Readings:
    """What it names takes the place of the measure before, or of its like."""
    measure = measured(before, fragment)
    swapped = (measure,) if measure else tuple(swaps(before, fragment, answer))
    joined = asked_on(before, asked)
    return Readings(Reading(asked), joined, swapped, leans=True, topic=topic_of(before))


def _of_whole(asked: str, before: str, shared: str | None, speaker: str | None) -> Readings:
    """A question of its own words: with the topic of the one before, or with the person it
    means.
    """
    named = _with_person(asked, speaker or _person_in(before) or shared)
    joined = _with_topic(asked, before, shared) or about(before, shared, asked)
    topic = topic_of(before)
    return Readings(
        Reading(asked),
        joined if topic else None,
        (named,) if named else (),
        leans=leans(asked) or named is not None,
        topic=topic,
    )


def _before(history: Sequence[str], is_joined: IsJoined | None) -> str | None:
    """The last question of the conversation, itself made to stand alone."""
    before: str | None = None
    said = ""
    for at in range(0, len(history), 2):
        asked = history[at].strip()
        if asked:
            joined = is_joined(asked, said) if is_joined and before else None
            earlier = [before, history[at - 1]] if before else []
            found = readings(asked, earlier)
            before, said = found.by_form(is_joined=joined).text, asked
    return before


def _in_both(before: str, answer: str) -> str | None:
    """The longest run of letters of the question that its answer says again: most likely what both
    are about.
    """
    matcher = SequenceMatcher(None, fold(before), fold(answer), autojunk=False)
    match = matcher.find_longest_match()
    words = before[match.a : match.a + match.size].strip(_LOOSE)
    if len(content(fold(words)).strip()) < _LEAST_SHARED or HAS_QUESTION.search(fold(words)):
        return None
    return words if words.isalnum() and not words.isdecimal() else None


def _with_topic(asked: str, before: str, shared: str | None) -> Reading | None:
    """`它什么时候开工？` with what both are about in place of the pronoun."""
    it, meant = IT.search(asked), shared or subject_of(before, shared)
    if it is None or not meant or fold(asked).isascii():
        return None
    return Reading(asked[: it.start()] + meant + asked[it.end() :])


def _with_person(asked: str, person: str | None) -> Reading | None:
    match = HE.search(asked)
    if match is None or not person:
        return None
    return Reading(asked[: match.start()] + person + asked[match.end() :], 0, sure=True)


def _person_in(before: str) -> str | None:
    match = _NAMED.search(before)
    name = next((group for group in match.groups() if group), None) if match else None
    return name if name and not _NO_NAME.search(name) else None
