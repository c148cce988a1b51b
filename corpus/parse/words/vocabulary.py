"""vocabulary.toml -> the words of labels in all languages together, folded: marks, offices, fields,
and the patterns made of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, Literal

from pressroom.corpus.normalise import fold, is_dense_script

Role = Literal[
    "follow_up",
    "question",
    "answer",
    "reporter",
    "press",
    "moderator",
    "interpreter",
    "chair",
    "audience",
    "legislator",
]
ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]
_HAN = ("zh", "zh-Hant", "ja")  # sections whose offices are written in Han characters
_JOINING = ("de", "nl", "sv", "da", "nb", "fi", "hu")  # languages that write words together
_LEAST_JOINED = 6  # letters of an office that may end a word: `Energi|minister`
_SQUEEZE = re.compile(r"[\s　]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sets of folded words; `pairs` are short marks of question and answer."""

    roles: dict[Role, frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    title: frozenset[str]
    portfolio: frozenset[str]
    linking: frozenset[str]
    scope: frozenset[str]
    joint: frozenset[str]
    address: frozenset[str]
    polite_behind: tuple[str, ...]  # as written
    determiner: frozenset[str]
    determiner_behind: frozenset[str]  # those of `determiner` too
    particle: frozenset[str]
    field: frozenset[str]
    opener: frozenset[str]
    said: frozenset[str]
    outlet: frozenset[str]
    held: frozenset[str]
    first_person: frozenset[str]
    answering: frozenset[str]
    conference: frozenset[str]
    hosting: frozenset[str]
    hosting_apart: tuple[tuple[str | int, ...], ...]  # words, and characters between them
    page: frozenset[str]
    article: frozenset[str]
    of_behind: str  # for a class in a pattern
    counting: str
    han_titles: tuple[str, ...]  # as written, longest first
    joined_titles: tuple[str, ...]  # those that may end a longer word
    surnames: str
    compound_surnames: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    source = files("pressroom.corpus.parse.words").joinpath("vocabulary.toml").read_text("utf-8")
    sections: dict[str, dict[str, Any]] = tomllib.loads(source)

    def words(key: str) -> frozenset[str]:
        listed = (section.get(key, ()) for section in sections.values())
        return frozenset(chain.from_iterable(map(_words, listed)))

    han = (word for key in _HAN for word in sections[key].get("title", "").split())
    joining = (_words(sections[key].get("title", "")) for key in _JOINING)
    joined = {word for word in chain.from_iterable(joining) if len(word) >= _LEAST_JOINED}
    pairs = (pair for section in sections.values() for pair in section.get("pairs", ()))
    return Vocabulary(
        roles={role: words(role) for role in ROLES},
        pairs=frozenset((fold(question), fold(answer)) for question, answer in pairs),
        title=words("title"),
        portfolio=words("portfolio"),
        linking=words("linking"),
        scope=words("scope"),
        joint=words("joint"),
        address=words("address"),
        polite_behind=tuple(sections["ja"]["polite_behind"]),
        determiner=words("determiner"),
        determiner_behind=words("determiner") | words("determiner_behind"),
        particle=words("particle"),
        field=words("field"),
        opener=words("opener"),
        said=words("said"),
        outlet=words("outlet"),
        held=words("held"),
        first_person=words("first_person"),
        answering=words("answering"),
        conference=words("conference"),
        hosting=words("hosting"),
        hosting_apart=tuple(map(tuple, sections["zh"]["hosting_apart"])),
        page=words("page"),
        article=words("article"),
        of_behind="".join(section.get("of_behind", "") for section in sections.values()),
        counting=sections["zh"]["counting"],
        han_titles=tuple(sorted(set(han), key=lambda word: (-len(word), word))),
        joined_titles=tuple(sorted(joined)),
        surnames=sections["zh"]["surname"],
        compound_surnames=tuple(sections["zh"]["compound"].split()),
    )


@cache
def first_person() -> re.Pattern[str]:
    """Finds in folded text what somebody says of himself or to those before him."""
    return pattern(vocabulary().first_person)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the words in folded text: in an alphabet as words of their own."""
    every = list(words)
    dense = any_of(word for word in every if is_dense_script(word[0]))
    spaced = any_of(word for word in every if not is_dense_script(word[0]))
    return re.compile("|".join(filter(None, [dense, spaced and rf"(?<!\w){spaced}(?!\w)"])))


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first, that looks at what several begin with only
    once: `(?:局(?:长)?|部长)`; "" of none.
    """
    tree = _Tree()
    for word in words:
        at = tree
        for char in word:
            at = at.setdefault(char, _Tree())
        at[""] = _Tree()
    return f"(?:{_branches(tree)})" if tree else ""


class _Tree(dict[str, "_Tree"]):
    """What may follow: a letter, and what may follow that; "" where a word may end."""


def _branches(tree: _Tree) -> str:
    parts = [re.escape(char) + _branches(tree[char]) for char in sorted(tree) if char]
    whole = "|".join(parts)
    if "" in tree:
        return f"(?:{whole})?" if parts else ""
    return f"(?:{whole})" if len(parts) > 1 else whole


@lru_cache(maxsize=16384)
def squeezed(words: str) -> str:
    """Folded, with one space between words and none inside a script that has none: `記 者` ->
    `记者`.
    """
    folded = _SQUEEZE.sub(" ", fold(words)).strip(" :.")
    letters = [char for char in folded if char.isalpha()]
    if letters and all(map(is_dense_script, letters)):
        return folded.replace(" ", "") if len(letters) <= _SPREAD else folded
    return folded


_SPREAD = 4  # letters: a short word may be spread over its line


def _words(listed: str | Iterable[str]) -> Iterable[str]:
    if isinstance(listed, str):
        listed = listed.split("|") if "|" in listed else listed.split()
    return (fold(word).strip() for word in listed)
