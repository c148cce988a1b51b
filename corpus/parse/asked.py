"""Blocks of a text without labels -> which of them ask, where it is set as questions and answers:
`When may I water?` on a line of its own, and below it what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.head.top import is_quoted
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.labels.patterns import NUMBERED

_QUESTION = re.compile(r"[^.。!！?？؟\n]*[?？؟][”」』\"')）]?")
_QUESTIONS = re.compile(rf"(?:{_QUESTION.pattern})+")
_LONGEST = 200  # characters of a question that stands alone
_LEAST, _LEAST_SHARE = 2, 0.15
_USUAL = 0.6  # of the turns of who answers: so many follow a lone question, where those are asked


def questions(text: str, blocks: Sequence[Block], start: int) -> frozenset[int]:
    """The blocks from `start` on that are one question each, if they are several and something is
    said after each; or the lines that a mail quotes, where it answers below them.
    """
    if quoted := _quoted(text, blocks, start):
        return quoted
    asked = [
        at
        for at in range(start, len(blocks))
        if blocks[at].end - blocks[at].start <= _LONGEST
        and _QUESTION.fullmatch(_unnumbered(text[blocks[at].start : blocks[at].end]))
    ]
    is_answered = all(after - before > 1 for before, after in pairwise([*asked, len(blocks)]))
    is_usual = len(asked) >= max(_LEAST, _LEAST_SHARE * (len(blocks) - start))
    return frozenset(asked) if is_answered and is_usual else frozenset()


def _quoted(text: str, blocks: Sequence[Block], start: int) -> frozenset[int]:
    """The quoted lines, if there are several runs of them and something is said below each."""
    quoted = [is_quoted(text[block.start : block.end]) for block in blocks]
    found = [at for at in range(start, len(blocks)) if quoted[at]]
    runs = sum(not quoted[at - 1] for at in found if at)
    return frozenset(found) if runs >= _LEAST and not quoted[-1] else frozenset()


def between(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> frozenset[int]:
    """The blocks that ask although they have no label: between the words of one label, where
    dashes alone tell who speaks (`– Will it rain?`, and below it `– It will.`), or before each of
    its turns, where only who answers has one.
    """
    return _dashed(text, blocks, labels) | _above_labels(text, blocks, labels)


def _above_labels(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> frozenset[int]:
    """The lone questions right above turns, where no label asks: those that are counted, and, of a
    text with one label, any.
    """
    if any(label.role and label.role != "answer" for label in labels):
        return frozenset()
    taken = {label.block for label in labels}
    above = (label.block - 1 for label in labels if label.block and label.block - 1 not in taken)
    words = {at: text[slice(*_span(blocks[at]))] for at in above}
    if len({label.key for label in labels}) > 1:
        counted = {at for at, line in words.items() if _asks_by_number(line)}
        return frozenset(counted) if len(counted) >= _LEAST else frozenset()
    found = {at for at, line in words.items() if _QUESTION.fullmatch(_unnumbered(line))}
    return frozenset(found) if len(found) >= max(_LEAST, _USUAL * len(labels)) else frozenset()


def _span(block: Block) -> tuple[int, int]:
    return block.start, block.end


def _dashed(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> frozenset[int]:
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


def _asks_by_number(words: str) -> bool:
    """`二、谁能申请？怎么申请？`"""
    rest = _unnumbered(words)
    return rest != words and len(words) <= _LONGEST and bool(_QUESTIONS.fullmatch(rest))


def _unnumbered(words: str) -> str:
    return words[match.end() :] if (match := NUMBERED.match(words)) else words
