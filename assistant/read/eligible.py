"""Question and Hits -> the hits that may answer it at all: by whom it names, of when, where and of
what kind of thing it speaks.

A question about a year, place or thing that the documents do not cover is not answered with
another's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from pressroom.assistant.ask.phrases import FUTURE
from pressroom.assistant.ask.question import Question, bare_places_in, places_in
from pressroom.assistant.ask.wordlists import known_places
from pressroom.assistant.read.guard.kinds import folded_whole
from pressroom.assistant.read.subjects import names_the_same
from pressroom.corpus import language
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.names import is_named
from pressroom.index.hit import Hit

_DIGITS = re.compile(r"\d+")
_THING = re.compile(r"\d+(号[线楼院]|路|届|批)")
_OPENING = 600  # characters at the head of a document that say where it speaks of


def eligible(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """In the order of the hits."""
    return [hit for hit in _by_the_named(question, hits) if _covers(question, hit)]


def speaks_of_another(question: Question, words: str) -> bool:
    """Whether the words name another numbered thing than the question does, of the same kind, and
    not that one: line 3, not line 2.
    """
    if not question.numbered:  # asked for each sentence: most questions need no folding of it
        return False
    asked, told = (
        {match[0]: match[1] for match in _THING.finditer(fold(text))}
        for text in (question.text[question.own :], words)
    )
    return bool(set(asked.values()) & set(told.values())) and not asked.keys() & told.keys()


def named_from(question: Question, hit: Hit) -> int:
    """The place in the document from which on a passage speaks of the numbered thing that the
    question names: where its turn first names it; 0 where the reporter's question or the title
    does. What is told before is told of something else: of all lines, not of line 5.
    """
    things = (
        {match[0] for match in _THING.finditer(fold(question.text[question.own :]))}
        if question.numbered
        else ()
    )
    if not things:
        return 0
    transcript, asked = hit.transcript, hit.asked
    beside = [
        transcript.title,
        *(transcript.words(paragraph) for paragraph in (asked.paragraphs if asked else ())),
    ]
    if any(match[0] in things for match in _THING.finditer(fold(" ".join(beside)))):
        return 0
    start = hit.turn.paragraphs[0].start
    named = _THING.finditer(fold(transcript.text[start : hit.end]))
    return next((start + match.end() for match in named if match[0] in things), 0)


def tells_of_the_named(question: Question, hit: Hit, at: int, words: str) -> bool:
    """Whether words of a hit may tell a figure or a time of the numbered thing that the question
    names. `at`: where in the document they tell it at the latest.
    """
    if question.asks not in ("figure", "when"):
        return True
    return at >= named_from(question, hit) and not speaks_of_another(question, words)


def _by_the_named(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """What an official said is not answered with what another said: only the turns of whom the
    question names.
    """
    speakers = {
        turn.speaker.name
        for hit in hits
        for turn in hit.transcript.turns
        if turn.speaker and turn.kind != "question"
    }
    named = {name for name in speakers if is_named(name, question.text)}
    if not named:
        return list(hits)
    return [hit for hit in hits if hit.turn.speaker and hit.turn.speaker.name in named]


def _covers(question: Question, hit: Hit) -> bool:
    """A question about a year, a place, or a numbered thing is not answered with another's; nor one
    about a known kind of thing, which the document must name, and the passage, too, across
    languages, where its words tell nothing.
    """
    transcript = hit.transcript
    near = fold(f"{transcript.title} {written_date(transcript.date)} {hit.text}")
    if not all(word in near for word in question.relative if word in FUTURE):
        return False
    asked = transcript.question_of(hit.turn)
    beside = near + fold(" ".join(transcript.words(p) for p in asked.paragraphs)) if asked else near
    if not all(str(year) in beside for year in question.years):
        return False
    is_across = language.tongue(language.detect(hit.text)) != language.tongue(question.language)
    if not all(_has(number, beside, is_across=is_across) for number in question.numbered):
        return False
    told = beside + fold(transcript.text[:_OPENING]) if question.places else ""
    whole = partial(folded_whole, transcript.text)
    return all(
        _is_told(place, told, whole, is_across=is_across) for place in question.places
    ) and names_the_same(fold(question.text), (lambda: beside) if is_across else whole)


def _is_told(place: str, told: str, whole: Callable[[], str], *, is_across: bool) -> bool:
    """Whether the place is named, in either spelling. A name without 省 or 市, one that may be
    spelled otherwise in another language, and one that the document names elsewhere (市政府 at its
    head) is missed only where another place is named.
    """
    spelled = known_places().get(place)
    if (
        place_name(place) in told
        or (spelled and spelled in told)
        or (is_across and spelled is None)
    ):
        return True
    if bare_places_in(told) or places_in(told):
        return False
    return spelled is not None or place_name(place) in whole()


def _has(number: str, beside: str, *, is_across: bool) -> bool:
    """Whether a numbered thing is there; in another language its figures, for 8月5日 is August
    5.
    """
    if is_across:
        return all(digits in beside for digits in _DIGITS.findall(number))
    return number in beside or (
        "月" in number and number.replace("号", "日") in beside
    )  # 2月3号 is spoken, 2月3日 written


def place_name(place: str) -> str:
    """北京市 -> 北京, 任职豫州 -> 豫州: its last two characters, for what stands before them may
    belong to another word.
    """
    return place[-2:] if len(place) < 3 or place[-1] == "州" else place[:-1][-2:]


def written_date(date: str | None) -> str:
    """2024-08-05 -> `2024-08-05 2024年8月5日`: as questions name a day."""
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{date} {year}年{int(month)}月{int(day)}日"
