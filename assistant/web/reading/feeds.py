"""The library -> what machines read of it: an Atom feed of the newest documents, and the addresses
of all pages for search engines.
"""

from __future__ import annotations

from operator import attrgetter

from fastapi import Request
from fastapi.responses import Response
from pressroom.assistant.say.rows import document_url
from pressroom.assistant.web.chat.cards import speaker_url
from pressroom.assistant.web.html import render
from pressroom.assistant.web.visit import Visit
from pressroom.corpus.library.catalogue import Shelf
from pressroom.corpus.library.library import Library

_NEWEST = 50  # entries of the feed
_PAGES = ("/", "/documents", "/speakers")
_MOST = 50_000  # addresses that a sitemap may hold


def address_of(request: Request) -> str:
    """Where the site stands, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def feed_page(visit: Visit, library: Library, address: str) -> Response:
    """What was added or replaced last, first."""
    entries = [entry for entry in library.entries() if not entry.withdrawn_at]
    newest = sorted(entries, key=attrgetter("added_at"), reverse=True)[:_NEWEST]
    xml = render(
        "feed.xml",
        entries=newest,
        address=address,
        t=visit.texts,
        tongue=visit.tongue,
        document_url=document_url,
    )
    return Response(xml, media_type="application/atom+xml")


def sitemap_page(library: Library, shelf: Shelf, address: str) -> Response:
    """The pages, every document with the day of its version, every speaker."""
    added = {entry.id: entry.added_at for entry in library.entries()}
    places: list[tuple[str, str | None]] = [(path, None) for path in _PAGES]
    places += [(document_url(card.id), added.get(card.id)) for card in shelf.cards]
    places += [(speaker_url(name), None) for name in shelf.officials]
    xml = render("sitemap.xml", places=places[:_MOST], address=address)
    return Response(xml, media_type="application/xml")
