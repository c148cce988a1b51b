"""What the structure of documents finds: the places whose words answer, a note on them, or choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.notes import Choice, Note
from assistant.turns import Place, who_of
from corpus.transcript import Turn

MOST_PLACES = 40  # of a list or count; the count itself has no bound


@dataclass(frozen=True, slots=True)
class Finding:
    """The places whose words answer, with a note on them; or choices, if it is not clear which document is meant.

    `nothing` says that the documents cannot answer: they do not know whom the question names.
    """

    places: tuple[Place, ...] = ()
    note: Note | None = None
    choices: tuple[Choice, ...] = ()
    nothing: bool = False


def people(turns: Iterable[Turn]) -> tuple[str, ...]:
    """Who speaks in them, with titles, each once."""
    return tuple(dict.fromkeys(who_of(turn) for turn in turns))
