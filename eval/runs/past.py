"""The runs that are kept and a case -> what became of it in each, the earliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.corpus.errors import ReadError
from pressroom.eval.runs.records import RunRecord, read_run, runs_in


@dataclass(frozen=True, slots=True)
class Then:
    """A case in a run: what went wrong, and what was read first."""

    run: str
    commit: str
    reader: str
    set_name: str
    failure: str
    confidence: float | None
    answer: str


def history_of(case_id: str, runs: Path) -> list[Then]:
    """Raises ReadError if no run that this version can read has the case."""
    found = [then for run in _readable(runs) for then in _of(case_id, run)]
    if not found:
        raise ReadError(
            f"{case_id}: in no run of {runs}; expected the id of a case, as a report shows it"
        )
    return found


def _readable(runs: Path) -> Iterator[RunRecord]:
    for folder in reversed(runs_in(runs)):
        try:
            yield read_run(folder)
        except ReadError:
            continue


def _of(case_id: str, run: RunRecord) -> Iterator[Then]:
    for each in run.sets:
        for result in each.ours.results:
            if result.id == case_id:
                told = (result.failure, result.confidence, result.answer)
                yield Then(run.id, run.commit, run.reader, each.name, *told)
