"""Two systems' results on the same questions -> which measures differ by more than chance, and
which questions turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pressroom.corpus.errors import ReadError
from pressroom.eval.metrics.measures import BY_NAME
from pressroom.eval.metrics.statistics import Array, Difference, differences
from pressroom.eval.runs.records import (
    ResultRecord,
    RunRecord,
    SetRecord,
    SystemRecord,
    read_run,
    runs_in,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """System B beside system A on the questions that both were asked. `turned` are (id, failure in
    A, failure in B).
    """

    set_name: str
    questions: int
    differences: tuple[Difference, ...]
    turned: tuple[tuple[str, str, str], ...]

    @property
    def worse(self) -> list[Difference]:
        """What is surely worse in B than in A."""
        return [
            d for d in self.differences if d.is_sure and d.change * BY_NAME[d.measure].better < 0
        ]


def compare_systems(
    before: SystemRecord, after: SystemRecord, *, set_name: str, only: Sequence[str] | None = None
) -> Comparison:
    """`only` these measures are compared, if given; else all that both count and that can be better
    or worse.
    """
    old = {result.id: result for result in before.results}
    new = {result.id: result for result in after.results}
    ids = [name for name in old if name in new]
    names = [name for name in BY_NAME if (name in only if only else BY_NAME[name].better != 0)]
    found = (
        differences(
            _counts([old[name] for name in ids], names), _counts([new[name] for name in ids], names)
        )
        if ids
        else []
    )
    turned = [
        (name, old[name].failure, new[name].failure)
        for name in ids
        if old[name].failure != new[name].failure
    ]
    return Comparison(set_name, len(ids), tuple(found), tuple(turned))


def compare_runs(before: RunRecord, after: RunRecord) -> list[Comparison]:
    """Set by set, of those that both runs have with the same documents."""
    return [
        compare_systems(old.ours, new.ours, set_name=new.name)
        for new in after.sets
        if (old := _same(before, new)) is not None
    ]


def find_run(name: str, runs: Path) -> RunRecord:
    """A run by its file or folder, by the beginning of its id, or as `last` or `previous`. Raises
    ReadError.
    """
    if Path(name).exists():
        return read_run(Path(name))
    kept = runs_in(runs)
    places = {"last": 0, "previous": 1}
    if name in places and len(kept) > places[name]:
        return read_run(kept[places[name]])
    matching = [folder for folder in kept if folder.name.startswith(name)]
    if len(matching) != 1:
        raise ReadError(
            f"{name}: {len(matching)} runs of {runs} are called so; expected a folder, a run's "
            f"id, `last` or `previous`"
        )
    return read_run(matching[0])


def run_before(run: RunRecord, runs: Path) -> RunRecord | None:
    """The latest earlier run that has one of this run's sets, with the same documents. Runs of
    other versions are passed over.
    """
    for folder in runs_in(runs):
        if folder.name < run.id:
            try:
                earlier = read_run(folder)
            except ReadError:
                continue
            if any(_same(earlier, each) for each in run.sets):
                return earlier
    return None


def _same(run: RunRecord, wanted: SetRecord) -> SetRecord | None:
    return next(
        (each for each in run.sets if (each.name, each.corpus) == (wanted.name, wanted.corpus)),
        None,
    )


def _counts(results: Sequence[ResultRecord], names: Sequence[str]) -> dict[str, Array]:
    return {
        name: np.array([result.counts.get(name, (0.0, 0.0)) for result in results], float)
        for name in names
    }
