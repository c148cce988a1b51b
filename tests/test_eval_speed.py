"""What speed is measured on, and how: made passages are in step with the library, and every stage
is told.
"""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.eval.performance.crowd import Built, build, transcripts
from pressroom.eval.performance.drawing import REAL, Drawing, neighbourhood, unit
from pressroom.eval.performance.recall import recall
from pressroom.eval.performance.serving import _megabytes, served
from pressroom.eval.performance.speed import _queries, _write


def built(parts: Parts, n: int, embedded: int) -> Built:
    indexes = (parts.library, HashEmbedder(), parts.ingest.vectors, parts.ingest.words)
    return build(n, embedded=embedded, docs=[], parts=indexes, say=lambda _: None)


def test_made_passages_are_in_both_indexes_and_in_the_library(parts: Parts):
    made = built(parts, 120, 60)
    assert made.passages >= 120
    assert 60 <= made.embedded < made.passages
    assert (
        made.passages
        == parts.ingest.words.count()
        == parts.ingest.vectors.count()
        == len(made.ids)
        == len(made.vectors)
    )
    assert parts.ingest.differences() == []
    assert parts.searcher.search("云浦市的情况怎么样")


def test_what_was_made_can_be_measured_again(parts: Parts, tmp_path: Path):
    assert Built.load(tmp_path) is None
    made = built(parts, 60, 60)
    made.save(tmp_path)
    again = Built.load(tmp_path)
    assert again
    assert (again.passages, again.embedded, again.ids, again.seconds) == (
        made.passages,
        made.embedded,
        made.ids,
        made.seconds,
    )
    assert (again.vectors == made.vectors).all()


def test_drawn_vectors_have_neighbours_as_near_as_real_passages_do():
    chance = np.random.default_rng(1)
    embedded = [unit(chance.standard_normal((1 + i % 3, 384), np.float32) + 4) for i in range(400)]
    drawn = Drawing(embedded, 4000, np.random.default_rng(2))([i % 4 for i in range(4000)])

    assert [len(rows) for rows in drawn[:5]] == [1, 2, 3, 4, 1]
    assert all(np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5) for rows in drawn)
    found = neighbourhood(np.stack([rows[0] for rows in drawn]))
    assert abs(found["any_two"] - REAL["any_two"]) < 0.01
    assert found["any_two"] < found["hundredth"] < found["tenth"] < found["nearest"] < 0.96


def test_the_same_vectors_are_drawn_each_time():
    embedded = [unit(np.random.default_rng(1).standard_normal((2, 32), np.float32))] * 3
    once, again = (Drawing(embedded, 60, np.random.default_rng(2)) for _ in range(2))

    assert np.allclose(np.concatenate(once([1, 2])), np.concatenate(again([1, 2])))


def test_made_conferences_differ_and_have_questions_with_answers():
    first, second = islice(transcripts([]), 2)
    assert first.text != second.text
    assert sum(turn.kind == "answer" and turn.answers is not None for turn in first.turns) > 4
    assert len({transcript.id for transcript in transcripts([SAMPLES])}) == 9


def test_every_stage_is_timed_and_the_figures_are_written_with_a_plot(parts: Parts, tmp_path: Path):
    made = built(parts, 100, 100)
    queries = _queries(parts.searcher, parts.assistant, ["医保参保率是多少", "地铁什么时候开通"])
    assert {"embedding", "words", "vectors", "search", "search, 8 at once", "answer"} <= set(
        queries
    )
    assert all(0 < times["p50"] <= times["p95"] <= times["p99"] for times in queries.values())
    found = recall(parts.searcher, made, HashEmbedder().embed_queries(["医保参保率是多少"]))
    assert 0.9 <= min(found["near_passages"], found["questions"]) <= found["recall@10"] <= 1
    _write({"passages": made.passages, "queries": queries}, tmp_path / "out")
    assert (
        json.loads((tmp_path / "out" / "bench.json").read_text("utf-8"))["passages"]
        == made.passages
    )
    assert (tmp_path / "out" / "bench.svg").read_text("utf-8").startswith("<svg")


def test_a_server_that_does_not_come_up_is_an_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RuntimeError, match="did not come up"), served(tmp_path / "file"):
        pass


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="the system does not tell the memory of a process",
)
def test_what_a_process_holds_is_part_of_what_is_resident():
    assert 0 < _megabytes(os.getpid(), "RssAnon") <= _megabytes(os.getpid(), "VmRSS")
    assert _megabytes(os.getpid(), "NoSuchField") is None
