"""Question -> Answer: search, draft, verify; nothing is shown that was not found in a transcript."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.citations import Citation, Quote, Rejected
from assistant.claims import Claim, check_text
from assistant.evidence import Evidence, Meaning, has_form, read, read_across
from assistant.fragments import Reading
from assistant.phrases import FUTURE
from assistant.question import Question, question_of
from assistant.screening import clean_history, screen
from assistant.timing import Clock
from assistant.understanding import Rewriter, understand
from assistant.verification import Draft, Sentence, check, check_written
from corpus import language
from corpus.normalise import fold
from index.search import Hit, Searcher

Status = Literal["answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"]

# The least confidence with which something is shown; `pressroom eval` shows what a change of it does.
MIN_CONFIDENCE = 0.62
MIN_NEARNESS = 0.62  # of the best sentence to a question in another language
_SHOWN_CHARACTERS = 200
# Sentences shown beside the best one: at most so many, and with at least this share of its score.
# The last is what the sentence right after the best one gains.
_SHORT = (1, 0.8, 0.0)  # where a figure, date or name is asked for
_FULL = (2, 0.5, 0.3)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen gets. Without sentences it is a refusal, and `hits` are the nearest passages, not an answer.

    `confidence` is that of the best evidence, about 0 to 1, shown or not; None where nothing could be shown at all.
    `reply` names the text, of those in assistant/locales, that says why, or that answers small talk; `id` is that of its
    record; `timings` are milliseconds by stage.
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
    ) -> None:
        self._searcher = searcher
        self._weight = weight
        self._meaning = meaning
        self._writer = writer
        self._on_unanswered = on_unanswered
        self._keep = keep

    def ask(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None) -> Answer:
        """The answer to a question in its conversation (question, answer, question …). Raises QuestionError for bad input."""
        *_, answer = self.answers(words, history, document_id=document_id)
        return answer

    def answers(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None) -> Iterator[Answer]:
        """The same as it grows, sentence by sentence; the last is whole, noted for staff if it is none, and kept under its id."""
        answer: Answer | None = None
        for answer in self._growing(words, history, document_id):
            yield answer
        if answer is not None:
            if answer.status == "not_found":
                self._on_unanswered(answer.question)
            yield replace(answer, id=self._keep(answer))

    def look_up(self, words: str, history: Sequence[str] = (), *, document_id: str | None = None) -> Answer:
        """The same, without a trace: no note for staff, no record."""
        *_, answer = self._growing(words, history, document_id)
        return answer

    def check_text(self, text: str, *, document_id: str | None = None) -> list[Claim]:
        """What of a text officials really said. Raises QuestionError for an empty or too long one."""
        return check_text(text, self._searcher, document_id=document_id)

    def _growing(self, words: str, history: Sequence[str], document_id: str | None) -> Iterator[Answer]:
        clock = Clock()
        screened = screen(words)
        if screened.talk or screened.refuse:
            question = question_of(screened, Reading(screened.words))
            yield Answer(question, "smalltalk" if screened.talk else "declined", (), (), reply=screened.talk or screened.refuse)
            return
        question = understand(
            screened, clean_history(history), self._searcher, weight=self._weight, rewriter=self._writer, document_id=document_id
        )
        clock.lap("understand")
        hits = tuple(self._searcher.search(question.text, limit=10, document_id=document_id))
        clock.lap("search")
        for answer in self._checked(question, hits):
            clock.lap("answer")
            yield replace(answer, timings=clock.laps)

    def _checked(self, question: Question, hits: tuple[Hit, ...]) -> Iterator[Answer]:
        """The chat model's sentences that hold, as they come, else the built-in answer, which is checked too."""
        evidence, confidence = self._evidence(question, hits)
        kept: list[Sentence] = []
        rejected: list[Rejected] = []
        for sentence, failed in self._written(question, hits) if evidence else ():
            kept += [sentence] if sentence else []
            rejected += failed
            if sentence:
                yield Answer(question, "answered", tuple(kept), hits, tuple(rejected), confidence)
        if not kept:
            kept, failed = check([Draft(e.text, (Quote(e.hit.passage_id, e.text),)) for e in evidence], hits)
            rejected += failed
        yield Answer(question, "answered" if kept else "not_found", tuple(kept), hits, tuple(rejected), confidence)

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
        sure = _confidence(question, found)
        if sure is not None and sure >= MIN_CONFIDENCE:
            return _shown(question, found), sure
        others = [hit for hit in near if _is_across(question, hit)]
        found = read_across(question, others, meaning=self._meaning)
        near_enough = _confidence(question, found)
        if near_enough is not None and near_enough >= MIN_NEARNESS:
            return _shown(question, found), near_enough
        return [], max((c for c in (sure, near_enough) if c is not None), default=None)


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


def _shown(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence, and others that are nearly as good, apart from it, and short enough."""
    more, least, gain = _SHORT if question.asks in ("figure", "when", "who", "phone") else _FULL
    shown = [found[0]]
    for other in sorted(found[1:], key=lambda evidence: -_merit(evidence, found[0], gain)):
        size = sum(e.end - e.start for e in shown) + other.end - other.start
        if len(shown) > more or _merit(other, found[0], gain) < least * found[0].score:
            break
        if size <= _SHOWN_CHARACTERS and not any(_overlap(other, e) for e in shown):
            shown.append(other)
    return _in_order(question, shown)


def _in_order(question: Question, shown: Sequence[Evidence]) -> list[Evidence]:
    """Document by document, the best first, in the order of the text; where a figure is asked for, the later event first."""
    dates = {evidence.hit.transcript.id: evidence.hit.transcript.date or "" for evidence in shown}
    documents = sorted(dates, key=lambda name: dates[name], reverse=True) if question.asks == "figure" else list(dates)
    return sorted(shown, key=lambda evidence: (documents.index(evidence.hit.transcript.id), evidence.start))


def _merit(evidence: Evidence, best: Evidence, gain: float) -> float:
    follows = evidence.hit.transcript.id == best.hit.transcript.id and 0 <= evidence.start - best.end <= 2
    return evidence.score + (gain if follows else 0.0)


def _overlap(a: Evidence, b: Evidence) -> bool:
    return a.hit.transcript.id == b.hit.transcript.id and a.start < b.end and b.start < a.end


def _covers_time_and_place(question: Question, hit: Hit) -> bool:
    """A question about a year, a place, or a numbered thing is not answered with another's."""
    transcript = hit.transcript
    near = fold(f"{transcript.title} {_written_date(transcript.date)} {hit.text}")
    years = all(str(year) in near for year in question.years)
    relative = all(word in near for word in question.relative if word in FUTURE)
    places = all(place in fold(transcript.title) or place in fold(transcript.text) for place in question.places)
    asked = transcript.question_of(hit.turn)
    beside = near + fold(" ".join(transcript.words(p) for p in asked.paragraphs)) if asked else near
    return years and relative and places and all(number in beside for number in question.numbered)


def _written_date(date: str | None) -> str:
    """2024-08-05 -> `2024-08-05 2024年8月5日`: as questions name a day."""
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{date} {year}年{int(month)}月{int(day)}日"


def _is_across(question: Question, hit: Hit) -> bool:
    """Whether question and passage are in different languages; simplified and traditional Chinese are one."""
    return question.language.split("-")[0] != language.detect(hit.text).split("-")[0]
