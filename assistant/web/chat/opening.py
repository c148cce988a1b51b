"""The library -> what the opening of the chat says that it knows."""

from __future__ import annotations

from dataclasses import dataclass

from pressroom.assistant.languages.tongue import Tongue
from pressroom.corpus.library.catalogue import Shelf

_FIRST = 4  # bodies that are named


@dataclass(frozen=True, slots=True)
class Known:
    """What the library holds, in words: how many documents, from when to when, of which bodies (the
    first few, and how many more).
    """

    documents: str
    first: str
    last: str
    bodies: tuple[str, ...]
    others: int


def known(shelf: Shelf, words: Tongue) -> Known | None:
    """None for an empty library."""
    if not shelf.cards:
        return None
    days = sorted(card.date for card in shelf.cards if card.date)
    bodies = shelf.bodies
    return Known(
        words.count("documents_n", len(shelf.cards)),
        words.day(days[0]) if days else "?",
        words.day(days[-1]) if days else "?",
        tuple(bodies[:_FIRST]),
        max(0, len(bodies) - _FIRST),
    )
