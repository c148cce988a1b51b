"""The installed package: one name, everything in it, and nobody's own modules in its way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pressroom", "corpus", "index", "assistant", "eval")
ASKED = """
import index, eval
assert index.MINE and eval.MINE
import sys
from pathlib import Path
import pressroom
from pressroom import PressroomEmbeddings, PressroomRetriever, check_text, load, open_parts
from pressroom.corpus.library.library import Library
assert Path(pressroom.__file__).is_relative_to(sys.argv[1]), pressroom.__file__
home = Path(sys.argv[2])
library = Library.open(home)
assert library.get("pool").text
library.close()
from pressroom.assistant.languages.texts import texts
from pressroom.assistant.web.app import create_app
from pressroom.assistant.read.rules.confidence import calibration
assert texts("zh") and calibration()
print("whole")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a wheel installs it, built from a copy of the checkout."""
    source, target = (tmp_path_factory.mktemp(name) for name in ("source", "target"))
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    options = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), "."]
    subprocess.run(command, cwd=source, check=True, timeout=280)
    return target


def test_every_file_of_the_rooms_is_installed(installed: Path):
    for room in ROOMS[1:]:
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (installed / "pressroom" / path.relative_to(ROOT)).is_file(), path


def test_an_index_of_one_s_own_stands_beside_it(installed: Path, tmp_path: Path):
    for name in ("index", "eval"):
        (tmp_path / f"{name}.py").write_text("MINE = True\n")
    home = tmp_path / "home"
    home.mkdir()
    make_old(home)
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(installed), str(home)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("whole\n", 0), done.stderr


def make_old(home: Path) -> None:
    """A data folder of an older Pressroom, so that the steps to today's are needed."""
    with sqlite3.connect(home / "library.sqlite") as connection:
        connection.executescript((ROOT / "tests/golden/folder-51dfb31.sql").read_text("utf-8"))
    connection.close()
