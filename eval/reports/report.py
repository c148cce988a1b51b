"""A run -> one HTML file that needs no network: tables, plots and a browser of cases. Its data is
the run's own JSON.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from pressroom.eval.metrics.failures import FAILURES, MEANS
from pressroom.eval.metrics.measures import MEASURES
from pressroom.eval.reports.pictures import (
    against_plot,
    changes_plot,
    curve_plot,
    found_plot,
    is_stage,
    languages_plot,
    latency_plot,
    quality_plot,
    reliability_plot,
    reliability_plots,
)
from pressroom.eval.runs.compare import compare_runs
from pressroom.eval.runs.records import RunRecord, SetRecord
from pressroom.eval.runs.run import text_key

FILE = "report.html"
_TEMPLATES = Path(__file__).parent / "templates"
_MOST_CASES = 3000  # in the browser of cases: a page of more is slow; the JSON holds all


def write_report(run: RunRecord, folder: Path, *, before: RunRecord | None = None) -> Path:
    """The report of a run in its folder; `before` is the run to compare it with."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(report_html(run, before=before), "utf-8")
    return file


def report_html(run: RunRecord, *, before: RunRecord | None = None) -> str:
    """The whole page as text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["figure"] = _figure
    comparisons = compare_runs(before, run) if before else []
    return environment.get_template("report.html").render(
        run=run,
        before=before,
        comparisons=[(each, changes_plot(each)) for each in comparisons],
        quality=quality_plot(run),
        languages=languages_plot(run),
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
        "failures": [
            (name, sum(result.failure == name for result in ours.results)) for name in FAILURES
        ],
        "curve": curve_plot(ours),
        "found_curve": found_plot(ours),
        "reliability": reliability_plot(ours),
        "reliabilities": reliability_plots(ours),
        "latency": latency_plot(record),
        "stages": [
            (name.removesuffix("_ms"), value)
            for name, value in ours.measures.items()
            if is_stage(name)
        ],
        "against": [
            (other, against_plot(ours, other, record.name)) for other in record.systems[1:]
        ],
    }


def _browser_data(run: RunRecord) -> dict[str, Any]:
    """What the browser of cases needs: every case of our system, and the texts of the passages it
    found.
    """
    cases = [
        _case_data(each, at) for each in run.sets for at in range(min(_MOST_CASES, len(each.cases)))
    ]
    keys = {hit[0] for case in cases for hit in case["hits"]}
    texts = {f"{each.name}|{key}": text for each in run.sets for key, text in each.texts.items()}
    return {
        "cases": cases,
        "texts": {key: texts[key] for key in keys & texts.keys()},
        "means": MEANS,
    }


def _case_data(record: SetRecord, at: int) -> dict[str, Any]:
    """A case and what became of it. `rank` is the least of 1, 3, 5 and 10 passages among which a
    right one is.
    """
    case, result = record.cases[at], record.ours.results[at]
    return {
        "set": record.name,
        **case.model_dump(),
        **result.model_dump(
            include={"failure", "status", "answer", "cited", "marked", "ms", "confidence", "error"}
        ),
        "hits": [[f"{record.name}|{text_key(place)}", *place] for place in result.hits],
        "rank": next((k for k in (1, 3, 5, 10) if result.counts.get(f"hit@{k}", (0, 0))[0]), None),
        "others": {system.name: system.results[at].failure for system in record.systems[1:]},
    }


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(char, code)
    return Markup(text)


def _figure(value: float | int | None) -> str:
    if value is None:
        return "–"
    return (
        str(value)
        if isinstance(value, int)
        else f"{value:.1f}"
        if abs(value) >= 10
        else f"{value:.3f}"
    )
