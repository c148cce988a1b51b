"""Questions that staff answer once: the same in other words are one, another year, thing or wish is
not.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.record.sameness import same
from pressroom.index.embedding.meaning import Meaning

PAIRS = tomllib.loads(
    (Path(__file__).parent.parent / "eval" / "cases" / "same_questions.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def meaning(known: Parts) -> Meaning:
    return known.searcher.embedder  # type: ignore[return-value]


def found(pairs: list[list[str]], meaning: Meaning) -> int:
    return sum(
        same(one, [other], meaning.embed_passages([other]), meaning) is not None
        for one, other in pairs
    )


def test_most_that_is_put_together_belongs_together(meaning: Meaning) -> None:
    right, wrong = found(PAIRS["same"], meaning), found(PAIRS["other"], meaning)
    assert right > len(PAIRS["same"]) / 2  # 20 of 32, 19 with vectors of another processor
    assert right >= 0.8 * (right + wrong)


def test_another_year_is_another_question_however_near(meaning: Meaning) -> None:
    others = ["2024年参保率是多少？", "2025年参保率是多少？"]
    assert same("2025年的参保率是多少？", others, meaning.embed_passages(others), meaning) == 1
    assert same("2023年的参保率是多少？", others, meaning.embed_passages(others), meaning) is None


def test_among_none_there_is_none(meaning: Meaning) -> None:
    assert same("参保率是多少？", [], np.empty((0, 384), np.float32), meaning) is None
