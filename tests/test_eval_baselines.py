"""Baselines: each gives spans of the documents that are the words it ranked, and what it is
compared by is fair.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.corpus.errors import SettingsError
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.truth import SetDocuments
from pressroom.eval.systems.asking import ask_baseline
from pressroom.eval.systems.baselines import Baseline, KeptEmbedder, chosen, open_baselines
from pressroom.eval.systems.recipes import RECIPES

QUESTION = "2025年医保参保率是多少？"


@pytest.fixture(scope="module")
def documents(sampled: Parts) -> SetDocuments:
    return SetDocuments([sampled.library.get(entry.id) for entry in sampled.library.entries()])


@pytest.fixture(scope="module", params=[recipe.name for recipe in RECIPES])
def baseline(
    request: pytest.FixtureRequest,
    documents: SetDocuments,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Baseline]:
    (recipe,) = chosen([request.param])
    if not recipe.is_installed():
        pytest.skip(
            f"{recipe.name} is not installed; `pip install 'pressroom[baselines]'` installs it"
        )
    with open_baselines(
        [recipe.name], documents.texts, HashEmbedder(), keep=tmp_path_factory.mktemp("kept")
    ) as opened:
        yield opened[0]


def test_a_baseline_ranks_spans_of_the_documents(
    baseline: Baseline, documents: SetDocuments
) -> None:
    ranked = baseline.search(QUESTION, 10)
    assert len(ranked) == 10
    assert len(set(ranked)) == 10
    for place in ranked:
        assert 0 <= place.start < place.end <= len(documents.texts[place.doc])
    assert any("参保率" in documents.words(place) for place in ranked[:5])


def test_the_spans_are_the_chunks_word_for_word(
    baseline: Baseline, documents: SetDocuments
) -> None:
    if baseline.name == "llamaindex":
        assert all(
            documents.words(place) == documents.words(place).strip()
            for place in baseline.search(QUESTION, 10)
        )
    else:
        assert all(len(documents.words(place)) <= 1000 for place in baseline.search(QUESTION, 10))


def test_a_baseline_shows_as_many_passages_as_its_recipe_hands_on_and_has_no_speaker(
    baseline: Baseline, documents: SetDocuments
) -> None:
    case = Case(
        id="c",
        kind="figure",
        language="zh",
        question=QUESTION,
        document="x",
        answers=("97.8%",),
        speaker="周启明",
    )
    asked = ask_baseline(case, baseline, documents)
    assert len(asked.outcome.cited) == baseline.shown
    assert all(asked.outcome.verbatim)
    assert asked.outcome.case.speaker is None


def test_words_that_no_document_has_find_nothing_by_word(
    documents: SetDocuments, tmp_path: Path
) -> None:
    with open_baselines(["bm25"], documents.texts, HashEmbedder(), keep=tmp_path) as (bm25,):
        assert bm25.search("zzzyx", 10) == []


def test_an_unknown_baseline_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"langchain, bm25, llamaindex"):
        chosen(["kotaemon"])
    assert {recipe.name for recipe in chosen(["all"])} <= {recipe.name for recipe in RECIPES}


def test_vectors_of_the_same_texts_are_computed_once(tmp_path: Path) -> None:
    class Counting(HashEmbedder):
        times = 0

        def embed_passages(self, texts):
            Counting.times += 1
            return super().embed_passages(texts)

    texts = [SAMPLES.name, "参保率"]
    first = KeptEmbedder(Counting(), tmp_path).embed_passages(texts)
    again = KeptEmbedder(Counting(), tmp_path).embed_passages(texts)
    assert Counting.times == 1
    assert (first == again).all()
