"""Blocks that stand in no turn -> why: which are labels, which of the header, what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.corpus.dating.datelines import is_clock_line, is_date_line
from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.head.furniture import SOURCE, is_furniture
from pressroom.corpus.parse.head.header import Header
from pressroom.corpus.parse.head.top import is_body, is_end_mark, is_kicker, is_navigation, is_rule
from pressroom.corpus.parse.labels.labels import Label
from pressroom.corpus.transcript import Outside

_FULL_STOPS = ".。!?！？"
_SHORT = 120  # characters of a line that tells day and place


def of_label(text: str, block: Block, label: Label) -> Outside | None:
    """The label with its signs, up to where the speech begins."""
    end = block.start + len(text[block.start : min(label.speech, block.end)].rstrip())
    return Outside(block.start, end, "label", "label") if end > block.start else None


def of_block(text: str, block: Block, header: Header, *, top: bool) -> Outside | None:
    """Why a block of the header or the page is in no turn; None for one that says something."""
    words = text[block.start : block.end]
    if header.title_span and block.start <= header.title_span[0] < block.end:
        is_title = header.title == " ".join(text[slice(*header.title_span)].split())
        if (
            is_title or words[-1] not in _FULL_STOPS
        ):  # else the title was given: this says something
            return Outside(block.start, block.end, "header", "title")
        return None
    if is_date_line(words) or is_clock_line(words):
        return Outside(block.start, block.end, "header", "day or time")
    if header.place and header.place in words and len(words) < _SHORT:
        return Outside(block.start, block.end, "header", "place")
    if top and header.source and SOURCE.search(words) and header.source in words:
        return Outside(block.start, block.end, "header", "source")
    if top and len(words) < _SHORT and (find_dates(words) or is_body(words)):
        return Outside(block.start, block.end, "header", "day, place or body")
    why = _why(words, top=top)
    return Outside(block.start, block.end, "left out", why) if why else None


def _why(words: str, *, top: bool) -> str | None:
    reasons = (
        (_is_rule, "a line of signs"),
        (is_end_mark, "a mark of the end"),
        (is_navigation, "navigation of the page"),
        (is_kicker, "the kind of text"),
    )
    found = next((why for test, why in reasons if test(words)), None)
    return found or ("a line of the page" if is_furniture(words, top=top) else None)


def _is_rule(words: str) -> bool:
    """A line of signs that is no part of a table."""
    return is_rule(words) and "|" not in words


def share_left_out(text: str, outside: Sequence[Outside]) -> float:
    """The share of a text's letters and signs that stands neither in a turn nor in the header."""
    whole = len("".join(text.split()))
    left = sum(
        len("".join(text[span.start : span.end].split()))
        for span in outside
        if span.part == "left out"
    )
    return left / max(1, whole)
