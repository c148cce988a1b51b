"""A document -> a list of what it has: its questions, officials, headings or measures, in its words, with how many there are.

Each takes the folded question too, which may name an outlet.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.finding import MOST_PLACES, Finding, people
from assistant.notes import Note
from assistant.turns import askings, attendance, item_heads, official_turns, openings, outlet_of, outline
from corpus.normalise import fold
from corpus.transcript import Transcript, Turn


def _questions(document: Transcript, asked: str) -> Finding:
    turns = [turn for turn in document.turns if turn.kind == "question"]
    outlets = dict.fromkeys(outlet for turn in turns if (outlet := outlet_of(turn)))
    named = [outlet for outlet in outlets if fold(outlet) in asked]
    turns = [turn for turn in turns if not named or outlet_of(turn) in named]
    key = "asked_n" if outlets else "asked_unnamed_n"
    return Finding(tuple(askings(document, turns)[:MOST_PLACES]), Note(key, n=len(turns), names=tuple(named or outlets)))


def _officials(document: Transcript, _asked: str) -> Finding:
    first: dict[str, Turn] = {}
    for turn in official_turns(document):
        first.setdefault(turn.speaker.name if turn.speaker else "", turn)
    said = attendance(document, set(first))
    unsaid = [turn for name, turn in first.items() if not any(name in place.text for place in said)]
    return Finding((*said, *openings(document, unsaid)), Note("officials_n", n=len(first), names=people(first.values())))


def _outline(document: Transcript, _asked: str) -> Finding:
    return Finding(tuple(outline(document, official_turns(document))), Note("outline", words=document.title))


def _measures(document: Transcript, _asked: str) -> Finding:
    places = [place for turn in official_turns(document) for place in item_heads(document, turn)]
    return Finding(tuple(places[:MOST_PLACES]), Note("measures_n", n=len(places), words=document.title))


LISTS: dict[str, Callable[[Transcript, str], Finding]] = {
    "questions": _questions,
    "officials": _officials,
    "outline": _outline,
    "measures": _measures,
}
