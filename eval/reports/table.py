"""A run or a comparison -> lines of text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pressroom.eval.metrics.failures import FAILURES
from pressroom.eval.runs.compare import Comparison
from pressroom.eval.runs.past import Then
from pressroom.eval.runs.records import RunRecord, SetRecord, SystemRecord, Values

SHOWN = (
    "questions",
    "right",
    "found",
    "refusal_p",
    "refusal_r",
    "hit@1",
    "hit@5",
    "verbatim",
    "speaker",
    "p50_ms",
)
_MOST_TURNED = 12
_MOST_SHOWN = 60  # characters of an answer


def run_lines(run: RunRecord) -> list[str]:
    """Every set: its kinds, its systems with intervals, what went wrong; then the thresholds
    missed.
    """
    lines = [line for each in run.sets for line in _set_lines(each)]
    lines += [
        f"{len(run.sets)} sets, {run.seconds:.0f} s, {run.memory_mb:.0f} MB at most, commit "
        f"{run.commit}"
    ]
    return lines + [f"MISSED {line}" for line in run.missed]


def comparison_lines(comparisons: Sequence[Comparison]) -> list[str]:
    """What changed, measure by measure, and the questions that turned."""
    lines = []
    for each in comparisons:
        lines += [f"{each.set_name}: {each.questions} questions in both", _difference_header()]
        for d in each.differences:
            sure = "  *" if d.is_sure else ""
            span = f"[{d.low:+.3f}, {d.high:+.3f}]"
            lines.append(
                f"{d.measure:16} {d.before:9.3f} {d.after:9.3f} {d.change:+9.3f} {span:>18} "
                f"{d.p:8.4f} {d.adjusted:8.4f}{sure}"
            )
        lines += [f"  {name}: {old} -> {new}" for name, old, new in each.turned[:_MOST_TURNED]]
        if len(each.turned) > _MOST_TURNED:
            lines.append(f"  and {len(each.turned) - _MOST_TURNED} more questions turned")
    return [
        *lines,
        "* differs by more than chance (p below 0.05, adjusted for the number of measures)",
    ]


def history_lines(found: Sequence[Then]) -> list[str]:
    """A line a run: when and from which commit, who read, what became of the case, what was
    shown.
    """
    return [
        f"{then.run:32} {then.set_name:16} {then.reader:8} {then.failure:16} "
        f"{_cell(then.confidence):>6}  {' '.join(then.answer.split())[:_MOST_SHOWN]}"
        for then in found
    ]


def _difference_header() -> str:
    return f"{'measure':16} {'A':>9} {'B':>9} {'B - A':>9} {'95 %':>18} {'p':>8} {'adjusted':>8}"


def _set_lines(record: SetRecord) -> list[str]:
    names = (
        [name for name in SHOWN if name in record.ours.measures]
        if record.documents
        else list(record.ours.measures)
    )
    head = f"{record.name}: {len(record.cases)} questions, {record.documents} documents"
    lines = [head, " ".join([f"{'':24}", *(f"{name:>{_width(name)}}" for name in names)])]
    lines += [_row(system.label, system.measures, names) for system in record.systems]
    if len(record.ours.kinds) > 1:
        lines += [_row(f"  {kind}", values, names) for kind, values in record.ours.kinds.items()]
    if len(record.ours.languages) > 1:
        lines += [
            _row(f"  {language}", values, names)
            for language, values in record.ours.languages.items()
        ]
    return [
        *lines,
        *_intervals(record.ours, names),
        _failures(record.ours),
        *_judgement(record.ours),
        *(f"DOUBT {line}" for line in record.findings[:5]),
        "",
    ]


def _intervals(system: SystemRecord, names: Sequence[str]) -> list[str]:
    known = [
        f"{name} {system.intervals[name][0]:.3f} to {system.intervals[name][1]:.3f}"
        for name in names
        if name in system.intervals
    ]
    return [f"  95 %: {', '.join(known)}"] if known else []


def _failures(system: SystemRecord) -> str:
    times = Counter(result.failure for result in system.results)
    return "  " + ", ".join(f"{name} {times[name]}" for name in FAILURES if times[name])


def _judgement(system: SystemRecord) -> list[str]:
    found = system.judgement
    if found is None:
        return []
    figures = (found.claim_precision, found.claim_recall, found.faithfulness)
    said = "claim precision {}, claim recall {}, faithfulness {}".format(*map(_cell, figures))
    return [
        f"  judge {found.model}, kappa {found.kappa:.2f} with people: "
        + (said if found.answers else "too little to be believed")
    ]


def _row(label: str, values: Values, names: Sequence[str]) -> str:
    return " ".join(
        [f"{label[:24]:24}", *(_cell(values.get(name)).rjust(_width(name)) for name in names)]
    )


def _width(name: str) -> int:
    return max(7, len(name))


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}"
