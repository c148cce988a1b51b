"""A document before it is parsed: its text, and what its file says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pressroom.corpus.transcript import Moment


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file's metadata claims about the document: often stale or generic, so weaker than what
    its text says.
    """

    title: str | None = None
    date: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """How the file sets `text[start:end]`: as the `label` of a speaker (an element, a subtitle's
    voice, the first column of a table of speakers and words), or in `bold` type.
    """

    kind: Literal["label", "bold"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the file that are not in the text, and why: `page head`, `footnote`, `comment`."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document before parsing: its text, what it declares about itself, what its metadata hints,
    how it was read, how its file sets parts of the text, what of the file is not in the text, and
    when in a recording its parts were said.
    """

    id: str
    text: str
    origin: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    hints: Hints = Hints()
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    moments: tuple[Moment, ...] = ()
