"""What words and nearness count is learned from questions whose right passage is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pressroom.eval.training.fusing import Weighed, fitted, signs_of, written
from pressroom.index.ranking.fusion import Fusion, Near, learned
from pressroom.index.search import Candidate
from pressroom.index.words.scoring import FoundPassage


def candidate(words: float, document: float, window: float, passage: float) -> Candidate:
    found = FoundPassage("a", "a", np.empty(0, np.uint32), b"", words, document)
    near = Near(passage, (window,))
    return Candidate(found, near, near)


@pytest.fixture(scope="module")
def asked() -> list[Weighed]:
    """Forty questions whose right passage is by this much ahead in words and in its best window."""
    rng, made = np.random.default_rng(26), []
    for _ in range(40):
        signs = rng.uniform(size=(20, 4)) * (1.0, 1.0, 0.2, 0.2)
        right = np.argmax(signs @ (2.0, 0.0, 10.0, 0.0))
        made.append(Weighed([candidate(*row) for row in signs], [n == right for n in range(20)], 1))
    return made


def test_the_signs_stand_in_the_order_of_the_weights() -> None:
    assert signs_of(candidate(0.1, 0.2, 0.3, 0.4)) == (0.1, 0.2, 0.3, 0.4)
    assert Fusion(1, 10, 100, 1000).scores([0.1], [0.2], [Near(0.4, (0.3,))]) == [432.1]


def test_what_tells_right_passages_is_what_counts(asked: list[Weighed]) -> None:
    words, document, window, passage = fitted(asked)
    assert words == 2.0
    assert window == pytest.approx(10, rel=0.25)
    assert abs(document) < 0.3
    assert abs(passage) < 1.5
    assert np.mean([one.place(fitted(asked)) == 0 for one in asked]) > 0.9


def test_cosines_far_from_nought_change_nothing(asked: list[Weighed]) -> None:
    moved = [Weighed([candidate(*row) for row in one.signs + 50], one.right, 1) for one in asked]
    assert fitted(moved) == pytest.approx(fitted(asked), abs=1e-6)


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    fusion = Fusion(2.0, 0.5, 9.25, 0.125)
    (tmp_path / "fusion.toml").write_text(written(fusion), "utf-8")
    assert learned(tmp_path / "fusion.toml") == fusion
