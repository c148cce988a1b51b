"""Header and turns -> warnings: what the staff should look at before they trust the parse."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.header import Header
from corpus.transcript import Turn

_LONG = 3000  # characters that nobody is said to have spoken


def doubts(header: Header, turns: Sequence[Turn], *, has_labels: bool) -> tuple[str, ...]:
    """Sentences in English, each a doubt about one thing."""
    return (*_of_header(header, has_labels=has_labels), *_of_turns(turns, has_labels=has_labels))


def _of_header(header: Header, *, has_labels: bool) -> list[str]:
    found = {evidence.field: evidence.found for evidence in header.evidence}
    out = []
    if header.date is None:
        out.append("no date found")
    elif found["date"] in ("file name", "metadata"):
        out.append(f"date found only in the {found['date']}")
    elif header.date_is_published and has_labels:
        out.append("no date of the event found; the date of publication is taken")
    if found.get("title") in ("file name", "metadata"):
        out.append(f"title found only in the {found['title']}")
    return out


def _of_turns(turns: Sequence[Turn], *, has_labels: bool) -> list[str]:
    out = [] if has_labels or any(turn.speaker for turn in turns) else ["no speaker found"]
    for turn in turns:
        length = sum(paragraph.end - paragraph.start for paragraph in turn.paragraphs)
        if turn.speaker is None and length > _LONG:
            out.append(f"a turn of {length:,} characters without speaker")
    return out


_ABOUT = {"date": ("no date", "date found"), "title": ("title found",)}


def without_answered(warnings: Sequence[str], field: str | None) -> tuple[str, ...]:
    """The warnings but for those about a field of the header that somebody has looked at."""
    return tuple(warning for warning in warnings if not warning.startswith(_ABOUT.get(field or "", ("\0",))))
