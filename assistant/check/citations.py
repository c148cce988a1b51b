"""Quote (claimed) -> Citation (checked): words become one only here, as the transcript's own
characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Kind, Span
from pressroom.index.spanned import Spanned


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a draft says stand in a passage."""

    passage_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Citation(Spanned):
    """Words that do stand there: those of `span`, in that version of the document."""

    span: Span

    @property
    def transcript_id(self) -> str:
        return self.span.transcript.id

    @property
    def version(self) -> int:
        return self.span.transcript.version

    @property
    def document_title(self) -> str:
        return self.span.transcript.title

    @property
    def date(self) -> str | None:
        return self.span.transcript.date

    @property
    def source(self) -> str | None:
        return self.span.transcript.source

    @property
    def paragraph(self) -> int:
        """Its number, counted from 1 over the document."""
        place = self.span.transcript.paragraph_at(self.span.start)
        return place[1].number if place else self.span.turn.paragraphs[0].number

    @property
    def moment(self) -> str | None:
        """When in a recording it was said, as far as the document tells: `00:12:31`."""
        return self.span.transcript.clock_at(self.span.start)

    @property
    def kind(self) -> Kind:
        return self.span.turn.kind

    @property
    def question(self) -> str | None:
        """What the reporter asked, whom the words answer."""
        asked = self.span.question
        if asked is None:
            return None
        return " ".join(self.span.transcript.words(p) for p in asked.paragraphs)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was not shown, and why."""

    words: str
    reason: str


def verify(
    quotes: Iterable[Quote], passages: Sequence[Span]
) -> tuple[list[Citation], list[Rejected]]:
    """A citation for each quote whose words stand in its passage, width and case aside; the rest
    with the reason.

    What is cited are the transcript's own characters, never the quote's.
    """
    by_id = {passage.id: passage for passage in passages}
    citations: list[Citation] = []
    rejected: list[Rejected] = []
    for quote in quotes:
        found = _found(quote.words.strip(), by_id.get(quote.passage_id))
        if found:
            citations.append(Citation(found))
        else:
            rejected.append(Rejected(quote.words, _reason(quote, by_id)))
    return citations, rejected


def _found(words: str, passage: Span | None) -> Span | None:
    """Where the words stand first."""
    at = fold(passage.text).find(fold(words)) if passage and words else -1
    if passage is None or at < 0:
        return None
    start = passage.start + at
    return passage.cut(start, start + len(words))


def _reason(quote: Quote, passages: Mapping[str, Span]) -> str:
    if quote.passage_id in passages:
        return f"these words do not stand in passage {quote.passage_id}"
    return f"passage {quote.passage_id} was not among those found"
