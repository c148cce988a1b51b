"""A document -> a list of what it has: its questions, officials, headings or measures, in its
words, with how many there are; and when and where it was.

Each list takes the folded question too, which may name an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from pressroom.assistant.ask.inquiry import Inquired
from pressroom.assistant.languages.notes import Note
from pressroom.assistant.structure.asking_back import MOST_CHOICES, which
from pressroom.assistant.structure.listing import items_of
from pressroom.assistant.structure.sources import Sources, newest
from pressroom.assistant.structure.told import MOST_SPANS, Told, days_of, people
from pressroom.assistant.structure.turns import (
    askings,
    attendance,
    convened,
    official_turns,
    openings,
    outlet_of,
    outline,
)
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.offices import TITLE_NOUN
from pressroom.corpus.transcript import Transcript, Turn

_PAPER = re.compile(r"\w{0,6}(?:晚报|日报|电视台|广播电台|周刊|网|报|社)(?:的)?|记者|媒体")
_LEAST_NAME = 2  # characters
_SAID_OF_EVENT = 2  # sentences of one document


def held_on(sources: Sources) -> Told:
    """When and where the documents meant were, the latest first."""
    documents = newest(sources.meant()[:MOST_CHOICES])
    spans = [span for document in documents for span in convened(document)[:_SAID_OF_EVENT]]
    return Told(tuple(spans), Note("held_on", days=days_of(spans)))


def of_one(sources: Sources) -> Told | None:
    """Lists of what one document has: its questions, officials, headings, measures."""
    inquiry = sources.inquiry
    title = TITLE_NOUN.search(inquiry.subject) if inquiry.asked == "outline" else None
    if title:  # of somebody whom the documents do not know
        name = inquiry.subject[: title.start()].strip()
        return Told(nothing=True) if len(name) >= _LEAST_NAME else None
    if inquiry.asked == "questions":
        inquiry = replace(inquiry, subject=_PAPER.sub(" ", inquiry.subject).strip())
    documents = sources.meant(inquiry)
    if len(documents) > 1:
        return which(documents, sources.question.text)
    asked = fold(sources.question.text)
    return _LISTS[inquiry.asked](documents[0], asked) if documents else None


def _questions(document: Transcript, asked: str) -> Told:
    turns = [turn for turn in document.turns if turn.kind == "question"]
    outlets = dict.fromkeys(outlet for turn in turns if (outlet := outlet_of(turn)))
    named = [outlet for outlet in outlets if fold(outlet) in asked]
    turns = [turn for turn in turns if not named or outlet_of(turn) in named]
    key = "asked_n" if outlets else "asked_unnamed_n"
    return Told(
        tuple(askings(document, turns)[:MOST_SPANS]),
        Note(key, n=len(turns), names=tuple(named or outlets)),
    )


def _officials(document: Transcript, _asked: str) -> Told:
    first: dict[str, Turn] = {}
    for turn in official_turns(document):
        first.setdefault(turn.speaker.name if turn.speaker else "", turn)
    said = attendance(document, set(first))
    unsaid = [turn for name, turn in first.items() if not any(name in place.text for place in said)]
    return Told(
        (*said, *openings(document, unsaid)),
        Note("officials_n", n=len(first), names=people(first.values())),
    )


def _outline(document: Transcript, _asked: str) -> Told:
    return Told(
        tuple(outline(document, official_turns(document))), Note("outline", words=document.title)
    )


def _measures(document: Transcript, _asked: str) -> Told:
    places = [place for turn in official_turns(document) for place in items_of(document, turn)]
    return Told(tuple(places[:MOST_SPANS]), Note("measures_n", n=len(places), words=document.title))


_LISTS: Mapping[Inquired, Callable[[Transcript, str], Told]] = {
    "questions": _questions,
    "officials": _officials,
    "outline": _outline,
    "measures": _measures,
}
