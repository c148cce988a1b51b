"""Everyday words of a question find what officials say for them, and nothing else."""

from __future__ import annotations

import pytest
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.ask.spoken import official_words
from pressroom.assistant.build import Parts
from pressroom.corpus.normalise import fold


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("修3号线花了多少钱？", "总投资214.5亿元"),
        ("修3號線花了多少錢？", "总投资214.5亿元"),
        ("发大水的时候撤走了多少人？", "累计紧急转移安置41280人"),
        ("新水价从什么时候开始算？", "2025年3月1日"),
        ("洪水冲倒了多少间房子？", "倒塌"),
    ],
)
def test_everyday_words_are_answered_with_official_ones(
    known: Parts, question: str, told: str
) -> None:
    answer = known.assistant.look_up(question)
    assert answer.status in ("answered", "contradicted")
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "打疫苗要自己掏多少钱？",
        "没工作的人能领多少钱？",
        "5号线花了多少钱？",
        "5号线一期的总投资是多少？",
        "养老院每月要花多少钱？",
    ],
)
def test_what_is_not_told_stays_refused(known: Parts, question: str) -> None:
    assert known.assistant.look_up(question).status == "not_found"


def test_official_words_are_searched_for_too() -> None:
    asked = read_question("洪水冲倒了多少间房子？")
    assert asked.sought.startswith(asked.text)
    assert "倒塌" in asked.sought
    assert read_question("参保率是多少？").sought == "参保率是多少？"


def test_each_word_is_told_with_its_place() -> None:
    words = fold("洪水冲倒了多少间房子？")
    assert {words[start:end] for start, end, _ in official_words(words)} == {"洪水", "冲倒", "房子"}
    assert (
        official_words(fold("居民医保参保率是多少？")) == []
    )  # read in one direction: official words stay as they are
    assert official_words(fold("How many people were moved?")) == []


@pytest.mark.parametrize(
    "question",
    [
        "大楼什么时候封顶？",
        "哪些小区有电梯？",
        "小店区的户籍窗口在哪里？",
        "这趟车能坐多少人？",
        "热线来电咨询有哪些？",
    ],
)
def test_what_only_looks_like_an_everyday_word_is_left_alone(question: str) -> None:
    assert official_words(fold(question)) == []
