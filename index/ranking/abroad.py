"""A question, and a library whose documents are in several languages -> how near passages are, on
one scale for all of them.

A model puts any two texts of one language nearer than two of different languages. Without this,
what was said in another language than the library's main one is hardly ever found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pressroom.corpus.language import detect
from pressroom.index.ranking.fusion import Near, meaning
from pressroom.index.words.scoring import FoundPassage

# documents in other languages of which all passages are weighed, not only those that the vector
# index finds
_FEW = 200

Vectors = NDArray[np.float32]


class Scale(Protocol):
    """What asks a question in several languages, and tells how near a cosine then is."""

    def embed_towards(self, text: str, languages: Sequence[str]) -> Vectors: ...

    def line(self, asked: str, passage: str) -> tuple[float, float]: ...


class Languages(Protocol):
    """What knows the languages of documents: the library."""

    def main_language(self) -> str | None: ...

    def other_languages(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Levels:
    """For one question: the languages of documents, `main` where `others` has none, and for each
    language the question's vector as if asked in it, and the line (slope, offset) on which a cosine
    with that lies.
    """

    others: Mapping[str, str]
    main: str
    lines: Mapping[str, tuple[float, float]]
    queries: Mapping[str, Vectors]

    def near(self, candidates: Sequence[FoundPassage]) -> tuple[list[Near], list[Near]]:
        """The cosines of each candidate with the question as asked in its language, and what they
        would be in the main one.
        """
        spoken = [self.others.get(candidate.document, self.main) for candidate in candidates]
        near: dict[int, Near] = {}
        for language in set(spoken):
            places = [place for place, own in enumerate(spoken) if own == language]
            near |= zip(
                places,
                meaning(self.queries[language], [candidates[place].packed for place in places]),
                strict=True,
            )
        cosines = [near[place] for place in range(len(candidates))]
        return cosines, [
            self._in_main(language, one) for language, one in zip(spoken, cosines, strict=True)
        ]

    def _in_main(self, language: str, near: Near) -> Near:
        (slope, offset), (main_slope, main_offset) = self.lines[language], self.lines[self.main]
        passage, *windows = (
            (slope * cosine + offset - main_offset) / (main_slope or 1.0)
            for cosine in (near.passage, *near.windows)
        )
        return Near(passage, tuple(windows))


@dataclass(frozen=True, slots=True)
class Abroad:
    """The documents of a library by language, and a model's scale."""

    languages: Languages
    scale: Scale

    def documents(self) -> tuple[str, ...]:
        """Those in other languages than most, if they are few."""
        others = self.languages.other_languages()
        return tuple(others) if len(others) <= _FEW else ()

    def levels(self, question: str) -> Levels | None:
        """None where all documents are in one language, so that cosines can be compared as they
        are.
        """
        others = self.languages.other_languages()
        if not others:
            return None
        main = self.languages.main_language() or "zh"
        spoken = sorted({main, *others.values()})
        asked, queries = detect(question), self.scale.embed_towards(question, spoken)
        lines = {language: self.scale.line(asked, language) for language in spoken}
        return Levels(others, main, lines, dict(zip(spoken, queries, strict=True)))
