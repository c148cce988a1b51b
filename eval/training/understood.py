"""A case of a question set -> the Question that is searched for, as the assistant understands."""

from __future__ import annotations

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.screening import clean_history, screen
from pressroom.assistant.ask.understanding import understand
from pressroom.assistant.build import Parts
from pressroom.eval.questions.cases import Case


def understood(case: Case, parts: Parts) -> Question | None:
    """None for talk, and for what is refused before it is searched for."""
    screened, assistant = screen(case.question), parts.assistant
    if screened.talk or screened.refuse:
        return None
    return understand(
        screened,
        clean_history(case.history),
        assistant.searcher,
        weight=assistant.weight,
        leaning=assistant.leaning,
    )
