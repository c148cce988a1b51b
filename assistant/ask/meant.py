"""Inquiry -> the documents that it means: by the day, title or subject that it names, the nearest
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pressroom.assistant.ask.inquiry import Inquiry
from pressroom.corpus.library.library import Entry
from pressroom.corpus.transcript import Transcript
from pressroom.index.filters import Filter
from pressroom.index.hit import Searcher
from pressroom.index.terms import terms

_HITS = 20
_MOST = 30  # documents that may be meant by a question that names none
_AS_NEAR = 0.6  # share of the best document's score with which another may be meant as well
# what the share of the subject in a document's title counts beside the score of its best passage
_TITLE = 2.0


class Holdings(Protocol):
    """A library, as far as documents are taken from it whole."""

    def newest(
        self,
        limit: int,
        *,
        since: str | None = None,
        until: str | None = None,
        ids: Sequence[str] = (),
        titles: Sequence[str] = (),
    ) -> Sequence[Entry]: ...

    def get(self, document_id: str, version: int | None = None) -> Transcript: ...


def documents_meant(
    inquiry: Inquiry, searcher: Searcher, documents: Holdings, where: Filter | None
) -> list[Transcript]:
    """Those that fit best; several if the inquiry does not tell which of them it means, none if
    nothing fits.
    """
    if inquiry.subject:
        found = _found(inquiry, searcher, _kept_to_time(inquiry, where))
    else:
        found = [(1.0, document) for document in _all(documents, where)]
    found = [(score, document) for score, document in found if inquiry.is_of(document.date)]
    best = max((score for score, _ in found), default=0.0)
    return [
        document
        for score, document in sorted(found, key=lambda pair: -pair[0])
        if score >= _AS_NEAR * best and score > 0
    ]


def _found(
    inquiry: Inquiry, searcher: Searcher, where: Filter | None
) -> list[tuple[float, Transcript]]:
    """Each document with the score of its best passage and the share of the subject that stands in
    its title.
    """
    best: dict[str, tuple[float, Transcript]] = {}
    for hit in searcher.search(inquiry.subject, limit=_HITS, where=where):
        best.setdefault(hit.transcript.id, (hit.score, hit.transcript))
    wanted = set(terms(inquiry.subject))
    return [
        (score + _TITLE * _share(wanted, document), document) for score, document in best.values()
    ]


def _share(wanted: set[str], document: Transcript) -> float:
    held = set(terms(f"{document.title} {document.body or ''}"))
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _kept_to_time(inquiry: Inquiry, where: Filter | None) -> Filter | None:
    """Holdings of the year named, if it is one; a day without a year is looked for among them
    later.
    """
    years = sorted({*inquiry.years, *(day[:4] for day in inquiry.days if len(day) > 5)})
    if len(years) != 1 or (where and (where.since or where.until)):
        return where
    return replace(where or Filter(), since=f"{years[0]}-01-01", until=f"{years[0]}-12-31")


def _all(documents: Holdings, where: Filter | None) -> list[Transcript]:
    """Without a subject every document may be meant; the newest come first."""
    kept = where or Filter()
    entries = documents.newest(_MOST, since=kept.since, until=kept.until, ids=kept.documents)
    return [documents.get(entry.id) for entry in entries]
