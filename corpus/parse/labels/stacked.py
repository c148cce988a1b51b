"""Blocks -> blocks in which a label that is set over several lines is one: an office, and below it
the name of who holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressroom.corpus.dates import find_dates
from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.words.names import NAME, has_title, is_name, short_name
from pressroom.corpus.parse.words.roles import role_of

_LONGEST = 40  # characters of a line of such a label
_LEAST_SPEECH, _LONGEST_NAME = 24, 4
_FULL_STOPS = "。！？؟।۔።；，,.!?;…：:、"
_ENDS = "。！？؟।۔።.!?…”」』)）"


def stacked(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Joined are two or three lines, the last a name, those above it an office or a part played,
    where words follow that somebody speaks.
    """
    return list(_stacked(text, blocks))


def _stacked(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        size = next(
            (n for n in (3, 2) if _is_label(text, blocks, at, n) or _is_named(text, blocks, at, n)),
            1,
        )
        yield Block(blocks[at].start, blocks[at + size - 1].end)
        at += size


def _is_label(text: str, blocks: Sequence[Block], at: int, size: int) -> bool:
    if at + size >= len(blocks):
        return False
    *offices, name, speech = (text[b.start : b.end] for b in blocks[at : at + size + 1])
    lines = (*offices, name)
    return (
        all(len(line) <= _LONGEST and line[-1] not in _FULL_STOPS for line in lines)
        and _is_bare_name(name)
        and all(has_title(line) or role_of(line) for line in offices)
        and any(map(has_title, offices))
        and not any(map(find_dates, lines))
        and (len(speech) >= _LEAST_SPEECH or speech[-1] in _ENDS)
    )


def _is_named(text: str, blocks: Sequence[Block], at: int, size: int) -> bool:
    """Whether a name in Han characters stands above the offices, in no list of people."""
    if at + size >= len(blocks) or not NAME.match(_words(text, blocks[at])):
        return False
    offices = [_words(text, block) for block in blocks[at + 1 : at + size]]
    speech = _words(text, blocks[at + size])
    above = _words(text, blocks[at - 1]) if at else ""
    is_list = len(above) <= _LONGEST and has_title(above) and above[-1:] not in _FULL_STOPS
    return (
        not (is_list and above)
        and all(len(line) <= _LONGEST and line[-1] not in _FULL_STOPS for line in offices)
        and all(map(has_title, offices))
        and not any(map(find_dates, offices))
        and len(speech) > _LONGEST_NAME
        and (len(speech) >= _LEAST_SPEECH or speech[-1] in _ENDS)
        and not has_title(speech[-_LONGEST_NAME:])
    )


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end]


def _is_bare_name(line: str) -> bool:
    is_short = short_name(line) if is_dense_script(line[0]) else len(line.split()) > 1
    return is_short and (is_dense_script(line[0]) or is_name(line)) and not has_title(line)
