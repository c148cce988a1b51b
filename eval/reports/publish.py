"""A run -> the figures in README.md and docs/evaluation.md, between their marks; what stands
outside stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pressroom.corpus.errors import ReadError
from pressroom.eval.runs.compare import compare_systems
from pressroom.eval.runs.records import RunRecord, SetRecord, SystemRecord

_ROOT = Path(__file__).resolve().parents[2]
README, DOCUMENT = _ROOT / "README.md", _ROOT / "docs" / "evaluation.md"
_COLUMNS = {
    "right": "answered right",
    "refusal_r": "unanswerable ones refused",
    "found": "right words among those shown",
    "quoted_chars": "in characters",
    "hit@1": "right passage first",
    "hit@5": "in the first five",
    "hit@1000c": "in the first 1,000 characters",
}
_SEARCH = ("hit@1", "hit@5", "hit@1000c", "mrr@10", "ndcg@10")
_WORDS = (
    "right",
    "found",
    "contains",
    "rouge_l",
    "f1",
    "paragraph_p",
    "paragraph_r",
    "character_p",
    "character_r",
)
_HONESTY = (
    "verbatim",
    "supported",
    "figures",
    "speaker",
    "date",
    "refusal_p",
    "refusal_r",
    "follow_up",
    "follow_up_kept",
    "follow_up_hit",
)


def publish(run: RunRecord, *, readme: Path = README, document: Path = DOCUMENT) -> None:
    """Writes both. Raises ReadError if a file lacks its marks."""
    _replace(readme, "comparison", comparison_table(run))
    _replace(document, "figures", figures(run))


def comparison_table(run: RunRecord) -> str:
    """Every system on every set that was asked of more than one; bold where Pressroom is surely
    better than all others.
    """
    lines = [
        "| set | system | " + " | ".join(_COLUMNS.values()) + " |",
        "|---|---|" + "---|" * len(_COLUMNS),
    ]
    for each in run.sets:
        if len(each.systems) > 1 and each.documents:
            title = f"{each.name}: {len(each.cases)} questions, {each.documents} documents"
            for system in each.systems:
                cells = [
                    _cell(system, name, bold=_is_best(each, system, name)) for name in _COLUMNS
                ]
                lines.append(f"| {title} | {system.label} | {' | '.join(cells)} |")
                title = ""
    return "\n".join(lines)


def figures(run: RunRecord) -> str:
    """What was run, and a table of the measures of each set with 95 % intervals."""
    about = (
        f"Run {run.id}: model `{run.model}`, chat model {run.chat_model or 'none'}, "
        f"{run.memory_mb:.0f} MB of memory at most."
    )
    return "\n\n".join(
        [
            about,
            _measures_table(run, _WORDS + _SEARCH),
            _measures_table(run, _HONESTY),
            _latency_table(run),
            _languages_table(run),
        ]
    )


def _measures_table(run: RunRecord, names: Sequence[str]) -> str:
    sets = [each for each in run.sets if each.documents]
    lines = [
        "| measure | " + " | ".join(f"{each.name} ({len(each.cases)})" for each in sets) + " |",
        "|---|" + "---|" * len(sets),
    ]
    lines += [
        f"| `{name}` | " + " | ".join(_with_interval(each.ours, name) for each in sets) + " |"
        for name in names
    ]
    return "\n".join(lines)


def _latency_table(run: RunRecord) -> str:
    lines = ["| set | median ms | 95th percentile | 99th |", "|---|---|---|---|"]
    for each in run.sets:
        values = [each.ours.measures.get(name) for name in ("p50_ms", "p95_ms", "p99_ms")]
        if values[0] is not None:
            lines.append(
                f"| {each.name} | "
                + " | ".join(f"{value:.0f}" for value in values if value is not None)
                + " |"
            )
    return "\n".join(lines)


def _languages_table(run: RunRecord) -> str:
    lines = [
        "| set | language | questions | `right` | `refusal_r` | `found` | `hit@5` |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in run.sets:
        if len(each.ours.languages) > 1:
            for language, values in each.ours.languages.items():
                cells = [
                    _plain(values.get(name))
                    for name in ("questions", "right", "refusal_r", "found", "hit@5")
                ]
                lines.append(f"| {each.name} | {language} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _is_best(record: SetRecord, system: SystemRecord, name: str) -> bool:
    """Whether our system is better in this measure than each other one by more than chance."""
    if system is not record.ours or name == "quoted_chars":
        return False
    compared = [
        compare_systems(other, system, set_name=record.name, only=[name]).differences
        for other in record.systems[1:]
    ]
    return all(found and found[0].is_sure and found[0].change > 0 for found in compared)


def _cell(system: SystemRecord, name: str, *, bold: bool) -> str:
    value = system.measures.get(name)
    text = "–" if value is None else f"{value:,.0f}" if name == "quoted_chars" else f"{value:.2f}"
    return f"**{text}**" if bold else text


def _with_interval(system: SystemRecord, name: str) -> str:
    value = system.measures.get(name)
    if value is None:
        return "–"
    interval = system.intervals.get(name)
    return (
        f"{value:.3f} ({interval[0]:.3f} to {interval[1]:.3f})"
        if interval and interval[0] < interval[1]
        else f"{value:.3f}"
    )


def _plain(value: float | int | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _replace(file: Path, name: str, text: str) -> None:
    pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(\n<!-- end of {name} -->)", re.S)
    old = file.read_text("utf-8") if file.is_file() else ""
    new, times = pattern.subn(lambda match: f"{match[1]}\n{text}\n{match[2]}", old)
    if times != 1:
        raise ReadError(
            f"{file}: expected one place between `<!-- {name}: … -->` and `<!-- end of {name} -->`"
        )
    file.write_text(new, "utf-8")
