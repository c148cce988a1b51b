"""Screened words and their conversation -> the Question that is looked up: made to stand alone, by
form, documents and chat model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from pressroom.assistant.ask.followup.choosing import choose, is_faithful
from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.followup.leaning import names_somebody
from pressroom.assistant.ask.followup.learned import Leaning
from pressroom.assistant.ask.followup.readings import readings
from pressroom.assistant.ask.question import Question, question_of
from pressroom.assistant.ask.screening import Screening
from pressroom.corpus import language
from pressroom.corpus.normalise import fold
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit, Searcher

_LOOKED_AT = 10  # passages
_LEAST_ANSWER = 8  # characters of an earlier answer by which its speaker can be found


class Rewriter(Protocol):
    """A chat model that rewrites a follow-up so that it stands alone; what it says is checked."""

    def rewrite(self, asked: str, history: Sequence[str]) -> str | None: ...


def understand(
    screened: Screening,
    history: Sequence[str],
    searcher: Searcher,
    *,
    weight: Callable[[str], float],
    leaning: Leaning | None = None,
    rewriter: Rewriter | None = None,
    where: Filter | None = None,
) -> Question:
    """`history` is question, answer, question, answer …, clean; `weight` says how rare a term
    is. Without `leaning` form and documents tell whether a question leans on the one before it.
    """
    if not history:
        return question_of(screened, Reading(screened.words))
    speaker = _speaker_of(history[-1], searcher) if names_somebody(screened.words) else None
    joins = leaning.joins if leaning else None
    found = readings(screened.words, history, speaker=speaker, is_joined=joins)
    leans = leaning.of(screened.words, _before(history)) if leaning and found.joined else None
    is_joined = leaning.is_joined(screened.words, leans) if leaning and leans is not None else None
    look = partial(_in_its_words, searcher, where)
    reading = choose(found, look, weight, is_joined=is_joined)
    if rewriter and found.joined and not reading.sure:
        rewritten = rewriter.rewrite(screened.words, history)
        if rewritten and is_faithful(rewritten, screened.words, history):
            reading = Reading(rewritten)
    return replace(question_of(screened, reading), leaning=leans)


def _before(history: Sequence[str]) -> str:
    """The last question of the conversation."""
    return next(reversed([asked for asked in history[::2] if asked.strip()]))


def _in_its_words(searcher: Searcher, where: Filter | None, words: str) -> list[Hit]:
    """The passages found in the language of the words, for it is told by words how they are meant;
    any, where none is.
    """
    hits = searcher.search(words, limit=_LOOKED_AT, where=where)
    spoken = language.tongue(language.detect(words))
    return [hit for hit in hits if language.tongue(language.detect(hit.text)) == spoken] or list(
        hits
    )


def _speaker_of(answer: str, searcher: Searcher) -> str | None:
    """Whose words an earlier answer was, if it was one official's."""
    words = fold(answer).strip()
    hits = searcher.search(answer, limit=3) if len(words) >= _LEAST_ANSWER else []
    said = next((hit for hit in hits if words.split("\n")[0] in fold(hit.text)), None)
    return said.turn.speaker.name if said and said.turn.speaker else None
