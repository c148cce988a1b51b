"""Outcomes -> the sum of every measure, and how long answers took."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pressroom.eval.metrics.measures import MEASURES, mean
from pressroom.eval.questions.outcomes import Outcome


def latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Milliseconds of a question asked alone: median, 95th and 99th percentile (nearest rank), and
    the median of each stage.

    Empty if none was timed; stages are those that the answers tell.
    """
    times = sorted(outcome.ms for outcome in outcomes if outcome.ms is not None)
    whole = (
        {f"p{rank}_ms": times[int(len(times) * rank / 100)] for rank in (50, 95, 99)}
        if times
        else {}
    )
    names = dict.fromkeys(name for outcome in outcomes for name, _ in outcome.stages)
    return whole | {
        f"{name}_ms": median(dict(o.stages)[name] for o in outcomes if name in dict(o.stages))
        for name in names
    }


def summary(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Every measure of a set of outcomes, by name; None where no question counts."""
    lengths = [hit.place.end - hit.place.start for outcome in outcomes for hit in outcome.hits[:10]]
    values: dict[str, float | int | None] = {
        "questions": len(outcomes),
        "missing": sum(o.status == "missing" for o in outcomes),
    }
    for measure in MEASURES:
        values[measure.name] = mean(measure.count, outcomes)
        if measure.name == "hit_chars":
            values["hit_chars_max"] = max(lengths, default=None)
    return values | latency(outcomes)
