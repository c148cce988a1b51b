"""Answer -> the row that `ask --batch` writes and the HTTP API returns."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote

from assistant.answer import Answer
from assistant.citations import Citation
from assistant.times import meant


class TimeRow(TypedDict):
    """Relative time words of a quote, where they stand in its text, and the ISO 8601 time they mean."""

    words: str
    start: int
    time: str


class CitationRow(TypedDict):
    """A checked quote. `text` is the document's `[start:end]`, in Unicode code points."""

    doc: str
    start: int
    end: int
    text: str
    speaker: str | None
    speaker_title: str | None
    date: str | None
    title: str
    paragraph: int
    url: str
    times: list[TimeRow]


class HitRow(TypedDict):
    """The place of a passage."""

    doc: str
    start: int
    end: int


class AnswerRow(TypedDict):
    """An answer for programs; `ms` is the wall time of this question."""

    status: str
    answer: str
    understood: str
    language: str
    ms: float
    citations: list[CitationRow]
    hits: list[HitRow]


def answer_row(answer: Answer, *, ms: float) -> AnswerRow:
    """The whole answer; a refusal has no citations."""
    return {
        "status": answer.status,
        "answer": answer.text,
        "understood": answer.question.text,
        "language": answer.question.language,
        "ms": round(ms, 2),
        "citations": [citation_row(citation) for citation in answer.citations],
        "hits": [{"doc": hit.transcript.id, "start": hit.start, "end": hit.end} for hit in answer.hits],
    }


def citation_row(citation: Citation) -> CitationRow:
    return {
        "doc": citation.transcript_id,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "speaker": citation.speaker.name if citation.speaker else None,
        "speaker_title": citation.speaker.title if citation.speaker else None,
        "date": citation.date,
        "title": citation.document_title,
        "paragraph": citation.paragraph,
        "url": citation_url(citation),
        "times": [{"words": m.words, "start": m.start, "time": m.time} for m in meant(citation.text, citation.date)],
    }


def citation_url(citation: Citation) -> str:
    """The transcript page, at the paragraph, with the words highlighted."""
    return f"{document_url(citation.transcript_id)}?cite={citation.start}-{citation.end}#p{citation.paragraph}"


def document_url(document_id: str) -> str:
    return f"/t/{quote(document_id, safe='')}"
