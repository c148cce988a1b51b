"""What is shown beside the best sentence adds something to what is asked; what does not is left
out.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.build import Parts


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
