"""A damaged data folder: what is damaged is said, with what mends it; what can be made anew is, and
citizens are told meanwhile; nobody reads a traceback.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.cli.main import main
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.settings import Settings, load
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import DamagedError
from pressroom.index.vectors.index import VectorIndex

RATE = {"question": "2025年医保参保率是多少？"}
NOT_WHOLE = tongue("zh").t["not_whole"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows the samples."""
    home = tmp_path_factory.mktemp("whole") / "home"
    with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
        add_paths([SAMPLES], parts.library, parts.ingest)
    return home


@pytest.fixture
def filled(whole: Path, tmp_path: Path) -> Settings:
    """A copy of it, to be damaged."""
    return load({}, home=shutil.copytree(whole, tmp_path / "home"))


@pytest.fixture
def opened(filled: Settings, request: pytest.FixtureRequest) -> Iterator[Parts]:
    """The same, opened after the file that the test names was overwritten."""
    overwrite(filled.home / request.param)
    with open_parts(filled, embedder=HashEmbedder()) as parts:
        yield parts


def overwrite(file: Path, *, at: int = 0, size: int = 2048) -> None:
    with file.open("r+b") as held:
        held.seek(at)
        held.write(b"\xa5" * min(size, file.stat().st_size))


@pytest.mark.parametrize(
    ("opened", "found"),
    [("index/words/meta.json", False), ("index/vectors/chroma.sqlite3", True)],
    indirect=["opened"],
)
def test_a_damaged_index_is_made_anew_while_citizens_are_told(opened: Parts, found: bool) -> None:
    with TestClient(create_app(opened.assistant, opened.library)) as client:
        row = client.post("/api/ask", json=RATE).json()
        assert row["lacking"] == ["search"]
        assert NOT_WHOLE in row["message"]
        assert ("97.8%" in row["answer"]) is found
        assert opened.library.unanswered() == []  # it is no gap of the documents
        assert client.get("/healthz").json()["status"] == "degraded"
        assert "is damaged" in opened.ingest.damage[0]
        assert "check --repair" in opened.ingest.damage[0]
        assert opened.desk.worker.work() >= 0  # what runs in the background of a server
        row = client.post("/api/ask", json=RATE).json()
        assert row["lacking"] == []
        assert "97.8%" in row["answer"]
        assert client.get("/healthz").json()["status"] == "ok"
    assert opened.ingest.differences() == []


def test_an_index_that_breaks_while_it_is_used_counts_as_empty(filled: Settings) -> None:
    with open_parts(filled, embedder=HashEmbedder()) as parts:
        parts.searcher.words._broken(ValueError("data corrupted"))
        answer = parts.assistant.look_up(RATE["question"])
        assert answer.lacking == ("search",)
        parts.ingest.mend()
        assert "97.8%" in parts.assistant.look_up(RATE["question"]).text


def test_health_recovers_without_a_question_and_no_search_in_between_counts_as_whole(
    filled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_parts(filled, embedder=HashEmbedder()) as parts:
        parts.searcher.words._broken(ValueError("data corrupted"))
        clear, lacking = parts.ingest.words.clear, []

        def cleared() -> None:
            clear()
            lacking.append(parts.assistant.look_up(RATE["question"]).lacking)

        monkeypatch.setattr(parts.ingest.words, "clear", cleared)
        parts.ingest.mend()
        assert lacking == [("search",)]
        assert parts.searcher.down == ()


def test_check_says_what_is_damaged_and_repair_mends_it(
    home_of_samples: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home_of_samples("trained")
    home = ["--home", str(folder)]
    overwrite(folder / "index" / "words" / "meta.json")
    assert main(["check", "--json", *home]) == 1
    (line,) = json.loads(capsys.readouterr().out)["damage"]
    assert "index by word is damaged" in line
    assert main(["ask", RATE["question"], *home]) in (0, 1)
    assert NOT_WHOLE in capsys.readouterr().out
    assert main(["check", "--repair", *home]) == 0
    assert main(["ask", RATE["question"], *home]) == 0
    assert "97.8%" in capsys.readouterr().out


def test_a_damaged_library_is_said_in_one_line_with_what_to_restore(
    filled: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = filled.home / "library.sqlite"
    with closing(sqlite3.connect(file)) as library:
        library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = file.stat().st_size // 4096
    for page in (pages // 4, pages // 2, pages - 2):  # none of the schema, which all read
        overwrite(file, at=page * 4096, size=4096)
    assert main(["list", "--home", str(filled.home)]) in (0, 2)
    with open_parts(filled, embedder=HashEmbedder()) as parts:
        (line,) = parts.library.database.damage()
        assert "the library is damaged" in line
        assert "restore library.sqlite" in line
        with TestClient(create_app(parts.assistant, parts.library)) as client:
            answer = client.post("/api/ask", json=RATE)
            assert "sqlalchemy" not in answer.text.lower()
            assert answer.status_code in (200, 503)
    assert "Traceback" not in capsys.readouterr().err


def test_check_finds_vectors_that_were_overwritten_in_silence(
    filled: Settings,
) -> None:
    """Every vector is held twice: in float32 for the search by meaning, packed with the words."""
    with open_parts(filled, embedder=HashEmbedder()) as parts:
        assert parts.ingest.differences() == []
        entry = parts.library.entries()[0]
        held = parts.ingest.vectors.vectors(entry.id)
        assert len(held) > 2
        (first, second, *_), size = list(held), len(next(iter(held.values())))
        others = np.zeros((2, size), np.float32)
        others[:, 3] = 1.0, 7.0
        kept = [(passage, entry.id) for passage in held]
        vectors = np.array(list(held.values()))
        vectors[:2] = others
        parts.ingest.vectors.replace([entry.id], kept, vectors)
        (found,) = parts.ingest.differences()
        assert (found.document_id, found.altered) == (entry.id, 2)
        assert (found.lacking, found.excess) == (0, 0)
        parts.ingest.repair()
        assert parts.ingest.differences() == []
        mended = parts.ingest.vectors.vectors(entry.id)
        assert all(np.allclose(mended[one], held[one]) for one in (first, second))


def test_a_file_of_vectors_that_was_overwritten_is_found_and_made_anew(tmp_path: Path) -> None:
    """Chroma writes its file of vectors when there are a thousand; until then they are in its log."""
    passages = 1200
    made = np.random.default_rng(7).normal(size=(passages, 32)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    index = VectorIndex(tmp_path / "vectors")
    index.replace(["one"], [(f"p{n}", "one") for n in range(passages)], made)
    assert len(index.vectors("one")) == passages
    index.close()
    (file,) = (tmp_path / "vectors").glob("*/data_level0.bin")
    overwrite(file, at=file.stat().st_size // 3, size=4096)
    damaged = VectorIndex(tmp_path / "vectors")
    with pytest.raises(DamagedError, match="check --repair"):
        damaged.vectors("one")
    assert damaged.damage
    damaged.close()
