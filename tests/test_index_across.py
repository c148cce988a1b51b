"""A question in another language than the documents is moved to theirs, and cosines get a scale
that fits.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from numpy.typing import NDArray
from pressroom.assistant.build import open_embedder
from pressroom.assistant.settings import load
from pressroom.corpus.language import LANGUAGES, detect
from pressroom.index.embedding.across import AcrossLanguages
from pressroom.index.embedding.embed import Embedder

ENGLISH, SPANISH, CHINESE = (
    "How much does the metro cost?",
    "¿Cuánto cuesta el metro?",
    "地铁票价是多少？",
)
TRADITIONAL = "地鐵票價是多少？"


class Leaning(HashEmbedder):
    """Every vector leans to a dimension of its language, as those of real models do."""

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:  # type: ignore[override]
        vectors = super()._embed(texts)
        for row, text in enumerate(texts):
            vectors[row] *= 0.1
            vectors[row, LANGUAGES.index(detect(text))] += 1
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def asked_over(main: str | None, cache: Path, embedder: Embedder | None = None) -> AcrossLanguages:
    return AcrossLanguages(embedder or Leaning("leaning"), cache=cache, main_language=lambda: main)


def lean(vector: NDArray[np.float32], language: str) -> float:
    return float(vector[LANGUAGES.index(language)])


def test_a_question_leans_to_the_language_of_the_documents_and_less_to_its_own(
    tmp_path: Path,
) -> None:
    as_given, moved = (
        Leaning("leaning").embed_queries([ENGLISH])[0],
        asked_over("zh", tmp_path).embed_queries([ENGLISH])[0],
    )
    assert lean(moved, "zh") > lean(as_given, "zh")
    assert lean(moved, "en") < lean(as_given, "en")
    assert np.linalg.norm(moved) == pytest.approx(1)


def test_a_question_in_the_language_of_the_documents_stays_as_it_is(tmp_path: Path) -> None:
    moved = asked_over("zh", tmp_path).embed_queries([CHINESE])
    assert np.allclose(moved, Leaning("leaning").embed_queries([CHINESE]))


@pytest.mark.parametrize(
    ("main", "asked", "read"), [("zh-Hant", CHINESE, TRADITIONAL), ("zh", TRADITIONAL, CHINESE)]
)
def test_chinese_in_the_other_script_is_asked_in_that_of_the_documents(
    tmp_path: Path, main: str, asked: str, read: str
) -> None:
    asking = asked_over(main, tmp_path)
    as_read = Leaning("leaning").embed_queries([read])
    assert np.allclose(asking.embed_queries([asked]), as_read)
    assert np.allclose(asking.embed_towards(asked, [main]), as_read)
    for cosine in (0.2, 0.9):
        there = asking.found_nearness(cosine, asked=detect(read), passage=main)
        assert asking.found_nearness(cosine, asked=detect(asked), passage=main) == there
        assert asking.nearness(cosine, asked=detect(asked), passage=main, across=False) == there


def test_over_documents_in_both_scripts_each_is_asked_in_its_own(tmp_path: Path) -> None:
    own = Leaning("leaning").embed_queries([CHINESE, TRADITIONAL])
    assert np.allclose(
        asked_over("zh", tmp_path).embed_towards(TRADITIONAL, ["zh", "zh-Hant"]), own
    )


@pytest.mark.parametrize("main", [None, "xx"])
def test_without_a_known_language_of_documents_a_question_only_leaves_its_own(
    tmp_path: Path, main: str | None
) -> None:
    asking = asked_over(main, tmp_path)
    assert np.allclose(asking.embed_queries([ENGLISH]), asking.embed_across([ENGLISH]))


def test_towards_several_languages_each_vector_is_the_one_of_a_library_in_that_language(
    tmp_path: Path,
) -> None:
    together = asked_over("zh", tmp_path).embed_towards(ENGLISH, ["zh", "en", "ru"])
    alone = [asked_over(main, tmp_path).embed_queries([ENGLISH])[0] for main in ("zh", "en", "ru")]
    assert np.allclose(together, alone)


def test_over_documents_of_one_language_questions_are_moved_to_that(tmp_path: Path) -> None:
    asking = asked_over("zh", tmp_path)
    assert np.allclose(
        asking.over("ru").embed_queries([ENGLISH]),
        asked_over("ru", tmp_path).embed_queries([ENGLISH]),
    )
    assert np.allclose(
        asking.embed_queries([ENGLISH]), asked_over("zh", tmp_path).embed_queries([ENGLISH])
    )


def test_nothing_asked_is_nothing_embedded(tmp_path: Path) -> None:
    assert asked_over("zh", tmp_path).embed_queries([]).shape == (0, 256)


def test_the_same_question_is_near_and_another_is_far_whatever_the_languages(
    tmp_path: Path, model_cache: Path
) -> None:
    (tmp_path / "models").symlink_to(model_cache)
    asking = asked_over("zh", model_cache, open_embedder(load({}, home=tmp_path)))
    far = asking.embed_passages(["昨晚的足球比赛谁赢了？"])[0]
    for question in (ENGLISH, SPANISH, CHINESE):
        query, language = asking.embed_queries([question])[0], detect(question)
        same = asking.found_nearness(
            float(query @ asking.embed_passages([CHINESE])[0]), asked=language, passage="zh"
        )
        assert same > 0.5
        assert asking.found_nearness(float(query @ far), asked=language, passage="zh") < same - 0.3
