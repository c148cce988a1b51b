"""Question and the words that are to answer it -> whether they tell the kind that is asked for, and
not only another one of its class: of dogs, not of children; what it cost, not what a ticket does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pressroom.corpus.normalise import fold

_FILE = Path(__file__).with_name("kinds.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of a class; `names` ask for it, `told` tell it."""

    names: re.Pattern[str]
    told: re.Pattern[str]


def tells_another_kind(asked: str, words: str, around: str, whole: Callable[[], str]) -> bool:
    """Whether the words, or what stands around them where they name none, name kinds of a class of
    which the question asks for one, and not that one. For whom something is, only a document tells
    that names them anywhere; `whole` is its folded text.
    """
    asked, words, around = fold(asked), fold(words), fold(around)
    if any(_is_another(kinds, asked, words, around) for kinds in _classes().values()):
        return True
    wanted = [kind for kind in _classes()["who"] if kind.names.search(asked)]
    return bool(wanted) and not any(kind.told.search(whole()) for kind in wanted)


@lru_cache(maxsize=128)
def folded_whole(text: str) -> str:
    """Of a whole document, which takes some milliseconds: the same ones are asked about again."""
    return fold(text)


def _is_another(kinds: Sequence[Kind], asked: str, words: str, around: str) -> bool:
    wanted = [kind for kind in kinds if kind.names.search(asked)]
    if not wanted:
        return False
    told = words if any(kind.names.search(words) for kind in kinds) else around
    is_named = any(kind.names.search(told) for kind in kinds)
    return is_named and not any(kind.told.search(told) for kind in wanted)


@cache
def _classes() -> dict[str, tuple[Kind, ...]]:
    read = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        name: tuple(
            Kind(_any(row["names"]), _any([*row["names"], *row.get("told", ())]))
            for row in kinds.values()
        )
        for name, kinds in read.items()
    }


def _any(words: Sequence[str]) -> re.Pattern[str]:
    """A word of letters counts where it begins."""
    begun = [word if "\u3040" <= word[0] <= "\ud7af" else rf"(?<!\w)(?:{word})" for word in words]
    return re.compile("|".join(begun))
