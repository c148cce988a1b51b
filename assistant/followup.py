"""A question and its conversation -> the ways in which it may be meant, as questions that stand alone; and the one that is.

Without a chat model: what a fragment names takes the place of its like (a year of a year, a line of a line, or the words that
the answer before took up from its question); a pronoun that of a person or topic; what is left out is put before. A way that
is no more than a guess is taken only if its words stand in the passages that are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.carrying import about, asked_on, is_same_measure, measured, subject_of, topic_of
from assistant.facts import tokens
from assistant.fragments import HAS_QUESTION, Reading, fragment_of, is_whole, swaps
from assistant.phrases import FUNCTION_WORDS, LEANING, ORDINAL
from corpus.normalise import fold, is_dense_script
from index.search import Hit
from index.terms import terms

_SHORT = 9  # content characters: a longer question says itself what it is about
_SHORT_WORDS = 6
_HE = re.compile(
    r"(?<![其吉])(?:他|她)(?!们|人|项|区|国)|该(?:局长|主任|市长|处长|负责人)|这位\S{0,4}?[长任人]|(?<![a-z])(?:he|she)(?![a-z])", re.I
)
_IT = re.compile(r"^(?:那)?(?:它|其|该项目|这个项目|这项政策)(?!们|他|中|实|次|人|区)")
_IT_LATIN = re.compile(r"(?<![a-z])(?:it|its|they|their|that|this|those|these|there)(?![a-z])", re.I)
_POINTS = re.compile(r"(?:这|那)(?:[一两二三几]?[个些项次场座条]|里|边|时候|种|样)|上述|以上这|刚才")
_TIME = re.compile(r"\d+[年月日号]?(?!线)|今年|去年|底|全市")
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{2,4}?)(?:副?局长|主任|市长|处长|科长|部长)?(?:怎么)?(?:介绍|表示|[说讲谈]|提到|回答|对|在|的)|([A-Z]\w+ [A-Z]\w+)"
)
_NO_NAME = re.compile(r"[市县区局会政府什么怎哪多少年月日这那]")
# Shares of a question's own words (of what they have without the topic) and of its topic, in one passage, for it to have that topic.
_LEAST, _LEAST_LEANING = (0.75, 0.3), (0.25, 0.15)
_LEAST_KEPT = 0.6  # of the words of a question, in a chat model's rewriting of it


@dataclass(frozen=True, slots=True)
class Readings:
    """`alone`: as asked. `joined`: with the topic before it, if there is one. `swaps`: with something put in place of its like,
    best first. `leans`: whether by its form it can hardly stand alone."""

    alone: Reading
    joined: Reading | None = None
    swaps: tuple[Reading, ...] = ()
    leans: bool = False
    topic: str = ""

    def by_form(self) -> Reading:
        """What it means as far as its form tells."""
        sure = next((reading for reading in self.swaps if reading.sure), None)
        return sure or (self.joined if self.leans and self.joined else self.alone)


def readings(asked: str, history: Sequence[str], *, speaker: str | None = None) -> Readings:
    """`history` is question, answer, question, answer …; `speaker` is whose words the last answer was, where that is known."""
    before = _before(history)
    if before is None:
        return Readings(Reading(asked))
    answer = history[-1] if len(history) % 2 == 0 else ""
    topic = topic_of(before)
    shared = _in_both(before, answer)
    named = tuple(_with_person(asked, speaker or _person_in(before) or shared))
    if ORDINAL.search(fold(asked)) and _is_short(asked) and not ORDINAL.search(fold(before)):  # the list is that of the question before
        return Readings(Reading(asked), asked_on(before, asked), (replace(asked_on(before, asked), sure=True),), leans=True, topic=topic)
    fragment = fragment_of(asked)
    if fragment:
        joined, measure = asked_on(before, asked), measured(before, fragment)
        return Readings(Reading(asked), joined, ((measure,) if measure else (*swaps(before, fragment, answer),)), leans=True, topic=topic)
    if is_same_measure(before, asked):
        return Readings(Reading(asked))
    it = _IT.search(asked)
    meant = shared or subject_of(before, shared)
    placed = asked[: it.start()] + meant + asked[it.end() :] if it and meant and not fold(asked).isascii() else None
    joined = Reading(placed) if placed else about(before, shared, asked)
    return Readings(Reading(asked), joined if topic else None, named, leans=leans(asked) or bool(named), topic=topic)


def leans(asked: str) -> bool:
    """Whether a question means little without the one before it."""
    folded = fold(asked)
    if points_back(asked) or (_IT_LATIN.search(folded) and _is_short(asked)):
        return True
    return is_dense_script(folded[0]) and sum(char.isalnum() for char in _content(folded)) <= 4


def points_back(asked: str) -> bool:
    """Whether it says so itself: `那…呢`, `它`, `这两个`."""
    folded = fold(asked)
    return bool(LEANING.search(folded) or _IT.search(folded) or _POINTS.search(folded) or fragment_of(asked))


def names_somebody(asked: str) -> bool:
    """Whether it says `he` or `she`."""
    return bool(_HE.search(asked))


def choose(found: Readings, look: Callable[[str], Sequence[Hit]], weight: Callable[[str], float]) -> Reading:
    """The way a question is meant, as far as form and documents tell. `look` searches, `weight` says how rare a term is."""
    form = found.by_form()
    if form.sure or found.joined is None or not (found.leans or _is_short(found.alone.text)):
        return form
    joined = look(found.joined.text)[:5]
    near = fold("\n".join(hit.text for hit in joined))
    swap = next((reading for reading in found.swaps if is_whole(reading, near)), None)
    if swap:
        return swap
    own, topic = set(terms(_content(fold(found.alone.text)))), set(terms(_TIME.sub(" ", _content(fold(found.topic)))))
    alone = max((_share(own, hit, weight) for hit in look(found.alone.text)[:3]), default=0.0)
    least_own, least_topic = _LEAST_LEANING if found.leans else _LEAST
    fits = any(_share(own, hit, weight) >= least_own * alone and _share(topic, hit, weight) >= least_topic for hit in joined)
    return found.joined if not own or points_back(found.alone.text) or (fits and alone > 0) else found.alone


def is_faithful(rewritten: str, asked: str, history: Sequence[str]) -> bool:
    """Whether a chat model's rewriting says nothing that the conversation does not, and asks all that was asked."""
    if len(rewritten) > 2 * (len(asked) + max((len(words) for words in history), default=0)) or "\n" in rewritten:
        return False
    spoken = {token.key for words in (asked, *history) for token in tokens(words)}
    said = {token.key for token in tokens(rewritten)}
    own = {token.key for token in tokens(_HE.sub(" ", _IT.sub(" ", _IT_LATIN.sub(" ", _content(fold(asked))))))}
    return bool(said) and said <= spoken and len(own & said) >= _LEAST_KEPT * len(own) and _figures(asked) <= said


def _figures(text: str) -> set[str]:
    return {token.key for token in tokens(text) if token.figure}


def _before(history: Sequence[str]) -> str | None:
    """The last question of the conversation, itself made to stand alone."""
    before: str | None = None
    for at in range(0, len(history), 2):
        asked = history[at].strip()
        if asked:
            earlier = [before, history[at - 1]] if before else []
            before = readings(asked, earlier).by_form().text if earlier else asked
    return before


def _in_both(before: str, answer: str) -> str | None:
    """The longest run of letters of the question that its answer says again: most likely what both are about."""
    match = SequenceMatcher(None, fold(before), fold(answer), autojunk=False).find_longest_match()
    words = before[match.a : match.a + match.size].strip(" ，,。的了吗呢是")
    known = _content(fold(words)).strip()
    return words if len(known) >= 2 and words.isalnum() and not words.isdecimal() and not HAS_QUESTION.search(fold(words)) else None


def _with_person(asked: str, person: str | None) -> Iterator[Reading]:
    match = _HE.search(asked)
    if match and person:
        yield Reading(asked[: match.start()] + person + asked[match.end() :], 0, sure=True)


def _person_in(before: str) -> str | None:
    match = _NAMED.search(before)
    name = next((group for group in match.groups() if group), None) if match else None
    return name if name and not _NO_NAME.search(name) else None


def _is_short(asked: str) -> bool:
    content = _content(fold(asked))
    dense = sum(is_dense_script(char) for char in content)
    return dense <= _SHORT if is_dense_script(fold(asked)[0]) or dense else len(asked.split()) <= _SHORT_WORDS


def _content(folded: str) -> str:
    return FUNCTION_WORDS.sub(lambda match: " " * len(match[0]), folded)


def _share(wanted: set[str], hit: Hit, weight: Callable[[str], float]) -> float:
    """The share of the terms, by weight, that stand in a passage, its title or the question that it answers."""
    asked = hit.transcript.question_of(hit.turn)
    around = [hit.transcript.title, hit.text, *((hit.transcript.words(p) for p in asked.paragraphs) if asked else ())]
    total = sum(weight(term) for term in wanted)
    return sum(weight(term) for term in wanted & set(terms("\n".join(around)))) / total if total else 0.0
