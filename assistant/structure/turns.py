"""A document's turns -> places of its own words: how each opens, what was asked, who was there,
what is spoken of, where words stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pressroom.assistant.ask.wordlists import any_of
from pressroom.assistant.read.greeting import greets
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.words.names import plain_words
from pressroom.corpus.parse.words.offices import TITLE_NOUN
from pressroom.corpus.parse.words.roles import is_answer_mark, is_asking, is_moderator
from pressroom.corpus.transcript import Paragraph, Span, Transcript, Turn
from pressroom.index.terms import terms

_PRESENT = re.compile(
    r"出席|请来|请到|邀请|到场|参加(?:今天|本次|这次)?.{0,8}(?:的(?:有|是)|发布会的)|"
    r"由.{2,80}(?:三位|两位|几位)|"
    r"with me (?:are|is)|joined by",
    re.I,
)
_CONVENED = re.compile(r"举行|召开|开幕|时间[:：]|举办|held|take[sn]? place", re.I)
_WHERE = re.compile(r"地点[:：]|venue:|place:", re.I)
_WHEN = re.compile(r"\d{1,2}[月日号时点]|(?:19|20)\d\d")
_OUTLINE = 12


def official_turns(document: Transcript) -> list[Turn]:
    """Statements and answers of those who speak for the body, in order."""
    return [
        turn
        for turn in document.turns
        if turn.kind in ("statement", "answer")
        and turn.speaker
        and not (
            is_answer_mark(turn.speaker.name)
            or is_moderator(turn.speaker.name)
            or is_asking(turn.speaker.name)
        )
    ]


def who_of(turn: Turn) -> str:
    """Title and name, as they belong to the language of the name; the label where the speaker is
    not known.
    """
    speaker = turn.speaker
    if speaker is None or not speaker.title or speaker.title == speaker.name:
        return speaker.name if speaker else turn.label or ""
    return f"{speaker.title}{'' if is_dense_script(speaker.name[0]) else ' '}{speaker.name}"


def holds(turn: Turn, office: str) -> bool:
    """Whether the speaker has the office, by its short name too: 医保局局长 is 市医疗保障局局长,
    but no 副局长.
    """
    speaker = turn.speaker
    if speaker is None or not speaker.title:
        return False
    if not any(map(is_dense_script, office)):
        return _holds_in_letters(f"{speaker.title} {speaker.body or ''}", office)
    noun = next(iter(TITLE_NOUN.findall(office)[-1:]), "")
    has_noun = re.search(
        rf"副{noun}" if f"副{noun}" in office else rf"(?<!副){noun}", fold(speaker.title)
    )
    rest = iter(fold(f"{speaker.body or ''}{speaker.title}"))
    return bool(noun and has_noun) and all(
        char in rest for char in fold(office).removesuffix(noun).removesuffix("副")
    )


def _holds_in_letters(title: str, office: str) -> bool:
    """Whether the title has all words of the office; a deputy holds another."""
    held, named = plain_words(title).split(), plain_words(office).split()
    wanted = {word for word in named if not any_of("of_office").fullmatch(word)}
    return bool(wanted) and wanted <= set(held) and _deputies(wanted) == _deputies(held)


def _deputies(words: Iterable[str]) -> set[str]:
    return {word for word in words if any_of("deputy").fullmatch(word)}


def outlet_of(turn: Turn) -> str | None:
    """The paper or station that asks, if its reporter names it."""
    return turn.speaker.body if turn.speaker else None


def openings(document: Transcript, turns: Sequence[Turn]) -> list[Span]:
    """The first sentence of each turn that is more than a greeting."""
    return [
        place
        for turn in turns
        for place in [next(_telling(document, turn), None) or next(_spoken(document, turn), None)]
        if place
    ]


def telling(document: Transcript, turns: Sequence[Turn]) -> list[Span]:
    """The first sentence of all these turns that is more than a greeting."""
    found = openings(document, turns)
    return ([place for place in found if not _greets(place)] or found)[:1]


def askings(document: Transcript, turns: Sequence[Turn]) -> list[Span]:
    """Of each question what asks, from its first to its last sentence with a question mark; without
    one, the whole.
    """
    places = []
    for turn in turns:
        for paragraph in turn.paragraphs:
            asking = [
                place
                for place in _of(document, turn, paragraph)
                if place.text.rstrip("”」』\"' ").endswith(("?", "？"))
            ]
            if asking:
                places.append(Span(document, turn, asking[0].start, asking[-1].end))
        if not any(place.turn is turn for place in places):
            places.append(Span(document, turn, turn.paragraphs[0].start, turn.paragraphs[0].end))
    return places


def attendance(document: Transcript, names: set[str]) -> list[Span]:
    """The sentences in which it is said who is there: they name officials beside a word of being
    present.
    """
    return [
        place
        for turn in document.turns
        if turn.kind in ("moderation", "narration")
        for place in _spoken(document, turn)
        if _PRESENT.search(fold(place.text))
        and any(name in place.text or fold(name) in fold(place.text) for name in names)
    ][:3]


def convened(document: Transcript) -> list[Span]:
    """Where the document says when and where the event was, else how it opens."""
    said = [
        place
        for turn in document.turns
        if turn.kind == "narration"
        for place in _spoken(document, turn)
        if _WHERE.match(place.text) or (_CONVENED.search(place.text) and _WHEN.search(place.text))
    ]
    return said or openings(
        document,
        [turn for turn in document.turns if turn.kind == "moderation"][:1] or document.turns[:1],
    )


def outline(document: Transcript, turns: Sequence[Turn]) -> list[Span]:
    """The headings of the turns; where there are none, how their paragraphs begin."""
    headings = [
        Span(document, turn, p.start, p.end) for turn in turns for p in turn.paragraphs if p.heading
    ]
    if len(headings) > 1:
        return headings[:_OUTLINE]
    found = [
        next((p for p in _of(document, turn, paragraph) if not _greets(p)), None)
        for turn in turns
        for paragraph in turn.paragraphs
    ]
    return [place for place in found if place][:_OUTLINE]


def mentions(document: Transcript, words: str) -> list[Span]:
    """The sentences that have the words, case and width aside, in order; of one turn and paragraph
    each a place of its own.
    """
    wanted = fold(words)
    return [
        place
        for turn in document.turns
        for place in _spoken(document, turn, headings=True)
        if wanted in fold(place.text)
    ]


def nearest(place: Span, topic: str) -> Span:
    """Of the sentences of a place the one that has most of the topic's terms; the first of
    several.
    """
    wanted = set(terms(topic))
    headings = {(p.start, p.end) for p in place.turn.paragraphs if p.heading}
    said = [one for one in place.sentences() if (one.start, one.end) not in headings]
    return max(said, key=lambda one: len(wanted & set(terms(one.text))))


def _telling(document: Transcript, turn: Turn) -> Iterator[Span]:
    return (place for place in _spoken(document, turn) if not _greets(place))


def _greets(place: Span) -> bool:
    return (place.start, place.end) in place.turn.remarks or greets(
        place.text, only=place.turn.kind != "moderation"
    )


def _spoken(document: Transcript, turn: Turn, *, headings: bool = False) -> Iterator[Span]:
    for paragraph in turn.paragraphs:
        if headings or not paragraph.heading:
            yield from _of(document, turn, paragraph)


def _of(document: Transcript, turn: Turn, paragraph: Paragraph) -> Iterator[Span]:
    """The sentences of a paragraph."""
    return Span(document, turn, paragraph.start, paragraph.end).sentences()
