"""Text -> the same text folded for matching: every character maps to one character, so offsets
stay; and Chinese in a given script.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc

LETTERS = 3  # letters of an alphabet that say about as much as one Han character
# Scripts that write words without spaces between them: Han, Kana, Hangul, Thai; for a class in a
# pattern.
DENSE = (
    "\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\uac00-\ud7af\u0e00-\u0e7f\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_DENSE = re.compile(f"[{DENSE}]+")
_SHORT = 1000  # characters that a text has at most of which the folded form is remembered
_CONVERSIONS = {"zh": "t2s", "zh-Hant": "s2t"}


class _Fold(dict[int, int]):
    """Code point -> folded code point: width, case, traditional to simplified; never longer than
    one.
    """

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


@cache
def _table() -> _Fold:
    han = [chr(code) for code in range(0x3400, 0xA000)] + [
        chr(code) for code in range(0xF900, 0xFB00)
    ]
    simplified = in_script("\n".join(han), "zh").split("\n")
    return _Fold(
        {ord(a): ord(b) for a, b in zip(han, simplified, strict=True) if a != b and len(b) == 1}
    )


def fold(text: str) -> str:
    """Width, case and traditional/simplified folded away; `len(fold(text)) == len(text)`."""
    return _folded(text) if len(text) <= _SHORT else text.translate(_table())


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """The same sentences are looked at from many sides for one question."""
    return text.translate(_table())


def in_script(chinese: str, language: str) -> str:
    """Chinese in the characters of `zh` or `zh-Hant`, phrase by phrase: one simplified character
    may stand for several traditional ones. Unlike with `fold`, the length may change.
    """
    converted: str = _converter(_CONVERSIONS[language]).convert(chinese)
    return converted


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@cache
def is_dense_script(char: str) -> bool:
    """Whether a script writes words without spaces between them: Han, Kana, Hangul, Thai."""
    return bool(_DENSE.match(char))


def is_dense(words: str) -> bool:
    """Whether a fair share of the characters are Han, Kana, Hangul or Thai."""
    return sum(map(len, _DENSE.findall(words))) * LETTERS > len(words)
