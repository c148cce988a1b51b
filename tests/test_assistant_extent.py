"""What is shown beside the best sentence adds something to what is asked; what does not is left
out.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.read.rules.pieces import candidates
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.index.hit import Hit


@pytest.mark.parametrize(
    ("asked", "shown", "not_shown"),
    [
        (
            "How many berths will be added?",
            "four deep-water berths",
            "94 percent",
        ),  # berths, but no number of them
        ("5号线一期有多长？", "全长35.2公里", "6.2亿元"),  # of the same line, but no length
        (
            "3号线一期全长多少公里？",
            "全长28.6公里",
            "2号线东延",
        ),  # the next paragraph, about another line
        ("5号线什么时候通车？", "2027年12月", "35.2公里"),
        ("我什么时候能坐上3号线？", "2025年9月28日", "31列"),  # 3号 of 3号线 is no day
        ("What will the terminal cost?", "4.7 billion yuan", "Good morning"),
    ],
)
def test_only_what_adds_to_what_is_asked_is_shown_beside_the_best(
    known: Parts, asked: str, shown: str, not_shown: str
) -> None:
    answer = known.assistant.look_up(asked)
    assert shown in answer.text
    assert not_shown not in answer.text


def test_the_cause_is_shown_though_it_has_no_word_of_the_question(known: Parts) -> None:
    assert "老旧供水管接口渗漏" in known.assistant.look_up("南屏路站旁边的路面为什么会沉降？").text


def test_a_figure_is_named_with_its_unit(known: Parts) -> None:
    assert known.assistant.look_up("3号线一期全长多少公里？").brief == "28.6公里"


@pytest.mark.parametrize(
    ("lines", "are_quoted"),
    [
        (["园林局说，栽树按计划进行。", "今年栽树3000棵", "其中河边1200棵，路边1800棵。"], False),
        (["各区栽树的棵数如下：", "临江区1200棵", "今年栽树3000棵", "望湖区1800棵"], True),
    ],
)
def test_a_line_above_a_paragraph_answers_nothing(lines: list[str], are_quoted: bool) -> None:
    words = "\n\n".join(["栽树情况", "2024年5月6日", "高望山：各位好，现在介绍情况。", *lines])
    document = parse(SourceText("trees", f"{words}\n", "trees.txt"))
    whole = document.span_of(document.turns[-1])
    quoted = [document.text[start:end] for start, end in candidates(Hit(whole, 1.0, None, None))]

    assert ("今年栽树3000棵" in quoted) is are_quoted
    assert not are_quoted or "临江区1200棵" in quoted
