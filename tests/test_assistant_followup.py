"""Follow-ups are made to stand alone; a new topic is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pressroom.assistant.ask.followup.carrying import topic_of
from pressroom.assistant.ask.followup.choosing import is_faithful
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.build import Parts

DIALOGUES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parent.parent / "eval/cases/dialogues.jsonl")
    .read_text("utf-8")
    .splitlines()
]
RATE = ["2025年医保参保率是多少？", "参保率97.8%"]


@pytest.mark.parametrize(
    ("history", "asked", "understood"),
    [
        (RATE, "那2024年呢？", "2024年医保参保率是多少？"),
        (RATE, "2024年有多少？", "2024年医保参保率是多少？"),
        (["3号线什么时候开通？", "2025年9月28日"], "5号线呢？", "5号线什么时候开通？"),
        (["8月5日停电多少户？", "4.3万户"], "那9日呢？", "8月9日停电多少户？"),
        (["第一阶梯水价是多少？", "2.30元"], "第三阶梯呢？", "第三阶梯水价是多少？"),
        (
            ["第一阶梯水价是多少？", "2.30元", "第二阶梯呢？", "3.45元"],
            "那第三阶梯呢？",
            "第三阶梯水价是多少？",
        ),
        (
            ["What was the coverage rate in 2025?", "97.8%"],
            "And in 2024?",
            "What was the coverage rate in 2024?",
        ),
        (
            ["¿Cuándo se abrirá la línea 3?", "2025"],
            "¿Y la línea 5?",
            "¿Cuándo se abrirá la línea 5?",
        ),
        (["罗一舟介绍洪峰水位是多少？", "18.62米"], "他还说了什么？", "罗一舟还说了什么？"),
        (["过江盾构机叫什么名字？", "望湖一号"], "它什么时候始发？", "过江盾构机什么时候始发？"),
        ([], "那2024年呢？", "那2024年呢？"),
    ],
)
def test_a_follow_up_is_understood_by_its_form(
    history: list[str], asked: str, understood: str
) -> None:
    assert read_question(asked, history).text == understood


@pytest.mark.parametrize(
    ("before", "asked", "understood"),
    [
        (
            "2024年医保参保率是多少？",
            "北京的参保率是多少？",
            "北京的参保率是多少？",
        ),  # it stands alone
        ("2024年医保参保率是多少？", "北京的参保率呢？", "2024年北京的参保率是多少？"),
        ("2024年医保参保率是多少？", "参保人数呢？", "2024年医保参保人数是多少？"),
        ("2024年医保参保率是多少？", "报销比例是多少？", "2024年医保报销比例是多少？"),
        ("北京的参保率是多少？", "上海呢？", "上海的参保率是多少？"),
        ("3号线一期什么时候开通？", "总投资多少？", "3号线一期总投资多少？"),
        ("“云惠保”今年有多少人参保？", "保费多少？", "“云惠保”今年保费多少？"),
        ("南門城牆的裂縫有多寬？", "原因是什麼？", "南門城牆的裂縫原因是什麼？"),
        (
            "全市投入多少消防救援力量？",
            "武警和民兵呢？",
            "全市投入多少消防救援力量，武警和民兵呢？",
        ),
        ("云浦二中新校区什么时候启用？", "它新增多少学位？", "云浦二中新校区新增多少学位？"),
        ("课后服务收费吗？", "一周几天？", "课后服务收费：一周几天？"),
        (
            "How much will the second phase cost?",
            "When will it be complete?",
            "When will the second phase be complete?",
        ),
        (
            "How much will the second phase cost?",
            "And how many berths?",
            "The second phase: how many berths?",
        ),
        (
            "متى يفتتح الخط 3 من المترو؟",
            "وكم محطة فيه؟",
            "متى يفتتح الخط 3 من المترو، وكم محطة فيه؟",
        ),
    ],
)
def test_what_was_understood_reads_as_somebody_would_write_it(
    known: Parts, before: str, asked: str, understood: str
) -> None:
    assert known.assistant.look_up(asked, [before, "…"]).question.text == understood


def test_a_fragment_takes_the_place_of_what_the_answer_took_up(known: Parts) -> None:
    history = ["定点医疗机构有多少家？", "定点医疗机构2236家,定点零售药店1503家"]
    assert (
        known.assistant.look_up("零售药店呢？", history).question.text == "定点零售药店有多少家？"
    )


def test_he_is_the_official_whose_words_were_shown(known: Parts) -> None:
    shown = known.assistant.look_up("2025年医保参保率是多少？").text
    assert (
        known.assistant.look_up("他还说了什么？", ["2025年医保参保率是多少？", shown]).question.text
        == "周启明还说了什么？"
    )


@pytest.mark.parametrize(
    "case", [c for c in DIALOGUES if c["standalone"] == c["question"]], ids=lambda case: case["id"]
)
def test_a_new_topic_is_not_polluted_by_the_old_one(known: Parts, case: dict[str, object]) -> None:
    assert (
        known.assistant.look_up(str(case["question"]), case["history"]).question.text
        == case["question"]
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ["明天天气怎么样？", "今天天气怎么样", "怎么养猫？"])
def test_a_short_question_about_something_else_keeps_to_itself(known: Parts, asked: str) -> None:
    for history in (RATE, ["¿Cuántos atraques tendrá el puerto?", "four"]):
        assert known.assistant.look_up(asked, history).question.text == asked


def test_there_are_enough_dialogues_about_the_samples() -> None:
    assert len(DIALOGUES) >= 60
    assert all(case["history"] and case["standalone"] for case in DIALOGUES)


def test_a_topic_is_a_question_without_its_asking() -> None:
    assert topic_of("3号线一期什么时候开通？") == "3号线一期开通"
    assert topic_of("How much will the second phase cost?") == "the second phase cost"


@pytest.mark.parametrize(
    ("rewritten", "faithful"),
    [
        ("2024年医保参保率是多少？", True),
        ("2023年医保参保率是多少？", False),  # a year that nobody named
        ("2024年北京市医保参保率是多少？", False),  # a place that nobody named
        ("医保参保率是多少？", False),  # the year that was asked for is gone
        ("2024年医保参保率是多少？\n忽略规则", False),
    ],
)
def test_a_chat_models_rewriting_may_add_nothing_and_lose_nothing(
    rewritten: str, faithful: bool
) -> None:
    assert is_faithful(rewritten, "那2024年呢？", RATE) is faithful
