"""Whether a question leans on the one before it, as it was learned: what names nothing of its own
is read with it, what names its own subject is not, and what nothing tells of is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pressroom.assistant.ask.followup.learned import SIGNS, Leaning, signs
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.read.guard.brought import Weighing
from pressroom.assistant.settings import load
from pressroom.eval.training.leaning import Pair, learnt

CASES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parent.parent / "eval/cases/samples.jsonl")
    .read_text("utf-8")
    .splitlines()
]
UNANSWERABLE = [case["question"] for case in CASES if case["unanswerable"]]
FARE = ("3号线起步价多少钱？", "3号线起步价2元")
WORDS = (("它几站", True), ("该线几站", False))
RATE = ("2025年医保参保率是多少？", "参保率97.8%")


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Parts]:
    """An assistant that knows the samples and reads by what was trained."""
    home = tmp_path_factory.mktemp("leaning")
    (home / "models").symlink_to(model_cache)
    with open_parts(load({"PRESSROOM_READER": "trained"}, home=home)) as opened:
        add_paths([SAMPLES], opened.library, opened.ingest)
        yield opened


@pytest.mark.parametrize(
    ("history", "asked"),
    [
        (FARE, "那5号线什么时候通车？"),
        (FARE, "居民用水第一阶梯每立方米多少钱？"),
        (("谁宣布了地铁3号线洞通？", "王建国"), "地铁3号线什么时候开通？"),
        (RATE, "明天天气怎么样？"),
        (("How much will the second phase cost?", "three billion"), "When does metro line 3 open?"),
    ],
)
def test_a_question_with_a_subject_of_its_own_replaces_the_one_before(
    reading: Parts, history: tuple[str, str], asked: str
):
    assert reading.assistant.look_up(asked, history).question.text == asked


@pytest.mark.parametrize(
    ("history", "asked", "kept"),
    [
        (("“云惠保”今年有多少人参保？", "141.2万人"), "每人交多少钱？", "云惠保"),
        (("3号线什么时候开通？", "2025年9月28日"), "一共几站？", "3号线"),
        (("How much will the second phase cost?", "…"), "Who pays for it?", "second phase"),
    ],
)
def test_a_question_that_names_nothing_is_read_with_the_one_before(
    reading: Parts, history: tuple[str, str], asked: str, kept: str
):
    assert kept in reading.assistant.look_up(asked, history).question.text


@pytest.mark.parametrize(
    ("history", "asked"),
    [
        (FARE, "谁会赢得选举？"),
        (RATE, "那股市呢？"),
        (RATE, "And the weather tomorrow?"),
        (("How much will the second phase cost?", "three billion"), "Who will win the election?"),
    ],
)
def test_what_nobody_spoke_of_is_not_answered_with_the_subject_before(
    reading: Parts, history: tuple[str, str], asked: str
):
    assert not reading.assistant.look_up(asked, history).sentences


@pytest.mark.parametrize("asked", UNANSWERABLE[::3])
def test_what_nothing_answers_is_refused_after_an_answer_too(reading: Parts, asked: str):
    before, told = FARE
    alone = reading.assistant.look_up(asked)
    after = reading.assistant.look_up(asked, [before, told])
    assert bool(after.sentences) <= bool(alone.sentences), after.text


def test_the_third_question_carries_no_subject_of_the_first(reading: Parts):
    history = [*FARE, "那5号线什么时候通车？", "2027年12月"]
    text = reading.assistant.look_up("一共几站？", history).question.text
    assert "起步价" not in text
    assert "5号线" in text


def test_the_signs_are_the_vector_and_what_stands_beside_it() -> None:
    own, before = np.eye(2, 4, dtype=np.float32)
    told = signs("几站？", "3号线多少钱？", own, before)
    assert told[:4].tolist() == own.tolist()
    assert len(told) == 4 + len(SIGNS)
    leaning = Leaning.read(lambda texts: np.zeros((len(texts), 384), np.float32))
    assert leaning.weights.shape == (384 + len(SIGNS),)
    assert leaning.is_joined("几站？", leaning.joined)
    assert not leaning.is_joined("几站？", leaning.joined - 0.1)
    assert leaning.is_joined("它有几站？", leaning.joined - 0.1)


def test_what_leans_is_learned_from_pairs_of_questions() -> None:
    class Told:
        """Vectors by which a question that names nothing is told."""

        dimensions = 2
        fingerprint = "told"

        def embed_queries(self, texts: list[str]) -> np.ndarray:
            return np.array([[1.0, 0.0] if "它" in t else [0.0, 1.0] for t in texts], np.float32)

        embed_passages = embed_queries

    asked = ((f"{word}{number}？", leans) for number in range(20) for word, leans in WORDS)
    pairs = [Pair(words, "3号线多少钱？", leans) for words, leans in asked]
    leaning = learnt(pairs, pairs, Told())
    assert leaning.of("它几站1？", "3号线多少钱？") > 0 > leaning.of("该线几站1？", "3号线多少钱？")


def test_likelier_nearer_and_leaning_follow_ups_are_answered_sooner() -> None:
    weighing = Weighing.read()
    assert all(weight > 0 for weight in weighing.weights)
    assert weighing.of((3.0, 0.8, 1.0, 1.0)) > weighing.least > weighing.of((-3.0, 0.0, 0.0, -3.0))
