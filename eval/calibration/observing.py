"""A case -> what would be shown if nothing were refused, how sure that is, whether it is right:
what refusing is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.assistant.answer import Assistant
from pressroom.assistant.read.rules.confidence import Signs
from pressroom.assistant.read.rules.extent import extracts
from pressroom.assistant.read.rules.reader import RuleReader
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.normalise import fold
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.outcomes import Stretch
from pressroom.eval.questions.truth import SetDocuments, covers


@dataclass(frozen=True, slots=True)
class Option:
    """What one reading would show: the signs of its best evidence, its confidence, whether a right
    place is among it.
    """

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


def observe(
    case: Case, assistant: Assistant, reader: RuleReader, documents: SetDocuments
) -> Observation:
    """No option for what is declined, or cannot be asked."""
    try:
        weighed = assistant.weigh(case.question, case.history)
    except QuestionError:
        return Observation(case, ())
    readings = reader.readings(weighed.question, weighed.hits) if weighed.hits else ()
    options = []
    for found in filter(None, readings):
        shown = extracts(weighed.question, found)
        places = [Stretch(e.hit.transcript.id, e.start, e.end) for e in shown]
        right = _is_right(case, places, documents)
        options.append(Option(found[0].signs, found[0].confidence, right))
    return Observation(case, tuple(options))


def would_be_right(case: Case, assistant: Assistant, documents: SetDocuments) -> bool:
    """Whether the assistant would show a right place if nothing were refused."""
    picks = assistant.weigh(case.question, case.history).verdict.picks
    spans = [pick.span for pick in picks]
    places = [Stretch(span.transcript.id, span.start, span.end) for span in spans]
    return _is_right(case, places, documents)


def _is_right(case: Case, places: Sequence[Stretch], documents: SetDocuments) -> bool:
    gold = documents.gold(case).places
    return not case.unanswerable and any(covers(place, gold) for place in places)


def bigrams_in(question: str, passage: str) -> float:
    """The share of the question's pairs of letters or digits that the passage has."""
    asked, held = ("".join(filter(str.isalnum, fold(text))) for text in (question, passage))
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)}
    return sum(pair in held for pair in pairs) / len(pairs) if pairs else 0.0
