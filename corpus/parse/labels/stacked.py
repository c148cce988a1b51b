"""Blocks -> blocks in which a label that is set over several lines is one: an office, and below it
the name of who holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.normalise import fold, is_dense_script
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.words.names import NAME, is_name, short_name
from pressroom.corpus.parse.words.offices import has_title
from pressroom.corpus.parse.words.roles import role_of
from pressroom.corpus.parse.words.vocabulary import first_person

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
    short = [_is_short(text, block) for block in blocks]
    at = 0
    while at < len(blocks):
        lines = next((n for n, is_line in enumerate(short[at : at + 3]) if not is_line), 3)
        sizes = range(min(lines, len(blocks) - at - 1), 1, -1)
        size = next((n for n in sizes if _is_label(text, blocks, at, n)), 1)
        yield Block(blocks[at].start, blocks[at + size - 1].end) if size > 1 else blocks[at]
        at += size


def _is_short(text: str, block: Block) -> bool:
    return block.end - block.start <= _LONGEST and text[block.end - 1] not in _FULL_STOPS


def _is_label(text: str, blocks: Sequence[Block], at: int, size: int) -> bool:
    """Whether so many short lines are one label: the name below the offices, or above them."""
    lines = [_words(text, block) for block in blocks[at : at + size]]
    speech = _words(text, blocks[at + size])
    if not _is_speech(speech):
        return False
    return _is_name_below(lines) or _is_name_above(text, blocks, at, lines, speech)


def _is_speech(words: str) -> bool:
    """Whether somebody says this: it is long, ends as a sentence does, or opens as who speaks does:
    `各位媒体朋友：`.
    """
    opens = first_person().match(fold(words))
    return len(words) >= _LEAST_SPEECH or words[-1] in _ENDS or opens is not None


def _is_name_below(lines: Sequence[str]) -> bool:
    *offices, name = lines
    return (
        _is_bare_name(name)
        and all(has_title(line) or role_of(line) for line in offices)
        and any(map(has_title, offices))
        and not any(map(find_dates, lines))
    )


def _is_name_above(
    text: str, blocks: Sequence[Block], at: int, lines: Sequence[str], speech: str
) -> bool:
    """Whether a name in Han characters stands above the offices, in no list of people."""
    if not NAME.match(lines[0]):
        return False
    above = _words(text, blocks[at - 1]) if at else ""
    is_list = len(above) <= _LONGEST and has_title(above) and above[-1:] not in _FULL_STOPS
    return (
        not (is_list and above)
        and all(map(has_title, lines[1:]))
        and not any(map(find_dates, lines[1:]))
        and len(speech) > _LONGEST_NAME
        and not has_title(speech[-_LONGEST_NAME:])
    )


def _words(text: str, block: Block) -> str:
    return text[block.start : block.end]


def _is_bare_name(line: str) -> bool:
    is_short = short_name(line) if is_dense_script(line[0]) else len(line.split()) > 1
    return is_short and (is_dense_script(line[0]) or is_name(line)) and not has_title(line)
