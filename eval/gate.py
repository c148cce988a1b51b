"""A run and thresholds.toml -> what is below, and what that means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from eval.measures import BY_NAME

THRESHOLDS = Path(__file__).parent / "thresholds.toml"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least that a measure must reach (or the most, of those where less is better), and what it means if it does not."""

    measure: str
    bound: float
    means: str

    def missed_by(self, value: float | int | None) -> str | None:
        """One line if the value is on the wrong side; a measure that counted nothing is a miss too."""
        most = self.measure in BY_NAME and BY_NAME[self.measure].better < 0
        if value is not None and (value <= self.bound if most else value >= self.bound):
            return None
        side = "above" if most else "below"
        return f"{self.measure} {'-' if value is None else f'{value:.3f}'} is {side} {self.bound:.3f}: {self.means}"


def read_thresholds(set_name: str, file: Path = THRESHOLDS) -> list[Threshold]:
    """Those of a set; none for a set without a table. Raises ReadError if the file is not as expected."""
    tables = tomllib.loads(file.read_text("utf-8"))
    try:
        return [Threshold(name, float(row["bound"]), str(row["means"])) for name, row in tables.get(set_name, {}).items()]
    except (KeyError, TypeError, ValueError):
        raise ReadError(f'{file}, [{set_name}]: expected lines of the form "hit@5" = {{ bound = 0.85, means = "…" }}') from None


def missed(set_name: str, measures: Mapping[str, float | int | None], file: Path = THRESHOLDS) -> list[str]:
    """The thresholds of a set that its measures miss, each with its meaning."""
    lines = (threshold.missed_by(measures.get(threshold.measure)) for threshold in read_thresholds(set_name, file))
    return [f"{set_name}: {line}" for line in lines if line]
