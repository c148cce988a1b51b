"""The README is true: its program runs, and its commands, settings and links exist."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from pressroom.assistant.cli.main import main
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_program_in_the_readme_runs(
    tmp_path: Path,
    model_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "models").symlink_to(model_cache)
    monkeypatch.setenv("PRESSROOM_HOME", str(tmp_path))
    assert main(["add", str(SAMPLES)]) == 0
    capsys.readouterr()
    (program,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(compile(program, "README.md", "exec"), {})  # noqa: S102 -- our own README
    out = capsys.readouterr().out
    assert "384 dimensions" in out
    assert "周启明 2025-06-20" in out


def test_every_setting_is_in_the_readme_and_the_other_way_round() -> None:
    named = set(re.findall(r"`PRESSROOM_([A-Z_]+)`", README))
    assert named == {field.name.upper() for field in fields(Settings)}


def test_every_make_target_and_command_of_the_readme_exists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.M)) <= targets
    for command in set(re.findall(r"(?<!from )pressroom ([a-z]+)", README)):
        assert main([command, "--help"]) == 0


def test_every_file_that_the_readme_names_is_there() -> None:
    for name in re.findall(
        r"\]\((?!http)([^)#]+)\)|`((?:eval|docs|corpus|index|assistant)/[\w./]*)`", README
    ):
        assert (ROOT / (name[0] or name[1])).exists(), name
