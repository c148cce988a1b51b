"""The gate on the samples with the real model, and five ways to break the real pipeline: each is caught, and named."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import confidence
from assistant.answer import Answer, Assistant, Sentence
from assistant.build import open_embedder
from assistant.settings import Settings, load
from corpus.passages import Passage, split
from corpus.transcript import Transcript
from eval.compare import compare_runs
from eval.failures import FAILURES
from eval.records import RunRecord
from eval.run import evaluate
from eval.sets import load_set
from index import records
from index.embed import Embedder
from index.words import WordIndex

SAMPLES = load_set("samples")


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    """The real one, unpacked once."""
    (home := model_cache.parent / "home-of-eval").mkdir(exist_ok=True)
    if not (home / "models").exists():
        (home / "models").symlink_to(model_cache)
    return open_embedder(load({}, home=home))


@pytest.fixture(scope="module")
def sound_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sound")


@pytest.fixture(scope="module")
def sound(sound_home: Path, embedder: Embedder) -> RunRecord:
    """The pipeline as it is: the quick set is all cases on the samples."""
    return evaluate([SAMPLES], load({}, home=sound_home), embedder=embedder)


@pytest.fixture
def home(sound: RunRecord, sound_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """The same indexed samples, to be broken."""
    shutil.copytree(sound_home / "eval", tmp_path / "eval")
    yield load({}, home=tmp_path)
    shutil.rmtree(tmp_path / "eval")


def indexed(home: Settings) -> Path:
    """The data folder of the samples."""
    (folder,) = (home.home / "eval" / "sets").iterdir()
    return folder


def caught(sound: RunRecord, broken: RunRecord, *, measure: str, named: str) -> None:
    """The threshold names it, and the comparison with the sound run says that this measure is surely worse."""
    assert any(line.startswith(f"samples: {measure} ") and named in line for line in broken.missed), broken.missed
    before, after = sound.measures[measure], broken.measures[measure]
    assert before is not None
    assert after is None or after < before
    (comparison,) = compare_runs(sound, broken)
    if measure not in ("by_word", "by_meaning"):  # these describe, they are not better or worse
        assert measure in {difference.measure for difference in comparison.worse}


def test_the_samples_pass_the_gate(sound: RunRecord) -> None:
    assert sound.missed == []
    assert sum(result.failure == "error" for result in sound.sets[0].ours.results) == 0
    assert {result.failure for result in sound.sets[0].ours.results} <= set(FAILURES)


def test_without_the_words_index_the_search_is_said_to_lack_it(sound: RunRecord, home: Settings, embedder: Embedder) -> None:
    WordIndex(indexed(home) / "index" / "words").clear()
    broken = evaluate([SAMPLES], home, embedder=embedder)
    caught(sound, broken, measure="by_word", named="words index finds nothing")


def test_shuffled_speakers_are_said_to_be_wrong(sound: RunRecord, home: Settings, embedder: Embedder) -> None:
    with sqlite3.connect(indexed(home) / "library.sqlite") as library:
        for key, stored in library.execute("SELECT document_id, turns FROM versions").fetchall():
            turns = json.loads(stored)
            speakers = [turn["speaker"] for turn in turns]
            shifted = [{**turn, "speaker": speaker} for turn, speaker in zip(turns, speakers[1:] + speakers[:1], strict=True)]
            library.execute("UPDATE versions SET turns = ? WHERE document_id = ?", (json.dumps(shifted), key))
    library.close()
    broken = evaluate([SAMPLES], home, embedder=embedder)
    caught(sound, broken, measure="speaker", named="another person's name")


def test_an_altered_digit_in_a_quote_is_not_verbatim(
    sound: RunRecord, home: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = Assistant.look_up

    def altered(self: Assistant, *arguments: object, **options: object) -> Answer:
        given = look_up(self, *arguments, **options)  # type: ignore[arg-type]
        return dataclasses.replace(given, sentences=tuple(map(alter, given.sentences)))

    def alter(sentence: Sentence) -> Sentence:
        citations = [
            dataclasses.replace(c, text=re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), c.text, count=1)) for c in sentence.citations
        ]
        return dataclasses.replace(sentence, citations=tuple(citations))

    monkeypatch.setattr(Assistant, "look_up", altered)
    broken = evaluate([SAMPLES], home, embedder=embedder)
    caught(sound, broken, measure="verbatim", named="the transcript does not have")
    assert any(line.startswith("samples: figures ") for line in broken.missed)
    assert sum(result.failure == "altered words" for result in broken.sets[0].ours.results) > 20


def test_with_a_refusal_threshold_of_zero_what_is_not_there_is_answered(
    sound: RunRecord, home: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = confidence.calibration()
    monkeypatch.setattr(confidence, "calibration", lambda: dataclasses.replace(known, threshold=0.0))
    broken = evaluate([SAMPLES], home, embedder=embedder)
    caught(sound, broken, measure="refusal_r", named="the documents do not answer")
    wrong = [sum(r.failure == "answered wrongly" for r in run.sets[0].ours.results) for run in (sound, broken)]
    assert wrong[1] > wrong[0] + 10


def test_passages_that_cross_from_one_speaker_to_another_are_noticed(
    sound: RunRecord, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crossing(transcript: Transcript) -> list[Passage]:
        passages = split(transcript)
        return [dataclasses.replace(first, end=second.end) for first, second in zip(passages[::2], passages[1::2], strict=False)]

    monkeypatch.setattr(records, "split", crossing)
    broken = evaluate([SAMPLES], load({}, home=tmp_path), embedder=embedder)
    caught(sound, broken, measure="one_speaker", named="cross from one speaker to another")
