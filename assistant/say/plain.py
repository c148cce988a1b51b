"""Answer -> plain text for programs and people who paste: what is said, each sentence with the
numbers of its sources, then the sources with their addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Citation
from pressroom.assistant.check.verification import Sentence
from pressroom.assistant.say.cut import cut_of, dots
from pressroom.assistant.say.rows import citation_url


@dataclass(frozen=True, slots=True)
class Carried:
    """`text[start:end]` of the plain text is a sentence that the citation carries."""

    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """The whole is `text` and `sources`; the first only grows while an answer does."""

    text: str
    sources: str
    carried: tuple[Carried, ...]


def plain(answer: Answer, message: str = "", *, base: str = "") -> Plain:
    """`message` is what the assistant itself says; `base` goes before the addresses of places."""
    text, carried = message, list[Carried]()
    for sentence in answer.sentences:
        before, after = _dots(sentence)
        text += ("\n" if text else "") + before
        start = len(text)
        text += sentence.text
        carried += [Carried(citation, start, len(text)) for citation in sentence.citations]
        text += after + _numbers(sentence, answer.citations)
    return Plain(text, _sources(answer.citations, base), tuple(carried))


def _dots(sentence: Sentence) -> tuple[str, str]:
    """Where an official's words are cut, and only there: a model's sentence is its own."""
    spans = [one.span for one in sentence.citations if one.text == sentence.text]
    return dots(cut_of(spans[0].transcript, spans[0].start, spans[0].end)) if spans else ("", "")


def _numbers(sentence: Sentence, citations: Sequence[Citation]) -> str:
    return "".join(f" [{citations.index(citation) + 1}]" for citation in sentence.citations)


def _sources(citations: Sequence[Citation], base: str) -> str:
    lines = [
        f"[{number}] {source_name(citation)}\n{base}{citation_url(citation)}"
        for number, citation in enumerate(citations, 1)
    ]
    return "\n".join(lines)


def source_name(citation: Citation) -> str:
    """Who said it, as what, where and when, in a recording too."""
    speaker = citation.speaker
    who = (speaker.name, speaker.title) if speaker else ()
    where = citation.document_title, citation.date, citation.moment
    return ", ".join(filter(None, (*who, *where)))
