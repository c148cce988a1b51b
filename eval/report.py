"""A run -> one HTML file that needs no network: tables, plots and a browser of cases. Its data is the run's own JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from eval import plots
from eval.compare import Comparison, compare_runs, compare_systems
from eval.failures import FAILURES, MEANS
from eval.measures import MEASURES
from eval.records import RunRecord, SetRecord, SystemRecord
from eval.run import text_key

FILE = "report.html"
_TEMPLATES = Path(__file__).parent / "templates"
MAIN = ("hit@1", "hit@5", "found", "contains", "refusal_p", "refusal_r")
_AGAINST = ("hit@1", "hit@5", "hit@1000c", "mrr@10", "found", "contains", "speaker", "refusal_r")
_MOST_CASES = 3000  # in the browser of cases: a page of more is slow; the JSON holds all


def write_report(run: RunRecord, folder: Path, *, before: RunRecord | None = None) -> Path:
    """The report of a run in its folder; `before` is the run to compare it with."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(report_html(run, before=before), "utf-8")
    return file


def report_html(run: RunRecord, *, before: RunRecord | None = None) -> str:
    """The whole page as text."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["figure"] = _figure
    comparisons = compare_runs(before, run) if before else []
    return environment.get_template("report.html").render(
        run=run,
        before=before,
        comparisons=[(each, _changes_plot(each)) for each in comparisons],
        quality=_quality_plot(run),
        languages=_languages_plot(run),
        sets=[_set_view(each) for each in run.sets],
        measures=MEASURES,
        failures=[(name, MEANS[name]) for name in FAILURES],
        css=Markup((_TEMPLATES / "report.css").read_text("utf-8")),
        js=Markup((_TEMPLATES / "report.js").read_text("utf-8")),
        data=_embedded(_browser_data(run)),
    )


def _set_view(record: SetRecord) -> dict[str, Any]:
    """What the template shows of a set."""
    ours = record.ours
    return {
        "record": record,
        "failures": [(name, sum(result.failure == name for result in ours.results)) for name in FAILURES],
        "curve": _curve_plot(ours),
        "found_curve": _found_plot(ours),
        "reliability": _reliability_plot(ours),
        "latency": _latency_plot(record),
        "stages": [(name.removesuffix("_ms"), value) for name, value in ours.measures.items() if _is_stage(name)],
        "against": [(other, _against_plot(ours, other, record.name)) for other in record.systems[1:]],
    }


def _is_stage(name: str) -> bool:
    """Whether a figure is the median of a stage: `search_ms`, not `p50_ms`."""
    return name.endswith("_ms") and not name.removesuffix("_ms").removeprefix("p").isdigit()


def _quality_plot(run: RunRecord) -> Markup:
    rows = [
        plots.Bar(f"{each.name} · {name}", each.ours.measures.get(name), each.ours.intervals.get(name), series=at % 6, gap=name == MAIN[0])
        for at, each in enumerate(run.sets)
        for name in MAIN
        if name in each.ours.measures and not (name.startswith("refusal") and each.ours.measures["refusal_r"] is None)
    ]
    return Markup(plots.bars(rows, title="Quality by set, with 95 % intervals"))


def _languages_plot(run: RunRecord) -> Markup:
    rows = [
        plots.Bar(f"{each.name} · {language} · {name}", values.get(name), series=at, gap=at == 0, note=f"({values['questions']} questions)")
        for each in run.sets
        for language, values in each.ours.languages.items()
        for at, name in enumerate(("hit@5", "found"))
        if values.get(name) is not None
    ]
    return Markup(plots.bars(rows, title="Quality by set and language"))


def _curve_plot(system: SystemRecord) -> Markup | None:
    if not system.curve:
        return None
    lines = [
        plots.Line("precision of refusing", [(p.threshold, p.precision) for p in system.curve if p.precision is not None], series=0),
        plots.Line("recall of refusing", [(p.threshold, p.recall) for p in system.curve if p.recall is not None], series=1),
        plots.Line("share answered", [(p.threshold, p.answered) for p in system.curve], series=2),
    ]
    return Markup(plots.lines(lines, title="Refusal curve", x="refuse below this confidence", y="share"))


def _found_plot(system: SystemRecord) -> Markup | None:
    """What refusing costs, by confidence and by what one would do without: how many of the question's bigrams are there."""
    if not system.found_curve:
        return None
    by = (("by confidence", system.found_curve), ("by plain bigram coverage", system.found_curve_bigrams))
    lines = [plots.Line(label, [(p.refused, p.found) for p in points], series=at) for at, (label, points) in enumerate(by)]
    return Markup(plots.lines(lines, title="Found against refused", x="unanswerable questions refused", y="answerable questions found"))


def _reliability_plot(system: SystemRecord) -> Markup | None:
    if not system.reliability:
        return None
    points = [(min(1.0, max(0.0, b.confidence)), b.right) for b in system.reliability]
    line = plots.Line("answers, by confidence", points, dots=True)
    return Markup(plots.lines([line], title="Reliability", x="confidence", y="share right", diagonal=True))


def _latency_plot(record: SetRecord) -> Markup | None:
    """The share of questions answered within so many milliseconds, of each system."""
    series = []
    for at, system in enumerate(record.systems):
        times = sorted(result.ms for result in system.results if result.ms is not None)
        if times:
            steps = [(times[min(len(times) - 1, len(times) * step // 50)], step / 50) for step in range(51)]
            series.append(plots.Line(system.name, steps, series=at))
    if not series:
        return None
    top = max(point[0] for line in series for point in line.points)
    return Markup(plots.lines(series, title="Latency", x="milliseconds", y="share of questions", x_range=(0, top)))


def _against_plot(ours: SystemRecord, other: SystemRecord, name: str) -> Markup:
    return _changes_plot(compare_systems(other, ours, set_name=name, only=_AGAINST))


def _changes_plot(comparison: Comparison) -> Markup:
    better = {measure.name: measure.better for measure in MEASURES}
    rows = [plots.Change(d.measure, d.change, d.low, d.high, d.is_sure, better[d.measure]) for d in comparison.differences]
    return Markup(plots.changes(rows, title="Differences with 95 % intervals"))


def _browser_data(run: RunRecord) -> dict[str, Any]:
    """What the browser of cases needs: every case of our system, and the texts of the passages it found."""
    cases = [_case_data(each, at) for each in run.sets for at in range(min(_MOST_CASES, len(each.cases)))]
    keys = {hit[0] for case in cases for hit in case["hits"]}
    texts = {f"{each.name}|{key}": text for each in run.sets for key, text in each.texts.items()}
    return {"cases": cases, "texts": {key: texts[key] for key in keys & texts.keys()}, "means": MEANS}


def _case_data(record: SetRecord, at: int) -> dict[str, Any]:
    """A case and what became of it. `rank` is the least of 1, 3, 5 and 10 passages among which a right one is."""
    case, result = record.cases[at], record.ours.results[at]
    return {
        "set": record.name,
        **case.model_dump(),
        **result.model_dump(include={"failure", "status", "answer", "cited", "ms", "confidence", "error"}),
        "hits": [[f"{record.name}|{text_key(place)}", *place] for place in result.hits],
        "rank": next((k for k in (1, 3, 5, 10) if result.counts.get(f"hit@{k}", (0, 0))[0]), None),
        "others": {system.name: system.results[at].failure for system in record.systems[1:]},
    }


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(char, code)
    return Markup(text)


def _figure(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
