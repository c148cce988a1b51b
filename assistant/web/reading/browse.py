"""The catalogue -> pages to browse: documents with filters, speakers, and a page for each of
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode

from fastapi.responses import Response
from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.say.rows import document_url
from pressroom.assistant.web.chat.cards import near_of, speaker_url
from pressroom.assistant.web.reading.marks import sought_in
from pressroom.assistant.web.visit import Visit, message_page, page
from pressroom.corpus.library.catalogue import Shelf, Wanted
from pressroom.corpus.normalise import fold
from pressroom.index.hit import Hit

Item = TypeVar("Item")
_DOCUMENTS, _SPEAKERS = 40, 60  # on one page


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list: which of how many, and the addresses of those before and after."""

    at: int
    of: int
    before: str | None
    after: str | None


def documents_page(
    visit: Visit, shelf: Shelf, wanted: Wanted, *, at: int, hits: Sequence[Hit] = ()
) -> Response:
    """Those that are wanted, newest first, by month; where words are wanted, those that hold them
    in their title, then those with `hits`, the places in the texts, nearest first.
    """
    passages = {hit.transcript.id: near_of(hit) for hit in reversed(hits)}
    titled = shelf.find(wanted)
    inside = (shelf.card(hit.transcript.id) for hit in hits)
    found = list({card.id: card for card in (*titled, *inside) if card}.values())
    part, where = _slice(found, visit, at, _DOCUMENTS)
    months = [
        (_month(key, visit.tongue), list(cards))
        for key, cards in groupby(part, key=lambda card: (card.date or "")[:7])
    ]
    if wanted.words:
        months = [("", list(part))] if part else []
    asked = {"year": wanted.year, "body": wanted.body, "speaker": wanted.speaker}
    chosen = {key: value for key, value in asked.items() if value}
    return page(
        visit,
        "documents.html",
        shelf=shelf,
        wanted=wanted,
        months=months,
        passages=passages,
        sought_in=sought_in,
        found=visit.tongue.count("documents_n", len(found)),
        where=where,
        ask_url=f"/?{urlencode(chosen)}" if chosen and found else None,
        document_url=document_url,
        speaker_url=speaker_url,
    )


def speakers_page(visit: Visit, shelf: Shelf, words: str, *, at: int) -> Response:
    """Officials whose name, title or body holds the words, those of most documents first."""
    wanted = fold(words)
    found = [
        who
        for who in shelf.officials.values()
        if wanted in fold(" ".join((who.name, *who.titles, *who.bodies)))
    ]
    part, where = _slice(found, visit, at, _SPEAKERS)
    count = visit.tongue.count("speakers_n", len(found))
    return page(
        visit,
        "speakers.html",
        speakers=part,
        words=words,
        found=count,
        where=where,
        speaker_url=speaker_url,
    )


def speaker_page(visit: Visit, shelf: Shelf, name: str) -> Response:
    """Who somebody is, and each document in which they speak, with the place and the first
    words.
    """
    who = shelf.officials.get(name)
    if who is None:
        return message_page(visit, "missing_speaker_text", 404)
    return page(
        visit,
        "speaker.html",
        who=who,
        ask_url=f"/?{urlencode({'speaker': name})}",
        document_url=document_url,
    )


def _slice(items: Sequence[Item], visit: Visit, at: int, size: int) -> tuple[Sequence[Item], Slice]:
    of = max(1, -(-len(items) // size))
    at = min(at, of)
    before = visit.with_query(at=str(at - 1)) if at > 1 else None
    after = visit.with_query(at=str(at + 1)) if at < of else None
    return items[(at - 1) * size : at * size], Slice(at, of, before, after)


def _month(written: str, words: Tongue) -> str:
    return words.month(written) if written else words.t["without_date"]
