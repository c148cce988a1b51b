"""Paragraphs as a reader finds them -> an Extract, with marks and moments at their places in the
text, and a note for each kind of what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.plain.text import clean, tidy
from pressroom.corpus.source import LeftOut, Mark
from pressroom.corpus.transcript import Moment

_SHOWN, _LONGEST = 20, 200  # of one kind of what is left out, that a note shows


class Sheet:
    """Gathers the paragraphs of one document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._moments: list[Moment] = []
        self._left_out: dict[LeftOut, None] = {}
        self._length = 0

    def add(
        self,
        words: str,
        *,
        label: str = "",
        bold: str = "",
        gap: str = "\n\n",
        moments: Sequence[tuple[int, float]] = (),
    ) -> None:
        """A paragraph. `label`: who speaks it, set before it; `bold`: its first words, which are;
        `moments`: places in `words` and the seconds at which they were said.
        """
        words = clean(words).strip(" \n")
        label = " ".join(clean(label).split()).rstrip(":： ")
        if not words and not label:
            return
        head = f"{label}: " if label else ""
        start = self._put((head + words).strip(), gap)
        self._moments += [
            Moment(start + (at + len(head) if at else 0), int(seconds)) for at, seconds in moments
        ]
        if label:
            self._marks.append(Mark("label", start, start + len(label)))
        elif bold and words.startswith(bold := clean(bold).strip()):
            self._marks.append(Mark("bold", start, start + len(bold)))

    def leave(self, words: str, why: str) -> None:
        """What the file holds beside its text: kept for people, once however often it stands
        there.
        """
        if any(char.isalnum() for char in words):
            self._left_out.setdefault(LeftOut(" ".join(clean(words).split()), why))

    @property
    def is_empty(self) -> bool:
        return not any(char.isalnum() for part in self._parts for char in part)

    def extract(
        self,
        *,
        origin: str,
        title: str | None = None,
        date: str | None = None,
        source: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> Extract:
        """Raises ReadError as tidy does."""
        return Extract(
            tidy("".join(self._parts), origin=origin),
            title,
            date,
            source,
            notes + notes_of(self._left_out),
            tuple(self._marks),
            tuple(self._left_out),
            tuple(self._moments),
        )

    def _put(self, words: str, gap: str) -> int:
        start = self._length + (len(gap) if self._parts else 0)
        self._parts += [gap, words] if self._parts else [words]
        self._length = start + len(words)
        return start


def notes_of(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """One note for each reason: how many, and their words."""
    kinds: dict[str, list[str]] = {}
    for item in left_out:
        kinds.setdefault(item.why, []).append(item.words)
    return tuple(_notes(kinds))


def _notes(kinds: dict[str, list[str]]) -> Iterator[str]:
    for why, words in kinds.items():
        shown = " · ".join(_short(line) for line in words[:_SHOWN])
        more = f" · and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
        yield f"left out, {why}: {shown}{more}"


def _short(words: str) -> str:
    words = re.sub(r"\s+", " ", words)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
