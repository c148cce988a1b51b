"""A case and the row of its answer -> an Outcome, with where the right words stand: what every
measure reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pressroom.eval.questions.cases import Case

SHOWN = frozenset({"answered", "partly", "contradicted"})
REFUSALS = frozenset({"not_found", "declined", "clarify", "smalltalk"})


class Stretch(NamedTuple):
    """`text[start:end]` of a document."""

    doc: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage that the search gave: whether each index found it, and whether it lies inside one
    turn (None: unknown).
    """

    place: Stretch
    by_word: bool | None = None
    by_meaning: bool | None = None
    one_speaker: bool | None = None


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """Words shown to a citizen and what stands beside them."""

    place: Stretch
    text: str
    speaker: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Alone:
    """What became of a follow-up worded to stand alone: whether the search found it among five,
    whether it was answered right.
    """

    searched: bool
    found: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """Where the right words stand. A nugget is an answer, with those that hold it or that it holds;
    it is found at any of its places. `words` are the shortest words of them that answer, and none
    where a case only says in which place the answer stands.
    """

    nuggets: tuple[tuple[Stretch, ...], ...] = ()
    paragraphs: tuple[tuple[Stretch, ...], ...] = ()  # those that hold the places, nugget by nugget
    date: str | None = None
    words: tuple[tuple[Stretch, str], ...] = ()

    @property
    def places(self) -> tuple[Stretch, ...]:
        return tuple(place for nugget in self.nuggets for place in nugget)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, what is right, and what was answered. `ms` is None where it was not measured.

    `verbatim` says of each citation whether it is exactly its document's words; `cited_paragraphs`
    are the paragraphs that the citations touch.
    """

    case: Case
    gold: Gold
    status: str
    answer: str
    cited: tuple[ShownPassage, ...]
    hits: tuple[RankedPassage, ...]
    ms: float | None = None
    confidence: float | None = None
    verbatim: tuple[bool, ...] = ()
    cited_paragraphs: tuple[Stretch, ...] = ()
    marked: tuple[tuple[Stretch, str], ...] = ()  # what the answer leads with of the words cited
    error: str | None = None
    alone: Alone | None = None
    withheld: bool = False  # whether what was refused would have been right
    bigrams: float | None = None  # share of the question's pairs of characters in the first passage
    stages: tuple[
        tuple[str, float], ...
    ] = ()  # milliseconds of each part of the way, where the answer tells them

    @property
    def shown(self) -> bool:
        return self.status in SHOWN

    @property
    def refused(self) -> bool:
        return self.status in REFUSALS
