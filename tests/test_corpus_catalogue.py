"""The catalogue: what can be browsed is what the library holds now, each body once, and every
official with their documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.corpus.library.catalogue import Catalogue, Wanted
from pressroom.corpus.parse.words.bodies import body_of, fullest
from pressroom.corpus.transcript import Speaker


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("云浦市医疗保障局党组书记、局长", "云浦市医疗保障局"),
        ("市应急管理局局长", "市应急管理局"),
        ("云浦市教育局基础教育科科长", "云浦市教育局"),
        ("云浦市委宣传部副部长、市政府新闻办主任", "云浦市委宣传部"),
        ("文化資產基金會執行長", "文化資產基金會"),
        ("Port Authority Director", "Port Authority"),
        ("Minister of Health", "Health"),
        ("外交部发言人", "外交部"),
        ("新闻发言人", None),
        ("Deputy Mayor", None),
        (None, None),
    ],
)
def test_a_title_tells_its_body(title: str | None, body: str | None) -> None:
    assert body_of(Speaker("某人", title)) == body


def test_a_body_is_listed_under_its_longest_form_where_that_is_sure() -> None:
    found = fullest(["市应急管理局", "云浦市应急管理局", "财政局", "甲市财政局", "乙市财政局"])
    assert found["市应急管理局"] == "云浦市应急管理局"
    assert found["财政局"] == "财政局"  # of two it could be either


def test_documents_are_found_by_each_field(sampled: Parts) -> None:
    shelf = Catalogue(sampled.library).shelf()
    assert len(shelf.cards) == 9
    assert [card.date for card in shelf.cards] == sorted(
        (card.date or "" for card in shelf.cards), reverse=True
    )
    assert {card.date[:4] for card in shelf.find(Wanted(year="2024")) if card.date} == {"2024"}
    assert len(shelf.find(Wanted(year="2024-08"))) == 2
    assert len(shelf.find(Wanted(body="云浦市应急管理局", speaker="郑海川"))) == 2
    assert [card.language for card in shelf.find(Wanted(words="HARBOUR"))] == ["en"]
    assert shelf.find(Wanted(speaker="nobody")) == []


def test_an_official_has_titles_and_every_appearance_but_no_reporter_is_one(sampled: Parts) -> None:
    officials = Catalogue(sampled.library).shelf().officials
    assert [card.date for card, _ in officials["周启明"].spoke] == ["2025-06-20", "2024-06-18"]
    assert officials["方映雪"].bodies == ("云浦市交通运输局",)
    assert not any("记者" in name or "Reporter" in name for name in officials)


def test_the_neighbours_of_a_document_are_those_before_and_after_it(sampled: Parts) -> None:
    shelf = Catalogue(sampled.library).shelf()
    for card in shelf.cards:
        before, after = shelf.beside(card.id)
        assert (before is None) == (card is shelf.cards[-1])
        assert (after is None) == (card is shelf.cards[0])
        assert before is None or (before.date or "") <= (card.date or "")
    assert shelf.beside("nothing") == (None, None)


def test_the_catalogue_follows_the_library(parts: Parts, tmp_path: Path) -> None:
    catalogue = Catalogue(parts.library)
    assert catalogue.shelf().cards == ()
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月5日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    assert [card.version for card in catalogue.shelf().cards] == [1]
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月9日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    assert [card.version for card in catalogue.shelf().cards] == [2]
    parts.library.withdraw("a")
    assert catalogue.shelf().cards == ()
