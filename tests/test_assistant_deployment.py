"""Another embedding model comes to serve: the indexes before answer until its own are whole, then
they do, all at once; whatever happens in between, nothing is lost and nobody is told less.
"""

from __future__ import annotations

import shutil
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.cli.main import main
from pressroom.assistant.deployment import deployments
from pressroom.assistant.settings import Settings, load
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.index import ingest
from pressroom.index.e5.weights import LAYERS_FOLDER, PARTS, EmbeddingError
from pressroom.index.embedding import loading
from pressroom.index.embedding.trained import open_trained
from pressroom.index.terms import terms

ASKED = {
    "metro": ("地铁9号线什么时候开通？", "地铁9号线九月开通。"),
    "pool": ("游泳馆门票多少钱？", "游泳馆门票30元。"),
    "bus": ("夜班公交几点停运？", "夜班公交凌晨2点停运。"),
}
LATER = ("图书馆几点关门？", "图书馆晚上9点关门。")


class NamedEmbedder(HashEmbedder):
    """Its vectors fit to no other's: each name has a length and a place for words of its own."""

    def __init__(self, name: str, asked: Counter[str]) -> None:
        super().__init__(name)
        self.dimensions = 256 + zlib.crc32(name.encode()) % 64
        self._asked = asked

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._asked.update(texts)
        return super().embed_passages(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimensions), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                place = zlib.crc32((self.fingerprint + term).encode()) % self.dimensions
                vectors[row, place] += 1
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class Models:
    """The models that can be loaded by name, and what each was asked to embed."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.asked: dict[str, Counter[str]] = {}

    def load(self, name: str, **_: Any) -> NamedEmbedder:
        if name in self.gone:
            raise EmbeddingError(f"{name}: no such folder")
        return NamedEmbedder(name, self.asked.setdefault(name, Counter()))


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    """Named ones instead of real ones; of what is coming a document a turn is indexed."""
    made = Models()
    monkeypatch.setattr(loading, "load_embedder", made.load)
    monkeypatch.setattr(ingest, "_BATCH_PASSAGES", 1)
    monkeypatch.setattr(deployments, "_TURN", 0.0)
    monkeypatch.setattr(deployments, "_LEFT", 0.0)
    monkeypatch.setattr(deployments, "_REST", 0.0)
    return made


def settings_of(home: Path, model: str) -> Settings:
    return load({}, home=home, embedding_model=model)


@pytest.fixture
def home(tmp_path: Path, models: Models) -> Path:
    """A data folder that the model `one` has indexed."""
    with open_parts(settings_of(tmp_path, "one")) as parts:
        for name, (_, told) in ASKED.items():
            add(parts, name, told)
        parts.ingest.run()
    return tmp_path


@pytest.fixture
def changed(home: Path) -> Iterator[Parts]:
    """The same, opened with the model `two`."""
    with open_parts(settings_of(home, "two")) as parts:
        yield parts


def add(parts: Parts, name: str, told: str) -> None:
    source = SourceText(name, f"发布会\n\n局长张三：{told}\n", name)
    parts.library.add([(source, parse(source))])


def serving(parts: Parts) -> str:
    return parts.deployments.current.model.fingerprint


def answers_all(parts: Parts, asked: Sequence[tuple[str, str]] = tuple(ASKED.values())) -> bool:
    """Whether each question finds its passage first, by word and by meaning, and no search lacks
    anything.
    """
    found = [(parts.answering.look_up(question), told) for question, told in asked]
    hits = [parts.answering.search(question)[0] for question, _ in asked]
    return all(told in answer.text and not answer.lacking for answer, told in found) and all(
        hit.meaning and told in hit.span.text for hit, (_, told) in zip(hits, asked, strict=True)
    )


def change_over(parts: Parts) -> int:
    """Lets the background work until the model of the settings serves; how many turns it took."""
    for turn in range(1, 20):
        parts.desk.worker.work()
        if not parts.deployments.is_behind:
            return turn
    raise AssertionError("it never serves")


def test_the_model_before_answers_until_the_indexes_of_the_new_one_are_whole(changed: Parts):
    with TestClient(create_app(changed.answering, changed.library)) as client:
        seen = []
        while changed.deployments.is_behind:
            assert serving(changed) == "one"
            seen.append(answers_all(changed))
            assert client.get("/healthz").json()["status"] == "ok"
            changed.desk.worker.work()
        assert len(seen) == len(ASKED)
        assert all(seen)
        assert serving(changed) == "two"
        assert answers_all(changed)
        assert changed.ingest.differences() == []


def test_what_served_is_dropped_and_a_restart_finds_the_new_indexes(
    home: Path, changed: Parts, models: Models
):
    change_over(changed)
    changed.desk.worker.work()
    assert not (home / "index" / "vectors").exists()
    assert not (home / "index" / "words").exists()
    models.asked.clear()
    with open_parts(settings_of(home, "two")) as parts:
        assert not parts.deployments.is_behind
        assert answers_all(parts)
        assert parts.library.pending() == []
    assert not set(models.asked["two"]) & {told for _, told in ASKED.values()}


def test_a_restart_in_the_middle_goes_on_where_it_was(home: Path, models: Models):
    with open_parts(settings_of(home, "two")) as parts:
        parts.desk.worker.work()
    before = len([text for text in models.asked["two"] if "发布会" in text])
    assert before
    with open_parts(settings_of(home, "two")) as parts:
        assert serving(parts) == "one"
        assert answers_all(parts)
        change_over(parts)
        assert answers_all(parts)
        assert parts.ingest.differences() == []
    passages = {text: n for text, n in models.asked["two"].items() if "发布会" in text}
    assert set(passages.values()) == {1}
    assert len(passages) > before


def test_what_is_added_and_withdrawn_meanwhile_is_so_before_and_after(changed: Parts):
    changed.desk.worker.work()
    add(changed, "library", LATER[1])
    changed.library.withdraw("pool")
    changed.library.withdraw("metro")
    changed.ingest.run()
    left = (ASKED["bus"], LATER)
    for _ in range(2):
        assert answers_all(changed, left)
        assert {hit.transcript.id for hit in changed.answering.search("门票")} == {"bus", "library"}
        assert changed.ingest.differences() == []
        if changed.deployments.is_behind:
            change_over(changed)
    assert serving(changed) == "two"


def test_a_question_ends_by_the_model_by_which_it_began(home: Path, changed: Parts):
    first = changed.deployments.current
    with changed.deployments.lent() as deployment:
        change_over(changed)
        assert deployment is first
        assert deployment.assistant.look_up(ASKED["bus"][0]).lacking == ()
        assert deployment.searcher.vectors.search(
            deployment.embedder.embed_queries(["公交"])[0], limit=9
        )
    with pytest.raises(LibraryError, match="closed"):
        first.ingest.vectors.count()


def test_another_process_follows_and_neither_clears_what_the_other_uses(home: Path, changed: Parts):
    with open_parts(settings_of(home, "one")) as other:
        assert answers_all(other)
        changed.desk.worker.work()
        add(other, "library", LATER[1])
        other.ingest.run()
        assert answers_all(changed, [LATER])
        change_over(changed)
        assert serving(other) == "two"
        assert answers_all(other, [*ASKED.values(), LATER])
        assert not other.deployments.is_behind
        other.desk.worker.work()
        assert serving(other) == "two"
        assert other.ingest.differences() == []


def test_who_indexes_by_what_served_before_is_told_and_nothing_is_lost(home: Path, changed: Parts):
    with open_parts(settings_of(home, "one")) as other:
        before = other.ingest
        add(other, "library", LATER[1])
        change_over(changed)
        with pytest.raises(LibraryError, match="nothing is lost: do the same again"):
            before.run()
        other.ingest.run()
        assert answers_all(changed, [*ASKED.values(), LATER])


def test_of_two_processes_one_makes_what_is_coming(home: Path, changed: Parts):
    changed.desk.worker.work()
    with open_parts(settings_of(home, "three")) as other:
        other.desk.worker.work()
        assert other.library.coming("").pending()
        with pytest.raises(LibraryError, match="another process is making indexes"):
            other.deployments.rebuild()
        change_over(changed)
        assert answers_all(other)
        assert serving(other) == "two"


def test_settings_that_are_put_back_leave_nothing_behind(home: Path, models: Models):
    with open_parts(settings_of(home, "two")) as parts:
        parts.desk.worker.work()
    folders = {path.name for path in (home / "index").iterdir() if path.is_dir()}
    assert len(folders) == 3
    with open_parts(settings_of(home, "one")) as parts:
        parts.desk.worker.work()
        assert answers_all(parts)
    assert {path.name for path in (home / "index").iterdir() if path.is_dir()} == {
        "vectors",
        "words",
    }


def test_what_staff_have_to_answer_is_compared_by_the_model_that_serves(changed: Parts):
    changed.desk.worklist.send("动物园几点关门？")
    change_over(changed)
    changed.desk.worklist.send("动物园几点关门呢？")
    changed.desk.worklist.send("动物园几点关门？")
    assert sum(len(group.items) for group in changed.desk.worklist.listed()) == 3


def test_a_crash_before_it_is_noted_leaves_what_serves(
    changed: Parts, monkeypatch: pytest.MonkeyPatch
):
    def cut(*_: object, **__: object) -> None:
        raise SystemError("no more power")

    with monkeypatch.context() as patch:
        patch.setattr(changed.library, "serve", cut)
        changed.deployments.mend()
        changed.deployments.mend()
        with pytest.raises(SystemError):
            changed.deployments.mend()
    assert serving(changed) == "one"
    assert answers_all(changed)
    change_over(changed)
    assert answers_all(changed)


# where the model before cannot serve


def test_a_model_that_is_gone_is_refused_with_the_ways_out(home: Path, models: Models):
    models.gone.add("one")
    ways = r"model one, the settings say two; .*PRESSROOM_EMBEDDING_MODEL.*--home.*--rebuild"
    with (
        pytest.raises(LibraryError, match=ways),
        open_parts(settings_of(home, "two")),
    ):
        pass
    with open_parts(settings_of(home, "two"), rebuild=True) as parts:
        parts.deployments.rebuild()
        assert answers_all(parts)


def test_one_of_ours_that_is_gone_is_made_anew_while_citizens_are_told(
    tmp_path: Path, models: Models, caplog: pytest.LogCaptureFixture
):
    before, now = "multilingual-e5-small-1", "multilingual-e5-small-2"
    with open_parts(settings_of(tmp_path, before)) as parts:
        add(parts, "bus", ASKED["bus"][1])
        parts.ingest.run()
    models.gone.add(before)
    with open_parts(settings_of(tmp_path, now)) as parts:
        assert parts.deployments.has_begun_anew
        assert "the search is not whole" in caplog.text
        assert parts.answering.look_up(ASKED["bus"][0]).lacking == ("search",)
        parts.desk.worker.work()
        assert answers_all(parts, [ASKED["bus"]])


def test_indexes_that_are_damaged_do_not_serve_on(home: Path):
    (home / "index" / "words" / "meta.json").write_bytes(b"\xa5" * 200)
    with open_parts(settings_of(home, "two")) as parts:
        assert parts.answering.look_up(ASKED["bus"][0]).lacking == ("search",)
        parts.desk.worker.work()
        assert serving(parts) == "two"
        assert parts.answering.look_up(ASKED["bus"][0]).lacking == ("search",)
        parts.desk.worker.work()
        assert answers_all(parts)


def test_indexes_that_break_while_they_serve_give_way_at_once(changed: Parts):
    changed.desk.worker.work()
    changed.searcher.words._broken(ValueError("data corrupted"))
    changed.desk.worker.work()
    assert serving(changed) == "two"
    changed.desk.worker.work()
    assert answers_all(changed)


def test_a_model_that_another_process_took_and_this_one_cannot_open_leaves_words(
    home: Path, changed: Parts, models: Models
):
    with open_parts(settings_of(home, "one")) as other:
        models.gone.add("two")
        change_over(changed)
        changed.desk.worker.work()  # takes away what served
        assert serving(other) == "one"
        answer = other.answering.look_up(ASKED["bus"][0])
        assert "凌晨2点" in answer.text
        # vectors that it has open may still answer after their files were taken away
        assert answer.lacking in ((), ("search",))


# the readers, and what is trained


def test_each_reader_reads_by_its_own_vectors(settings: Settings, model_cache: Path):
    with real(settings, model_cache, "rules") as parts:
        fill(parts)
        by_rules = serving(parts)
    with real(settings, model_cache, "trained") as parts:
        assert serving(parts) == by_rules
        assert reader_of(parts) == "RuleReader"
        assert answers_all(parts)
        change_over(parts)
        assert serving(parts).startswith("pressroom-reader-")
        assert reader_of(parts) == "TrainedReader"
        assert answers_all(parts)
    with real(settings, model_cache, "rules") as parts:
        assert reader_of(parts) == "TrainedReader"
        assert answers_all(parts)
        change_over(parts)
        assert (serving(parts), reader_of(parts)) == (by_rules, "RuleReader")
        assert answers_all(parts)


def test_an_upgrade_with_other_weights_answers_by_those_before(
    settings: Settings, model_cache: Path, tmp_path: Path
):
    older = open_trained(model_cache, layers=altered(tmp_path / "layers"))
    with real(settings, model_cache, "trained", embedder=older) as parts:
        fill(parts)
    shutil.rmtree(tmp_path / "layers")
    with real(settings, model_cache, "trained") as parts:
        assert serving(parts) == older.fingerprint
        assert reader_of(parts) == "TrainedReader"
        assert answers_all(parts)
        change_over(parts)
        assert serving(parts) != older.fingerprint
        assert answers_all(parts)


def test_vectors_are_kept_where_only_the_joint_layers_change(model_cache: Path, tmp_path: Path):
    other = open_trained(model_cache, layers=altered(tmp_path / "layers", PARTS[2]))
    assert other.fingerprint == open_trained(model_cache).fingerprint
    assert len(list(model_cache.glob(f"reader-{other.fingerprint.split('-')[-1]}-*"))) >= 2


def test_a_command_with_another_reader_says_so_and_changes_over_only_if_that_is_asked_for(
    settings: Settings,
    model_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    with real(settings, model_cache, "rules") as parts:
        fill(parts)
    home = ["--home", str(settings.home)]
    monkeypatch.setenv("PRESSROOM_READER", "trained")
    assert main(["ask", ASKED["bus"][0], *home]) == 0
    told = capsys.readouterr()
    assert "凌晨2点" in told.out
    assert "`pressroom check --rebuild` at once" in told.err
    assert main(["check", "--rebuild", *home]) == 0
    assert [path.name for path in (settings.home / "index").glob("w*")] == []
    capsys.readouterr()
    assert main(["ask", ASKED["bus"][0], *home]) == 0
    assert "凌晨2点" in (told := capsys.readouterr()).out
    assert told.err == ""


def real(
    settings: Settings, model_cache: Path, reader: str, **options: Any
) -> Any:  # a context manager of Parts
    settings.home.mkdir(exist_ok=True)
    if not (settings.home / "models").exists():
        (settings.home / "models").symlink_to(model_cache)
    return open_parts(replace(settings, reader=reader), **options)


def fill(parts: Parts) -> None:
    for name, (_, told) in ASKED.items():
        add(parts, name, told)
    parts.ingest.run()


def reader_of(parts: Parts) -> str:
    """The name of the class that reads behind the guard."""
    return type(parts.assistant.reader.reader).__name__  # type: ignore[attr-defined]


def altered(folder: Path, part: str = PARTS[1]) -> Path:
    """The trained layers with one row of one matrix a little louder."""
    shutil.copytree(LAYERS_FOLDER, folder)
    with np.load(folder / part) as file:
        arrays = {name: file[name] for name in file.files}
    scale = next(name for name in arrays if name.endswith(".scale"))
    arrays[scale] = arrays[scale].copy()
    arrays[scale][0] *= 1.01
    np.savez(folder / part, **arrays)
    return folder
