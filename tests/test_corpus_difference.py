"""What differs between two texts, and whether a document that comes in is there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pressroom.corpus.drafts.difference import changes_of, difference, share_in_common
from pressroom.corpus.drafts.relation import free_id, relation_of
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Transcript

TEXT = """地铁发布会

2025年3月1日

记者：何时开通？

局长张三：九月开通，全长32公里，设站二十座，覆盖三个城区。

局长张三：票价由市政府另行公布，届时将听取市民意见。
"""
OLD = st.sampled_from(["九月开通。", "十月开通。", "票价两元。", "abc def", "x"])
NEW = st.sampled_from(["九月开通。", "票价两元五角。", "abc deg", "y"])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path)
    opened.add([(source(TEXT), parse(source(TEXT)))])
    yield opened
    opened.close()


def source(text: str, name: str = "metro") -> SourceText:
    return SourceText(name, text, f"{name}.txt")


def parsed(text: str, name: str = "metro") -> Transcript:
    return parse(source(text, name))


def test_a_changed_figure_is_shown_inside_its_paragraph():
    (line,) = changes_of(difference(TEXT, TEXT.replace("32公里", "33.5公里")))
    assert line.kind == "changed"
    assert [piece.words for piece in line.before if piece.changed] == ["32"]
    assert [piece.words for piece in line.after if piece.changed] == ["33.5"]


def test_a_paragraph_that_came_or_went_is_shown_whole():
    lines = changes_of(
        difference("一二三四五\n\n甲乙丙丁", "一二三四五\n\n子丑寅卯辰巳\n\n甲乙丙丁")
    )
    assert [(line.kind, line.after[0].words) for line in lines] == [("added", "子丑寅卯辰巳")]
    lines = changes_of(difference("一二三四五\n\n甲乙丙丁", "一二三四五"))
    assert [(line.kind, line.before[0].words) for line in lines] == [("removed", "甲乙丙丁")]


@given(st.lists(OLD, max_size=6), st.lists(NEW, max_size=6))
def test_every_paragraph_of_both_sides_is_there_once_and_in_order(
    before: list[str], after: list[str]
):
    lines = difference("\n\n".join(before), "\n\n".join(after))
    assert ["".join(p.words for p in line.before) for line in lines if line.before] == before
    assert ["".join(p.words for p in line.after) for line in lines if line.after] == after


def test_white_space_does_not_make_another_text(library: Library):
    relation = relation_of(parsed(TEXT.replace("\n\n", "\n"), "copy"), library)
    assert (relation.kind, relation.document_id, relation.version) == ("same", "metro", 1)


def test_a_changed_text_of_the_same_event_is_a_version_of_it(library: Library):
    relation = relation_of(parsed(TEXT.replace("32公里", "33.5公里"), "corrected"), library)
    assert (relation.kind, relation.document_id) == ("version", "metro")
    assert 0 < relation.share < 1


def test_the_text_of_an_earlier_version_is_recognised(library: Library):
    newer = TEXT.replace("九月", "十月")
    library.add([(source(newer), parsed(newer))])
    assert relation_of(parsed(TEXT), library).kind == "older"
    assert relation_of(parsed(newer), library).kind == "same"


def test_a_withdrawn_document_that_comes_again_is_recognised_as_such(library: Library):
    library.withdraw("metro")
    relation = relation_of(parsed(TEXT), library)
    assert (relation.kind, relation.withdrawn) == ("same", True)


def test_another_document_under_a_common_file_name_is_no_version(library: Library):
    other = (
        "水价通知\n\n2025年1月10日\n\n市水务局：居民水价每吨上调两角，低保家庭不变，"
        "从二月一日起执行。"
        "\n"
    )
    assert relation_of(parsed(other), library).kind == "new"
    assert free_id("metro", library) == "metro-2"
    assert free_id("water", library) == "water"


def test_another_event_of_the_same_day_is_new(library: Library):
    other = replace(
        parsed(
            "水价发布会\n\n2025年3月1日\n\n市水务局局长李四：居民水价每吨上调两角，"
            "从二月一日起执行。\n",
            "water",
        ),
        date="2025-03-01",
    )
    assert relation_of(other, library).kind == "new"


def test_share_in_common_is_between_nothing_and_all():
    assert share_in_common(TEXT, TEXT) == 1
    assert share_in_common(TEXT, "完全不同的内容") == 0
    assert share_in_common("", TEXT) == 0
