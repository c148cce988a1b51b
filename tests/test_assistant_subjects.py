"""Across languages a question about a taxi is not answered with the metro: what it names must be
named, in whatever language.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.read.subjects import names_the_same
from pressroom.corpus.normalise import fold


@pytest.mark.parametrize(
    "asked",
    [
        "出租车起步价是多少？",
        "公交票价多少？",
        "坐公交要花几块钱？",
        "How much is a taxi ride?",
        "What does a taxi cost?",
        "¿Cuánto cuesta un taxi?",
        "Combien coûte un taxi ?",
        "Сколько стоит такси?",
        "كم يبلغ سعر سيارة الأجرة؟",
        "سعر التاكسي في يونبو كم؟",
        "タクシーの初乗り運賃はいくらですか？",
        "택시 기본요금은 얼마입니까?",
        "Was kostet ein Taxi?",
        "Quanto custa um táxi?",
        "Giá taxi là bao nhiêu?",
        "How much is the bus fare?",
        "Сколько стоит проезд на автобусе?",
        "How much does electricity cost per kWh?",
        "What is the price of natural gas?",
        "When does the airport open?",
    ],
)
def test_the_price_of_one_thing_is_not_that_of_another(known: Parts, asked: str) -> None:
    assert known.assistant.look_up(asked).status == "not_found"


@pytest.mark.parametrize(
    "asked",
    [
        "What does a metro ticket cost?",
        "Сколько стоит проезд в метро?",
        "Combien coûte le métro ?",
        "كم سعر تذكرة المترو؟",
    ],
)
def test_what_is_named_in_another_language_is_found(known: Parts, asked: str) -> None:
    assert "起步价2元" in known.assistant.look_up(asked).text


def test_a_part_about_another_thing_is_named_as_missing(known: Parts) -> None:
    answer = known.assistant.look_up("How many kilometres is Line 3, and what does a taxi cost?")
    assert answer.status == "partly"
    assert answer.note
    assert answer.note.words == "what does a taxi cost?"
    assert "28.6公里" in answer.sentences[0].text
    assert "起步价" not in answer.text


def test_a_question_about_nothing_that_is_known_is_left_alone() -> None:
    assert names_the_same("how long is line 3?", str)
    assert names_the_same("how many businesses were helped?", str)  # no bus
    assert not names_the_same(fold("公車票價和的士"), lambda: fold("地鐵"))
    assert names_the_same(fold("捷運"), lambda: fold("地鐵3號線"))
