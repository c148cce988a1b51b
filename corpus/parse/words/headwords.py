"""The head of a document -> its words, as written without the signs at their edges, each with the
place in its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pressroom.corpus.parse.words.offices import is_title
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary

_TOKEN = re.compile(r"\S+")
_EDGES = "\"'“”«»()[]*#.,;:!?،؛、。：；-–—"
_CLOSES = re.compile(r"[^(（]*[)）]")
_POSSESSIVE = re.compile(
    r"[’'](?:s|n?[ıiuü]n|y?[ae]|d[ae]n?|t[ae]n?|l[ae])$"
)  # in Turkish, any case


@dataclass(frozen=True, slots=True)
class HeadWord:
    """A word of the head: as written without signs at its edges, and the place in its line."""

    text: str
    start: int
    end: int
    line: int
    ends_clause: bool  # a full stop or the like follows
    comma: bool


@lru_cache(maxsize=4)
def head_words(head: str) -> tuple[HeadWord, ...]:
    return tuple(_each_word(head))


def _each_word(head: str) -> Iterator[HeadWord]:
    line = 0
    last = 0
    for match in _TOKEN.finditer(head):
        line += head.count("\n", last, match.start())
        last = match.start()
        bare = match[0].strip(_EDGES)
        start = match.start() + (match[0].find(bare) if bare else 0)
        tail = match[0][match[0].find(bare) + len(bare) :] if bare else match[0]
        bare = _POSSESSIVE.sub("", bare)
        is_short = len(bare) <= 2 or is_title(bare) or squeezed(bare) in vocabulary().address
        stops = any(sign in tail for sign in ".;:!?؛") and not (is_short and tail[:1] == ".")
        comma = any(sign in tail for sign in ",،")
        yield HeadWord(bare, start, start + len(bare), line, stops, comma)


def closes_bracket(words: str) -> bool:
    """Whether the words end a bracket that was opened before them."""
    return bool(_CLOSES.match(words))
