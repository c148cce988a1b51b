"""Candidates of a text and the points of each by itself -> points with what the others add: those
of one style are likely all labels or none, and labels stand where labels do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.corpus.parse.labels.evidence import has_capitals
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.labels.patterns import Form

FIRM = 2.0  # points that make a label an example for its style
_PROMISING = 1.0  # points that bear out a style which sets off nearly every paragraph
_ANSWERED = 1.0  # points for a label whose words ask and are followed by the next one
_IN_PLACE = 0.5  # points for a label after whose words the next one follows
_MOSTLY, _OTHER_CASE = 0.8, 1.5  # where labels are in capitals, points against one that is not
_ROUNDS = 3
_LEAST_RECURRING = 2
_LEAST_THROUGHOUT = 4


@dataclass(frozen=True, slots=True)
class Style:
    """How a label is set: candidates of one style are likely all labels or none."""

    form: Form
    own_line: bool

    @classmethod
    def of(cls, label: Label) -> Style:
        return cls("tab" if label.form == "bare" else label.form, label.own_line)


def with_support(
    candidates: Sequence[Label], points: dict[int, float], *, asked: frozenset[int], blocks: int
) -> dict[int, float]:
    """Block -> points with what the style and the place add, told anew from round to round;
    `asked`: the blocks whose words ask, `blocks`: how many the text has.
    """
    styles: dict[Style, list[Label]] = defaultdict(list)
    for label in candidates:
        styles[Style.of(label)].append(label)
    last = blocks - 1
    of_style = {style: _of_throughout(labels, points, blocks) for style, labels in styles.items()}
    total = points
    for _ in range(_ROUNDS):
        capitals = _are_capitals(candidates, total)
        added: dict[int, float] = {}
        for style, labels in styles.items():
            firm = sum(total[label.block] >= FIRM for label in labels)
            share = max(_of_share(style, firm, len(labels)), of_style[style])
            for label in labels:
                is_other = capitals and not (label.role or has_capitals(label.words))
                place = _in_place(label, total, asked, last)
                added[label.block] = share + place - _OTHER_CASE * is_other
        total = {block: points[block] + added[block] for block in points}
    return total


def _are_capitals(candidates: Sequence[Label], total: dict[int, float]) -> bool:
    """Whether the labels of the text are set in capitals."""
    firm = [
        has_capitals(label.words)
        for label in candidates
        if total[label.block] >= FIRM and label.form != "line" and _is_cased(label)
    ]
    return sum(firm) > len(firm) * _MOSTLY


def _is_cased(label: Label) -> bool:
    return label.words.lower() != label.words.upper()


def _in_place(label: Label, total: dict[int, float], asked: frozenset[int], last: int) -> float:
    """Of what stands in a line with its words: that the next block opens with a label, too, above
    all after a question, or that the text ends there; of one on its own line: that it does not.
    """
    ends = label.block == last and total.get(label.block - 1, 0.0) >= FIRM
    is_next = total.get(label.block + 1, 0.0) >= FIRM or (ends and not label.own_line)
    is_after = total.get(label.block + 2, 0.0) >= FIRM if label.own_line else is_next
    is_answered = is_after and label.block in asked
    return _IN_PLACE * (is_next != label.own_line) + _ANSWERED * is_answered


def _of_share(style: Style, firm: int, every: int) -> float:
    share = firm / every
    if style.form == "marked":
        return 0.0
    if firm < _LEAST_RECURRING:
        return -1.0 if every > 2 * max(1, firm) else 0.0
    most = 2.5 if style.form == "line" else 1.5
    if share >= 0.6 and firm >= 2 * _LEAST_RECURRING:
        return most
    return 1.0 if share >= 0.35 else 0.0


def _of_throughout(labels: Sequence[Label], points: dict[int, float], blocks: int) -> float:
    """Of a style that sets off most paragraphs, where most of what it sets off is like a name."""
    promising = sum(points[label.block] >= _PROMISING for label in labels)
    is_throughout = len(labels) >= _LEAST_THROUGHOUT and len(labels) * 10 >= blocks * 6
    return 1.5 if is_throughout and promising * 2 > len(labels) else -1.0
