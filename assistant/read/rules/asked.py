"""Question and text -> how much of the question stands in the text, its words weighed by how rare
they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from pressroom.assistant.ask.question import Question
from pressroom.assistant.ask.spoken import official_words
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.index.terms import located_terms, stem

Places = frozenset[int]  # of characters of the question
NOTHING: Places = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """The content characters of a question: each with the terms that cover it and what it weighs.
    The citizen's own begin at `own`.
    """

    terms: tuple[tuple[str, int, int], ...]
    weights: dict[int, float]
    whole: float  # what all of them weigh
    own: int
    spoken: tuple[tuple[int, int, tuple[str, ...]], ...]  # what officials say for some of them
    # whether a term is no run of Han characters or the like, so that it must be found as a whole
    spelled: bool

    @classmethod
    def of(cls, question: Question, weight: Callable[[str], float]) -> Asked:
        """`weight` is the inverse document frequency of a term."""
        located = tuple(
            (stem(term), start, end) for term, start, end in located_terms(question.content)
        )
        values = {
            term: weight(term) * (2.0 if term[0].isdigit() else 1.0) for term, _, _ in located
        }
        weights: dict[int, float] = {}
        for term, start, end in located:
            for at in range(start, end):
                weights[at] = max(weights.get(at, 0.0), values[term])
        spoken = tuple(official_words(fold(question.text)))
        return cls(
            located,
            weights,
            sum(weights.values()),
            question.own,
            spoken,
            any(not is_dense_script(term[0]) for term in values),
        )

    def found_in(self, text: str) -> Places:
        """The places of the question's characters whose terms stand in `text`, or what officials
        say for them.
        """
        folded = fold(text)
        held = {stem(term) for term, _, _ in located_terms(text)} if self.spelled else NOTHING
        said = [
            range(start, end)
            for term, start, end in self.terms
            if (term in folded if is_dense_script(term[0]) else term in held)
        ]
        said += [
            range(start, end)
            for start, end, told in self.spoken
            if any(words in folded for words in told)
        ]
        return frozenset(chain.from_iterable(said))

    def share(self, places: Places) -> float:
        """What the characters at `places` weigh of all; 1 if nothing weighs anything."""
        return _share(self.weights, self.whole, places)

    def shares(self, places: Places) -> dict[int, float]:
        """What each of the characters at `places` weighs of all."""
        if not self.whole:
            return {}
        return {at: self.weights[at] / self.whole for at in places & self.weights.keys()}

    def own_share(self, places: Places) -> float:
        """The same of the citizen's own words, without those that a follow-up leans on."""
        if not self.own:
            return self.share(places)
        own = {at: weight for at, weight in self.weights.items() if at >= self.own}
        return _share(own, sum(own.values()), places)

    def figures_in(self, text: str) -> float:
        """The share of the question's figures that stand in `text`; one half where it has none."""
        figures = {term for term, _, _ in self.terms if term[0].isdigit()}
        return (
            len(figures & {term for term, _, _ in located_terms(text)}) / len(figures)
            if figures
            else 0.5
        )


def _share(weights: dict[int, float], total: float, places: Places) -> float:
    return sum(weights[at] for at in places & weights.keys()) / total if total else 1.0
