"""Question and Hits -> the official words that answer, best first, each with how sure it is: the
reader without a chat model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.eligible import (
    eligible,
    named_from,
    speaks_of_another,
    written_date,
)
from pressroom.assistant.read.forms import fits, has_form
from pressroom.assistant.read.rules.asked import NOTHING, Asked, Places
from pressroom.assistant.read.rules.confidence import Signs, confidence
from pressroom.assistant.read.rules.measures import told_as_asked
from pressroom.assistant.read.rules.pieces import candidates, is_lead
from pressroom.assistant.read.rules.slot import Slot
from pressroom.corpus import language
from pressroom.index.embedding.meaning import Meaning
from pressroom.index.hit import Hit
from pressroom.index.ranking.fusion import OF_ANY_MODEL, Near

_HITS = 5  # passages read for an answer
_CONTEXT = 0.35  # what a word found beside the sentence (passage, heading, question, title) counts
# What the question's words add where they stand in the line that announces the sentence, in the
# sentence before it, and right before what is asked for; and what nearness in meaning adds.
_LEAD, _BEFORE, _SLOT, _NEAR = 0.8, 0.3, 0.3, 0.3
_ANOTHER = 0.3  # what it takes away that another line or building is named than the one asked for
# what each passage before its own, and each point of score behind the first, takes away
_LATER, _BEHIND = 0.08, 0.05
# The same across languages, where words tell nothing.
_PASSAGE_ACROSS, _BEHIND_ACROSS = 0.5, 0.1
# A question that leans on another must find its own words too: what is found counts at most their
# share and this.
_LEEWAY = 0.2
# Passages beside which it tells something that one scores more, for scores say how far the best is
# above the mean; and the lead that stands for what is not known of fewer.
_OTHERS, _USUAL_LEAD = 5, 0.5
_UNKNOWN = 0.5  # what figures count that speak neither for nor against


@dataclass(frozen=True, slots=True)
class Support:
    """`transcript.text[start:end]` of a hit, of which the sentence up to `stop` was chosen and what
    follows belongs to it.

    `score` ranks it among the others; `signs` tell how likely it answers at all. `here` are the
    places of the question's characters that stand in the sentence itself, each with its share of
    the question, by how rare its words are; None across languages.
    """

    hit: Hit
    start: int
    end: int
    score: float
    signs: Signs
    stop: int
    here: Mapping[int, float] | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return self.hit.transcript.text[self.start : self.end]

    @property
    def confidence(self) -> float:
        """How likely this, shown as the best, is the answer: 0 to 1."""
        return confidence(self.signs)


def read(
    question: Question, hits: Sequence[Hit], *, weight: Callable[[str], float], meaning: Meaning
) -> tuple[list[Support], list[Support]]:
    """The sentences that may answer, best first: those in the question's language, and those in
    others.

    `hits` are all that the search gave: a passage is weighed against the others. `weight` is the
    inverse document frequency of a term.
    """
    reader = _Reader(question, hits, Asked.of(question, weight), Slot.of(question.asked), meaning)
    may = eligible(question, hits)
    across = {hit.passage_id: reader.is_across(hit) for hit in may}
    same = reader.same([hit for hit in may if not across[hit.passage_id]][:_HITS])
    other = reader.across([hit for hit in may if across[hit.passage_id]][:_HITS])
    return _best_first(question, same), _best_first(question, other)


def _best_first(question: Question, found: Iterator[Support]) -> list[Support]:
    return sorted(
        (e for e in found if has_form(question, e.text)), key=lambda evidence: -evidence.score
    )


class _Reader:
    """A question beside all hits."""

    def __init__(
        self,
        question: Question,
        hits: Sequence[Hit],
        asked: Asked,
        slot: Slot | None,
        meaning: Meaning,
    ) -> None:
        self._question, self._hits, self._asked, self._slot, self._meaning = (
            question,
            hits,
            asked,
            slot,
            meaning,
        )
        self._language = {hit.passage_id: language.detect(hit.text) for hit in hits}

    def is_across(self, hit: Hit) -> bool:
        """Whether question and passage are in different languages; simplified and traditional
        Chinese are one.
        """
        return language.tongue(self._language[hit.passage_id]) != language.tongue(
            self._question.language
        )

    def same(self, hits: Sequence[Hit]) -> Iterator[Support]:
        """Sentences by the words of the question, and a little by meaning."""
        for rank, hit in enumerate(hits):
            around = self._asked.found_in(_around(hit))
            late = _LATER * rank + _BEHIND * max(0.0, hits[0].score - hit.score)
            others = [other.score for other in self._hits if other is not hit]
            ahead = _trusted(_ahead(hit.score, others), len(others))
            nearness = self._windows(hit)
            named = (
                named_from(self._question, hit) if self._question.asks in ("figure", "when") else 0
            )
            for (start, end), here, lead, before in self._pieces(hit):
                if end < named:
                    continue
                near = _at(start, nearness)
                score = (
                    self._by_words(hit.transcript.text[start:end], here, around, lead, before)
                    + _NEAR * near
                    - late
                )
                signs = Signs(
                    across=False, coverage=self._coverage(here | around), ahead=ahead, window=near
                )
                yield Support(hit, start, end, score, signs, end, self._asked.shares(here))

    def across(self, hits: Sequence[Hit]) -> Iterator[Support]:
        """Sentences of another language than the question's: by meaning alone, and the figures that
        both hold.
        """
        seldom = not self._meaning.is_foreign(self._question.language)
        for hit in hits:
            if hit.turn.kind == "moderation" and self._question.asks != "who":
                continue
            passage = self._near(hit.meaning, hit)
            behind = max(0.0, self._hits[0].score - hit.score)
            ahead, figures, nearness = self._nearer(hit), self._figures(hit), self._windows(hit)
            for start, end in candidates(hit):
                words = hit.transcript.text[start:end]
                if is_lead(words):
                    continue
                near = _at(start, nearness)
                score = (
                    near
                    + _PASSAGE_ACROSS * passage
                    - _BEHIND_ACROSS * behind
                    + fits(self._question, words)
                )
                score += told_as_asked(self._question, words)
                yield Support(
                    hit,
                    start,
                    end,
                    score,
                    Signs(across=True, ahead=ahead, window=near, figures=figures, seldom=seldom),
                    end,
                )

    def _pieces(self, hit: Hit) -> Iterator[tuple[tuple[int, int], Places, Places, Places]]:
        """Each sentence, with the places of the question's characters in it, in the line that
        announces it, and in the one before it.
        """
        lead, before = NOTHING, NOTHING
        for start, end in candidates(hit):
            words = hit.transcript.text[start:end]
            here = self._asked.found_in(words)
            if is_lead(words):
                lead, before = here, NOTHING
                continue
            yield (start, end), here, lead, before
            before = here

    def _by_words(
        self, words: str, here: Places, around: Places, lead: Places, before: Places
    ) -> float:
        share = self._asked.share
        score = share(here) + _CONTEXT * share(here | around) + fits(self._question, words)
        score += _SLOT * self._slot.held(words) if self._slot else 0.0
        if self._question.asks in ("figure", "when") and speaks_of_another(self._question, words):
            # not where it is asked where to change trains: then other lines are the answer
            score -= _ANOTHER
        return score + _LEAD * share(lead - here) + _BEFORE * share(before - here - lead)

    def _coverage(self, places: Places) -> float:
        return min(self._asked.share(places), self._asked.own_share(places) + _LEEWAY)

    def _windows(self, hit: Hit) -> list[tuple[int, float]]:
        """Where each window of the passage ends, and its nearness."""
        ends = [end for _, end in hit.window_spans]
        near = [
            (end, self._near(cosine, hit)) for end, cosine in zip(ends, hit.windows, strict=False)
        ]
        return near or [(hit.end, self._near(hit.meaning, hit))]

    def _figures(self, hit: Hit) -> float:
        """The share of the question's figures that the passage holds. That a year is the document's
        own speaks neither for nor against.
        """
        held = self._asked.figures_in(hit.text)
        years = self._question.years
        if (
            held == 1.0
            and years
            and all(str(year) == (hit.transcript.date or "")[:4] for year in years)
        ):
            return _UNKNOWN
        return max(held, _UNKNOWN) if self._asked.figures_in(_around(hit)) > held else held

    def _nearer(self, hit: Hit) -> float:
        """By how much the passage is nearer than the others in its language are; beside few others
        that says little.
        """
        others = [
            self._nearness(other)
            for other in self._hits
            if other is not hit and other.meaning and self._are_alike(hit, other)
        ]
        return min(1.0, len(others) / _OTHERS) * _ahead(self._nearness(hit), others)

    def _are_alike(self, hit: Hit, other: Hit) -> bool:
        """Whether both are in one language."""
        return language.tongue(self._language[hit.passage_id]) == language.tongue(
            self._language[other.passage_id]
        )

    def _nearness(self, hit: Hit) -> float:
        """That of a passage and its best window together."""
        if not hit.meaning:
            return 0.0
        return self._near(OF_ANY_MODEL.nearness(Near(hit.meaning, hit.windows)), hit)

    def _near(self, cosine: float | None, hit: Hit) -> float:
        if cosine is None:
            return 0.0
        return self._meaning.found_nearness(
            cosine, asked=self._question.language, passage=self._language[hit.passage_id]
        )


def _at(start: int, nearness: Sequence[tuple[int, float]]) -> float:
    """The nearness of the window that holds the character at `start`."""
    return next((near for end, near in nearness if start < end), nearness[-1][1])


def _trusted(ahead: float, others: int) -> float:
    """A lead over few passages says little: the fewer, the more of it is what is usual."""
    share = min(1.0, others / _OTHERS)
    return share * ahead + (1 - share) * _USUAL_LEAD


def _ahead(value: float, others: Sequence[float]) -> float:
    return value - fmean(others) if others else 0.0


def _around(hit: Hit) -> str:
    """What the sentence may lean on: its passage, title, date, speaker, heading and the reporter's
    question.
    """
    transcript, turn = hit.transcript, hit.turn
    question = transcript.question_of(turn)
    headings = [p for p in turn.paragraphs if p.heading and p.start <= hit.start]
    parts = [
        transcript.title,
        written_date(transcript.date),
        hit.text,
        transcript.words(headings[-1]) if headings else "",
    ]
    parts += [turn.label or ""] + (
        [transcript.words(p) for p in question.paragraphs] if question else []
    )
    return "\n".join(parts)
