"""Words -> whether they are data by which somebody is reached: told by how much of them is numbers
of telephones and addresses of mail, or by nothing but the address of a page.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pressroom.corpus.parse.blocks import Block

_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_DIGITS = r"\d(?:[\s()（）./–-]{0,2}\d)"
_DATA = re.compile(
    rf"{_MAIL}|(?<![\d.,])(?!(?:19|20)\d\d[-./]\d)(?:\+|\(|（)?{_DIGITS}{{6,14}}(?![\d%.,]\d)"
)
_MAY_BE = re.compile(rf"@|{_DIGITS}{{6}}")  # without these there is nothing of _DATA
_PAGE = re.compile(r"[^\s:：]{0,20}[:：]?\s*(?:https?://|www\.)\S+")
_SENTENCE = re.compile(r"[.。!！?？…؟।]$")
_SHARE = 0.25  # of the letters: more is found in no speech
_MOST_LINES = 6  # of a closing block


def is_contact(words: str) -> bool:
    """Whether much of the words is contact data: `Jane Dorrit, 555-010-2233, j@city.example`."""
    if not words or (_MAY_BE.search(words) and _share(words) >= _SHARE):
        return True
    return ("://" in words or "www." in words) and bool(_PAGE.fullmatch(words))


def _share(words: str) -> float:
    """The share of their characters that numbers and addresses take."""
    return sum(len(match[0]) for match in _DATA.finditer(words)) / len(words)


def closing(text: str, blocks: Sequence[Block], labelled: Container[int]) -> int:
    """The block at which the contact data begin that close a text, with the line that announces
    them; the number of blocks where none do. `labelled`: blocks that open with a label.
    """
    first = len(blocks)
    for at in range(len(blocks) - 1, max(0, len(blocks) - _MOST_LINES), -1):
        words = text[blocks[at].start : blocks[at].end]
        if at in labelled:
            break
        if is_contact(words):
            first = at
        elif _SENTENCE.search(words):
            break
    above = first - 1
    if above > 0 and first < len(blocks) and above not in labelled:
        words = text[blocks[above].start : blocks[above].end]
        return first if _SENTENCE.search(words) else above
    return first
