"""Our figures beside those of the shared score script, on real question sets: the same to three
decimals.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pressroom.assistant.cli.main import main


def agrees(
    shared: Path, name: str, home: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Runs the set, scores the answers that it kept with the script, and compares every measure
    that the script prints.
    """
    folder = shared / "qa" / name
    capsys.readouterr()
    assert main(
        ["eval", "--set", str(folder), "--json", "--out", str(out), "--home", str(home)]
    ) in (0, 1)
    ours = json.loads(capsys.readouterr().out.splitlines()[-1])["measures"]
    script = [
        sys.executable,
        str(shared / "score" / "score_answers.py"),
        str(folder / "documents.jsonl"),
        str(folder / "dev.jsonl"),
    ]
    done = subprocess.run(
        [*script, str(out / f"answers-{name}.jsonl"), "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    theirs = json.loads(done.stdout)
    assert set(theirs) <= set(ours)
    for measure, value in theirs.items():
        assert ours[measure] == (value if value is None else pytest.approx(value, abs=5e-4)), (
            measure
        )


@pytest.fixture
def home(tmp_path: Path, model_cache: Path) -> Path:
    (tmp_path / "models").symlink_to(model_cache)
    return tmp_path


def test_every_measure_agrees_on_the_press_conference_of_a_city(
    shared: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agrees(shared, "city", home, tmp_path / "run", capsys)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_every_measure_agrees_on_government_policies(
    shared: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agrees(shared, "policy-zh", home, tmp_path / "run", capsys)
