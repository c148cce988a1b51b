"""Blocks -> the labels of speakers. A document teaches its own: what is set off in one way, recurs
and stands beside known marks and names makes the others that are set off so labels, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pressroom.corpus.dating.datelines import is_clock_line, is_date_line
from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.head.days import is_dated
from pressroom.corpus.parse.head.furniture import is_furniture, page_lines
from pressroom.corpus.parse.head.top import is_kicker, is_navigation
from pressroom.corpus.parse.labels.contact import is_contact
from pressroom.corpus.parse.labels.evidence import (
    is_barred,
    is_byline,
    is_field,
    is_known,
    is_letter_mark,
    names_somebody,
    worth,
)
from pressroom.corpus.parse.labels.forms import Label, forms
from pressroom.corpus.parse.labels.patterns import ENDS
from pressroom.corpus.parse.labels.settling import TOP, settled
from pressroom.corpus.parse.labels.supporting import FIRM, with_support
from pressroom.corpus.parse.labels.weighing import LISTED, Document
from pressroom.corpus.parse.remarks import tells_noise
from pressroom.corpus.parse.words.offices import is_title
from pressroom.corpus.parse.words.roles import MARKS
from pressroom.corpus.source import Mark

__all__ = ["Label", "find_labels", "is_heading"]

_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部]|"
    r"[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．]\s?)"
)
_MARKED_HEADING = re.compile(r"#{2,}\s")
_HEADLINES, _LONGEST_HEADLINE = 2, 120  # first blocks, and characters, of what may be a headline
_LEAST_SPEECH = 24  # characters of a line that says something without a full stop
_BRACKETS = ("square", "round")
_LONGEST_LISTED = 40  # characters of who is there, in a head
_LEAST_OFTEN = 3  # times that words are set off before they are believed to be no clause
# points of a label; of what ends a turn although nobody knows whose it is
_SURE, _UNSURE = 2.5, 1.9


def find_labels(text: str, blocks: Sequence[Block], marks: Sequence[Mark] = ()) -> list[Label]:
    """The labels of a text, in order: those that its styles bear out, unsure ones marked so."""
    beside = page_lines(text, blocks)
    every = [label for label in forms(text, blocks, marks) if label.block not in beside]
    every = _without_posted(text, blocks, every)
    often = _often(every)
    candidates = [label for label in every if _may_be(text, blocks, label, often)]
    document = Document.of(text, blocks, candidates, every)
    candidates = [document.with_role(label) for label in candidates]
    points = {label.block: document.points(label) for label in candidates}
    total = with_support(candidates, points, asked=document.asked, blocks=len(blocks))
    accepted = [
        label if total[label.block] >= _SURE else replace(label, unsure=True)
        for label in candidates
        if total[label.block] >= _UNSURE
    ]
    return settled(text, blocks, accepted, candidates=candidates, points=points)


def is_heading(words: str) -> bool:
    """A short line that announces a part and ends without a full stop."""
    if len(words) <= 60 and words[-1] not in "。！？；：:!?;，," and _HEADING.match(words):
        return True
    return words[0] == "#" and bool(_MARKED_HEADING.match(words))


def _without_posted(text: str, blocks: Sequence[Block], every: list[Label]) -> list[Label]:
    """Without the source of a page and the day and time when it was posted, which look like who
    speaks and when: `经济日报 2019-01-23 23:33:13`, where no other label has a time.
    """
    stamped = [label for label in every if label.form == "stamp"]
    if len(stamped) != 1 or stamped[0].block >= TOP or not stamped[0].own_line:
        return every
    block = blocks[stamped[0].block]
    is_posted = bool(find_dates(text[block.start : block.end])) and text[block.end - 1] not in ":："
    return [label for label in every if label is not stamped[0]] if is_posted else every


def _often(every: Sequence[Label]) -> frozenset[str]:
    """The keys of what a sign sets off again and again, other words between."""
    counts = Counter(label.key for label in every if label.form not in ("line", "heavy"))
    return frozenset(key for key, count in counts.items() if count >= _LEAST_OFTEN)


def _may_be(
    text: str, blocks: Sequence[Block], label: Label, often: frozenset[str] = frozenset()
) -> bool:
    if label.form == "marked":
        return True
    if is_barred(label.words, recurs=label.key in often) or (
        label.form in _BRACKETS and tells_noise(label.words)
    ):
        return False
    line = text[blocks[label.block].start : blocks[label.block].end]
    is_plain = not label.own_line and worth(label.words) < FIRM
    if label.block < _HEADLINES and is_plain and _is_headline(line):
        return False
    after = _after(text, blocks, label).rstrip()
    if is_contact(after) and label.role not in MARKS:
        return False
    rest = text[label.speech : blocks[label.block].end]
    if label.role == "reporter" and label.block < TOP and is_byline(rest):
        return False
    if label.words[-1].isdigit() and rest[:1].isdigit():  # `Questions 12 - 18`
        return False
    if label.numbered and label.form != "colon" and not is_known(label.words):
        return False
    is_top = label.block < TOP
    if is_top and _is_listed(label, after):
        return False
    is_field_of_time = is_clock_line(rest) or (is_top and not label.role and is_date_line(rest))
    if is_field_of_time and label.key not in often:
        return False  # whatever it is called: hardly anybody says a time and nothing else
    if is_top and (is_kicker(line) or (label.own_line and is_navigation(line))):
        return False
    if is_top and label.form in ("line", "heavy") and _is_of_head(label, line, after):
        return False
    if label.form == "line":
        of_page = is_furniture(line, top=is_top)
        heads = not (label.role or _precedes_speech(text, blocks, label.block))
        heads |= is_heading(line) and not label.numbered
        return not (heads or of_page or is_letter_mark(label.key))
    return True


def _is_listed(label: Label, after: str) -> bool:
    """Whether a head says who is there, and none of them speaks: `會議主席：麥啟璋`."""
    if ENDS.search(after) or not (label.role or is_title(label.words)):
        return False
    return is_field(label.words) or (len(after) <= _LONGEST_LISTED and names_somebody(after))


def _is_of_head(label: Label, line: str, after: str) -> bool:
    """Whether a line, or the one below it, says a day and little else, as heads of texts do."""
    told = any(is_date_line(part) or is_dated(part) for part in (line, after))
    return told or (not label.role and _is_headline(after) and bool(find_dates(after)))


def _after(text: str, blocks: Sequence[Block], label: Label) -> str:
    """The first words below or behind a label."""
    at = min(label.block + label.own_line, len(blocks) - 1)
    return text[blocks[at].start if label.own_line else label.speech : blocks[at].end]


def _precedes_speech(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a line may open speech: it is not the first, and something is said below it."""
    if at == 0 or at + 1 >= len(blocks):
        return False
    words = text[blocks[at + 1].start : blocks[at + 1].end]
    if LISTED.match(words):
        return False
    return len(words) >= _LEAST_SPEECH or words[-1] in "。！？؟।۔።.!?…；;：:”」』)）"


def _is_headline(line: str) -> bool:
    """Whether a line with a colon ends as headlines do: `Police: the year in figures`."""
    return len(line) <= _LONGEST_HEADLINE and line[-1] not in "。！？؟।۔።.!?…”»」)）"
