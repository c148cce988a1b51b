"""Question and Hits -> the official words that answer, with how well they do: the reader that needs no chat model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.question import Question
from assistant.slot import Slot
from corpus import language
from corpus.normalise import fold
from corpus.sentences import clauses, sentences, trimmed
from index.search import Hit
from index.terms import located_terms

_HITS = 5  # passages read for an answer
_LONG = 120  # characters: a longer sentence is cut to the clauses that answer
# Fitted on questions about 1,000 documents against questions about 848 others (DRCD, CMRC 2018).
USUAL_NEARNESS, NEARNESS_WEIGHT = 0.22, 0.58
# A question that leans on another must find its own words too: its confidence is at most their share and this.
_LEEWAY = 0.2
_CONTEXT = 0.35  # what a word found beside the sentence (passage, heading, question, title) counts
# What the question's words add where they stand in the line that announces the sentence, in the sentence before it,
# and right before what is asked for.
_LEAD, _BEFORE, _SLOT = 0.8, 0.3, 0.3
_LEAD_LENGTH, _ITEM_LENGTH = 40, 28  # characters that a heading, a numbered one, has at most
_ITEM = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)")
_ENDS = re.compile(r"[。！!；;.…][”’」』)）】]*$")
_NOTHING: frozenset[int] = frozenset()
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万亿两]+(?:个|名|人|件|次|家|所|项|座|天|年|月|部|种|类|倍|成|元)")
_PHONE = re.compile(r"(?<!\d)(?:\d{3,4}[-— ]?\d{7,8}|1[23]\d{3}|1\d{10}|\d{3}-\d{3,4}-\d{4}|9\d{4,5}|400-?\d{3}-?\d{4})(?!\d)")
_TIME = re.compile(
    r"\d+\s*(?:年|月|日|号|时|点)|(?:19|20)\d\d|今年|明年|去年|年底|月底|上半年|下半年|\d{1,2}:\d\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`transcript.text[start:end]` of a hit. `score` ranks it among the others; `confidence`, about 0 to 1, says how
    likely it answers at all: the share of the question found there and around it, and how near its passage is in meaning."""

    hit: Hit
    start: int
    end: int
    confidence: float
    score: float

    @property
    def text(self) -> str:
        return self.hit.transcript.text[self.start : self.end]


class Meaning(Protocol):
    """What tells how near question and words are in meaning."""

    def embed_across(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def nearness(self, cosine: float, *, asked: str, passage: str, across: bool) -> float: ...


def read(
    question: Question, hits: Sequence[Hit], *, weight: Callable[[str], float], meaning: Meaning, limit: int = _HITS
) -> list[Evidence]:
    """The sentences of the first hits, best first. `weight` is the inverse document frequency of a term."""
    asked = _Asked.of(question, weight)
    top = hits[0].score if hits else 0.0
    slot = Slot.of(question.asked)
    found: list[Evidence] = []
    for rank, hit in enumerate(hits[:limit]):
        around = asked.found_in(_around(hit))
        near = _nearness(question, hit, meaning)
        lead, before = _NOTHING, _NOTHING
        for start, end in _candidates(hit):
            words = hit.transcript.text[start:end]
            here = asked.found_in(words)
            if is_lead(words):
                lead, before = here, _NOTHING
                continue
            coverage = asked.share(here | around)
            score = asked.share(here) + _CONTEXT * coverage + _fits(question, words)
            score += _SLOT * slot.held(words) if slot else 0.0
            score += _LEAD * asked.share(lead - here) + _BEFORE * asked.share(before - here - lead)
            score -= 0.08 * rank + 0.05 * max(0.0, top - hit.score)
            own = asked.share(here | around, since=question.own)
            found.append(Evidence(hit, start, end, min(coverage + near, own + _LEEWAY), score))
            before = here
    return sorted(found, key=lambda evidence: -evidence.score)


def is_lead(words: str) -> bool:
    """Whether the words only announce what follows: a heading, a question, a label."""
    if re.search(r"[?？][”」]?$", words) or re.match(r"问[:：]", words):
        return True
    if len(words) <= _ITEM_LENGTH and _ITEM.match(words) and not re.search("[,，:：]", words):
        return True
    return len(words) <= _LEAD_LENGTH and (words[-1] in ":：" or not _ENDS.search(words)) and not re.search(r"\d|[,，、]", words[4:])


def read_across(question: Question, hits: Sequence[Hit], *, meaning: Meaning, limit: int = 3) -> list[Evidence]:
    """The same for a question in another language than the passages: sentences by meaning alone, confidence their nearness."""
    places = [(hit, start, end) for hit in hits[:limit] for start, end in _candidates(hit)]
    if not places:
        return []
    words = [hit.transcript.text[start:end] for hit, start, end in places]
    cosines = meaning.embed_passages(words) @ meaning.embed_across([question.text])[0]
    found = []
    for (hit, start, end), text, cosine in zip(places, words, cosines, strict=True):
        near = meaning.nearness(float(cosine), asked=question.language, passage=language.detect(text), across=True)
        found.append(Evidence(hit, start, end, near, near + _fits(question, text)))
    return sorted(found, key=lambda evidence: -evidence.score)


def _nearness(question: Question, hit: Hit, meaning: Meaning) -> float:
    """What the nearness of question and passage adds: nothing where it is usual, more where it is high."""
    if hit.meaning is None:
        return 0.0
    near = meaning.nearness(hit.meaning, asked=question.language, passage=language.detect(hit.text), across=False)
    return NEARNESS_WEIGHT * (near - USUAL_NEARNESS)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The content characters of a question, each with the terms that cover it and what it weighs."""

    terms: tuple[tuple[str, int, int], ...]
    weights: dict[int, float]

    @classmethod
    def of(cls, question: Question, weight: Callable[[str], float]) -> _Asked:
        located = tuple(located_terms(question.content))
        top = max((weight(term) for term, _, _ in located), default=1.0) or 1.0
        weights: dict[int, float] = {}
        for term, start, end in located:
            value = weight(term) / top * (2.0 if term[0].isdigit() else 1.0)
            for at in range(start, end):
                weights[at] = max(weights.get(at, 0.0), value)
        return cls(located, weights)

    def found_in(self, text: str) -> frozenset[int]:
        """The places of the question's characters whose terms stand in `text`."""
        folded = fold(text)
        held = {term for term, _, _ in located_terms(text)}
        return frozenset(
            at
            for term, start, end in self.terms
            if (term in held if end - start > 1 or not _is_han(term) else term in folded)
            for at in range(start, end)
        )

    def share(self, places: frozenset[int], *, since: int = 0) -> float:
        """What the characters at `places` weigh of those from `since` on; 1 if those weigh nothing."""
        weights = {at: weight for at, weight in self.weights.items() if at >= since}
        return sum(weights[at] for at in places & weights.keys()) / sum(weights.values()) if weights else 1.0


def _is_han(term: str) -> bool:
    return "\u4e00" <= term[0] <= "\u9fff"


def _around(hit: Hit) -> str:
    """What the sentence may lean on: its passage, title, date, speaker, heading and the reporter's question."""
    transcript, turn = hit.transcript, hit.turn
    question = transcript.question_of(turn)
    headings = [p for p in turn.paragraphs if p.heading and p.start <= hit.start]
    parts = [transcript.title, transcript.date or "", hit.text, transcript.words(headings[-1]) if headings else ""]
    parts += [turn.label or ""] + ([transcript.words(p) for p in question.paragraphs] if question else [])
    return "\n".join(parts)


def _fits(question: Question, text: str) -> float:
    """Whether the words have the form that is asked for."""
    pattern = form_of(question)
    if pattern is not None:
        return 0.15 if pattern.search(text) else -0.25
    if question.asks == "list":
        return min(0.12, 0.03 * text.count("、"))
    return 0.0


def form_of(question: Question) -> re.Pattern[str] | None:
    """What the words that answer must look like, where that is known."""
    return {"figure": _FIGURE, "when": _TIME, "phone": _PHONE}.get(question.asks)


def has_form(question: Question, text: str) -> bool:
    """Whether what must be there is: a phone number, a figure."""
    if question.asks == "phone":
        return bool(_PHONE.search(text))
    return question.asks != "figure" or bool(_FIGURE.search(text))


def _candidates(hit: Hit) -> Iterator[tuple[int, int]]:
    """Sentences of a passage; of a long sentence the runs of clauses up to _LONG characters."""
    text = hit.transcript.text
    headings = {(p.start, p.end) for p in hit.turn.paragraphs if p.heading}
    pieces = [piece for sentence in sentences(text, hit.start, hit.end) for piece in _laid_out(text, *sentence, hit.transcript.title)]
    for start, end in pieces:
        if (start, end) in headings or end - start < 4:
            continue
        if end - start <= _LONG:
            yield start, end
        else:
            yield from _windows(text, start, end)


_GAP = re.compile(r"[ \t\u3000\u00a0]{2,}")


def _laid_out(text: str, start: int, end: int, title: str) -> Iterator[tuple[int, int]]:
    """The pieces of a sentence where a wide gap, in place of a line's end, sets them apart; without the title before it."""
    start, end = trimmed(text, start, end)
    if title and text.startswith(title, start) and start + len(title) < end:
        start, end = trimmed(text, start + len(title), end)
    for gap in _GAP.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    if start < end:
        yield start, end


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    parts = list(clauses(text, start, end))
    for first in range(len(parts)):
        last = first
        while last + 1 < len(parts) and parts[last + 1][1] - parts[first][0] <= _LONG:
            last += 1
        yield trimmed(text, parts[first][0], parts[last][1])
        if last + 1 == len(parts):
            break
