"""Blocks of a text without labels -> which of them ask, where it is set as questions and answers:
`When may I water?` on a line of its own, and below it what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.labels.forms import Label

_QUESTION = re.compile(r"[^.。!！?？؟\n]*[?？؟][”」』\"')）]?$")
_LONGEST = 200  # characters of a question that stands alone
_LEAST, _LEAST_SHARE = 2, 0.15


def questions(text: str, blocks: Sequence[Block], start: int) -> frozenset[int]:
    """The blocks from `start` on that are one question each, if they are several and something is
    said after each.
    """
    asked = [
        at
        for at in range(start, len(blocks))
        if blocks[at].end - blocks[at].start <= _LONGEST
        and _QUESTION.fullmatch(_unnumbered(text[blocks[at].start : blocks[at].end]))
    ]
    is_answered = all(after - before > 1 for before, after in pairwise([*asked, len(blocks)]))
    is_usual = len(asked) >= max(_LEAST, _LEAST_SHARE * (len(blocks) - start))
    return frozenset(asked) if is_answered and is_usual else frozenset()


def between(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> frozenset[int]:
    """The blocks that ask between the words of one label, where dashes alone tell who speaks:
    `– Will it rain?`, and below it `– It will.`
    """
    taken = {label.block for label in labels}
    dashed = [bool(_DASHED.match(text, block.start, block.end)) for block in blocks]
    found = {
        at
        for at in range(1, len(blocks) - 1)
        if dashed[at]
        and dashed[at + 1]
        and taken.isdisjoint((at, at + 1))
        and any(label.block < at for label in labels)
        and _asks(text, blocks[at])
        and not _asks(text, blocks[at + 1])
    }
    return frozenset(found) if len(found) >= _LEAST else frozenset()


def _asks(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return len(words) <= _LONGEST and words.endswith(("?", "？", "؟"))


_DASHED = re.compile(r"[–—-]\s|[–—](?=\S)")


def _unnumbered(words: str) -> str:
    return re.sub(r"^\(?\d{1,3}[.)、．]\s*", "", words)
