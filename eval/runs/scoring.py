"""A system's outcomes -> what they come to: measures, intervals, by kind and by language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from pressroom.eval.metrics.curves import (
    BINS,
    Bin,
    bigrams_of,
    calibration_error,
    confidence_of,
    found_curve,
    refusal_curve,
    reliability,
)
from pressroom.eval.metrics.failures import failure
from pressroom.eval.metrics.measures import MEASURES
from pressroom.eval.metrics.statistics import counted, intervals
from pressroom.eval.metrics.totals import summary
from pressroom.eval.questions.outcomes import Outcome
from pressroom.eval.runs.records import SystemRecord, result_of
from pressroom.eval.systems.asking import PRESSROOM

_GROUP = 15  # answers of a language: of fewer a share right tells nothing


def system_record(name: str, label: str, outcomes: Sequence[Outcome]) -> SystemRecord:
    """What a system's outcomes come to, with intervals, by kind and by language. The words of our
    own answers alone are kept.
    """
    pairs = {measure.name: counted(measure.count, outcomes) for measure in MEASURES}
    counts = [
        {name: (float(values[at][0]), float(values[at][1])) for name, values in pairs.items()}
        for at in range(len(outcomes))
    ]
    bins = reliability(outcomes)
    languages = _grouped(outcomes, lambda o: o.case.language)
    return SystemRecord(
        name=name,
        label=label,
        measures=summary(outcomes),
        intervals=intervals(pairs),
        kinds={kind: summary(group) for kind, group in _grouped(outcomes, lambda o: o.case.kind)},
        languages={language: summary(group) for language, group in languages},
        results=[
            result_of(o, failure=failure(o), counts=c, with_words=name == PRESSROOM)
            for o, c in zip(outcomes, counts, strict=True)
        ],
        curve=refusal_curve(outcomes),
        found_curve=found_curve(outcomes, confidence_of) if name == PRESSROOM else [],
        found_curve_bigrams=found_curve(outcomes, bigrams_of) if name == PRESSROOM else [],
        reliability=bins,
        reliability_of={language: some for language, group in languages if (some := _few(group))},
        calibration_error=calibration_error(bins),
    )


def _few(outcomes: Sequence[Outcome]) -> list[Bin]:
    """Of one language: as many groups as its answers are enough for; of fewer than a group none."""
    answers = sum(outcome.shown and outcome.confidence is not None for outcome in outcomes)
    return reliability(outcomes, bins=min(BINS, answers // _GROUP)) if answers >= _GROUP else []


def _grouped(
    outcomes: Sequence[Outcome], key: Callable[[Outcome], str]
) -> list[tuple[str, list[Outcome]]]:
    return [(name, list(group)) for name, group in groupby(sorted(outcomes, key=key), key)]
