"""A time as somebody writes it -> a moment, never an earlier one than was meant; a moment -> the
office's clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from pressroom.corpus.errors import LibraryError

_SECOND = timedelta(seconds=1)


def office_time(written: str, zone: tzinfo | None) -> datetime:
    """A time of the office's clock, `2025-06-20T09:00`. Of an hour that this clock shows twice, or
    never, when summer time ends or begins, the later moment. Raises LibraryError.
    """
    try:
        clock = datetime.fromisoformat(written)
    except ValueError:
        raise LibraryError(
            f"time: {written[:40]!r} is not a time; expected one as in 2025-06-20T09:00",
            key="time_missing",
        ) from None
    if clock.tzinfo is not None:
        return clock
    both = (_in_zone(clock.replace(fold=fold), zone) for fold in (0, 1))
    return max(both, key=lambda moment: moment.astimezone(UTC))


def stamp(at: datetime, *, early: bool = False) -> str:
    """A moment as it is kept: ISO 8601, UTC, whole seconds; of a part of a second the end, or with
    `early` the beginning.
    """
    whole = at.replace(microsecond=0)
    later = whole if early or whole == at else whole + _SECOND
    return later.astimezone(UTC).isoformat(timespec="seconds")


def check_time(at: datetime) -> None:
    """Raises LibraryError for a time at which nothing can be published any more."""
    if at.tzinfo is None:
        raise LibraryError("time: has no time zone; expected one as in 2025-06-20T09:00+08:00")
    if at <= datetime.now(UTC):
        raise LibraryError(
            f"time: {at.isoformat(timespec='minutes')} is past; expected one to come, "
            "or publish it now",
            key="time_past",
        )


def today(at: datetime, zone: tzinfo | None) -> str:
    """The day of the office at a moment, as ISO writes it."""
    return at.astimezone(zone).date().isoformat()


def shown(at: datetime, zone: tzinfo | None) -> str:
    """A moment as the office's clock shows it, with what it differs from UTC."""
    return at.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def _in_zone(clock: datetime, zone: tzinfo | None) -> datetime:
    return clock.replace(tzinfo=zone) if zone else clock.astimezone()
