"""Answer -> the HTML of a chat message: quotes with marks, cards that lead to the paragraph, or an honest refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.replies import Reply, coverage_text
from assistant.rows import answer_url, citation_url, document_url
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


def answer_message(answer: Answer, t: Mapping[str, str], *, whole: bool, notes: Sequence[str] = ()) -> str:
    """The sentences so far; when it is whole, with its cards and its address."""
    return render_message(
        "answer.html",
        t=t,
        numbers={citation: number for number, citation in enumerate(answer.citations, 1)},
        url=citation_url,
        times=lambda citation: dict.fromkeys(f"{m.words} = {m.time}" for m in meant(citation.text, citation.date)),
        citations=answer.citations,
        sentences=answer.sentences,
        verbatim=all(sentence.text in citation.text for sentence in answer.sentences for citation in sentence.citations),
        understood=answer.question.text if answer.question.text != answer.question.asked else None,
        permalink=answer_url(answer.id) if answer.id else None,
        notes=notes,
        whole=whole,
    )


def reply_message(answer: Answer, reply: Reply, t: Mapping[str, str]) -> str:
    """What the assistant itself says: why there is no answer and what the library covers, with what is nearest; or small talk."""
    nearest = [_near(hit) for hit in answer.hits[:_NEAREST]] if answer.status == "not_found" else []
    understood = answer.question.text if answer.question.text != answer.question.asked else None
    return render_message("refusal.html", t=t, reply=reply, nearest=nearest, understood=understood)


def intro(library: Library, t: Mapping[str, str]) -> str:
    """What the assistant knows, and what it is not."""
    return render("intro.html", t=t, opening=coverage_text(library, t["opening"]))


def _near(hit: Hit) -> Near:
    place = hit.transcript.paragraph_at(hit.start)
    number = place[1].number if place else 1
    words = hit.text if len(hit.text) <= _NEAR_CHARACTERS else hit.text[:_NEAR_CHARACTERS] + "…"
    return Near(words, hit.transcript.title, number, f"{document_url(hit.transcript.id)}#p{number}")
