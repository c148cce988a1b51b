"""Question and text, in whatever languages -> whether the text names the things, as far as they are
known, that are asked about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "subjects.toml"


def names_the_same(asked: str, told: Callable[[], str]) -> bool:
    """Whether every known thing that a question names is named in a text, both folded. True where
    it names none: then none is read.
    """
    named = [in_text for in_question, in_text in _things() if in_question.search(asked)]
    text = told() if named else ""
    return all(in_text.search(text) for in_text in named)


@cache
def _things() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Of each thing the names by which it is asked for, and these with other words that count in a
    passage.
    """
    rows = tomllib.loads(_FILE.read_text("utf-8")).values()
    return tuple((_any(row["names"]), _any([*row["names"], *row.get("told", ())])) for row in rows)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    """A word of an alphabet with spaces counts where it begins."""
    spelled = [
        rf"(?<![a-zà-ɏḁ-ỹа-яё])(?:{word})" if re.match(r"[a-zà-ɏḁ-ỹа-яё]", word) else word
        for word in words
    ]
    return re.compile("|".join(spelled))
