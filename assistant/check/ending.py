"""What is asked -> the answer where nothing is searched for it: small talk, what is declined, what
has to be asked back.
"""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.assistant.ask.followup.fragments import Reading
from pressroom.assistant.ask.limits.scope import Scoped
from pressroom.assistant.ask.limits.unclear import Unclear
from pressroom.assistant.ask.limits.unknown import asked_back
from pressroom.assistant.ask.parts import Part, parts_of
from pressroom.assistant.ask.question import Question, question_of
from pressroom.assistant.ask.screening import Screening, screen
from pressroom.assistant.check.answer import Answer
from pressroom.corpus.library.catalogue import Shelf


def declined(screened: Screening) -> Answer | None:
    """For small talk, and for what is not to be answered; None for a question, and for several of
    which one may be.
    """
    if screened.refuse != "personal_given" and _may_in_part(screened):
        return None
    question = question_of(screened, Reading(screened.words))
    if screened.talk:
        return Answer(question, "smalltalk", reply=screened.talk)
    return Answer(question, "declined", reply=screened.refuse) if screened.refuse else None


def has_declined_part(parts: Sequence[Part]) -> bool:
    return any(screen(part.asked).refuse for part in parts)


def _may_in_part(screened: Screening) -> bool:
    parts = parts_of(screened.words) if screened.refuse else ()
    return any(not (one.refuse or one.talk) for one in (screen(part.asked) for part in parts))


def unclear_answer(question: Question, unclear: Unclear) -> Answer:
    """Asked back, with what it may be answered with."""
    note, choices = unclear
    return Answer(question, "clarify", note=note, choices=choices)


def not_there(limits: Scoped, shelf: Shelf) -> Answer:
    """For a question limited to what the library does not have (`only the Bureau of Justice`):
    which bodies or the like there are.
    """
    unknown = limits.unknown
    if unknown is None:
        raise ValueError("the question is limited to nothing that is not there")
    words = limits.words or unknown.part
    question = question_of(screen(words), Reading(words))
    return unclear_answer(question, asked_back(unknown, limits.words, shelf))
