"""What officials said of something -> with what they said of it later, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pressroom.corpus.transcript import Span, Transcript
from pressroom.index.terms import terms


def with_later(
    found: Sequence[Span],
    subject: str,
    documents: Iterable[Transcript],
    evidence: Callable[[str], Sequence[Span]],
) -> list[Span]:
    """`evidence` gives the places of one document, by its id. A later document counts if it says as
    much of the subject.
    """
    wanted = set(terms(subject))
    least = _most_said(found, wanted)
    newest = max((place.transcript.date or "" for place in found), default="")
    places = list(found)
    for document in documents if least else ():
        if (document.date or "") > newest:
            later = evidence(document.id)
            places += later if _most_said(later, wanted) >= least else ()
    in_order = sorted(places, key=lambda place: (place.transcript.id, place.start))
    return sorted(in_order, key=lambda place: place.transcript.date or "", reverse=True)


def _most_said(places: Sequence[Span], wanted: set[str]) -> int:
    """The terms of the subject in the place that has most of them, and in what was asked there."""
    return max((len(wanted & set(terms(_around(place)))) for place in places), default=0)


def _around(place: Span) -> str:
    """The words with the reporter's question that they answer."""
    asked = place.question
    paragraphs = asked.paragraphs if asked else ()
    return "\n".join([place.text, *(place.transcript.words(p) for p in paragraphs)])
