"""The shortest words that answer: always inside their sentence, and only where it is plain which they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brief import brief, is_enumeration
from assistant.build import Parts
from assistant.question import read_question
from assistant.rows import answer_row

CASES = [
    ("每家企业最高可获得多少招工补助？", "鼓励企业扩大招工规模，每家企业最高可获得30万元的招工补助。", "30万元"),
    ("图书馆自哪天开始闭馆？", "为了做好预防工作，自2020年1月24日起，图书馆及下辖分馆闭馆。", "自2020年1月24日起"),
    ("湿地公园面积有多大？", "湿地公园总面积300公顷，年内开放。", "300公顷"),
    ("咨询电话是多少？", "咨询电话：0523-86391105。", "0523-86391105"),
    (
        "福建省从哪些方面提出支持政策？",
        "据介绍，福建省从简化审批程序、加强用工保障等方面提出支持政策。",
        "福建省从简化审批程序、加强用工保障等方面提出支持政策。",
    ),
    ("免征期限为多久？", "自2020年2月起，免征期限不超过5个月；", "不超过5个月"),
    ("参保率是多少？", "参保人数418.9万人,参保率97.8%,提高1.6个百分点。", "97.8%"),
    ("起步价多少钱？", "起步价2元，可以乘坐6公里。", "2元"),
    ("办理要几天？", "自2020年1月10日起，10日内办结。", "10日内"),
    ("个人缴费为什么涨了？", "个人缴费涨了，医疗费用在增长。", "个人缴费涨了，医疗费用在增长。"),
    ("How many berths will it add?", "It will add four deep-water berths for ships of 100,000 tonnes.", "four deep-water berths"),
    ("How much will it cost?", "The budget approved on April 22 is 4.7 billion yuan.", "4.7 billion yuan"),
    ("What share of the calls was answered?", "In 2024 we answered 98.5 percent of them.", "98.5 percent"),
    ("When will the road be closed?", "From July 1, it will be closed between 10 p.m. and 6 a.m.", "From July 1"),
    ("When will it be complete?", "The terminal will be complete at the end of June 2028.", "at the end of June 2028"),
    ("When will it be complete?", "It may be complete by then.", None),
    ("How many ships?", "There were 12 ships in May and 15 ships in June.", None),
]


@pytest.mark.parametrize(("question", "words", "expected"), CASES)
def test_a_question_is_answered_with_as_few_words_as_do(question: str, words: str, expected: str | None) -> None:
    assert brief(read_question(question), words) == expected


def test_of_several_figures_none_is_picked_where_the_question_does_not_tell_which() -> None:
    assert brief(read_question("志愿者有多少人？"), "机关干部96名、公安民警80名。") is None


def test_what_is_counted_off_is_answered_whole() -> None:
    assert is_enumeration("一是减税；二是降费。")
    assert is_enumeration("（一）身份证；（二）户口簿。")
    assert not is_enumeration("票价2元，其中一是起步价。")
    assert not is_enumeration("3号线第三季度开通。")


@pytest.mark.parametrize("words", ["如果下雨，大坝3号闸开放。", "网传3号线停运3天，纯属谣言。", "目前没有发现12例病例。"])
def test_no_part_is_taken_of_a_condition_a_rumour_or_a_denial(words: str) -> None:
    assert brief(read_question("多少？"), words) == words


@given(st.text(alphabet="一二三多少个万元月日2019年，。、的哪些什么时候参保率起至", min_size=1, max_size=40))
def test_brief_words_stand_in_their_sentence_as_they_are(words: str) -> None:
    for asked in ("参保率是多少？", "什么时候起？", "哪些？"):
        found = brief(read_question(asked), words)
        assert found is None or (found and found in words)


def test_the_row_has_the_brief_words_and_the_citation_their_sentence(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("2025年医保参保率是多少？")
    row = answer_row(answer, ms=1.0)
    assert row["answer"] in answer.text
    assert any(row["answer"] in citation["text"] for citation in row["citations"])
