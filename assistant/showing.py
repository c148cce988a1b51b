"""Evidence -> what a citizen is shown of it: its places with lists whole, their sentences and how they agree, the shortest words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from assistant.brief import brief, is_enumeration
from assistant.citations import Quote, Rejected
from assistant.completing import completed
from assistant.evidence import Evidence
from assistant.extent import tells_otherwise
from assistant.forms import has_form
from assistant.question import Question
from assistant.turns import Place
from assistant.verification import Draft, Sentence, check
from corpus.sentences import trimmed
from index.terms import terms

Status = Literal["answered", "partly", "contradicted", "not_found", "declined", "clarify", "smalltalk"]

_LEAST_ANSWERED = 0.6  # of the words of a part of a question, in what answers another part and what was asked there


def complete(question: Question, evidence: Sequence[Evidence]) -> list[Place]:
    """Where the evidence stands, with lists whole."""
    places = [Place(e.hit.transcript, e.hit.turn, e.start, e.end) for e in evidence]
    best = max(range(len(evidence)), key=lambda at: evidence[at].score, default=None)
    return completed(question, places, None if best is None else places[best])


def verified(places: Sequence[Place]) -> tuple[list[Sentence], list[Rejected]]:
    """The words of places as sentences, through the same check as every other sentence; the same words once, with all their places."""
    hits = [place.hit for place in places]
    quotes: dict[str, tuple[Quote, ...]] = {}
    for place, hit in zip(places, hits, strict=True):
        quotes[place.text] = (*quotes.get(place.text, ()), Quote(hit.passage_id, place.text))
    return check([Draft(words, own) for words, own in quotes.items()], hits)


def status_of(kept: Sequence[Sentence]) -> Status:
    """`contradicted` where the figures given for one thing differ from day to day: they are a timeline, the latest first."""
    if not kept:
        return "not_found"
    told = [(citation.date, citation.text) for sentence in kept for citation in sentence.citations]
    differ = any(day != other_day and tells_otherwise(text, other) for (day, text), (other_day, other) in combinations(told, 2))
    return "contradicted" if differ else "answered"


def brief_of(question: Question, evidence: Sequence[Evidence], kept: Sequence[Sentence]) -> str | None:
    """The words that answer in the best sentence, or in those shown after it, if they are not the whole answer."""
    best = max(evidence, key=lambda one: one.score, default=None)
    if best is None or (question.asks == "list" and is_enumeration("\n".join(sentence.text for sentence in kept))):
        return None
    document = best.hit.transcript
    after = [trimmed(document.text, *span) for span in document.sentences(best.stop, best.end)] if best.stop < best.end else []
    words = brief(question, [document.text[start:end] for start, end in ((best.start, best.stop), *after) if start < end])
    return words if words and any(words in sentence.text for sentence in kept) else None


def answers(question: Question, shown: Sequence[Sentence]) -> bool:
    """Whether what was found for another question answers this one too: it has its words, all its figures, and the form asked for."""
    wanted = set(terms(question.content[question.own :]))
    around = [words for sentence in shown for citation in sentence.citations for words in (citation.text, citation.question or "")]
    held = wanted & set(terms("\n".join(around)))
    has_figures = all(term in held for term in wanted if term[0].isdigit())
    return has_figures and any(has_form(question, one.text) for one in shown) and len(held) >= _LEAST_ANSWERED * len(wanted)


def put_together(found: Sequence[Sequence[Sentence]]) -> tuple[Sentence, ...]:
    """The sentences of several answers in their order; none whose words are shown inside those of another."""
    once = list({sentence.text: sentence for shown in found for sentence in shown}.values())
    return tuple(one for one in once if not any(one is not other and _is_inside(one, other) for other in once))


def _is_inside(one: Sentence, other: Sentence) -> bool:
    return all(
        any(c.transcript_id == o.transcript_id and o.start <= c.start and c.end <= o.end for o in other.citations) for c in one.citations
    )
