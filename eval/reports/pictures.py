"""A run -> the plots of its report."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from pressroom.eval.metrics.curves import Bin
from pressroom.eval.metrics.measures import MEASURES
from pressroom.eval.reports import plots
from pressroom.eval.runs.compare import Comparison, compare_systems
from pressroom.eval.runs.records import RunRecord, SetRecord, SystemRecord

MAIN = ("right", "found", "refusal_p", "refusal_r", "hit@1", "hit@5")
_AGAINST = ("right", "found", "refusal_r", "hit@1", "hit@5", "hit@1000c", "mrr@10", "speaker")


def is_stage(name: str) -> bool:
    """Whether a figure is the median of a stage: `search_ms`, not `p50_ms`."""
    return name.endswith("_ms") and not name.removesuffix("_ms").removeprefix("p").isdigit()


def quality_plot(run: RunRecord) -> Markup:
    rows = [
        plots.Bar(
            f"{each.name} · {name}",
            each.ours.measures.get(name),
            each.ours.intervals.get(name),
            series=at % 6,
            gap=name == MAIN[0],
        )
        for at, each in enumerate(run.sets)
        for name in MAIN
        if name in each.ours.measures
        and not (name.startswith("refusal") and each.ours.measures["refusal_r"] is None)
    ]
    return Markup(plots.bars(rows, title="Quality by set, with 95 % intervals"))


def languages_plot(run: RunRecord) -> Markup:
    rows = [
        plots.Bar(
            f"{each.name} · {language} · {name}",
            values.get(name),
            series=at,
            gap=at == 0,
            note=f"({values['questions']} questions)",
        )
        for each in run.sets
        for language, values in each.ours.languages.items()
        for at, name in enumerate(("right", "hit@5"))
        if values.get(name) is not None
    ]
    return Markup(plots.bars(rows, title="Quality by set and language"))


def curve_plot(system: SystemRecord) -> Markup | None:
    if not system.curve:
        return None
    lines = [
        plots.Line(
            "precision of refusing",
            [(p.threshold, p.precision) for p in system.curve if p.precision is not None],
            series=0,
        ),
        plots.Line(
            "recall of refusing",
            [(p.threshold, p.recall) for p in system.curve if p.recall is not None],
            series=1,
        ),
        plots.Line("share answered", [(p.threshold, p.answered) for p in system.curve], series=2),
    ]
    return Markup(
        plots.lines(lines, title="Refusal curve", x="refuse below this confidence", y="share")
    )


def found_plot(system: SystemRecord) -> Markup | None:
    """What refusing costs, by confidence and by what one would do without: how many of the
    question's bigrams are there.
    """
    if not system.found_curve:
        return None
    by = (
        ("by confidence", system.found_curve),
        ("by plain bigram coverage", system.found_curve_bigrams),
    )
    lines = [
        plots.Line(label, [(p.refused, p.found) for p in points], series=at)
        for at, (label, points) in enumerate(by)
    ]
    return Markup(
        plots.lines(
            lines,
            title="Found against refused",
            x="unanswerable questions refused",
            y="answerable questions found",
        )
    )


def reliability_plot(system: SystemRecord) -> Markup | None:
    return _reliability(system.reliability, "Reliability") if system.reliability else None


def reliability_plots(system: SystemRecord) -> list[tuple[str, int, Markup]]:
    """Language, answers and plot of each, where there are several."""
    of = system.reliability_of
    several = sorted(of.items()) if len(of) > 1 else []
    return [
        (language, sum(one.answers for one in bins), _reliability(bins, f"Reliability, {language}"))
        for language, bins in several
    ]


def _reliability(bins: Sequence[Bin], title: str) -> Markup:
    points = [(min(1.0, max(0.0, b.confidence)), b.right) for b in bins]
    line = plots.Line("answers, by confidence", points, dots=True)
    return Markup(plots.lines([line], title=title, x="confidence", y="share right", diagonal=True))


def latency_plot(record: SetRecord) -> Markup | None:
    """The share of questions answered within so many milliseconds, of each system."""
    series = []
    for at, system in enumerate(record.systems):
        times = sorted(result.ms for result in system.results if result.ms is not None)
        if times:
            steps = [
                (times[min(len(times) - 1, len(times) * step // 50)], step / 50)
                for step in range(51)
            ]
            series.append(plots.Line(system.name, steps, series=at))
    if not series:
        return None
    top = max(point[0] for line in series for point in line.points)
    return Markup(
        plots.lines(
            series, title="Latency", x="milliseconds", y="share of questions", x_range=(0, top)
        )
    )


def against_plot(ours: SystemRecord, other: SystemRecord, name: str) -> Markup:
    return changes_plot(compare_systems(other, ours, set_name=name, only=_AGAINST))


def changes_plot(comparison: Comparison) -> Markup:
    better = {measure.name: measure.better for measure in MEASURES}
    rows = [
        plots.Change(d.measure, d.change, d.low, d.high, d.is_sure, better[d.measure])
        for d in comparison.differences
    ]
    return Markup(plots.changes(rows, title="Differences with 95 % intervals"))
