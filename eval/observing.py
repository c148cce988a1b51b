"""A case -> what would be shown if nothing were refused, how sure that is, whether it is right: what refusing is judged by."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.confidence import Signs
from assistant.extent import extracts
from corpus.errors import QuestionError
from corpus.normalise import fold
from eval.cases import Case
from eval.outcomes import Documents, Place, covers


@dataclass(frozen=True, slots=True)
class Option:
    """What one reading would show: the signs of its best evidence, its confidence, whether a right place is among it."""

    signs: Signs
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """A case with the options for it, the question's language before others."""

    case: Case
    options: tuple[Option, ...]

    def shown(self, threshold: float) -> Option | None:
        """What is shown where nothing less sure is: the first that is sure enough."""
        return next((option for option in self.options if option.confidence >= threshold), None)

    @property
    def best(self) -> Option | None:
        """The surest option."""
        return max(self.options, key=lambda option: option.confidence, default=None)


def observe(case: Case, assistant: Assistant, documents: Documents) -> Observation:
    """No option for what is declined, or cannot be asked."""
    try:
        weighed = assistant.weigh(case.question, case.history)
    except QuestionError:
        return Observation(case, ())
    gold = documents.gold(case).places
    options = []
    for found in weighed.readings:
        shown = extracts(weighed.question, found)
        right = not case.unanswerable and any(covers(Place(e.hit.transcript.id, e.start, e.end), gold) for e in shown)
        options.append(Option(found[0].signs, found[0].confidence, right))
    return Observation(case, tuple(options))


def bigrams_in(question: str, passage: str) -> float:
    """The share of the question's pairs of letters or digits that the passage has."""
    asked, held = ("".join(filter(str.isalnum, fold(text))) for text in (question, passage))
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)}
    return sum(pair in held for pair in pairs) / len(pairs) if pairs else 0.0
