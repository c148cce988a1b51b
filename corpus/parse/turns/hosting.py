"""Turns of a document -> who leads the conference: hands over the word, opens and closes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.turns.said import Said, is_numbered, is_question
from pressroom.corpus.parse.words.vocabulary import any_of, pattern, vocabulary

_FIGURE = re.compile(r"\d(?!\d?[:：.时時点點月日]|\d?\s?(?:am|pm|[ap]\.m\.|Uhr|h\b))", re.I)
_SHORT_SPEECH = 400  # characters that a moderator seldom speaks at once


def who_leads(said: Sequence[Said], asking: AbstractSet[str]) -> set[str]:
    """Who leads the conference: called so; or hands over the word in half of the turns; or speaks
    several times, shortly, and never right after a question.
    """
    spoken = [
        (at, turn)
        for at, turn in enumerate(said)
        if turn.label and turn.who and not is_question(turn, asking)
    ]
    called = {
        turn.who for _, turn in spoken if turn.label and turn.label.role in ("moderator", "chair")
    } | {turn.who for turn in said if turn.is_official and is_numbered(turn)}
    hosts = {who for who in called if who}
    places_of: dict[str, list[int]] = defaultdict(list)
    for at, turn in spoken:
        places_of[turn.who or ""].append(at)
    if hosts or len(places_of) < 2:
        return hosts
    at_ends = {spoken[0][1].who, spoken[-1][1].who}
    for who, places in places_of.items():
        answering = sum(_follows_question(said, at, asking) for at in places)
        at_end = who in at_ends
        if (
            answering * 2 <= len(places)
            and (at_end or len(places) > 1)
            and _hands_over(said, places)
        ) or (at_end and not answering and _leads(said, places, asking)):
            hosts.add(who)
    return hosts


def is_hosting(words: str) -> bool:
    """Whether the words hand over, open or close."""
    return bool(_phrases_apart().search(words) or _phrases().search(fold(words)))


def _hands_over(said: Sequence[Said], places: Sequence[int]) -> bool:
    """Whether half of the turns or more call on somebody, or open or close the conference."""
    return sum(is_hosting(said[at].words) for at in places) * 2 >= len(places)


def _follows_question(said: Sequence[Said], at: int, asking: AbstractSet[str]) -> bool:
    return at > 0 and said[at - 1].label is not None and is_question(said[at - 1], asking)


def _leads(said: Sequence[Said], places: Sequence[int], asking: AbstractSet[str]) -> bool:
    """Several short turns without figures, some of them right before a question."""
    return (
        len(places) > 1
        and not any(_FIGURE.search(said[at].words) for at in places)
        and all(len(said[at].words) < _SHORT_SPEECH for at in places)
        and any(_follows_question(said, at + 2, asking) for at in places if at + 2 < len(said))
    )


@cache
def _phrases() -> re.Pattern[str]:
    return pattern(vocabulary().hosting)


@cache
def _phrases_apart() -> re.Pattern[str]:
    return re.compile("|".join(map(_apart, vocabulary().hosting_apart)))


def _apart(parts: tuple[str | int, ...]) -> str:
    return "".join(
        any_of(part.split()) if isinstance(part, str) else f".{{0,{part}}}" for part in parts
    )
