"""A question -> the questions in it, where it is two or three: `投资多少，什么时候开工？`."""

from __future__ import annotations

import re

from assistant.fragments import HAS_QUESTION
from assistant.phrases import ASKS, FUNCTION_WORDS
from corpus.normalise import fold, is_dense_script

_LONGEST, _LONGEST_LATIN = 80, 200  # characters; who asks more at length tells a story before the question
_MOST = 3
_LEAST = 2  # letters or Han characters of a part beside its function words
_MARK = re.compile(r"(?<=[?？؟;；؛])\s*")
_COMMA = re.compile(
    r"[,，、]\s*(?:以及|和|并且|另外|还有|and\s)?|(?:以及|并且|另外|还有)|(?<=\w) and (?=(?:how|what|when|where|who|which|why)\b)", re.I
)


def parts_of(asked: str) -> tuple[str, ...]:
    """The questions as they are written, in order; the one that was asked if it is not several."""
    longest = _LONGEST if any(is_dense_script(char) for char in asked) else _LONGEST_LATIN
    if len(asked) > longest:
        return (asked,)
    pieces = [piece.strip() for piece in _MARK.split(asked) if any(char.isalnum() for char in piece)]
    if len(pieces) == 1:
        pieces = [piece.strip() for piece in _COMMA.split(asked) if any(char.isalnum() for char in piece)]
    several = 1 < len(pieces) <= _MOST and all(_asks(piece) for piece in pieces)
    return tuple(pieces) if several else (asked,)


def _asks(piece: str) -> bool:
    folded = fold(piece)
    if not (HAS_QUESTION.search(folded) or any(pattern.search(folded) for _, pattern in ASKS)):
        return False
    return sum(char.isalnum() for char in FUNCTION_WORDS.sub("", folded)) >= _LEAST
