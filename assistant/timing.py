"""Stages -> the milliseconds that each took."""

from __future__ import annotations

import time


class Clock:
    """Runs from its making; each lap counts from the one before. A stage that comes again adds
    up.
    """

    def __init__(self) -> None:
        self._at = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._at) * 1000
        self._at = now

    @property
    def laps(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._laps.items())
