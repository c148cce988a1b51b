"""Killed at any moment, started again: nothing lost, nothing double, nothing withdrawn found."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.settings import load
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.passages import split
from pressroom.corpus.source import SourceText

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = 60
SEED = 20251125

WORKER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from fakes import HashEmbedder
from pressroom.assistant.build import open_parts
from pressroom.assistant.settings import load
with open_parts(load({}, home=Path(sys.argv[1])), embedder=HashEmbedder()) as parts:
    print("open", flush=True)
    parts.ingest.run()
"""


def source(number: int, month: str) -> SourceText:
    said = f"地铁{number}号线{month}开通，全长{number}公里。"
    text = (
        f"发布会{number}\n\n主持人：请张局长介绍。\n\n局长张三：{said}\n\n记者："
        f"票价？\n\n局长张三："
        f"起步价2元。\n"
    )
    return SourceText(f"d{number}", text, f"d{number}")


def change(parts: Parts, chance: random.Random) -> None:
    """What staff may have done before the run: added, replaced, withdrawn."""
    changed = [
        source(number, chance.choice(["九月", "十月", "十一月"]))
        for number in chance.sample(range(DOCUMENTS), 25)
    ]
    parts.library.add((document, parse(document)) for document in changed)
    for entry in chance.sample(parts.library.entries(), 4):
        parts.library.withdraw(entry.id)


def kill_in_the_middle(home: Path, seconds: float) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "open\n"
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.wait(30)
    worker.stdout.close()


def expected(parts: Parts) -> set[str]:
    live = [entry.id for entry in parts.library.entries() if not entry.withdrawn_at]
    return {passage.id for name in live for passage in split(parts.library.get(name))}


def check_that_nothing_gone_is_found(parts: Parts) -> None:
    current = {
        entry.id: entry.version for entry in parts.library.entries() if not entry.withdrawn_at
    }
    for question in ("地铁九月开通", "地铁7号线全长", "起步价"):
        for hit in parts.searcher.search(question, limit=200):
            assert current.get(hit.transcript.id) == hit.transcript.version


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.long)])
def test_a_kill_at_random_moments_loses_doubles_and_revives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills: int
):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    home, chance = tmp_path / "home", random.Random(SEED)
    for _ in range(kills):
        with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
            change(parts, chance)
        kill_in_the_middle(home, chance.uniform(0, 0.8))
        with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
            check_that_nothing_gone_is_found(parts)
    with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
        parts.ingest.run()
        assert parts.library.pending() == []
        assert parts.ingest.differences() == []
        assert parts.ingest.words.count() == parts.ingest.vectors.count() == len(expected(parts))
        check_that_nothing_gone_is_found(parts)
