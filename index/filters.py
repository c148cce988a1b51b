"""What a search may be kept to: documents, days, speaker, body, kind of turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pressroom.corpus.errors import QuestionError
from pressroom.corpus.transcript import Kind

NO_DAY = 0  # of a document without date


@dataclass(frozen=True, slots=True)
class Filter:
    """Each field that is given must hold. `since` and `until` are ISO days, both included; a
    document without a date is outside every range. `speaker` is the bare name, `speakers` any of
    several; `body` the speaker's or, failing that, the issuing one.
    """

    documents: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    body: str | None = None
    kind: Kind | None = None
    speakers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            if (written := getattr(self, name)) is not None:
                day_number(written, field=name)

    def __bool__(self) -> bool:
        return self != Filter()


def day_number(written: str | None, *, field: str = "date") -> int:
    """2024-06-18 -> 20240618, and NO_DAY for None. Raises QuestionError for what is no ISO day."""
    if written is None:
        return NO_DAY
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise QuestionError(f"{field}: {written!r} is not a day; expected YYYY-MM-DD") from None
    return day.year * 10_000 + day.month * 100 + day.day
