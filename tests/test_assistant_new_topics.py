"""After a question that was answered, one that nothing answers is refused as in an empty
conversation; what is new is not read as if it went on, and what goes on is still answered.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pressroom.assistant.ask.followup.leaning import leans
from pressroom.assistant.build import Parts
from pressroom.corpus.language import detect

CASES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parent.parent / "eval/cases/samples.jsonl")
    .read_text("utf-8")
    .splitlines()
]
UNANSWERABLE = [case for case in CASES if case["unanswerable"]]
BEFORE = (
    "3号线起步价多少钱？",
    "醫保局說異地就醫直接結算率達到多少？（2025年）",
    "When will Line 3 open?",
    "¿Cuándo se abrirá la línea 3 del metro?",
    "家里房子塌了，没地方住，政府每个月给多少租房钱？",
)
OF_THE_WORLD = (
    "谁会赢得选举？",
    "誰會贏得選舉？",
    "今天天气怎么样，谁会赢得选举？",
    "谁会赢得选举，股市什么时候涨？",
    "那股市呢？",
    "它得过奥运冠军吗？",
    "Who will win the election?",
    "And who will win the election?",
    "What is the weather tomorrow and who will win the election?",
    "And the weather tomorrow?",
    "¿Y quién ganará las elecciones?",
    "¿Qué tiempo hará mañana y quién ganará las elecciones?",
    "А погода?",
    "А кто победит на выборах?",
    "Et la météo ?",
    "Wer wird die Wahl gewinnen?",
    "誰が選挙に勝ちますか？",
    "明日の天気はどうですか？誰が選挙に勝ちますか？",
    "누가 선거에서 이길까요?",
    "Ai sẽ thắng cử?",
    "من سيفوز في الانتخابات؟",
)


@pytest.mark.parametrize(
    ("at", "case"), list(enumerate(UNANSWERABLE)), ids=[case["id"] for case in UNANSWERABLE]
)
def test_what_nothing_answers_is_refused_after_an_answer_too(
    known: Parts, at: int, case: dict[str, str]
) -> None:
    alone = known.assistant.look_up(case["question"])
    before = BEFORE[at % len(BEFORE)]
    told = known.assistant.look_up(before)
    assert told.sentences
    after = known.assistant.look_up(case["question"], [before, told.text])
    assert bool(after.sentences) <= bool(alone.sentences), after.text


@pytest.mark.parametrize("asked", OF_THE_WORLD)
def test_what_no_document_speaks_of_is_refused_whatever_was_asked_before(
    known: Parts, asked: str
) -> None:
    for before in BEFORE:
        assert not known.assistant.look_up(asked, [before]).sentences, before


@pytest.mark.parametrize(
    ("before", "asked", "told"),
    [
        ("3号线什么时候开通？", "总投资多少？", "214.5亿元"),
        ("What caused the crane accident?", "And the contractor?", "fined 450,000 yuan"),
        ("When will Line 3 open?", "And how many stations?", "21座"),
        ("¿Cuándo se abrirá la línea 3 del metro?", "¿Y cuántas estaciones tiene?", "21座"),
        ("Когда откроется линия 3 метро?", "А сколько станций?", "21座"),
        ("How much is the first tier water price?", "And the second tier?", "3.45元"),
    ],
)
def test_what_goes_on_is_answered(known: Parts, before: str, asked: str, told: str) -> None:
    earlier = known.assistant.look_up(before).text
    assert told in known.assistant.look_up(asked, [before, earlier]).text


@pytest.mark.parametrize(
    "asked",
    [
        "这次洪灾以后，老百姓盖房和种地能拿到哪些补助？",
        "谁会赢得选举？",
        "今天天气怎么样？",
        "门诊统筹能报多少这个问题是哪位领导回答的？",
    ],
)
def test_a_question_that_is_whole_is_not_completed(known: Parts, asked: str) -> None:
    for before in BEFORE:
        assert known.assistant.look_up(asked, [before]).question.text == asked


@pytest.mark.parametrize(
    ("asked", "is_leaning"),
    [
        ("谁负责？", True),
        ("这个项目呢？", True),
        ("为什么先选这两个区？", True),
        ("它的施工单位和监理单位分别是哪几家公司？", True),
        ("那场水灾以后，全市的水库和堤防加固一共投入了多少资金？", False),
        ("谁介绍了行政执法协调监督机制改革的具体情况？", False),
    ],
)
def test_a_long_question_says_itself_what_it_is_about(asked: str, is_leaning: bool) -> None:
    assert leans(asked) is is_leaning


def test_the_unanswerable_are_of_several_languages() -> None:
    assert {"zh", "zh-Hant", "en"} <= {case["lang"] for case in UNANSWERABLE}
    assert len({detect(asked) for asked in OF_THE_WORLD}) > 8
