"""A case and the row of its answer -> an Outcome, with where the right words stand: what every measure reads."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from corpus.transcript import Transcript
from eval.cases import Case

SHOWN = frozenset({"answered", "partly", "contradicted"})
REFUSALS = frozenset({"not_found", "declined", "clarify", "smalltalk"})

_SHARED = 20  # characters: an answer so long is right in every document that has it
_DATE_AT_END = re.compile(r"(\d{4}-\d\d-\d\d)(?:-\d+)?$")


class Place(NamedTuple):
    """`text[start:end]` of a document."""

    doc: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search gave: whether each index found it, and whether it lies inside one turn (None: unknown)."""

    place: Place
    by_word: bool | None = None
    by_meaning: bool | None = None
    one_speaker: bool | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Words shown to a citizen and what stands beside them."""

    place: Place
    text: str
    speaker: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Alone:
    """What became of a follow-up worded to stand alone: whether the search found it among five, whether it was answered right."""

    searched: bool
    found: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the right words stand. A nugget is an answer, with those that hold it or that it holds; it is found at any of its places."""

    nuggets: tuple[tuple[Place, ...], ...] = ()
    paragraphs: tuple[tuple[Place, ...], ...] = ()  # those that hold the places, nugget by nugget
    date: str | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for nugget in self.nuggets for place in nugget)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, what is right, and what was answered. `ms` is None where it was not measured.

    `verbatim` says of each citation whether it is exactly its document's words; `cited_paragraphs` are the paragraphs
    that the citations touch.
    """

    case: Case
    gold: Gold
    status: str
    answer: str
    cited: tuple[Cited, ...]
    hits: tuple[Found, ...]
    ms: float | None = None
    confidence: float | None = None
    verbatim: tuple[bool, ...] = ()
    cited_paragraphs: tuple[Place, ...] = ()
    error: str | None = None
    alone: Alone | None = None
    withheld: bool = False  # whether what was refused would have been right
    bigrams: float | None = None  # share of the question's pairs of characters in the first passage
    stages: tuple[tuple[str, float], ...] = ()  # milliseconds of each part of the way, where the answer tells them

    @property
    def shown(self) -> bool:
        return self.status in SHOWN

    @property
    def refused(self) -> bool:
        return self.status in REFUSALS


class Documents:
    """The documents of a set: their texts, and where paragraphs and dates are."""

    def __init__(self, transcripts: Sequence[Transcript], *, dates: Mapping[str, str] | None = None) -> None:
        """`dates` are those that came with the documents; else the one at the end of an id counts, not what was parsed."""
        self.texts = {transcript.id: transcript.text for transcript in transcripts}
        self.speakers = {t.id: frozenset(turn.speaker.name for turn in t.turns if turn.speaker) for t in transcripts}
        self._dates = dict(dates or {})
        self._gold: dict[Case, Gold] = {}
        self._starts = {t.id: [p.start for turn in t.turns for p in turn.paragraphs] for t in transcripts}
        self._ends = {t.id: [p.end for turn in t.turns for p in turn.paragraphs] for t in transcripts}

    def date(self, document: str | None) -> str | None:
        """The day of a document, from outside the parser."""
        at_end = _DATE_AT_END.search(document or "")
        return self._dates.get(document or "") or (at_end[1] if at_end else None)

    def paragraphs(self, place: Place) -> list[Place]:
        """The paragraphs that a place touches."""
        starts, ends = self._starts.get(place.doc, []), self._ends.get(place.doc, [])
        first, last = max(0, bisect_right(starts, place.start) - 1), bisect_left(starts, place.end)
        return [Place(place.doc, starts[at], ends[at]) for at in range(first, last) if ends[at] > place.start]

    def gold(self, case: Case) -> Gold:
        """Where the answers of a case stand: in its spans, else wherever they occur in its document; a long one in any."""
        if case not in self._gold:
            self._gold[case] = self._find_gold(case)
        return self._gold[case]

    def _find_gold(self, case: Case) -> Gold:
        if case.unanswerable or case.document not in self.texts:
            return Gold()
        document = case.document
        if case.spans:
            nuggets = [tuple(Place(document, start, end) for start, end in case.spans)]
        else:
            groups = [[p for answer in group for p in self._occurrences(answer, document)] for group in _alike(case.answers)]
            nuggets = [tuple(group) for group in groups if group]
        paragraphs = tuple(tuple(dict.fromkeys(p for place in nugget for p in self.paragraphs(place))) for nugget in nuggets)
        return Gold(tuple(nuggets), paragraphs, self.date(document))

    def _occurrences(self, answer: str, document: str) -> tuple[Place, ...]:
        others = [name for name, text in self.texts.items() if name != document and answer in text] if len(answer) >= _SHARED else []
        return tuple(
            Place(name, match.start(), match.start() + len(answer))
            for name in (document, *others)
            for match in re.finditer(re.escape(answer), self.texts[name])
        )

    def outcome(
        self, case: Case, row: Mapping[str, Any], *, hits: Sequence[Found] | None = None, confidence: float | None = None
    ) -> Outcome:
        """The outcome of an answer row (`pressroom ask --batch` writes such). `hits` say more than the row's own, if given."""
        cited = tuple(
            Cited(Place(c["doc"], c["start"], c["end"]), c.get("text") or "", c.get("speaker"), c.get("date"))
            for c in row.get("citations") or ()
        )
        found = tuple(hits) if hits is not None else tuple(Found(Place(h["doc"], h["start"], h["end"])) for h in row.get("hits") or ())
        return Outcome(
            case=case,
            gold=self.gold(case),
            status=row["status"],
            answer=row.get("answer") or "",
            cited=cited,
            hits=found,
            ms=row.get("ms"),
            confidence=confidence,
            verbatim=tuple(bool(c.text) and self.words(c.place) == c.text for c in cited),
            cited_paragraphs=tuple(dict.fromkeys(p for c in cited for p in self.paragraphs(c.place))),
            error=row.get("error"),
        )

    def words(self, place: Place) -> str:
        return self.texts.get(place.doc, "")[place.start : place.end]


def _alike(answers: Sequence[str]) -> list[list[str]]:
    """Answers of which one stands in the other are one: `98%` and `a rate of 98%`."""
    groups: list[list[str]] = []
    for answer in sorted(set(filter(None, answers)), key=len):
        near = [group for group in groups if any(shorter in answer for shorter in group)]
        groups = [group for group in groups if group not in near] + [[*(a for group in near for a in group), answer]]
    return groups


def covers(place: Place, gold: Sequence[Place]) -> bool:
    """Whether a span holds a right place: all of it up to 12 characters, else half of it or 20, whichever is less."""
    for right in gold:
        length = right.end - right.start
        need = length if length <= 12 else min(length / 2, 20)
        if place.doc == right.doc and min(place.end, right.end) - max(place.start, right.start) >= need:
            return True
    return False
