"""Words -> whether they are data by which somebody is reached: told by how much of them is numbers
of telephones and addresses of mail, or by nothing but the address of a page.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.words.names import is_name

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
_LEAST_LISTED, _MOST_LISTED = 2, 24  # lines of a list of other texts, its heading too
_LONGEST_LISTED, _LONGEST_HEADING = 100, 40  # characters
_CLOSED = ".。!！?？…؟।:：;；,，、”」』\"')）"
_ITEM = re.compile(r"[-–—•·*]|[（(]?\d{1,3}[.)、）]")  # of a list that somebody says


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
    first = _listed(text, blocks, labelled)
    if first < len(blocks):
        return first
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


def _listed(text: str, blocks: Sequence[Block], labelled: Container[int]) -> int:
    """The block at which a heading and the short lines below it close a text, `Related news`: no
    line of them ends as a sentence does, and what stands above does.
    """
    at = len(blocks)
    while at > 0 and at - 1 not in labelled and _is_short(text, blocks[at - 1]):
        at -= 1
    is_list = _LEAST_LISTED <= len(blocks) - at <= _MOST_LISTED and at > 0
    last = text[blocks[-1].start : blocks[-1].end]
    is_list = is_list and not (len(blocks) - at == _LEAST_LISTED and is_name(last))  # a mail's end
    is_list = is_list and bool(_SENTENCE.search(text[blocks[at - 1].start : blocks[at - 1].end]))
    return at if is_list and _is_heading(text[blocks[at].start : blocks[at].end]) else len(blocks)


def _is_short(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return len(words) <= _LONGEST_LISTED and words[-1] not in _CLOSED and not _ITEM.match(words)


def _is_heading(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and words[0].isalpha()
