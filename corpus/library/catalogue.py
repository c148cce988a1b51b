"""Library -> what can be browsed and filtered: cards of documents, who spoke in them and for whom,
and their neighbours in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from pressroom.corpus.library.library import Entry, Library
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.bodies import body_of, fullest
from pressroom.corpus.parse.words.roles import is_answer_mark, is_moderator
from pressroom.corpus.transcript import Speaker, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Appearance:
    """An official in a document: how often they spoke there, and where first. `body` may be the one
    that issued the document.
    """

    name: str
    title: str | None
    body: str | None
    turns: int
    paragraph: int
    words: str


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document that is not withdrawn, as it is listed. `issuer` is the body that signs it."""

    id: str
    version: int
    title: str
    date: str | None
    language: str
    issuer: str | None
    paragraphs: int
    questions: int
    appearances: tuple[Appearance, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                body for body in (self.issuer, *(a.body for a in self.appearances)) if body
            )
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are wanted; every field that is given must hold. `year` may be a month,
    `2024-08`; `words` stand in the title.
    """

    year: str | None = None
    body: str | None = None
    speaker: str | None = None
    document: str | None = None
    words: str | None = None

    def __bool__(self) -> bool:
        return any((self.year, self.body, self.speaker, self.document, self.words))


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who spoke for a body: titles and appearances, newest first."""

    name: str
    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    spoke: tuple[tuple[DocumentCard, Appearance], ...]


@dataclass(frozen=True)
class Shelf:
    """The cards of one state of the library, newest event first."""

    cards: tuple[DocumentCard, ...]

    @cached_property
    def paragraphs(self) -> int:
        return sum(card.paragraphs for card in self.cards)

    @cached_property
    def years(self) -> list[str]:
        return sorted({card.date[:4] for card in self.cards if card.date}, reverse=True)

    @cached_property
    def bodies(self) -> list[str]:
        """Those of most documents first."""
        return _most(body for card in self.cards for body in card.bodies)

    @cached_property
    def officials(self) -> dict[str, Official]:
        """Name -> official, those of most documents first."""
        spoke: dict[str, list[tuple[DocumentCard, Appearance]]] = {}
        for card in self.cards:
            for appearance in card.appearances:
                spoke.setdefault(appearance.name, []).append((card, appearance))
        ordered = sorted(spoke, key=lambda name: (-len(spoke[name]), name))
        return {name: _official(name, spoke[name]) for name in ordered}

    def find(self, wanted: Wanted) -> list[DocumentCard]:
        return [card for card in self.cards if _is_wanted(card, wanted)]

    def speakers_of(self, body: str) -> list[str]:
        """Who spoke for a body, in any document."""
        return sorted({a.name for card in self.cards for a in card.appearances if a.body == body})

    def card(self, document_id: str) -> DocumentCard | None:
        return self._by_id.get(document_id)

    def beside(self, document_id: str) -> tuple[DocumentCard | None, DocumentCard | None]:
        """The documents of the event before and of the one after."""
        card = self.card(document_id)
        at = self.cards.index(card) if card else -1
        if at < 0:
            return None, None
        return (self.cards[at + 1] if at + 1 < len(self.cards) else None), (
            self.cards[at - 1] if at else None
        )

    @cached_property
    def _by_id(self) -> dict[str, DocumentCard]:
        return {card.id: card for card in self.cards}


class Catalogue:
    """The shelf of a library, kept up with it: after a change only what changed is read. Threads
    may share it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = Lock()
        self._revision = -1
        self._read: dict[str, DocumentCard] = {}
        self._shelf = Shelf(())

    def shelf(self) -> Shelf:
        """As the library is now."""
        with self._lock:
            revision = self._library.revision()
            if revision != self._revision:
                entries = [entry for entry in self._library.entries() if not entry.withdrawn_at]
                self._read = {entry.id: self._card(entry) for entry in entries}
                self._shelf = Shelf(_with_full_bodies([self._read[entry.id] for entry in entries]))
                self._revision = revision
            return self._shelf

    def _card(self, entry: Entry) -> DocumentCard:
        known = self._read.get(entry.id)
        return (
            known
            if known and known.version == entry.version
            else _card(self._library.get(entry.id, entry.version))
        )


def _card(transcript: Transcript) -> DocumentCard:
    spoken: dict[Speaker, list[Turn]] = {}
    for turn in transcript.turns:
        if (
            turn.speaker
            and turn.kind in ("statement", "answer")
            and not (is_answer_mark(turn.speaker.name) or is_moderator(turn.speaker.name))
        ):
            spoken.setdefault(turn.speaker, []).append(turn)
    return DocumentCard(
        id=transcript.id,
        version=transcript.version,
        title=transcript.title,
        date=transcript.date,
        language=transcript.language,
        issuer=transcript.body,
        paragraphs=sum(len(turn.paragraphs) for turn in transcript.turns),
        questions=sum(turn.kind == "question" for turn in transcript.turns),
        appearances=tuple(
            _appearance(transcript, speaker, turns) for speaker, turns in spoken.items()
        ),
    )


def _appearance(transcript: Transcript, speaker: Speaker, turns: Sequence[Turn]) -> Appearance:
    first = next(
        (p for turn in turns for p in turn.paragraphs if not p.heading), turns[0].paragraphs[0]
    )
    words = transcript.words(first)
    body = body_of(speaker) or transcript.body
    return Appearance(
        speaker.name,
        speaker.title,
        body,
        len(turns),
        first.number,
        words[:_EXCERPT] + "…" * (len(words) > _EXCERPT),
    )


_EXCERPT = 90


def _with_full_bodies(cards: Sequence[DocumentCard]) -> tuple[DocumentCard, ...]:
    """The cards with each body under its longest form, so that one body is listed once."""
    full = fullest(body for card in cards for body in card.bodies)
    return tuple(
        replace(
            card,
            issuer=full[card.issuer] if card.issuer else None,
            appearances=tuple(
                replace(a, body=full[a.body] if a.body else None) for a in card.appearances
            ),
        )
        for card in cards
    )


def _official(name: str, spoke: Sequence[tuple[DocumentCard, Appearance]]) -> Official:
    titles = dict.fromkeys(a.title for _, a in spoke if a.title)
    bodies = dict.fromkeys(a.body for _, a in spoke if a.body)
    return Official(name, tuple(titles), tuple(bodies), tuple(spoke))


def _is_wanted(card: DocumentCard, wanted: Wanted) -> bool:
    return (
        (not wanted.document or card.id == wanted.document)
        and (not wanted.year or (card.date or "").startswith(wanted.year))
        and (not wanted.body or wanted.body in card.bodies)
        and (not wanted.speaker or any(a.name == wanted.speaker for a in card.appearances))
        and (not wanted.words or fold(wanted.words) in fold(card.title))
    )


def _most(names: Iterable[str]) -> list[str]:
    count: dict[str, int] = {}
    for name in names:
        count[name] = count.get(name, 0) + 1
    return sorted(count, key=lambda name: (-count[name], name))
