"""A question -> what is asked in it, without the courtesies before and behind.

`你们好，麻烦您告诉我一下，水价多少？` asks what `水价多少？` asks: what only greets, or begs for an
answer, is neither searched for nor weighed. Inside a question the same words may be what it is
about, so they count as courtesies only in a run from its beginning or to its end.
"""

from __future__ import annotations

import re
from functools import cache

from pressroom.assistant.ask.wordlists import any_of
from pressroom.corpus.normalise import fold

_MARKS = r"\s,，、،:：。.!！;；؛~～"


def without_courtesy(words: str) -> str:
    """The words where nothing else is said."""
    folded = fold(words)
    before, behind = _before().match(folded), _behind().search(folded)
    start, end = before.end() if before else 0, behind.start() if behind else len(words)
    return words[start:end] if any(char.isalnum() for char in folded[start:end]) else words


@cache
def _before() -> re.Pattern[str]:
    """From the beginning up to the last courtesy, with the marks that follow."""
    return re.compile(rf"(?:{_filled()}{_courtesy()}){{1,9}}[{_MARKS}]*", re.I)


@cache
def _behind() -> re.Pattern[str]:
    """To the end; the question mark before it belongs to the question. Thanks need no mark."""
    edge = rf"[{_MARKS}]|(?<=[?？])|(?=[谢多]谢)"
    return re.compile(rf"(?:(?:{edge}){_courtesy()}{_filled()}){{1,9}}[?？]*$", re.I)


def _courtesy() -> str:
    return f"(?:{any_of('courtesy').pattern})"


def _filled() -> str:
    return rf"(?:[{_MARKS}¿¡]|{any_of('between').pattern})*"
