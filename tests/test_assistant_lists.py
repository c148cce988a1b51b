"""Lists: all items, in order, with what announces them; or the one item that was asked for."""

from __future__ import annotations

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.structure.completing import MOST_CHARACTERS
from pressroom.assistant.structure.listing import enumerations, heads
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Transcript


def document(words: str) -> Transcript:
    return parse(
        SourceText(
            "d",
            f"云浦市新闻发布会\n\n2025年1月2日\n\n市水务局局长李明：{words}",
            "test",
            date="2025-01-02",
        )
    )


def items(words: str) -> list[list[str]]:
    parsed = document(words)
    (turn,) = [turn for turn in parsed.turns if turn.kind == "statement"]
    return [[item.text for item in one.items] for one in enumerations(parsed, turn)]


def test_items_inside_a_sentence_end_with_it() -> None:
    assert items("我们有三项措施：一是修路；二是种树；三是清河。谢谢大家关心。") == [
        ["一是修路；", "二是种树；", "三是清河。"]
    ]


def test_items_of_several_paragraphs_are_one_list() -> None:
    assert items(
        "我们抓三件事。\n\n一是修路。今年修十条。\n\n二是种树。\n\n三是清河。明年完成。"
    ) == [["一是修路。今年修十条。", "二是种树。", "三是清河。明年完成。"]]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("第一，修路。第二，种树。第三，清河。", 3),
        ("（一）修路。\n\n（二）种树。", 2),
        ("1. 修路。\n\n2. 种树。\n\n3. 清河。", 3),
        ("①修路；②种树。", 2),
        ("其一，修路。其二，种树。", 2),
        ("First, we build roads. Second, we plant trees.", 2),
    ],
)
def test_many_ways_of_counting_are_known(words: str, count: int) -> None:
    assert [len(found) for found in items(words)] == [count]


@pytest.mark.parametrize(
    "words",
    [
        "一是修路。",
        "这是第一次修路，也是第一次种树。",
        "水位1.5米，雨量2.5毫米。",
        "第二，种树。第三，清河。",
    ],
)
def test_what_does_not_count_from_one_is_no_list(words: str) -> None:
    assert items(words) == []


def test_a_list_knows_what_announces_it_and_how_its_items_begin() -> None:
    parsed = document("我们抓三件事。一是修路。今年修十条。二是种树。三是清河。")
    (one,) = [one for turn in parsed.turns for one in enumerations(parsed, turn)]
    assert one.lead is not None
    assert one.lead.text == "我们抓三件事。"
    assert [head.text for head in heads(one)] == [
        "一是修路。",
        "二是种树。",
        "三是清河。",
    ]


@pytest.mark.parametrize(
    ("question", "marks"),
    [
        ("随迁子女入学需要哪些材料？", ("一是", "二是", "三是")),
        ("守住医保基金抓了哪三件事？", ("抓三件事", "一是", "二是", "三是")),
        ("异地就医备案手续今年有哪些变化？", ("三个方面", "一是", "二是", "三是")),
        ("居民用水的三个阶梯分别是多少？", ("第一阶梯", "第二阶梯", "第三阶梯")),
        (
            "What are the three promises to residents of Linjiang District?",
            ("First,", "Second,", "Third,"),
        ),
        ("对青年路沿街商户有哪三项帮扶措施？", ("一是", "二是", "三是")),
    ],
)
def test_a_list_comes_whole_and_in_order(
    known: Parts, question: str, marks: tuple[str, ...]
) -> None:
    text = known.assistant.look_up(question).text
    places = [text.find(mark) for mark in marks]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text) <= MOST_CHARACTERS + 100


@pytest.mark.parametrize(
    ("history", "question", "begins"),
    [
        (("陆维舟算了哪三笔账？", "我想请大家一起算三笔账。"), "第二笔账是什么？", "二是待遇账"),
        (
            ("What are the three promises to residents of Linjiang District?", "We made three."),
            "What was the second promise?",
            "Second,",
        ),
        ((), "古迹补助的第二个条件是什么？", "二是每年至少對外開放12天"),
    ],
)
def test_one_item_comes_alone(
    known: Parts, history: tuple[str, ...], question: str, begins: str
) -> None:
    (sentence,) = known.assistant.look_up(question, history).sentences
    assert sentence.text.startswith(begins)


def test_who_asks_for_one_thing_is_not_given_the_list_in_which_it_stands(known: Parts) -> None:
    text = known.assistant.look_up("哪些单位虽然不是居民，但也执行合表居民水价？").text
    assert "（四）" in text
    assert "（五）" not in text
