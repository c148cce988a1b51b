"""An inquiry into people -> who chaired, who holds an office, how often somebody spoke and of
what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.assistant.ask.inquiry import without_names
from pressroom.assistant.ask.question import content
from pressroom.assistant.languages.notes import Note
from pressroom.assistant.structure.asking_back import MOST_CHOICES, which
from pressroom.assistant.structure.later import with_later
from pressroom.assistant.structure.saying import ANSWERED
from pressroom.assistant.structure.sources import Sources, newest
from pressroom.assistant.structure.told import MOST_SPANS, Told, people
from pressroom.assistant.structure.turns import (
    attendance,
    holds,
    official_turns,
    openings,
    outline,
    telling,
)
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.names import is_named
from pressroom.corpus.transcript import Span, Transcript, Turn
from pressroom.index.filters import Filter

_LEAST_TOPIC = 2  # letters of what somebody spoke of


def chaired(sources: Sources) -> Told:
    """Who chaired each of the documents meant."""
    found = [_chair(document) for document in sources.meant()[:MOST_CHOICES]]
    spans = [span for span in found if span]
    return Told(tuple(spans), Note("chaired_by", names=people(span.turn for span in spans)))


def _chair(document: Transcript) -> Span | None:
    """How whoever moderates opens, else the official whom the title names:
    `2022年11月25日外交部发言人毛宁主持例行记者会`.
    """
    for turn in document.turns:
        if turn.kind == "moderation" and turn.speaker and (found := openings(document, [turn])):
            return found[0]
    turns = [
        turn
        for turn in official_turns(document)
        if turn.speaker and is_named(turn.speaker.name, document.title)
    ]
    return telling(document, turns)[0] if turns else None


def in_office(sources: Sources) -> Told | None:
    """Who holds an office: whom the newest document names with it, and the words that introduce
    them there.
    """
    office = sources.inquiry.topic
    for document in newest(sources.of_time(office)):
        turns = [turn for turn in official_turns(document) if holds(turn, office)]
        names = {turn.speaker.name for turn in turns if turn.speaker}
        spans = attendance(document, names) or telling(document, turns)
        if names and spans:
            note = Note("officials_n", n=len(names), names=people(turns))
            return Told(tuple(spans[:1]), note)
    return None


def spoke(sources: Sources) -> Told | None:
    """How often somebody spoke, or answered, and how each time began."""
    names = sources.speakers()
    if not names:
        return None
    answers = bool(ANSWERED.search(sources.question.text))
    turns = [
        (document, turn)
        for document in newest(_where_they_spoke(sources, names))
        for turn in _turns_of(document, names)
        if turn.kind == "answer" or not answers
    ]
    spans = [span for document, turn in turns for span in openings(document, [turn])]
    note = Note("answers_n" if answers else "spoke_n", n=len(turns), names=names)
    return Told(tuple(spans[:MOST_SPANS]), note)


def _where_they_spoke(sources: Sources, names: Sequence[str]) -> list[Transcript]:
    inquiry = sources.inquiry
    about = replace(inquiry, subject=without_names(inquiry.subject, names))
    named = about.subject or about.days or about.years
    return sources.meant(about) if named else sources.about(names[0])


def _turns_of(document: Transcript, names: Sequence[str]) -> list[Turn]:
    return [turn for turn in document.turns if turn.speaker and turn.speaker.name in names]


def said_about(sources: Sources) -> Told | None:
    """What officials said about something: the sentences of theirs that say it; without a topic,
    what they spoke of. Nothing is said by whom no document knows.
    """
    who = sources.inquiry.who
    names = sources.speakers() or (sources.speakers(who) if who else ())
    if not names:
        return Told(nothing=True) if sources.is_stranger() else None
    within = replace(sources.where or Filter(), speakers=names)
    subject = content(fold(without_names(sources.inquiry.subject, names)))
    if sum(char.isalnum() for char in subject) < _LEAST_TOPIC:
        return _spoke_of(sources, names, within)
    spans = _said_of(sources, subject, within)
    return Told(tuple(spans), nothing=not spans and not sources.are_quoted(names))


def _said_of(sources: Sources, subject: str, within: Filter) -> Sequence[Span]:
    def answering(document: str) -> Sequence[Span]:
        return sources.answering(sources.question, replace(within, documents=(document,)))

    found = sources.answering(sources.question, within)
    documents = sources.about(subject, within) if found else []
    return with_later(found, subject, documents, answering)


def _spoke_of(sources: Sources, names: tuple[str, ...], within: Filter) -> Told | None:
    documents = sources.of_time(names[0], within)
    if len(documents) > 1:
        return which(documents, sources.question.text)
    official = (turn for document in documents for turn in official_turns(document))
    turns = [turn for turn in official if turn.speaker and turn.speaker.name in names]
    if not turns:
        return None
    return Told(tuple(outline(documents[0], turns)), Note("spoke_of", names=names))
