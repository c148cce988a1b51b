"""An outcome -> how much it quotes, whether word for word, and whose words it says they are."""

from __future__ import annotations

from pressroom.eval.metrics.counts import NOTHING, Ratio, answered
from pressroom.eval.questions import wording
from pressroom.eval.questions.outcomes import Outcome
from pressroom.eval.questions.truth import covers


def citations(outcome: Outcome) -> Ratio:
    return (len(outcome.cited), 1) if answered(outcome) else NOTHING


def quoted_chars(outcome: Outcome) -> Ratio:
    return (sum(len(cited.text) for cited in outcome.cited), 1) if answered(outcome) else NOTHING


def answer_chars(outcome: Outcome) -> Ratio:
    return (len(outcome.answer), 1) if answered(outcome) else NOTHING


def verbatim(outcome: Outcome) -> Ratio:
    """Of the citations, those that are exactly their document's words."""
    return sum(outcome.verbatim), len(outcome.verbatim)


def supported(outcome: Outcome) -> Ratio:
    """Of the sentences shown, those that stand in a citation of the same answer. An answer without
    words fails.
    """
    if not outcome.shown:
        return NOTHING
    cited = [wording.norm(cited.text) for cited in outcome.cited]
    verdicts = [
        any(wording.norm(part) in words for words in cited)
        for part in wording.sentences(outcome.answer)
    ] or [False]
    return sum(verdicts), len(verdicts)


def figures(outcome: Outcome) -> Ratio:
    """Whether every number of the answer stands in its citations."""
    if not outcome.shown:
        return NOTHING
    said = {number for cited in outcome.cited for number in wording.numbers(cited.text)}
    return all(number in said for number in wording.numbers(outcome.answer)), 1


def speaker(outcome: Outcome) -> Ratio:
    """Whether right words are shown as the right person's, where that person is known; of other
    words the first.
    """
    if not (answered(outcome) and outcome.case.speaker and outcome.cited):
        return NOTHING
    places = outcome.gold.places
    holding = [cited for cited in outcome.cited if covers(cited.place, places)]
    shown = holding or outcome.cited[:1]
    return any(cited.speaker == outcome.case.speaker for cited in shown), 1


def date(outcome: Outcome) -> Ratio:
    """Whether a citation of the right document bears its date, as known from outside the parser."""
    cited = (
        [cited for cited in outcome.cited if cited.place.doc == outcome.case.document]
        if outcome.gold.date
        else []
    )
    return sum(citation.date == outcome.gold.date for citation in cited), len(cited)
