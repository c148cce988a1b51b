"""What every reader gives: the text of a document, and what the file says about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """Text with `\\n` line ends; title, ISO date and source as the file claims them; notes on how it was read."""

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()


def reason(error: Exception) -> str:
    """What a library says is wrong, fit for one line of an error."""
    return " ".join(str(error).split())[:200]
