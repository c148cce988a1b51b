"""Courtesies around a question are no part of it; the same words inside it are."""

from __future__ import annotations

import pytest
from pressroom.assistant.ask.courtesy import without_courtesy
from pressroom.assistant.ask.screening import screen
from pressroom.assistant.build import Parts


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("请问你们好，能不能麻烦您告诉我一下，3号线什么时候开通呀？", "3号线什么时候开通呀？"),
        ("不好意思打擾了，我想請教一下，水價多少？", "水價多少？"),
        ("水价多少？谢谢！", "水价多少？"),
        ("水价多少谢谢", "水价多少"),
        ("请介绍一下医保参保率", "医保参保率"),
        ("Hello, could you please tell me when Line 3 opens? Thanks!", "when Line 3 opens?"),
        ("Hola, por favor, ¿podría decirme cuándo abre? Gracias", "cuándo abre?"),
        (
            "Bonjour, pourriez-vous me dire quand ouvre la ligne 3 ? Merci",
            "quand ouvre la ligne 3 ?",
        ),
        ("Guten Tag, können Sie mir bitte sagen, wann sie öffnet?", "wann sie öffnet?"),
        ("Olá, gostaria de saber quando abre. Obrigado", "quando abre."),
        ("Здравствуйте, подскажите, пожалуйста, когда она откроется?", "когда она откроется?"),
        ("すみません、いつ開通しますか？教えてください。", "いつ開通しますか？"),
        ("안녕하세요, 언제 개통합니까? 알려 주세요.", "언제 개통합니까?"),
        ("Xin chào, cho tôi hỏi khi nào tuyến 3 mở?", "khi nào tuyến 3 mở?"),
        ("مرحبا، من فضلك، متى يفتتح الخط 3؟", "متى يفتتح الخط 3؟"),
    ],
)
def test_what_greets_or_begs_for_an_answer_is_left_out(said: str, asked: str) -> None:
    assert without_courtesy(said) == asked
    assert screen(said).words == asked


@pytest.mark.parametrize(
    "said",
    [
        "介绍信怎么开？",
        "谁回答了医保问题？",
        "感谢信活动什么时候办？",
        "咨询电话是多少？",
        "Can you get a refund for a cancelled ticket?",
        "你好",
        "谢谢",
        "请问",
    ],
)
def test_what_is_asked_about_stays(said: str) -> None:
    assert without_courtesy(said) == said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("请问你们好，能不能麻烦您告诉我一下，{}谢谢", "3号线什么时候开通呀？"),
        ("請問你們好，能不能麻煩您告訴我一下，{}謝謝", "永和燈塔建於哪一年？"),
        (
            "Hello, sorry to bother you, could you please answer this: {} Thanks!",
            "What is the fare of the ferry?",
        ),
        ("Здравствуйте, подскажите, пожалуйста: {} Спасибо!", "Когда откроется линия 3 метро?"),
    ],
)
def test_a_polite_question_is_answered_as_a_plain_one_is(
    known: Parts, said: str, told: str
) -> None:
    plain = known.assistant.look_up(told)
    polite = known.assistant.look_up(said.format(told))
    assert plain.sentences
    assert (polite.status, polite.text) == (plain.status, plain.text)
    after = known.assistant.look_up(said.format("谁会赢得选举？"), [told, plain.text])
    assert not after.sentences
