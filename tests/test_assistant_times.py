"""Relative times in a quotation: shown with what they mean on the day of the event, the quotation
untouched.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.read.rules.pieces import length
from pressroom.assistant.say.rows import answer_row
from pressroom.assistant.say.times import meant


@pytest.mark.parametrize(
    ("text", "date", "times"),
    [
        ("比去年同期提高1.6个百分点", "2025-06-20", ["2024"]),
        ("今年新增三处，明年再增两处。", "2024-08-05", ["2024", "2025"]),
        ("下个月开始施工", "2024-12-03", ["2025-01"]),
        ("上月完成", "2025-01-10", ["2024-12"]),
        ("截至目前，已抢通41处", "2024-08-05", ["2024-08-05"]),
        ("下半年投入使用", "2025-03-12", ["2025-07/2025-12"]),
        ("We handled more containers than last year.", "2025-05-06", ["2024"]),
        ("2024年1月1日起执行", "2025-01-10", []),
        ("今年", None, []),
    ],
)
def test_a_relative_time_means_what_it_meant_on_the_day_it_was_said(
    text: str, date: str | None, times: list[str]
) -> None:
    found = meant(text, date)
    assert [resolved.time for resolved in found] == times
    assert all(text[resolved.start :].startswith(resolved.words) for resolved in found)


def test_a_citation_says_what_its_relative_times_mean(sampled: Parts) -> None:
    row = answer_row(sampled.assistant.look_up("2025年医保参保率是多少？"), ms=1.0)
    citation = row["citations"][0]
    assert {"words": "去年", "start": citation["text"].index("去年"), "time": "2024"} in citation[
        "times"
    ]


def test_figures_of_several_days_are_a_timeline_with_the_latest_first(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("云浦的医保参保率是多少？")
    dates = [citation.date or "" for citation in answer.citations]
    assert dates == sorted(dates, reverse=True)
    assert (answer.status == "contradicted") == (len(set(dates)) > 1)


def test_a_figure_is_shown_with_its_whole_sentence(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("2025年医保参保率是多少？")
    assert answer.sentences[0].text == answer.citations[0].text
    assert "参保率97.8%" in answer.text
    assert answer.text[-1] == "。"


def test_a_heading_is_not_an_answer_but_announces_one() -> None:
    from pressroom.assistant.read.rules.pieces import is_lead

    assert is_lead("一、加强组织领导。")
    assert is_lead("外地人可否进城看病？")
    assert not is_lead("参保率达到97.8%。")
    assert not is_lead("已经抢通41处，恢复供电2.9万户。")


@pytest.mark.parametrize(
    ("question", "latest", "before"),
    [
        ("居民住院能报百分之几？", "提高到72%", "提高到70%"),
        ("大病保险一年最多能报多少？", "提高到35万元", "提高到30万元"),
    ],
)
def test_what_was_told_otherwise_since_comes_before_what_was_told_first(
    known: Parts, question: str, latest: str, before: str
) -> None:
    answer = known.assistant.look_up(question)
    assert answer.status == "contradicted"
    assert answer.text.index(latest) < answer.text.index(before)


def test_of_a_year_that_is_named_only_its_figure_is_told(known: Parts) -> None:
    answer = known.assistant.look_up("2024年居民住院的报销比例提高到多少？")
    assert {citation.date for citation in answer.citations} == {"2024-06-18"}


def test_the_same_words_of_two_documents_are_shown_once_with_both_their_places(
    real_parts: Parts, tmp_path: Path
) -> None:
    words = "灯塔公园免费开放的时间延长到每天22时，全年共延长1460小时。"
    for day, rest in (
        ("2025-03-01", "绿道新增照明灯具三百盏，保安巡逻由两班改为三班。"),
        ("2025-04-01", "游客中心同时开设医务室和母婴室，方便带孩子的家庭。"),
    ):
        (tmp_path / f"{day}.txt").write_text(
            f"灯塔公园新闻发布会\n\n{day}\n\n局长林知远：{words}{rest}", "utf-8"
        )
    add_paths([tmp_path], real_parts.library, real_parts.ingest)
    answer = real_parts.assistant.look_up("灯塔公园免费开放全年共延长多少小时？")
    assert [sentence.text for sentence in answer.sentences] == [words]
    assert {citation.date for citation in answer.citations} == {"2025-03-01", "2025-04-01"}


def test_a_sentence_of_an_alphabet_may_be_three_times_as_long_before_it_is_cut() -> None:
    assert length("灯塔公园" * 10) == 40
    assert length("the lighthouse park is open " * 10) == pytest.approx(280 / 3)
