"""An address, or a name for all of them -> how often it was refused in the last minute."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

WITHIN = 60.0  # seconds
_ADDRESSES = 10_000  # that are remembered


class Failures:
    """Refused requests of the last minute, by address, in this process: with no valid token, or at
    the desk with no valid session.

    They bound what a stranger can make the server do and write into the log; 256 random bits bound
    the guessing. Who is known is let in whatever others at the address did, so that nobody can keep
    a content system out.
    """

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[float, int]] = {}

    def add(self, address: str) -> int:
        """How many that makes for the address."""
        at = self._clock()
        if len(self._seen) >= _ADDRESSES:
            self._seen = {
                known: seen for known, seen in self._seen.items() if seen[0] > at - WITHIN
            }
        if (
            len(self._seen) >= _ADDRESSES
        ):  # of so many at once none is bounded rather than memory filled
            self._seen = {}
        began, count = self._seen.get(address, (at, 0))
        began, count = (began, count + 1) if began > at - WITHIN else (at, 1)
        self._seen[address] = (began, count)
        return count
