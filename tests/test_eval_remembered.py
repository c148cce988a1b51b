"""Vectors remembered on disk: the same as the model's, asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pressroom.eval.questions.remembered import RememberedEmbedder


class Counting:
    """An embedder of two dimensions that counts what it is asked for."""

    def __init__(self, fingerprint: str = "a") -> None:
        self.fingerprint = fingerprint
        self.dimensions = 2
        self.asked: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(text), len(self.fingerprint)] for text in texts], np.float32)


def test_a_passage_is_embedded_once_whoever_opens_the_file(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    RememberedEmbedder(first, tmp_path / "v" / "vectors.sqlite").embed_passages(["a", "bb", "a"])
    vectors = RememberedEmbedder(second, tmp_path / "v" / "vectors.sqlite").embed_passages(
        ["bb", "ccc", "a"]
    )
    assert (first.asked, second.asked) == (["a", "bb"], ["ccc"])
    assert vectors.tolist() == [[2, 1], [3, 1], [1, 1]]
    assert vectors.flags.writeable


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    RememberedEmbedder(Counting("a"), tmp_path / "vectors.sqlite").embed_passages(["a"])
    other = Counting("other")
    assert RememberedEmbedder(other, tmp_path / "vectors.sqlite").embed_passages(
        ["a"]
    ).tolist() == [[1, 5]]
    assert other.asked == ["a"]


def test_questions_are_never_remembered(tmp_path: Path) -> None:
    model = Counting()
    remembered = RememberedEmbedder(model, tmp_path / "vectors.sqlite")
    remembered.embed_queries(["a"])
    remembered.embed_queries(["a"])
    assert model.asked == ["a", "a"]


def test_nothing_to_embed_is_an_empty_array(tmp_path: Path) -> None:
    assert RememberedEmbedder(Counting(), tmp_path / "vectors.sqlite").embed_passages([]).shape == (
        0,
        2,
    )
