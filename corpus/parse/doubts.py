"""Header and turns -> warnings: what the staff should look at before they trust the parse."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.corpus.parse.head.header import Header
from pressroom.corpus.parse.outside import share_left_out
from pressroom.corpus.transcript import Outside, Turn

_LONG = 3000  # characters that nobody is said to have spoken
_MUCH = 0.1  # share of a text that nobody leaves out without a look
_MOST_LABELS = 5


def doubts(
    text: str,
    header: Header,
    turns: Sequence[Turn],
    outside: Sequence[Outside],
    *,
    has_labels: bool,
) -> tuple[str, ...]:
    """Sentences in English, each a doubt about one thing; what may be lost or wrong comes first."""
    return (
        *_of_left_out(text, outside),
        *_of_speakers(turns),
        *_of_header(header, has_labels=has_labels),
        *_of_turns(turns, has_labels=has_labels),
    )


def _of_left_out(text: str, outside: Sequence[Outside]) -> list[str]:
    share = share_left_out(text, outside)
    if share <= _MUCH:
        return []
    return [f"{share:.0%} of the text was left out: look at what was left out and why"]


def _of_speakers(turns: Sequence[Turn]) -> list[str]:
    unsure = [turn for turn in turns if turn.unsure]
    if not unsure:
        return []
    printed = list(dict.fromkeys(turn.label or "" for turn in unsure))
    more = f" and {len(printed) - _MOST_LABELS} more" if len(printed) > _MOST_LABELS else ""
    words = ", ".join(f"“{label}”" for label in printed[:_MOST_LABELS])
    turns_of = (
        "a turn whose speaker is" if len(unsure) == 1 else f"{len(unsure)} turns whose speaker is"
    )
    return [f"{turns_of} not determined, printed as {words}{more}"]


def _of_header(header: Header, *, has_labels: bool) -> list[str]:
    found = {evidence.field: evidence.found for evidence in header.evidence}
    out = []
    if header.date is None:
        out.append("no date found")
    elif found["date"] in ("file name", "metadata"):
        out.append(f"date found only in the {found['date']}")
    elif header.date_is_published and has_labels:
        out.append("no date of the event found; the date of publication is taken")
    if header.date_is_a_guess:
        out.append(f"date found in numbers that may be read two ways, taken as {header.date}")
    if header.date_is_ahead:
        out.append("date found lies ahead of today")
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


_DOUBTED = "not determined, printed as"


def speakers_doubted(warnings: Sequence[str], turns: Sequence[Turn]) -> tuple[str, ...]:
    """The warnings with the one about speakers told anew, after somebody has named one."""
    others = [warning for warning in warnings if _DOUBTED not in warning]
    return (*_of_speakers(turns), *others)


_ABOUT = {"date": ("no date", "date found"), "title": ("title found",)}


def without_answered(warnings: Sequence[str], field: str | None) -> tuple[str, ...]:
    """The warnings but for those about a field of the header that somebody has looked at."""
    return tuple(
        warning for warning in warnings if not warning.startswith(_ABOUT.get(field or "", ("\0",)))
    )
