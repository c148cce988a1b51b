"""Labels of a text -> when in a recording each speech begins, where a time is printed beside them:
`Donald Trump: (01:51)`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.transcript import Moment

_CLOCK = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,2}):(\d\d)(?![\d:])")
_FIRST = 3 * 3600  # seconds: what begins later is the time of a day
_FASTEST = 30  # characters a second: nobody speaks so fast, so the times are hours and minutes
_MOSTLY = 0.8


def moments_of(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> tuple[Moment, ...]:
    """None unless most labels have a time, none goes back, and they are those of a recording."""
    found = [moment for label in labels if (moment := _moment(text, blocks, label))]
    is_recording = (
        len(found) > 1
        and len(found) >= _MOSTLY * len(labels)
        and found[0].seconds < _FIRST
        and found[-1].start - found[0].start < _FASTEST * (found[-1].seconds - found[0].seconds)
        and all(before.seconds <= after.seconds for before, after in pairwise(found))
    )
    return tuple(found) if is_recording else ()


def _moment(text: str, blocks: Sequence[Block], label: Label) -> Moment | None:
    block = blocks[label.block]
    printed = text[block.start : min(label.speech, block.end)]
    match = _CLOCK.search(printed)
    if match is None or find_dates(printed):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Moment(block.start, hours * 3600 + minutes * 60 + seconds)
