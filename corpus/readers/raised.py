"""Small raised characters -> what they are: part of a unit (m²), part of a word (1er), or the mark
of a footnote, which is no part of a figure.
"""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\s*[\[(（［]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}|注\d{0,2})(?:\s?[,，;、]\s?\d{1,3}){0,5}"
    r"[\])）］]?\s*"
)
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmhµμ]?m|ft|yd|in|mi|s|米|公里|㎡?)$")
_POWER = re.compile(r"[×x*·]\s?10$")
_DIGITS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def raised(words: str, *, after: str) -> str | None:
    """How raised `words` are written behind the text `after`; None if they are a footnote's
    mark.
    """
    bare = words.strip()
    if bare in ("2", "3") and _UNIT.search(after[-8:]):
        return words.translate(_DIGITS)
    if _POWER.search(after[-6:]) and re.fullmatch(r"[-−]?\d{1,2}", bare):
        return words.translate(_DIGITS)
    if bare in ("a", "o", "e", "h", "r", "s", "d") and after[-1:].isalnum():  # nº, 1ª, Mᵐᵉ
        return words
    return None if after.strip() and _MARK.fullmatch(words) else words
