"""What the structure of documents tells: the spans that answer, a note on them, or choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pressroom.assistant.languages.notes import Choice, Note
from pressroom.assistant.structure.turns import who_of
from pressroom.corpus.transcript import Span, Turn

MOST_SPANS = 40  # of a list or count; the count itself has no bound


@dataclass(frozen=True, slots=True)
class Told:
    """The spans that answer, with a note on them; or choices, if it is not clear which
    document is meant.

    `nothing` says that the documents cannot answer: they do not know whom the question names.
    """

    spans: tuple[Span, ...] = ()
    note: Note | None = None
    choices: tuple[Choice, ...] = ()
    nothing: bool = False


def days_of(spans: Iterable[Span]) -> tuple[str, ...]:
    """The days of their documents, each once, as far as they are known."""
    return tuple(dict.fromkeys(span.transcript.date for span in spans if span.transcript.date))


def people(turns: Iterable[Turn]) -> tuple[str, ...]:
    """Who speaks in them, with titles, each once."""
    return tuple(dict.fromkeys(who_of(turn) for turn in turns))
