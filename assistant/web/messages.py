"""Answer -> the HTML of a chat message: quotes with marks, cards that lead to the paragraph, or an honest refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.rows import citation_url, document_url
from assistant.times import meant
from assistant.web.html import render, render_message
from corpus.library import Library
from index.search import Hit

_NEAREST = 3
_NEAR_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near, marked as not an answer."""

    words: str
    title: str
    paragraph: int
    url: str


def answer_messages(answer: Answer, t: Mapping[str, str]) -> Iterator[str]:
    """The message as it grows: sentence by sentence, then with its cards."""
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    values = {
        "t": t,
        "numbers": numbers,
        "url": citation_url,
        "times": lambda citation: dict.fromkeys(f"{m.words} = {m.time}" for m in meant(citation.text, citation.date)),
        "citations": answer.citations,
        "verbatim": all(sentence.text in citation.text for sentence in answer.sentences for citation in sentence.citations),
        "understood": answer.question.text if answer.question.text != answer.question.asked else None,
    }
    for shown in range(1, len(answer.sentences) + 1):
        yield render_message("answer.html", sentences=answer.sentences[:shown], whole=False, **values)
    yield render_message("answer.html", sentences=answer.sentences, whole=True, **values)


def refusal_message(answer: Answer, library: Library, t: Mapping[str, str]) -> str:
    """That there is no answer, what the library covers, and what is nearest."""
    declined = answer.status == "declined"
    coverage = coverage_text(library, t["coverage_private" if declined else "coverage"])
    nearest = [] if declined else [_near(hit) for hit in answer.hits[:_NEAREST]]
    return render_message("refusal.html", t=t, status=answer.status, coverage=coverage, nearest=nearest)


def intro(library: Library, t: Mapping[str, str]) -> str:
    """What the assistant knows, and what it is not."""
    return render("intro.html", t=t, opening=coverage_text(library, t["opening"]))


def coverage_text(library: Library, text: str) -> str | None:
    """The text with how many documents there are, and from when to when; None for an empty library."""
    count, first, last = library.coverage()
    return text.format(count=count, first=first or "?", last=last or "?") if count else None


def _near(hit: Hit) -> Near:
    place = hit.transcript.paragraph_at(hit.start)
    number = place[1].number if place else 1
    words = hit.text if len(hit.text) <= _NEAR_CHARACTERS else hit.text[:_NEAR_CHARACTERS] + "…"
    return Near(words, hit.transcript.title, number, f"{document_url(hit.transcript.id)}#p{number}")
