"""Question -> Answer: search, draft, verify; nothing is shown that was not found in a transcript."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.citations import Citation, Rejected
from assistant.claims import Claim, check_text
from assistant.confidence import is_enough
from assistant.evidence import Evidence, Meaning, read
from assistant.extent import extracts
from assistant.fragments import Reading
from assistant.meant import Documents
from assistant.notes import Choice, Note
from assistant.parts import Part, parts_of
from assistant.question import Question, question_of
from assistant.scope import Scoped
from assistant.screening import Screening, clean_history, screen
from assistant.showing import Status, answers, brief_of, complete, put_together, status_of, verified
from assistant.structure import Structure
from assistant.timing import Clock
from assistant.turns import Place
from assistant.unclear import place_missing, topic_missing
from assistant.understanding import Rewriter, understand
from assistant.unknown import asked_back
from assistant.verification import Draft, Sentence, check_written
from corpus import language
from corpus.catalogue import Shelf
from index.filters import Filter
from index.search import Hit, Searcher

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
        hits = tuple(self._searcher.search(question.sought, limit=10))
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
        hits = tuple(self._searcher.search(question.sought, limit=10, where=where))
        clock.lap("search")
        for answer in self._found(question, hits, clean_history(history), where):
            clock.lap("answer")
            yield replace(answer, timings=clock.laps)

    def _found(self, question: Question, hits: tuple[Hit, ...], history: Sequence[str], where: Filter | None) -> Iterator[Answer]:
        """What the structure of documents tells, else the chat model's sentences that hold, as they come, else the built-in answer."""
        several = parts_of(question.asked)
        found = None if several else self._by_structure(question, hits, where)
        drafted = self._drafted(question, hits) if self._writer and not found else ()
        last: Answer | None = None
        for last in drafted:
            yield last
        if last and last.sentences:
            return
        if several:
            found = self._by_parts(question, several, hits, history, where) or self._by_structure(question, hits, where)
        found = found or self._built_in(question, hits)
        yield replace(found, rejected=(*(last.rejected if last else ()), *found.rejected))

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
        kept, rejected = verified(found.places)
        return Answer(question, "answered", tuple(kept), hits, tuple(rejected), note=found.note) if kept else None

    def _places(self, question: Question, where: Filter | None) -> list[Place]:
        """The sentences that answer, best first, with lists complete; or none if nothing is close enough."""
        evidence, _ = self._evidence(question, self._searcher.search(question.sought, limit=10, where=where))
        return complete(question, sorted(evidence, key=lambda one: -one.score))

    def _drafted(self, question: Question, hits: tuple[Hit, ...]) -> Iterator[Answer]:
        """What a chat model writes, as far as it holds, as it comes; nothing is drafted where no passage is near enough."""
        evidence, confidence = self._evidence(question, hits)
        kept: list[Sentence] = []
        rejected: list[Rejected] = []
        for sentence, failed in self._written(question, hits) if evidence else ():
            kept += [sentence] if sentence else []
            rejected += failed
            if sentence:
                yield Answer(question, "answered", tuple(kept), hits, tuple(rejected), confidence)
        if kept or rejected:
            yield Answer(question, status_of(kept), tuple(kept), hits, tuple(rejected), confidence)

    def _built_in(self, question: Question, hits: tuple[Hit, ...]) -> Answer:
        """The answer without a chat model to one question, from sentences."""
        evidence, confidence = self._evidence(question, hits)
        places = complete(question, evidence)
        if unclear := place_missing(question, places):
            return Answer(question, "clarify", (), hits, (), confidence, note=unclear[0], choices=unclear[1])
        kept, failed = verified(places)
        status = status_of(kept)
        words = brief_of(question, evidence, kept) if status == "answered" else None
        return Answer(question, status, tuple(kept), hits, tuple(failed), confidence, brief=words)

    def _by_parts(
        self, asked: Question, parts: Sequence[Part], hits: tuple[Hit, ...], history: Sequence[str], where: Filter | None
    ) -> Answer | None:
        """Where several questions are asked at once: what answers each, as if it had been asked alone; None where nothing answers any."""
        found: list[Answer] = []
        for part in parts:
            found.append(self._part(part, [*history, parts[0].asked, ""] if part.leans else history, found, where))
        if not any(answer.sentences for answer in found):
            return None
        missing = [part.label for part, answer in zip(parts, found, strict=True) if not _is_met(answer, found)]
        sure = max((answer.confidence for answer in found if answer.confidence is not None), default=None)
        differ = any(answer.status == "contradicted" for answer in found)
        status: Status = "partly" if missing else "contradicted" if differ else "answered"
        note = Note("not_found_part", words=" ".join(missing)) if missing else next((answer.note for answer in found if answer.note), None)
        shown = put_together([answer.sentences for answer in found])
        return Answer(asked, status, shown, hits, tuple(one for answer in found for one in answer.rejected), sure, note=note)

    def _part(self, part: Part, history: Sequence[str], before: Sequence[Answer], where: Filter | None) -> Answer:
        """As it leans on what is asked before it; else as it stands, in the documents that answer the rest. One that says hardly more
        than what it asks (`and who pays?`) is of them alone."""
        screened = screen(part.asked)
        near = {citation.transcript_id for answer in before for citation in answer.citations}
        where = replace(where or Filter(), documents=tuple(near)) if near and part.is_bare else where
        asked = self._understood(screened, history, where)
        found = self._alone(asked, where)
        if found.sentences or not near or asked.text == part.asked:
            return found
        beside = self._alone(question_of(screened, Reading(part.asked)), where)
        return beside if beside.sentences and {citation.transcript_id for citation in beside.citations} <= near else found

    def _alone(self, question: Question, where: Filter | None) -> Answer:
        """The answer without a chat model to one of several questions."""
        hits = tuple(self._searcher.search(question.sought, limit=10, where=where))
        return self._by_structure(question, hits, where) or self._built_in(question, hits)

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


def _within(document_id: str | None, where: Filter | None) -> Filter | None:
    """What a search is kept to, with the one document, if one is given."""
    return where if document_id is None else replace(where or Filter(), documents=(document_id,))


def _is_met(one: Answer, found: Sequence[Answer]) -> bool:
    """Whether a part is answered, be it by what answers another part."""
    return bool(one.sentences) or answers(one.question, [sentence for other in found for sentence in other.sentences])


def not_there(limits: Scoped, shelf: Shelf) -> Answer:
    """For a question limited to what the library does not have (`only the Bureau of Justice`): which bodies or the like there are."""
    unknown = limits.unknown
    if unknown is None:
        raise ValueError("the question is limited to nothing that is not there")
    note, choices = asked_back(unknown, limits.words, shelf)
    question = question_of(screen(limits.words or unknown.part), Reading(limits.words or unknown.part))
    return Answer(question, "clarify", (), (), note=note, choices=choices)
