"""The gate on the samples with the real model, and five ways to break the real pipeline: each is
caught, and named. What is broken reads by the rules, which takes a fifth of the time.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pressroom.assistant.answer import Assistant
from pressroom.assistant.build import open_embedder
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Citation
from pressroom.assistant.check.verification import Sentence
from pressroom.assistant.read.rules import confidence
from pressroom.assistant.settings import Settings, load
from pressroom.corpus.passages import Passage, split
from pressroom.corpus.transcript import Span, Transcript
from pressroom.eval.metrics.failures import FAILURES
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.runs.compare import compare_runs
from pressroom.eval.runs.records import RunRecord
from pressroom.eval.runs.run import evaluate
from pressroom.index import records
from pressroom.index.embedding.embed import Embedder
from pressroom.index.words.index import WordIndex

SAMPLES = load_set("samples")
# A third of the cases shows what is broken; what nothing answers has cases enough of its own.
SOME = narrowed(SAMPLES, limit=120)
UNANSWERABLE = dataclasses.replace(
    SAMPLES, cases=tuple(case for case in SAMPLES.cases if case.unanswerable)
)


def by_rules(home: Path) -> Settings:
    return load({}, home=home, reader="rules")


@pytest.fixture(scope="module")
def embedder(model_cache: Path) -> Embedder:
    """The real one, unpacked once."""
    (home := model_cache.parent / "home-of-eval").mkdir(exist_ok=True)
    if not (home / "models").exists():
        (home / "models").symlink_to(model_cache)
    return open_embedder(by_rules(home))


@pytest.fixture(scope="module")
def sound_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sound")


@pytest.fixture(scope="module")
def sound(sound_home: Path, embedder: Embedder) -> RunRecord:
    """The pipeline as it is: the quick set is all cases on the samples."""
    return evaluate([SAMPLES], by_rules(sound_home), embedder=embedder)


@pytest.fixture
def home(sound: RunRecord, sound_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """The same indexed samples, to be broken."""
    shutil.copytree(sound_home / "eval", tmp_path / "eval")
    yield by_rules(tmp_path)
    shutil.rmtree(tmp_path / "eval")


def indexed(home: Settings) -> Path:
    """The data folder of the samples."""
    (folder,) = (home.home / "eval" / "sets").iterdir()
    return folder


def caught(sound: RunRecord, broken: RunRecord, *, measure: str, named: str) -> None:
    """The threshold names it, and the comparison with the sound run says that this measure is
    surely worse.
    """
    assert any(
        line.startswith(f"samples: {measure} ") and named in line for line in broken.missed
    ), broken.missed
    before, after = sound.measures[measure], broken.measures[measure]
    assert before is not None
    assert after is None or after < before
    (comparison,) = compare_runs(sound, broken)
    if measure not in ("by_word", "by_meaning"):  # these describe, they are not better or worse
        assert measure in {difference.measure for difference in comparison.worse}


@pytest.mark.timeout(1200)  # a minute and a half on two quiet cores
@pytest.mark.parametrize("reader", ["trained", "rules"])
def test_the_samples_pass_the_gate(reader: str, sound: RunRecord, model_cache: Path) -> None:
    home = model_cache.parent / "home-of-eval"
    run = sound if reader == "rules" else evaluate([SAMPLES], load({}, home=home))
    assert run.reader == reader
    assert run.missed == []
    assert sum(result.failure == "error" for result in run.sets[0].ours.results) == 0
    assert {result.failure for result in run.sets[0].ours.results} <= set(FAILURES)


def test_without_the_words_index_the_search_is_said_to_lack_it(
    sound: RunRecord, home: Settings, embedder: Embedder
) -> None:
    WordIndex(indexed(home) / "index" / "words").clear()
    broken = evaluate([SOME], home, embedder=embedder)
    caught(sound, broken, measure="by_word", named="words index finds nothing")


def test_shuffled_speakers_are_said_to_be_wrong(
    sound: RunRecord, home: Settings, embedder: Embedder
) -> None:
    with sqlite3.connect(indexed(home) / "library.sqlite") as library:
        for key, stored in library.execute("SELECT document_id, turns FROM versions").fetchall():
            turns = json.loads(stored)
            speakers = [turn["speaker"] for turn in turns]
            shifted = [
                {**turn, "speaker": speaker}
                for turn, speaker in zip(turns, speakers[1:] + speakers[:1], strict=True)
            ]
            library.execute(
                "UPDATE versions SET turns = ? WHERE document_id = ?", (json.dumps(shifted), key)
            )
    library.close()
    broken = evaluate([SOME], home, embedder=embedder)
    caught(sound, broken, measure="speaker", named="another person's name")


def test_an_altered_digit_in_a_quote_is_not_verbatim(
    sound: RunRecord, home: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = Assistant.look_up

    def altered(self: Assistant, *arguments: object, **options: object) -> Answer:
        given = look_up(self, *arguments, **options)  # type: ignore[arg-type]
        return dataclasses.replace(given, sentences=tuple(map(alter, given.sentences)))

    def alter(sentence: Sentence) -> Sentence:
        citations = tuple(Citation(misprinted(c.span)) for c in sentence.citations)
        return dataclasses.replace(sentence, citations=citations)

    def misprinted(span: Span) -> Span:
        document = span.transcript
        words = re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), span.text, count=1)
        text = document.text[: span.start] + words + document.text[span.end :]
        return Span(dataclasses.replace(document, text=text), span.turn, span.start, span.end)

    monkeypatch.setattr(Assistant, "look_up", altered)
    broken = evaluate([SOME], home, embedder=embedder)
    caught(sound, broken, measure="verbatim", named="the transcript does not have")
    assert any(line.startswith("samples: figures ") for line in broken.missed)
    assert sum(result.failure == "altered words" for result in broken.sets[0].ours.results) > 20


def test_with_a_refusal_threshold_of_zero_what_is_not_there_is_answered(
    sound: RunRecord, home: Settings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = confidence.calibration()
    monkeypatch.setattr(
        confidence, "calibration", lambda: dataclasses.replace(known, threshold=0.0)
    )
    broken = evaluate([UNANSWERABLE], home, embedder=embedder)
    caught(sound, broken, measure="refusal_r", named="the documents do not answer")
    wrong = [
        sum(r.failure == "answered wrongly" for r in run.sets[0].ours.results)
        for run in (sound, broken)
    ]
    assert wrong[1] > wrong[0] + 10


def test_passages_that_cross_from_one_speaker_to_another_are_noticed(
    sound: RunRecord, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crossing(transcript: Transcript) -> list[Passage]:
        passages = split(transcript)
        return [
            dataclasses.replace(first, end=second.end)
            for first, second in zip(passages[::2], passages[1::2], strict=False)
        ]

    monkeypatch.setattr(records, "split", crossing)
    broken = evaluate([narrowed(SAMPLES, limit=40)], by_rules(tmp_path), embedder=embedder)
    caught(sound, broken, measure="one_speaker", named="cross from one speaker to another")
