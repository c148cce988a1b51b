"""A question, and a library whose documents are in several languages -> how near passages are, on one scale for all of them.

A model puts any two texts of one language nearer than two of different languages. Without this, what was said in another language
than the library's main one is hardly ever found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.language import detect
from index.fusion import WHOLE, Near
from index.words import Found

_FEW = 200  # documents in other languages of which all passages are weighed, not only those that the vector index finds


class Scale(Protocol):
    """What tells how near a cosine is, whatever the languages."""

    def lines(self, asked: str, passages: Sequence[str], *, main: str) -> list[tuple[float, float]]: ...


class Languages(Protocol):
    """What knows the languages of documents: the library."""

    def main_language(self) -> str | None: ...

    def other_languages(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Levels:
    """For one question: the languages of documents, `main` where `others` has none, and for each language the line (slope, offset)
    on which a cosine lies."""

    others: Mapping[str, str]
    main: str
    lines: Mapping[str, tuple[float, float]]

    @property
    def documents(self) -> tuple[str, ...]:
        """Those in other languages than most, if they are few."""
        return tuple(self.others) if len(self.others) <= _FEW else ()

    def of(self, candidates: Sequence[Found], near: Sequence[Near]) -> list[float]:
        """How near each candidate is. The score of a Near is a cosine and WHOLE of another."""
        lines = [self.lines[self.others.get(candidate.document, self.main)] for candidate in candidates]
        return [slope * one.score + (1 + WHOLE) * offset for (slope, offset), one in zip(lines, near, strict=True)]


@dataclass(frozen=True, slots=True)
class Abroad:
    """The documents of a library by language, and a model's scale."""

    languages: Languages
    scale: Scale

    def levels(self, question: str) -> Levels | None:
        """None where all documents are in one language, so that cosines can be compared as they are."""
        others = self.languages.other_languages()
        if not others:
            return None
        main = self.languages.main_language() or "zh"
        spoken = sorted({main, *others.values()})
        lines = self.scale.lines(detect(question), spoken, main=main)
        return Levels(others, main, dict(zip(spoken, lines, strict=True)))
