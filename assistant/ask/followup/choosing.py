"""The ways in which a question may be meant, and what is found for each -> the one that is
meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pressroom.assistant.ask.followup.fragments import Reading, is_whole
from pressroom.assistant.ask.followup.leaning import (
    HE,
    IT,
    IT_LATIN,
    content,
    is_short,
    points_back,
)
from pressroom.assistant.ask.followup.readings import Readings
from pressroom.assistant.ask.held import held_in
from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus import language
from pressroom.corpus.facts import tokens
from pressroom.corpus.normalise import fold
from pressroom.index.hit import Hit
from pressroom.index.terms import terms

_TIME = re.compile(r"\d+[年月日号]?(?!线)|今年|去年|底|全市")
# Shares of a question's own words (of what they have without the topic) and of its topic, in one
# passage, for it to have that topic.
_LEAST, _LEAST_LEANING = (0.75, 0.3), (0.25, 0.15)
_LEAST_KNOWN = 0.1  # of its own words without the topic: what nobody speaks of has no topic
_LEAST_KEPT = 0.6  # of the words of a question, in a chat model's rewriting of it
_JOINED, _ALONE = 5, 3  # passages looked at, with the topic and without

Look = Callable[[str], Sequence[Hit]]
Weight = Callable[[str], float]


def choose(
    found: Readings, look: Look, weight: Weight, *, is_joined: bool | None = None
) -> Reading:
    """The way a question is meant, as far as form and documents tell. `look` searches, `weight`
    says how rare a term is. `is_joined` is what was learned of its leaning on the topic before it:
    then the documents are not asked for that.
    """
    form = found.by_form()
    may_lean = is_joined or found.leans or is_short(found.alone.text)
    if form.sure or found.joined is None or not may_lean:
        return form
    joined = look(found.joined.text)[:_JOINED] if found.swaps or is_joined is None else ()
    near = fold("\n".join(hit.text for hit in joined))
    swap = next((reading for reading in found.swaps if is_whole(reading, near)), None)
    if swap:
        return swap
    if is_joined is None:
        is_joined = points_back(found.alone.text) or _has_topic(found, joined, look, weight)
    return found.joined if is_joined else found.alone


def _has_topic(found: Readings, joined: Sequence[Hit], look: Look, weight: Weight) -> bool:
    """Whether one of the passages found with the topic has it, and the question's own words nearly
    as much as those found without.
    """
    own, topic = (_telling(text) for text in (found.alone.text, found.topic))
    if not own:
        return True
    hits = look(found.alone.text)[:_ALONE]
    if not any(_is_in_its_tongue(hit, found.alone.text) for hit in hits):
        return found.leans  # words tell nothing between languages
    alone = max(_share(own, hit, weight) for hit in hits)
    least_own, least_topic = _LEAST_LEANING if found.leans else _LEAST
    return alone >= _LEAST_KNOWN and any(
        _share(own, hit, weight) >= least_own * alone and _share(topic, hit, weight) >= least_topic
        for hit in joined
    )


def _is_in_its_tongue(hit: Hit, asked: str) -> bool:
    return language.tongue(language.detect(hit.text)) == language.tongue(language.detect(asked))


def _telling(text: str) -> set[str]:
    """The terms of a question that tell what it is about: a time does not."""
    return set(terms(any_of("now").sub(" ", _TIME.sub(" ", content(fold(text))))))


def is_faithful(rewritten: str, asked: str, history: Sequence[str]) -> bool:
    """Whether a chat model's rewriting says nothing that the conversation does not, and asks all
    that was asked.
    """
    longest = max((len(words) for words in history), default=0)
    if len(rewritten) > 2 * (len(asked) + longest) or "\n" in rewritten:
        return False
    spoken = {token.key for words in (asked, *history) for token in tokens(words)}
    said = {token.key for token in tokens(rewritten)}
    named = HE.sub(" ", IT.sub(" ", IT_LATIN.sub(" ", content(fold(asked)))))
    own = {token.key for token in tokens(named)}
    if not said or not said <= spoken or not _figures(asked) <= said:
        return False
    return len(own & said) >= _LEAST_KEPT * len(own)


def _figures(text: str) -> set[str]:
    return {token.key for token in tokens(text) if token.figure}


def _share(wanted: set[str], hit: Hit, weight: Weight) -> float:
    """The share of the terms, by weight, that stand in a passage, its title or the question that it
    answers.
    """
    document = hit.transcript
    paragraphs = hit.asked.paragraphs if hit.asked else ()
    around = [document.title, hit.text, *(document.words(p) for p in paragraphs)]
    held = held_in(wanted, "\n".join(around))
    total = sum(map(weight, wanted))
    return sum(map(weight, held)) / total if total else 0.0
