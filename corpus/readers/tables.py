"""The rows of a table -> speeches, where one column says who speaks and the next what is said."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

Row = Sequence[str]
Leave = Callable[[str, str], None]  # takes words that are left out, and why

_LONGEST_LABEL = 80
_SAID = 1.5  # times: what is said is so much longer than who says it
_SENTENCE = re.compile(r"[.。!！?？…؟।]")
_NUMBERS = re.compile(r"[\d\W_]+")
_CLOCK = re.compile(r"\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?")
_LEAST_ASKED = 2  # questions beside labels: nothing else is put into a table so
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks, what, and at which time of a recording, where the table says so."""

    label: str
    words: str
    seconds: float | None = None


def speeches_of(rows: Sequence[Row], leave: Leave) -> list[Speech] | None:
    """The speeches of a table of speakers and words; None for any other table.

    It is one if its head says so, or if labels without figures recur beside sentences or questions
    are among these: a table of terms and explanations says each of its terms once and asks nothing.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(
        (at + 1 for row in filled for at, cell in enumerate(row) if cell.strip()), default=0
    )
    if not 2 <= width <= _COLUMNS or len(filled) < 2:
        return None
    head = _head(filled[0])
    columns = head or _guess(filled, width)
    if columns is None:
        return None
    if head:
        leave(joined_cells(filled[0]), "head of a table")
    return _speeches(filled[1:] if head else filled, *columns, leave=leave)


def joined_cells(cells: Sequence[str]) -> str:
    """`cell | cell`; after a colon a space, so that a row of speaker and speech reads as one."""
    out = ""
    for cell in cells:
        out += ("" if not out else " " if out.endswith((":", "：")) else " | ") + cell
    return out


def _head(row: Row) -> tuple[int, int] | None:
    """The columns of speakers and of words, where the first row names them."""
    names = [" ".join(cell.casefold().split()).strip(" :：") for cell in row]
    who = next((at for at, name in enumerate(names) if name in _words("who")), None)
    said = next((at for at, name in enumerate(names) if name in _words("said")), None)
    return None if who is None or said is None or who == said else (who, said)


def _guess(rows: Sequence[Row], width: int) -> tuple[int, int] | None:
    pairs = ((who, who + 1) for who in range(width - 1))
    return next((pair for pair in pairs if _is_dialogue(rows, *pair)), None)


def _is_dialogue(rows: Sequence[Row], who: int, said: int) -> bool:
    labels = [_cell(row, who) for row in rows]
    words = [_cell(row, said) for row in rows]
    named = [label for label in labels if label]
    if len(named) < 3 or any(len(label) > _LONGEST_LABEL for label in named):
        return False
    if any(_NUMBERS.fullmatch(label) or _SENTENCE.search(label[-1:]) for label in named):
        return False
    recur = sum(count for count in Counter(named).values() if count > 1)
    asked = sum(text.endswith(("?", "？", "؟")) for text in words)
    sentences = sum(bool(_SENTENCE.search(text[-2:])) for text in words if text)
    longer = median(map(len, filter(None, words))) if any(words) else 0
    recurs = recur * 2 >= len(named) and longer >= _SAID * median(map(len, named))
    return (
        (recurs or asked >= _LEAST_ASKED)
        and len(set(named)) > 1
        and sentences * 3 >= 2 * sum(map(bool, words))
    )


def _speeches(rows: Sequence[Row], who: int, said: int, *, leave: Leave) -> list[Speech]:
    out: list[Speech] = []
    for row in rows:
        others = [cell for at, cell in enumerate(row) if at not in (who, said) and cell.strip()]
        times = [seconds for cell in others if (seconds := seconds_of(cell)) is not None]
        for cell in others:
            leave(cell, "other column of a table of speakers")
        label = _cell(row, who)
        out.append(
            Speech(label, row[said].strip() if said < len(row) else "", next(iter(times), None))
        )
    return [speech for speech in out if speech.label or speech.words]


def seconds_of(clock: str) -> float | None:
    """`00:12:31,500` -> 751.5; None for what is no time of a recording."""
    if not _CLOCK.fullmatch(clock.strip()):
        return None
    seconds = 0.0
    for part in clock.strip().replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _cell(row: Row, at: int) -> str:
    return " ".join(row[at].split()) if at < len(row) else ""


@cache
def _words(column: str) -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))
    return frozenset(word for section in table.values() for word in section[column])
