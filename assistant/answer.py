"""Question -> Answer: search, draft, verify; nothing is shown that was not found in a transcript."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, Protocol

from assistant.brief import brief, is_enumeration
from assistant.citations import Citation, Quote, Rejected
from assistant.claims import Claim, check_text
from assistant.completing import completed
from assistant.confidence import is_enough
from assistant.evidence import Evidence, Meaning, read
from assistant.extent import extracts, tells_otherwise
from assistant.forms import has_form
from assistant.fragments import Reading
from assistant.meant import Documents
from assistant.notes import Choice, Note
from assistant.parts import parts_of
from assistant.question import Question, question_of
from assistant.screening import Screening, clean_history, screen
from assistant.structure import Structure
from assistant.timing import Clock
from assistant.turns import Place
from assistant.unclear import place_missing, topic_missing
from assistant.understanding import Rewriter, understand
from assistant.verification import Draft, Sentence, check, check_written
from corpus import language
from index.filters import Filter
from index.search import Hit, Searcher
from index.terms import terms

Status = Literal["answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets. Without sentences it is a refusal, and `hits` are the nearest passages, not an answer.

    `confidence` is how likely the best evidence answers, 0 to 1, shown or not; None where nothing could be shown at all.
    `reply` names the text, of those in assistant/locales, that says why, or that answers small talk; `note` is what the assistant
    itself says before the sentences, `choices` what a question asked back may be answered with. `id` is that of its record;
    `brief` are the shortest words of the sentences that answer, where only some do; `timings` are milliseconds by stage.
    """

    question: Question
    status: Status
    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    rejected: tuple[Rejected, ...] = ()
    confidence: float | None = None
    reply: str | None = None
    id: str | None = None
    timings: tuple[tuple[str, float], ...] = ()
    brief: str | None = None
    note: Note | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(citation for sentence in self.sentences for citation in sentence.citations))

    @property
    def text(self) -> str:
        return "\n".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question, the passages found, and the sentences that may answer, best first: in its own language, then in others."""

    question: Question
    hits: tuple[Hit, ...]
    readings: list[list[Evidence]]


class Writer(Rewriter, Protocol):
    """A chat model that drafts an answer from passages, sentence by sentence."""

    def draft(self, question: Question, hits: Sequence[Hit]) -> Iterable[Draft]: ...


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
        keep: Callable[[Answer], str | None] = lambda _: None,
        documents: Documents | None = None,
    ) -> None:
        """Without `documents` nothing is answered from the structure of documents."""
        self._searcher = searcher
        self._weight = weight
        self._meaning = meaning
        self._writer = writer
        self._on_unanswered = on_unanswered
        self._keep = keep
        self._documents = documents
        self._structure = Structure(searcher, documents, self._places) if documents else None

    def ask(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None, where: Filter | None = None) -> Answer:
        """The answer to a question in its conversation (question, answer, question …). Raises QuestionError for bad input."""
        *_, answer = self.answers(words, history, document_id=document_id, where=where)
        return answer

    def answers(
        self, words: str, history: Sequence[str] = (), *, document_id: str | None = None, where: Filter | None = None
    ) -> Iterator[Answer]:
        """The same as it grows, sentence by sentence; the last is whole, noted for staff if it is none, and kept under its id."""
        answer: Answer | None = None
        for answer in self._growing(words, history, _within(document_id, where)):
            yield answer
        if answer is not None:
            if answer.status == "not_found":
                self._on_unanswered(answer.question)
            yield replace(answer, id=self._keep(answer))

    def look_up(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None, where: Filter | None = None) -> Answer:
        """The same, without a trace: no note for staff, no record."""
        *_, answer = self._growing(words, history, _within(document_id, where))
        return answer

    def weigh(self, words: str, history: Sequence[str] = ()) -> Weighed:
        """What may answer, before it is decided whether it is shown: for calibrating. Raises QuestionError for bad input."""
        screened = screen(words)
        if screened.talk or screened.refuse:
            return Weighed(question_of(screened, Reading(screened.words)), (), [])
        question = understand(screened, clean_history(history), self._searcher, weight=self._weight)
        hits = tuple(self._searcher.search(question.text, limit=10))
        return Weighed(question, hits, self._readings(question, hits))

    def check_text(self, text: str, *, document_id: str | None = None, where: Filter | None = None) -> list[Claim]:
        """What of a text officials really said. Raises QuestionError for an empty or too long one."""
        return check_text(text, self._searcher, where=_within(document_id, where))

    def _growing(self, words: str, history: Sequence[str], where: Filter | None) -> Iterator[Answer]:
        clock = Clock()
        screened = screen(words)
        if screened.talk or screened.refuse:
            question = question_of(screened, Reading(screened.words))
            yield Answer(question, "smalltalk" if screened.talk else "declined", (), (), reply=screened.talk or screened.refuse)
            return
        question = self._understood(screened, clean_history(history), where)
        clock.lap("understand")
        unclear = topic_missing(question, self._documents) if self._documents and not history and where is None else None
        if unclear:
            yield Answer(question, "clarify", (), (), note=unclear[0], choices=unclear[1])
            return
        hits = tuple(self._searcher.search(question.text, limit=10, where=where))
        clock.lap("search")
        if found := self._by_structure(question, hits, where):
            clock.lap("answer")
            yield replace(found, timings=clock.laps)
            return
        for answer in self._checked(question, hits, where):
            clock.lap("answer")
            yield replace(answer, timings=clock.laps)

    def _understood(self, screened: Screening, history: Sequence[str], where: Filter | None) -> Question:
        return understand(screened, history, self._searcher, weight=self._weight, rewriter=self._writer, where=where)

    def _by_structure(self, question: Question, hits: tuple[Hit, ...], where: Filter | None) -> Answer | None:
        """The answer to a question such as who said it, when, how many times; None for another, or where the documents do not tell."""
        found = self._structure.find(question, where) if self._structure else None
        if found is None:
            return None
        if found.nothing:
            return Answer(question, "not_found", (), hits)
        if found.choices:
            return Answer(question, "clarify", (), hits, note=found.note, choices=found.choices)
        kept, rejected = _verified(found.places)
        return Answer(question, "answered", tuple(kept), hits, tuple(rejected), note=found.note) if kept else None

    def _places(self, question: Question, where: Filter | None) -> list[Place]:
        """The sentences that answer, best first, with lists complete; or none if nothing is close enough."""
        evidence, _ = self._evidence(question, self._searcher.search(question.text, limit=10, where=where))
        return _complete(question, sorted(evidence, key=lambda one: -one.score))

    def _checked(self, question: Question, hits: tuple[Hit, ...], where: Filter | None) -> Iterator[Answer]:
        """The chat model's sentences that hold, as they come, else the built-in answer, which is checked too."""
        evidence, confidence = self._evidence(question, hits)
        kept: list[Sentence] = []
        rejected: list[Rejected] = []
        for sentence, failed in self._written(question, hits) if evidence else ():
            kept += [sentence] if sentence else []
            rejected += failed
            if sentence:
                yield Answer(question, "answered", tuple(kept), hits, tuple(rejected), confidence)
        if kept:
            yield Answer(question, _status(kept), tuple(kept), hits, tuple(rejected), confidence)
            return
        places = _complete(question, evidence)
        if unclear := place_missing(question, places):
            yield Answer(question, "clarify", (), hits, tuple(rejected), confidence, note=unclear[0], choices=unclear[1])
            return
        places, missing = self._by_parts(question, places, where)
        kept, failed = _verified(places)
        rejected += failed
        status = "partly" if kept and missing else _status(kept)
        note = Note("not_found_part", words=" ".join(missing)) if status == "partly" else None
        words = _brief(question, evidence, kept) if status == "answered" else None
        yield Answer(question, status, tuple(kept), hits, tuple(rejected), confidence, note=note, brief=words)

    def _by_parts(self, question: Question, places: list[Place], where: Filter | None) -> tuple[list[Place], list[str]]:
        """Where several questions are asked at once: what answers each of them, and those that nothing answers."""
        first, *others = parts_of(question.asked)
        missing = []
        for part in (first, *others) if others else ():
            asked = self._understood(screen(part), [] if part is first else [first, ""], where)
            found = self._beside(part, places, where) or self._places(asked, where)
            if not found and not answers(asked, places):
                missing.append(part)
            places = places + [place for place in found if not any(place.overlaps(other) for other in places)]
        return places, missing

    def _beside(self, part: str, places: Sequence[Place], where: Filter | None) -> list[Place]:
        """What answers a part as it stands, in the documents that answer the rest."""
        near = {place.document.id for place in places}
        found = self._places(question_of(screen(part), Reading(part)), where) if near else []
        return found if found and {place.document.id for place in found} <= near else []

    def _written(self, question: Question, hits: Sequence[Hit]) -> Iterator[tuple[Sentence | None, list[Rejected]]]:
        if self._writer:
            drafts = self._writer.draft(question, hits)
            yield from check_written(drafts, hits, into=question.language, nearness=self._nearness)

    def _nearness(self, translation: str, original: str) -> float:
        """How near a translation and its original are in meaning, 0 to 1."""
        cosine = self._meaning.embed_across([translation])[0] @ self._meaning.embed_passages([original])[0]
        asked, passage = language.detect(translation), language.detect(original)
        return self._meaning.nearness(float(cosine), asked=asked, passage=passage, across=True)

    def _evidence(self, question: Question, hits: Sequence[Hit]) -> tuple[list[Evidence], float | None]:
        """The sentences that answer, best first, or none if nothing is close enough; and the confidence of the best."""
        surest = max(self._readings(question, hits), key=lambda found: found[0].confidence, default=None)
        if surest is None:
            return [], None
        sure = surest[0].confidence
        return extracts(question, surest) if is_enough(sure) else [], sure

    def _readings(self, question: Question, hits: Sequence[Hit]) -> list[list[Evidence]]:
        return [found for found in read(question, hits, weight=self._weight, meaning=self._meaning) if found]


def _complete(question: Question, evidence: Sequence[Evidence]) -> list[Place]:
    """Where the evidence stands, with lists whole."""
    places = [Place(e.hit.transcript, e.hit.turn, e.start, e.end) for e in evidence]
    best = max(range(len(evidence)), key=lambda at: evidence[at].score, default=None)
    return completed(question, places, None if best is None else places[best])


_LEAST_ANSWERED = 0.6  # of the words of a part of a question, in an answer to the whole and what was asked there


def answers(question: Question, places: Sequence[Place]) -> bool:
    """Whether places that were found for another question answer this one too: they have its words, and the form that is asked for."""
    wanted = set(terms(question.content[question.own :]))
    held = set(terms("\n".join(place.around for place in places)))
    return any(has_form(question, place.text) for place in places) and len(wanted & held) >= _LEAST_ANSWERED * len(wanted)


def _verified(places: Sequence[Place]) -> tuple[list[Sentence], list[Rejected]]:
    """The words of places as sentences, through the same check as every other sentence; the same words once, with all their places."""
    hits = [place.hit for place in places]
    quotes: dict[str, tuple[Quote, ...]] = {}
    for place, hit in zip(places, hits, strict=True):
        quotes[place.text] = (*quotes.get(place.text, ()), Quote(hit.passage_id, place.text))
    return check([Draft(words, own) for words, own in quotes.items()], hits)


def _within(document_id: str | None, where: Filter | None) -> Filter | None:
    """What a search is kept to, with the one document, if one is given."""
    return where if document_id is None else replace(where or Filter(), documents=(document_id,))


def _status(kept: Sequence[Sentence]) -> Status:
    """`contradicted` where the figures given for one thing differ from day to day: they are a timeline, the latest first."""
    if not kept:
        return "not_found"
    told = [(citation.date, citation.text) for sentence in kept for citation in sentence.citations]
    differ = any(day != other_day and tells_otherwise(text, other) for (day, text), (other_day, other) in combinations(told, 2))
    return "contradicted" if differ else "answered"


def _brief(question: Question, evidence: Sequence[Evidence], kept: Sequence[Sentence]) -> str | None:
    """The words of the best sentence that answer, if they are shown and are not the whole answer."""
    best = max(evidence, key=lambda one: one.score, default=None)
    if best is None or (question.asks == "list" and is_enumeration("\n".join(sentence.text for sentence in kept))):
        return None
    words = brief(question, best.hit.transcript.text[best.start : best.stop])
    return words if words and any(words in sentence.text for sentence in kept) else None
