"""An inquiry into words -> who said them, on what day, how many times: the very words, else the
sentences that say it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pressroom.assistant.ask.question import content
from pressroom.assistant.languages.notes import Note
from pressroom.assistant.structure.sources import Sources, newest, words_of
from pressroom.assistant.structure.told import MOST_SPANS, Told, days_of, people
from pressroom.assistant.structure.turns import askings, mentions, nearest, who_of
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Span, Transcript, Turn
from pressroom.index.terms import terms

# share of a topic's terms in a reporter's question for it to be the one that is meant
_LEAST_ASKED = 0.5
_AS_MUCH = 0.9  # of the most that any question has, for another to be meant as well
# share of the best sentence's terms of the topic with which another official's counts as saying it
# too
_LEAST_SAID = 0.5
_SHORTEST_QUOTE = 4  # characters
_FEW = 3
_QUESTION = re.compile(r"(?:这个|那个)?(?:的)?问题|(?<!\w)questions?(?!\w)|记者")
ANSWERED = re.compile(r"[回解作]答|答了|答复|回应|(?<!\w)(?:answer|repl|respond)", re.I)


def asked_by(sources: Sources) -> Told:
    """Which reporter asked it."""
    asked = [span for document, turn in _asking(sources) for span in askings(document, [turn])]
    shown = asked[:_FEW]
    return Told(tuple(shown), Note("asked_by_whom", names=people(span.turn for span in shown)))


def said(sources: Sources) -> Told:
    """Who said it, and on what day: who answered the question named, where the very words stand,
    else the sentences that say it.
    """
    answering = _answering(sources) if ANSWERED.search(sources.question.text) else []
    spans = answering or _verbatim(sources) or _saying(sources)
    days = days_of(spans)
    if sources.inquiry.asked == "said_on":
        return Told(tuple(spans), Note("said_on", days=days))
    names = people(span.turn for span in spans)
    return Told(tuple(spans), Note("said_by", names=names, days=days))


def mentioned(sources: Sources) -> Told | None:
    """Every sentence that has the words; in the documents of a day or event if one is named, else
    in all that were found.
    """
    speakers, phrase = sources.speakers(), sources.inquiry.phrase
    for name in speakers:
        phrase = phrase.replace(name, "").strip(" 在对,，")
    if not phrase:
        return None
    named = _named_beside(sources, phrase)
    documents = newest(sources.about(phrase) if named is None else named)
    spans = [span for document in documents for span in mentions(document, phrase)]
    if speakers:
        spans = [s for s in spans if s.turn.speaker and s.turn.speaker.name in speakers]
    count = sum(fold(span.text).count(fold(phrase)) for span in spans)
    return Told(tuple(spans[:MOST_SPANS]), Note("mentions_n", n=count, words=phrase))


def _named_beside(sources: Sources, phrase: str) -> list[Transcript] | None:
    """The documents named beside the words whose mentions are counted; None if none is."""
    inquiry = sources.inquiry
    rest = inquiry.subject.replace(fold(phrase), " ").strip()
    if not rest and not inquiry.days and not inquiry.years:
        return None
    return sources.meant(replace(inquiry, subject=rest))


def _asking(sources: Sources) -> list[tuple[Transcript, Turn]]:
    """The reporters' questions that say most of the topic, if they say enough of it."""
    wanted = set(terms(content(_QUESTION.sub(" ", sources.inquiry.subject))))
    asked = [
        (_share(wanted, words_of(document, turn)), document, turn)
        for document in sources.of_time(sources.inquiry.topic)
        for turn in document.turns
        if turn.kind == "question"
    ]
    most = max((share for share, _, _ in asked), default=0.0)
    least = max(_LEAST_ASKED, _AS_MUCH * most)
    return [(document, turn) for share, document, turn in asked if share >= least]


def _share(wanted: set[str], words: str) -> float:
    return len(wanted & set(terms(words))) / max(1, len(wanted))


def _answering(sources: Sources) -> list[Span]:
    """Of each answer to such a question the sentence that says most of the topic."""
    return [
        nearest(document.span_of(turn), sources.inquiry.topic)
        for document, asked in _asking(sources)
        for turn in document.turns
        if turn.answers == asked.number
    ]


def _verbatim(sources: Sources) -> list[Span]:
    phrase = sources.inquiry.phrase
    if len(phrase) < _SHORTEST_QUOTE:
        return []
    documents = sources.about(sources.inquiry.topic)
    spans = [span for document in documents for span in mentions(document, phrase)]
    return [span for span in spans if span.turn.speaker][:_FEW]


def _saying(sources: Sources) -> list[Span]:
    """Of each official the first sentence that says it, if it says about as much of it as the
    best.
    """
    topic = sources.inquiry.topic
    words = content(fold(topic))
    about = replace(sources.question, text=topic, own=0, content=words, asks="other")
    answering = sources.answering(about, sources.where) if topic else ()
    found = [nearest(span, topic) for span in answering if span.turn.speaker]
    wanted = set(terms(words))
    shares = [len(wanted & set(terms(span.text))) for span in found]
    first: dict[tuple[str, str], Span] = {}
    for span, share in zip(found, shares, strict=True):
        if not first or share > _LEAST_SAID * max(shares):
            first.setdefault((span.transcript.id, who_of(span.turn)), span)
    return list(first.values())
