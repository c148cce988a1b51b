"""Words -> whether they are an office, alone or beside a name: `Minister`, `行政長官`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.words.cases import of_genitive
from pressroom.corpus.parse.words.vocabulary import any_of, squeezed, vocabulary

TITLE_NOUNS = any_of(vocabulary().han_titles)
TITLE_NOUN = re.compile(rf"(?:{TITLE_NOUNS})")
_ADJECTIVE = ("ый", "ий", "ая")
_LEAST_STEM = 5  # letters that an inflected office shares with the one that is known
_LEAST_BEFORE = 3  # letters before an office that ends a word
_TOKEN = re.compile(r"\S+")
_EDGES = "().,:;/，（）、\"'’"


@lru_cache(maxsize=16384)
def has_title(words: str) -> bool:
    """Whether an office is named: `Deputy Mayor Helen Gu`, `行政長官`, `도윤재 / 나루시장`, `Thứ
    trưởng Đặng Quốc Việt`.
    """
    return any(map(is_title, _TOKEN.findall(words))) or office_end(words.split()) > 0


def office_end(words: Sequence[str]) -> int:
    """The number of words up to the end of the last office, 0 where there is none: 2 of `Thứ
    trưởng`, an office of two words.
    """
    offices, longest = _long_titles()
    keys = [squeezed(word).strip(_EDGES) for word in words]
    for end in range(len(words), 0, -1):
        if is_title(words[end - 1]):
            return end
        for size in range(2, min(longest, end) + 1):
            if " ".join(keys[end - size : end]) in offices:
                return end
    return 0


@lru_cache(maxsize=1)
def _long_titles() -> tuple[frozenset[str], int]:
    """The offices of several words, and how many the longest has."""
    found = frozenset(word for word in vocabulary().title if " " in word)
    return found, max(len(word.split()) for word in found)


@lru_cache(maxsize=8192)
def is_title(word: str) -> bool:
    """Whether a word is an office, or ends in one where words are written together."""
    key = squeezed(word).strip(_EDGES)
    known = vocabulary().title
    if not key or key in known:
        return bool(key)
    if is_dense_script(key[-1]):
        return bool(_dense_title().search(key)) or key.startswith(_thai_titles())
    if key.endswith(vocabulary().joined_titles) and _is_joined(key):
        return True
    parts = re.split(r"[-‐–/]", key)
    is_joined = len(parts) > 1 and any(part in known for part in parts)
    return is_joined or _inflected(key) or of_genitive(key) is not None


def has_office(title: str, noun: str) -> bool:
    """Whether somebody of this title is called by this noun: `党组书记、副局长` is 书记, 副局长,
    and politely 局长.
    """
    return any(part.endswith(noun) for part in re.split(r"[、，,\s]", title))


def _is_joined(key: str) -> bool:
    """`energiminister` of `minister`: an office that ends a word, with a word before it."""
    before = (len(key) - len(word) for word in vocabulary().joined_titles if key.endswith(word))
    return max(before) >= _LEAST_BEFORE


@lru_cache(maxsize=1)
def _dense_title() -> re.Pattern[str]:
    return re.compile(any_of(word for word in vocabulary().title if is_dense_script(word[0])) + "$")


@lru_cache(maxsize=1)
def _thai_titles() -> tuple[str, ...]:
    """Offices that open a word, as Thai has them: `รัฐมนตรีว่าการกระทรวงคมนาคม`."""
    return tuple(word for word in vocabulary().title if "\u0e00" <= word[0] <= "\u0e7f")


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    cyrillic = (word for word in vocabulary().title if "Ѐ" <= word[0] <= "ӿ")
    return frozenset(word[:-2] if word.endswith(_ADJECTIVE) else word[:-1] for word in cyrillic)


def _inflected(key: str) -> bool:
    """`представителя` of `представитель`: Slavic offices take endings."""
    if not "Ѐ" <= key[0] <= "ӿ":
        return False
    return any(key[:size] in _stems() for size in range(_LEAST_STEM, len(key) + 1))
