"""The gate: bounds are what was measured minus noise, and what falls below them is said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.settings import load
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.runs import gate
from pressroom.eval.runs.records import RunRecord
from pressroom.eval.runs.run import evaluate

TABLE = (
    '[samples] # ours\nright = { bound = 0.1, means = "wrong words" }\nerrors = { bound = 0.5, '
    "means "
    '= "failed" }\n'
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    chosen = narrowed(load_set("samples"), limit=40)
    home = tmp_path_factory.mktemp("home")
    return evaluate([chosen], load({}, home=home), embedder=HashEmbedder(), gated=False)


def test_bounds_are_the_worse_end_of_what_was_measured(run: RunRecord, tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text(TABLE, "utf-8")
    gate.renew(run, file)
    bounds = tomllib.loads(file.read_text("utf-8"))["samples"]
    low, _ = run.sets[0].ours.intervals["right"]
    assert low - 0.001 < bounds["right"]["bound"] <= low
    assert bounds["errors"]["bound"] == 0
    assert "# ours" in file.read_text("utf-8")
    assert gate.missed("samples", run.measures, file) == []


def test_what_falls_out_of_the_noise_is_missed(run: RunRecord, tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text(TABLE, "utf-8")
    gate.renew(run, file)
    low, _ = run.sets[0].ours.intervals["right"]
    (line,) = gate.missed("samples", {**run.measures, "right": low - 0.01}, file)
    assert line.startswith("samples: right ")
    assert line.endswith("wrong words")


def test_the_bounds_of_our_own_set_catch_a_fall_of_ten_points() -> None:
    bounds = {one.measure: one.bound for one in gate.read_thresholds("samples")}
    assert bounds["right"] > 0.6
    assert bounds["found"] > 0.8
