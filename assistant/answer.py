"""Question -> Answer: search, draft, verify; nothing is shown that was not found in a transcript."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.citations import Citation, Quote, Rejected, verify
from assistant.evidence import Evidence, Meaning, has_form, read, read_across
from assistant.extent import Extract, extracts
from assistant.phrases import FUTURE
from assistant.question import Question, asks_for_personal_data, read_question
from corpus import language
from corpus.normalise import fold
from index.search import Hit, Searcher

Status = Literal["answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"]

# The least confidence with which something is shown; `pressroom eval` shows what a change of it does.
MIN_CONFIDENCE = 0.62
MIN_NEARNESS = 0.62  # of the best sentence to a question in another language
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as shown, with the checked words that carry it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before verification."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets. Without sentences it is a refusal, and `hits` are the nearest passages, not an answer."""

    question: Question
    status: Status
    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    rejected: tuple[Rejected, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(citation for sentence in self.sentences for citation in sentence.citations))

    @property
    def text(self) -> str:
        return "\n".join(sentence.text for sentence in self.sentences)


class Writer(Protocol):
    """A chat model that drafts an answer from passages."""

    def draft(self, question: Question, hits: Sequence[Hit]) -> Sequence[Draft]: ...


class Assistant:
    """Answers questions from the passages that a searcher finds. Threads may share it."""

    def __init__(
        self,
        searcher: Searcher,
        *,
        weight: Callable[[str], float],
        meaning: Meaning,
        writer: Writer | None = None,
        on_unanswered: Callable[[Question], None] = lambda _: None,
    ) -> None:
        self._searcher = searcher
        self._weight = weight
        self._meaning = meaning
        self._writer = writer
        self._on_unanswered = on_unanswered

    def ask(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None) -> Answer:
        """The answer to a question in its conversation (question, answer, question …). Raises QuestionError for bad input."""
        answer = self.look_up(words, history, document_id=document_id)
        if answer.status == "not_found":
            self._on_unanswered(answer.question)
        return answer

    def look_up(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None) -> Answer:
        """The same, without a note for staff if there is no answer."""
        question = read_question(words, history)
        hits = tuple(self._searcher.search(question.text, limit=10, document_id=document_id))
        if asks_for_personal_data(question.asked):
            return Answer(question, "declined", (), hits)
        kept, rejected = self._checked(question, hits)
        return Answer(question, _status(question, kept), tuple(kept), hits, tuple(rejected))

    def _checked(self, question: Question, hits: Sequence[Hit]) -> tuple[list[Sentence], list[Rejected]]:
        """The chat model's sentences that hold, else the built-in answer, which passes the same check."""
        evidence = self._evidence(question, hits)
        if not evidence:
            return [], []
        rejected: list[Rejected] = []
        if self._writer:
            kept, rejected = check(self._writer.draft(question, hits), hits)
            if kept:
                return kept, rejected
        built_in = [Draft(e.text, (Quote(e.evidence.hit.passage_id, e.evidence.text),)) for e in evidence]
        kept, failed = check(built_in, hits)
        return kept, rejected + failed

    def _evidence(self, question: Question, hits: Sequence[Hit]) -> list[Extract]:
        """The sentences that answer, best first, or none if nothing is close enough."""
        near = [hit for hit in _by_the_named(question, hits) if _covers_time_and_place(question, hit)]
        same = [hit for hit in near if not _is_across(question, hit)]
        found = read(question, same, weight=self._weight, meaning=self._meaning)
        found = [e for e in found if has_form(question, e.text)]
        if _is_enough(question, found, MIN_CONFIDENCE):
            return extracts(question, found)
        others = [hit for hit in near if _is_across(question, hit)]
        found = read_across(question, others, meaning=self._meaning)
        return extracts(question, found) if _is_enough(question, found, MIN_NEARNESS) else []


def _status(question: Question, kept: Sequence[Sentence]) -> Status:
    """`contradicted` where the figures asked for differ from day to day: they are a timeline, the latest first."""
    if not kept:
        return "not_found"
    days = {citation.date for sentence in kept for citation in sentence.citations}
    said = {frozenset(_figures(sentence.text)) for sentence in kept}
    return "contradicted" if question.asks == "figure" and len(days) > 1 and len(said) > 1 else "answered"


def _is_enough(question: Question, found: Sequence[Evidence], least: float) -> bool:
    return bool(found) and found[0].confidence >= least and has_form(question, found[0].text)


def _by_the_named(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """What an official said is not answered with what another said: only the turns of whom the question names."""
    speakers = {turn.speaker.name for hit in hits for turn in hit.transcript.turns if turn.speaker and turn.kind != "question"}
    named = {name for name in speakers if fold(name) in fold(question.asked)}
    if not named:
        return list(hits)
    return [hit for hit in hits if hit.turn.speaker and hit.turn.speaker.name in named]


def check(drafts: Sequence[Draft], hits: Sequence[Hit]) -> tuple[list[Sentence], list[Rejected]]:
    """The sentences that hold: every quote verified, every figure in a quote, no speaker named but those quoted.

    The rest comes back with the reason.
    """
    kept: list[Sentence] = []
    rejected: list[Rejected] = []
    for draft in drafts:
        citations, failed = verify(draft.quotes, hits)
        fault = _fault(draft, citations, hits) if not failed else "a quote of it failed"
        rejected += failed
        if fault:
            rejected.append(Rejected(draft.text, fault))
        else:
            kept.append(Sentence(draft.text, tuple(citations)))
    return kept, rejected


def _fault(draft: Draft, citations: Sequence[Citation], hits: Sequence[Hit]) -> str | None:
    """Why a sentence must not be shown beside these citations, if it must not."""
    if not citations:
        return "it has no quote"
    quoted = " ".join([*(c.text for c in citations), *(c.date or "" for c in citations)])
    strange = _figures(draft.text) - _figures(quoted)
    if strange:
        return f"figures that stand in none of its quotes: {', '.join(sorted(strange))}"
    names = {hit.turn.speaker.name for hit in hits if hit.turn.speaker} - {c.speaker.name for c in citations if c.speaker}
    wrong = [name for name in names if name in draft.text and name not in quoted]
    return f"it names a speaker whom it does not quote: {', '.join(sorted(wrong))}" if wrong else None


def _figures(text: str) -> set[str]:
    """The numbers of a text; 1,234 and 1234 are one."""
    return {re.sub(r"(?<=\d),(?=\d{3})", "", number) for number in _FIGURE.findall(fold(text))}


def _covers_time_and_place(question: Question, hit: Hit) -> bool:
    """A question about a year, a place, or a numbered thing is not answered with another's."""
    transcript = hit.transcript
    near = fold(f"{transcript.title} {_written_date(transcript.date)} {hit.text}")
    years = all(str(year) in near for year in question.years)
    relative = all(word in near for word in question.relative if word in FUTURE)
    told = near + fold(transcript.text[:_OPENING])
    places = all(place_name(place) in told for place in question.places)
    asked = transcript.question_of(hit.turn)
    beside = near + fold(" ".join(transcript.words(p) for p in asked.paragraphs)) if asked else near
    return years and relative and places and all(number in beside for number in question.numbered)


_OPENING = 600  # characters at the head of a document that say where it speaks of


def place_name(place: str) -> str:
    """北京市 -> 北京: the last two characters before the kind of place, for what stands before them may belong to another word."""
    return place[:-1][-2:] if len(place) > 2 else place


def _written_date(date: str | None) -> str:
    """2024-08-05 -> `2024-08-05 2024年8月5日`: as questions name a day."""
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{date} {year}年{int(month)}月{int(day)}日"


def _is_across(question: Question, hit: Hit) -> bool:
    """Whether question and passage are in different languages; simplified and traditional Chinese are one."""
    return question.language.split("-")[0] != language.detect(hit.text).split("-")[0]
