"""A run and thresholds.toml -> what is below, and what that means; and the bounds that it sets.

A bound is what was measured minus noise: the end of the 95 % interval on the worse side.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from pressroom.corpus.errors import ReadError
from pressroom.eval.metrics.measures import BY_NAME
from pressroom.eval.runs.records import RunRecord, SetRecord

THRESHOLDS = Path(__file__).parent.parent / "thresholds.toml"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least that a measure must reach (or the most, of those where less is better), and what it
    means if it does not.
    """

    measure: str
    bound: float
    means: str

    def missed_by(self, value: float | int | None) -> str | None:
        """One line if the value is on the wrong side; a measure that counted nothing is a miss
        too.
        """
        most = self.measure in BY_NAME and BY_NAME[self.measure].better < 0
        if value is not None and (value <= self.bound if most else value >= self.bound):
            return None
        side = "above" if most else "below"
        return (
            f"{self.measure} {'-' if value is None else f'{value:.3f}'} is {side} "
            f"{self.bound:.3f}: "
            f"{self.means}"
        )


def read_thresholds(set_name: str, file: Path = THRESHOLDS) -> list[Threshold]:
    """Those of a set; none for a set without a table. Raises ReadError if the file is not as
    expected.
    """
    tables = tomllib.loads(file.read_text("utf-8"))
    try:
        return [
            Threshold(name, float(row["bound"]), str(row["means"]))
            for name, row in tables.get(set_name, {}).items()
        ]
    except (KeyError, TypeError, ValueError):
        raise ReadError(
            f'{file}, [{set_name}]: expected lines of the form "hit@5" = {{ bound = 0.85, means = '
            f'"…" }}'
        ) from None


def missed(
    set_name: str, measures: Mapping[str, float | int | None], file: Path = THRESHOLDS
) -> list[str]:
    """The thresholds of a set that its measures miss, each with its meaning."""
    lines = (
        threshold.missed_by(measures.get(threshold.measure))
        for threshold in read_thresholds(set_name, file)
    )
    return [f"{set_name}: {line}" for line in lines if line]


def renew(run: RunRecord, file: Path = THRESHOLDS) -> None:
    """Sets the bounds of every set that has a table by what this run measured of it. What the file
    says beside them stays.
    """
    tables = tomlkit.parse(file.read_text("utf-8"))
    for each in run.sets:
        for name, row in tables.get(each.name, {}).items():
            row["bound"] = _bound(each, name)
    file.write_text(tomlkit.dumps(tables), "utf-8")


def _bound(record: SetRecord, name: str) -> float:
    """To three digits, away from what was measured."""
    if name not in record.ours.intervals:
        raise ReadError(
            f"{record.name}: {name} counted nothing, so it has no bound; remove its line"
        )
    low, high = record.ours.intervals[name]
    most = BY_NAME[name].better < 0
    return math.ceil(high * 1000) / 1000 if most else math.floor(low * 1000) / 1000
