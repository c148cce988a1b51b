"""Question -> Answer: search, draft, verify; nothing is shown that was not found in a transcript."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.citations import Citation, Quote, Rejected
from assistant.claims import Claim, check_text
from assistant.completing import completed
from assistant.evidence import Evidence, Meaning, has_form, read, read_across
from assistant.extent import extracts
from assistant.fragments import Reading
from assistant.meant import Documents
from assistant.notes import Choice, Note
from assistant.parts import parts_of
from assistant.phrases import FUTURE
from assistant.question import Question, question_of
from assistant.screening import Screening, clean_history, screen
from assistant.structure import Structure
from assistant.timing import Clock
from assistant.turns import Place
from assistant.unclear import place_missing, topic_missing
from assistant.understanding import Rewriter, understand
from assistant.verification import Draft, Sentence, check, check_written
from corpus import language
from corpus.normalise import fold
from corpus.numerals import numbers
from index.filters import Filter
from index.search import Hit, Searcher
from index.terms import terms

Status = Literal["answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"]

# The least confidence with which something is shown; `pressroom eval` shows what a change of it does.
MIN_CONFIDENCE = 0.62
MIN_NEARNESS = 0.62  # of the best sentence to a question in another language

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets. Without sentences it is a refusal, and `hits` are the nearest passages, not an answer.

    `confidence` is that of the best evidence, about 0 to 1, shown or not; None where nothing could be shown at all.
    `reply` names the text, of those in assistant/locales, that says why, or that answers small talk; `note` is what the assistant
    itself says before the sentences, `choices` what a question asked back may be answered with. `id` is that of its record;
    `timings` are milliseconds by stage.
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
    note: Note | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(citation for sentence in self.sentences for citation in sentence.citations))

    @property
    def text(self) -> str:
        return "\n".join(sentence.text for sentence in self.sentences)


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

    def check_text(self, text: str, *, document_id: str | None = None) -> list[Claim]:
        """What of a text officials really said. Raises QuestionError for an empty or too long one."""
        return check_text(text, self._searcher, document_id=document_id)

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
            yield Answer(question, _status(question, kept), tuple(kept), hits, tuple(rejected), confidence)
            return
        places = _complete(question, evidence)
        if unclear := place_missing(question, places):
            yield Answer(question, "clarify", (), hits, tuple(rejected), confidence, note=unclear[0], choices=unclear[1])
            return
        places, missing = self._by_parts(question, places, where)
        kept, failed = _verified(places)
        rejected += failed
        status = "partly" if kept and missing else _status(question, kept)
        note = Note("not_found_part", words=" ".join(missing)) if status == "partly" else None
        yield Answer(question, status, tuple(kept), hits, tuple(rejected), confidence, note=note)

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
        near = [hit for hit in _by_the_named(question, hits) if _covers_time_and_place(question, hit)]
        same = [hit for hit in near if not _is_across(question, hit)]
        found = read(question, same, weight=self._weight, meaning=self._meaning)
        found = [e for e in found if has_form(question, e.text)]
        sure = _confidence(question, found)
        if sure is not None and sure >= MIN_CONFIDENCE:
            return extracts(question, found), sure
        others = [hit for hit in near if _is_across(question, hit)]
        found = read_across(question, others, meaning=self._meaning)
        near_enough = _confidence(question, found)
        if near_enough is not None and near_enough >= MIN_NEARNESS:
            return extracts(question, found), near_enough
        return [], max((c for c in (sure, near_enough) if c is not None), default=None)


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
    """The words of places as sentences, through the same check as every other sentence."""
    hits = [place.hit for place in places]
    return check([Draft(place.text, (Quote(hit.passage_id, place.text),)) for place, hit in zip(places, hits, strict=True)], hits)


def _within(document_id: str | None, where: Filter | None) -> Filter | None:
    """What a search is kept to, with the one document, if one is given."""
    return where if document_id is None else replace(where or Filter(), documents=(document_id,))


_SAME_SUBJECT = 0.5  # of the shorter sentence's words beside its figures: two sentences that share so many are about one thing


def _status(question: Question, kept: Sequence[Sentence]) -> Status:
    """`contradicted` where the figures given for one thing differ from day to day: they are a timeline, the latest first."""
    if not kept:
        return "not_found"
    days = {citation.date for sentence in kept for citation in sentence.citations}
    said = {frozenset(number.canonical for number in numbers(sentence.text)) for sentence in kept}
    if question.asks != "figure" or len(days) < 2 or len(said) < 2:
        return "answered"
    first, *others = [_subject(" ".join(citation.text for citation in sentence.citations)) for sentence in kept]
    alike = any(len(first & other) >= _SAME_SUBJECT * min(len(first), len(other)) for other in others)
    return "contradicted" if alike else "answered"


def _subject(text: str) -> frozenset[str]:
    """What a sentence is about: its terms but for those with figures."""
    return frozenset(term for term in terms(text) if not any(char.isdigit() for char in term))


def _confidence(question: Question, found: Sequence[Evidence]) -> float | None:
    """That of the best sentence; None if there is none, or if it lacks what is asked for."""
    return found[0].confidence if found and has_form(question, found[0].text) else None


def _by_the_named(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """What an official said is not answered with what another said: only the turns of whom the question names."""
    speakers = {turn.speaker.name for hit in hits for turn in hit.transcript.turns if turn.speaker and turn.kind != "question"}
    named = {name for name in speakers if fold(name) in fold(question.text)}
    if not named:
        return list(hits)
    return [hit for hit in hits if hit.turn.speaker and hit.turn.speaker.name in named]


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
