"""Answer -> the row that `ask --batch` writes and the HTTP API returns."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypedDict
from urllib.parse import quote

from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Citation
from pressroom.assistant.check.claims import Claim
from pressroom.assistant.say.times import meant
from pressroom.index.hit import Hit


class TimeRow(TypedDict):
    """Relative time words of a quote, where they stand in its text, and the ISO 8601 time they
    mean.
    """

    words: str
    start: int
    time: str


class CitationRow(TypedDict):
    """A checked quote. `text` is the document's `[start:end]`, in Unicode code points; `printed`
    the label as printed, where it is not determined who speaks; `moment` when in a recording it was
    said.
    """

    doc: str
    start: int
    end: int
    text: str
    speaker: str | None
    speaker_title: str | None
    printed: str | None
    date: str | None
    title: str
    paragraph: int
    url: str
    moment: str | None
    times: list[TimeRow]


class HitRow(TypedDict):
    """The place of a passage."""

    doc: str
    start: int
    end: int


class ChoiceRow(TypedDict):
    """What may be asked instead of a question that is not clear: what is shown, and the question
    itself.
    """

    label: str
    question: str
    day: str | None


class AnswerRow(TypedDict):
    """An answer for programs; `answer` are the shortest of the official words that answer, or all
    that are shown; `ms` is the wall time of this question, `message` what the assistant itself says
    with it.

    `id` is that of the record, None where none was kept; `lacking` names what it had to do without:
    a part of the `search`, the chat model (`writer`).
    """

    id: str | None
    status: str
    answer: str
    understood: str
    language: str
    ms: float
    citations: list[CitationRow]
    hits: list[HitRow]
    message: str
    translations: list[str | None]
    choices: list[ChoiceRow]
    lacking: list[str]


def answer_row(answer: Answer, *, ms: float = 0.0, message: str = "") -> AnswerRow:
    """The whole answer; a refusal has no citations."""
    return {
        "id": answer.id,
        "status": answer.status,
        "answer": answer.brief or answer.text,
        "understood": answer.question.text,
        "language": answer.question.language,
        "ms": round(ms, 2),
        "citations": [citation_row(citation) for citation in answer.citations],
        "hits": [
            {"doc": hit.transcript.id, "start": hit.start, "end": hit.end} for hit in answer.hits
        ],
        "message": message,
        "translations": [sentence.translation for sentence in answer.sentences],
        "choices": [
            {"label": choice.label, "question": choice.question, "day": choice.day}
            for choice in answer.choices
        ],
        "lacking": list(answer.lacking),
    }


def passage_row(hit: Hit) -> dict[str, Any]:
    """A passage found, with who says it, and its place in Unicode code points."""
    place = hit.transcript.paragraph_at(hit.start)
    paragraph = place[1].number if place else 1
    speaker = hit.speaker
    return {
        "doc": hit.transcript.id,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "speaker": speaker.name if speaker else None,
        "speaker_title": speaker.title if speaker else None,
        "printed": hit.printed,
        "kind": hit.turn.kind,
        "date": hit.transcript.date,
        "title": hit.transcript.title,
        "paragraph": paragraph,
        "url": f"{document_url(hit.transcript.id)}?cite={hit.start}-{hit.end}#p{paragraph}",
        "moment": hit.transcript.clock_at(hit.start),
        "score": round(hit.score, 4),
    }


def claim_row(claim: Claim) -> dict[str, Any]:
    """A sentence of a text that was checked; offsets are Unicode code points of that text."""
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.verdict,
        "attributed": claim.attributed,
        "speaker": claim.speaker.name if claim.speaker else None,
        "shortened": claim.shortened,
        "differences": [asdict(difference) for difference in claim.differences],
        "citation": citation_row(claim.citation) if claim.citation else None,
    }


def answer_url(identity: str) -> str:
    """The page that shows this answer later."""
    return f"/a/{quote(identity, safe='')}"


def citation_row(citation: Citation) -> CitationRow:
    return {
        "doc": citation.transcript_id,
        "start": citation.start,
        "end": citation.end,
        "text": citation.text,
        "speaker": citation.speaker.name if citation.speaker else None,
        "speaker_title": citation.speaker.title if citation.speaker else None,
        "printed": citation.printed,
        "date": citation.date,
        "title": citation.document_title,
        "paragraph": citation.paragraph,
        "url": citation_url(citation),
        "moment": citation.moment,
        "times": [
            {"words": m.words, "start": m.start, "time": m.time}
            for m in meant(citation.text, citation.date)
        ],
    }


def citation_url(citation: Citation) -> str:
    """The transcript page, at the paragraph, with the words highlighted."""
    page = document_url(citation.transcript_id)
    return f"{page}?cite={citation.start}-{citation.end}#p{citation.paragraph}"


def document_url(document_id: str) -> str:
    return f"/t/{quote(document_id, safe='')}"
