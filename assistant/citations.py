"""Quote (claimed) -> Citation (checked): words become one only here, as the transcript's own characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.normalise import fold
from corpus.transcript import Kind, Speaker
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a draft says stand in a passage."""

    passage_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that do stand there: `text` is exactly `transcript.text[start:end]` of that version."""

    transcript_id: str
    version: int
    document_title: str
    date: str | None
    source: str | None
    paragraph: int
    start: int
    end: int
    text: str
    speaker: Speaker | None
    kind: Kind
    question: str | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not shown, and why."""

    words: str
    reason: str


def verify(quotes: Iterable[Quote], hits: Sequence[Hit]) -> tuple[list[Citation], list[Rejected]]:
    """A citation for each quote whose words stand in its passage, width and case aside; the rest with the reason.

    What is cited are the transcript's own characters, never the quote's.
    """
    by_id = {hit.passage_id: hit for hit in hits}
    citations: list[Citation] = []
    rejected: list[Rejected] = []
    for quote in quotes:
        words = quote.words.strip()
        hit = by_id.get(quote.passage_id)
        at = fold(hit.text).find(fold(words)) if hit and words else -1
        if hit is None:
            rejected.append(Rejected(quote.words, f"passage {quote.passage_id} was not among those found"))
        elif at < 0:
            rejected.append(Rejected(quote.words, f"these words do not stand in passage {quote.passage_id}"))
        else:
            citations.append(cite(hit, hit.start + at, hit.start + at + len(words)))
    return citations, rejected


def cite(hit: Hit, start: int, end: int) -> Citation:
    """The characters `[start:end]` of the hit's transcript, which its turn holds, as a citation."""
    transcript = hit.transcript
    place = transcript.paragraph_at(start)
    question = transcript.question_of(hit.turn)
    return Citation(
        transcript_id=transcript.id,
        version=transcript.version,
        document_title=transcript.title,
        date=transcript.date,
        source=transcript.source,
        paragraph=place[1].number if place else hit.turn.paragraphs[0].number,
        start=start,
        end=end,
        text=transcript.text[start:end],
        speaker=hit.turn.speaker,
        kind=hit.turn.kind,
        question=" ".join(transcript.words(p) for p in question.paragraphs) if question else None,
    )
