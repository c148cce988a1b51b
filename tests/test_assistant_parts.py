"""Several questions in one: told apart in every language of the page, each answered as if it had
been asked alone, and none invented.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.ask.parts import parts_of
from pressroom.assistant.build import Parts
from pressroom.assistant.languages.notes import Note
from pressroom.assistant.say.replies import reply_to

SEVERAL = [
    ("3号线全长多少公里，出租车起步价是多少？", ("3号线全长多少公里", "出租车起步价是多少？")),
    ("3号线全长多少公里，票价呢？", ("3号线全长多少公里", "票价呢？")),
    ("3號線全長多少公里，票價多少？", ("3號線全長多少公里", "票價多少？")),
    ("水费涨了多少？为什么涨？什么时候执行？", ("水费涨了多少？", "为什么涨？", "什么时候执行？")),
    (
        "How many kilometres is Line 3, and what does a taxi cost?",
        ("How many kilometres is Line 3", "what does a taxi cost?"),
    ),
    (
        "How many berths are added, how long is the quay and who pays?",
        ("How many berths are added", "how long is the quay", "who pays?"),
    ),
    ("How long is Line 3, and the fare?", ("How long is Line 3", "and the fare?")),
    (
        "¿Cuántos kilómetros tiene la línea 3 y cuánto cuesta?",
        ("¿Cuántos kilómetros tiene la línea 3", "cuánto cuesta?"),
    ),
    (
        "Combien coûte le ferry et quand ouvre la ligne 3 ?",
        ("Combien coûte le ferry", "quand ouvre la ligne 3 ?"),
    ),
    (
        "Сколько километров линия 3 и сколько стоит билет?",
        ("Сколько километров линия 3", "сколько стоит билет?"),
    ),
    ("كم يبلغ طول الخط 3 ومتى يفتح؟", ("كم يبلغ طول الخط 3", "متى يفتح؟")),
    (
        "متى يفتتح الخط 3؟ من فاز في مباراة كرة القدم؟",
        ("متى يفتتح الخط 3؟", "من فاز في مباراة كرة القدم؟"),
    ),
    (
        "3号線の全長は何キロで、運賃はいくらですか？",
        ("3号線の全長は何キロで", "運賃はいくらですか？"),
    ),
    (
        "3호선은 몇 킬로미터이고 요금은 얼마입니까?",
        ("3호선은 몇 킬로미터이고", "요금은 얼마입니까?"),
    ),
    (
        "Tuyến 3 dài bao nhiêu km và giá vé là bao nhiêu?",
        ("Tuyến 3 dài bao nhiêu km", "giá vé là bao nhiêu?"),
    ),
    (
        "Wie lang ist die Linie 3 und was kostet eine Fahrkarte?",
        ("Wie lang ist die Linie 3", "was kostet eine Fahrkarte?"),
    ),
    (
        "Quantos quilômetros tem a linha 3 e quanto custa o bilhete?",
        ("Quantos quilômetros tem a linha 3", "quanto custa o bilhete?"),
    ),
    ("医保参保率和养老金发放额分别是多少", ("医保参保率是多少", "养老金发放额是多少")),
    (
        "2025年医保参保率和基金收入各是多少？",
        ("2025年医保参保率是多少？", "2025年基金收入是多少？"),
    ),
    (
        "城乡居民和职工的住院报销比例分别是多少？",
        ("城乡居民的住院报销比例是多少？", "职工的住院报销比例是多少？"),
    ),
    ("3号线一期和5号线一期各有多长？", ("3号线一期有多长？", "5号线一期有多长？")),
    ("第一、二阶梯水价是多少", ("第一阶梯水价是多少", "第二阶梯水价是多少")),
    ("How long are lines 3 and 5?", ("How long are line 3?", "How long are line 5?")),
    (
        "What are the premium and the cover of Yunhuibao respectively?",
        ("What are the premium of Yunhuibao?", "What are the cover of Yunhuibao?"),
    ),
    (
        "¿Cuánto miden la línea 3 y la línea 5 respectivamente?",
        ("¿Cuánto miden la línea 3?", "¿Cuánto miden la línea 5?"),
    ),
    (
        "3号線と5号線の開通日はそれぞれいつですか？",
        ("3号線の開通日はいつですか？", "5号線の開通日はいつですか？"),
    ),
    ("보험료와 보장 한도는 각각 얼마입니까?", ("보험료는 얼마입니까?", "보장 한도는 얼마입니까?")),
]
ONE = [
    "水和电的价格是多少？",
    "How many people were insured between 2020 and 2023?",
    "¿Cuántas personas viven entre 2020 y 2023?",
    "Where is the Bed and Breakfast?",
    "和谐社区建设有哪些措施？",
    "《关于医疗保障以及养老服务多少问题的通知》什么时候执行？",
    "What is the “How and Why” programme?",
    "When and where will the ceremony be held?",
    "什么时候、在哪里举行发布会？",
    "How many people who work in the port and who live nearby got help?",
    "多少人和哪些单位参加了救援？",
    "3号线和5号线之间怎么换乘？",
    "2024年和2025年一共新增多少学位？",
    "Was ist mit Bus und Bahn geplant?",
    "各区县分别有多少人？",
    "2025年新增的门诊慢特病里有哪些，能举几个例子吗？",
]


@pytest.mark.parametrize(("asked", "parts"), SEVERAL)
def test_several_questions_are_told_apart(asked: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.asked for part in parts_of(asked)) == parts


@pytest.mark.parametrize("asked", ONE)
def test_one_question_stays_one(asked: str) -> None:
    assert parts_of(asked) == ()


def test_each_part_is_answered_as_if_it_were_asked_alone_in_the_order_asked(known: Parts) -> None:
    for asked, first, second in [
        ("8月5日，堤防险情和水毁公路分别处理了多少？", "已经处置19处", "已抢通41处"),
        ("3号线全长多少公里，票价呢？", "全长28.6公里", "起步价2元"),
        ("2025年和2024年的参保率分别是多少？", "97.8%", "96.2%"),
        ("第一、第二阶梯水价各是多少？", "2.30元", "3.45元"),
    ]:
        answer = known.assistant.look_up(asked)
        assert answer.status in ("answered", "contradicted"), asked
        assert -1 < answer.text.find(first) < answer.text.find(second), asked


@pytest.mark.parametrize(
    ("asked", "shown", "missing"),
    [
        ("3号线全长多少公里，出租车起步价是多少？", "28.6公里", "出租车起步价是多少？"),
        ("出租车起步价是多少，3号线全长多少公里？", "28.6公里", "出租车起步价是多少"),
        ("医保参保率和养老金发放额分别是多少？", "97.8%", "养老金发放额"),
        ("2025年和2031年的参保率分别是多少？", "97.8%", "2031年"),
    ],
)
def test_a_part_without_an_answer_is_named_and_nothing_is_shown_for_it(
    known: Parts, asked: str, shown: str, missing: str
) -> None:
    answer = known.assistant.look_up(asked)
    assert answer.status == "partly"
    assert answer.note
    assert answer.note.words == missing
    assert shown in answer.sentences[0].text
    assert "起步价" not in answer.text


@pytest.mark.parametrize(
    ("asked", "told", "declined"),
    [
        (
            "How much is the ferry and what is the director's home address?",
            "12 yuan",
            "what is the director's home address?",
        ),
        ("周启明局长家住哪里？3号线什么时候开通？", "2025年9月28日", "周启明局长家住哪里？"),
        ("你是傻逼吗？3号线什么时候开通？", "2025年9月28日", "你是傻逼吗？"),
    ],
)
def test_the_part_that_may_be_answered_is_and_the_other_is_declined(
    known: Parts, asked: str, told: str, declined: str
) -> None:
    answer = known.assistant.look_up(asked)
    assert answer.status == "partly"
    assert told in answer.text
    assert answer.note == Note("declined_part", words=declined)


def test_where_nothing_answers_the_rest_both_is_said(known: Parts) -> None:
    answer = known.assistant.look_up("Who is the mayor and what is her salary?")
    assert (answer.status, answer.reply) == ("declined", "personal_asked")
    said = reply_to(answer, known.library).text
    assert "Who is the mayor" in said
    assert "what is her salary?" in said


@pytest.mark.parametrize(
    "asked",
    ["What is the mayor's salary and where does the director live?", "他的手机号码是多少？"],
)
def test_what_may_be_answered_in_no_part_is_declined_whole(known: Parts, asked: str) -> None:
    answer = known.assistant.look_up(asked)
    assert (answer.status, answer.reply, answer.sentences) == ("declined", "personal_asked", ())


def test_a_part_without_answer_takes_no_answer_from_another_place(known: Parts) -> None:
    """Nor is a part read as one with a question before it that nothing answers."""
    answer = known.assistant.look_up("医保局长的工资是多少，参保率是多少？")
    assert "97.8%" in answer.text
    assert answer.note
    assert "工资" in answer.note.words


def test_courtesies_before_a_question_are_no_part_of_it(known: Parts) -> None:
    asked = "请问你们好，能不能麻烦您告诉我一下，地铁3号线哪天开通呀？"
    assert parts_of(asked) == ()
    assert "2025年9月28日" in known.assistant.look_up(asked).text
