"""Two texts -> how alike they are, character by character, so that Chinese needs no word cutter.
Standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*%?")
_LONGEST = 1500  # characters compared: the longest common subsequence costs their product


def norm(text: str) -> str:
    """Letters and digits alone, width and case folded."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def f1(a: str, b: str) -> float:
    """Harmonic mean of precision and recall over characters as a bag (Rajpurkar et al. 2016, SQuAD,
    of characters).
    """
    left, right = Counter(norm(a)), Counter(norm(b))
    return 2 * sum((left & right).values()) / max(1, sum(left.values()) + sum(right.values()))


def rouge_l(a: str, b: str) -> float:
    """F-measure of the longest common subsequence of characters (Lin 2004), of the first 1,500
    characters.
    """
    left, right = norm(a)[:_LONGEST], norm(b)[:_LONGEST]
    if not left or not right:
        return 0.0
    return 2 * _common(left, right) / (len(left) + len(right))


def contains(answer: str, gold: str) -> bool:
    """Whether `gold` stands in `answer`, punctuation aside; a figure must stand whole (`12` is not
    in `412`).
    """
    inside, wanted = _figured(answer), _figured(gold)
    if not wanted:
        return False
    pattern = re.escape(wanted)
    if wanted[0].isdigit() or wanted[-1].isdigit():
        pattern = rf"(?<!\d){pattern}(?!\d)"
    return re.search(pattern, inside) is not None


def whole(words: str, text: str) -> int | None:
    """Where `words` begin in `text`, figures whole; None where they do not stand there."""
    before = r"(?<![\d.,])" if words[:1].isdigit() else ""
    after = r"(?![\d%])" if words[-1:].isdigit() else ""
    match = re.search(before + re.escape(words) + after, text) if words else None
    return match.start() if match else None


def numbers(text: str) -> list[str]:
    """The figures as written, folded in width: 98.98%, 2025-06-20, 1,234."""
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))


def sentences(text: str) -> list[str]:
    """The sentences of an answer that hold a letter or digit."""
    return [part for part in re.split(r"(?<=[。！？!?；;\n])", text) if norm(part)]


def _common(a: str, b: str) -> int:
    """Length of the longest common subsequence, by bit-parallel addition (Hyyrö 2004): a row at a
    time.
    """
    where: dict[str, int] = {}
    for at, char in enumerate(a):
        where[char] = where.get(char, 0) | 1 << at
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        matched = row & where.get(char, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(a) - row.bit_count()


def _figured(text: str) -> str:
    """norm, but separators between digits and the percent sign stay."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        char
        for at, char in enumerate(folded)
        if char.isalnum() or char == "%" or _separates(folded, at)
    )


def _separates(text: str, at: int) -> bool:
    return text[at] in ".,-/:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
