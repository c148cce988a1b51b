"""A library in several languages: what is said in another than the question's is found too."""

from __future__ import annotations

import numpy as np
import pytest
from pressroom.assistant.build import Parts
from pressroom.index.filters import Filter
from pressroom.index.packing import pack
from pressroom.index.ranking.abroad import Abroad, Levels
from pressroom.index.words.scoring import FoundPassage


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("云浦港2024年处理了多少集装箱？", "harbour"),
        ("大川码头二期要花多少钱？", "harbour"),
        ("4月17日港口的起重机事故是什么原因？", "harbour"),
        ("去苍鹭岛的渡轮票价多少钱？", "harbour"),
        ("How long is phase one of Metro Line 3 and when does it open?", "轨道交通"),
    ],
)
def test_what_is_said_in_another_language_is_among_the_best(
    known: Parts, question: str, document: str
) -> None:
    assert any(document in hit.transcript.id for hit in known.searcher.search(question, limit=5))


def test_a_filter_holds_for_documents_in_other_languages_too(known: Parts) -> None:
    hits = known.searcher.search("云浦港2024年处理了多少集装箱？", where=Filter(until="2024-12-31"))
    assert all((hit.transcript.date or "") <= "2024-12-31" for hit in hits)


def test_a_library_in_one_language_needs_no_levels(parts: Parts) -> None:
    assert Abroad(parts.library, parts.searcher.embedder).levels("参保率是多少？") is None  # type: ignore[arg-type]


def test_a_cosine_between_languages_is_weighed_by_what_is_usual_between_them() -> None:
    query = np.array([1.0, 0.0], np.float32)
    levels = Levels(
        {"b": "en"}, "zh", {"zh": (10.0, -8.0), "en": (10.0, -7.0)}, {"zh": query, "en": query}
    )
    _, (same, other) = levels.near([found("a", [0.85, 0.0]), found("b", [0.80, 0.0])])
    assert same.passage == pytest.approx(0.85, abs=0.01)
    assert other.passage == pytest.approx(0.90, abs=0.01)


def test_a_passage_is_compared_with_the_question_as_asked_in_its_language() -> None:
    queries = {"zh": np.array([1.0, 0.0], np.float32), "en": np.array([0.0, 1.0], np.float32)}
    levels = Levels({"b": "en"}, "zh", {"zh": (1.0, 0.0), "en": (1.0, 0.0)}, queries)
    near, _ = levels.near([found("b", [0.6, 0.8]), found("a", [0.6, 0.8])])
    assert [one.passage for one in near] == pytest.approx([0.8, 0.6], abs=0.01)


def found(document: str, vector: list[float]) -> FoundPassage:
    """A passage of one vector, without windows."""
    return FoundPassage(
        document, document, np.empty(0, np.uint32), pack(np.array([vector], np.float32))
    )
