"""Name of a list in wordlists.toml -> one pattern that matches any of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pressroom.corpus.normalise import fold

_FILE = Path(__file__).parent / "wordlists.toml"
_PLACES = Path(__file__).parent / "places.toml"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of [parts] in a language, for folded text; None where it has none."""

    asking: re.Pattern[str]
    begins: re.Pattern[str]
    joint: re.Pattern[str]
    both: str
    each: re.Pattern[str]
    together: re.Pattern[str]
    relative: re.Pattern[str] | None
    copula: re.Pattern[str] | None


@cache
def any_of(name: str) -> re.Pattern[str]:
    """`{private}` and `{person}` in a pattern stand for the lists of these names. The text to be
    matched is folded first.
    """
    lists = _lists()
    inner = {key: f"(?:{'|'.join(lists[key])})" for key in ("private", "person")}
    joined = "|".join(lists[name])
    for key, words in inner.items():
        joined = joined.replace(f"{{{key}}}", words)
    return re.compile(joined, re.I)


@cache
def talk() -> dict[str, re.Pattern[str]]:
    """The kinds of small talk; a text is of a kind if the whole of it matches."""
    return {kind: re.compile("|".join(words)) for kind, words in _lists()["talk"].items()}


@cache
def structure() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The kinds of questions about the structure of documents, in the order in which they are
    tried, over folded text.
    """
    return {
        kind: tuple(re.compile(words) for words in patterns)
        for kind, patterns in _lists()["structure"].items()
    }


@cache
def event_words() -> re.Pattern[str]:
    """What only names an event and not what it was about."""
    return re.compile("|".join(_lists()["subject"]["event"]))


@cache
def tongues() -> dict[str, frozenset[str]]:
    """Words of small talk that tell their language."""
    return {tongue: frozenset(words) for tongue, words in _lists()["tongues"].items()}


@cache
def questions_in(language: str) -> QuestionWords:
    """How several questions are asked at once in a language; traditional Chinese is folded to
    simplified.
    """
    words = _lists()["parts"][language.split("-")[0]]
    compiled = {
        key: re.compile(pattern.replace("{asking}", words["asking"]))
        for key, pattern in words.items()
    }
    needed = {key: compiled[key] for key in ("asking", "begins", "joint", "each", "together")}
    return QuestionWords(
        **needed,
        both=words["both"],
        relative=compiled.get("relative"),
        copula=compiled.get("copula"),
    )


@cache
def known_places() -> dict[str, str]:
    """Folded names of provinces and large cities with their Latin spellings, and these with the
    names.
    """
    rows = tomllib.loads(_PLACES.read_text("utf-8"))["names"]
    return {fold(name): fold(latin) for name, latin in rows} | {
        fold(latin): fold(name) for name, latin in rows
    }


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
