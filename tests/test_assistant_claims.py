"""Texts about officials: each sentence found, misattributed, altered, or not found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.check.claims import MAX_CHARACTERS, MAX_SENTENCES, check_text
from pressroom.assistant.cli.main import main
from pressroom.assistant.desk.adding import SAMPLES, add_paths
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import QuestionError


@pytest.mark.parametrize(
    ("text", "verdict", "speaker"),
    [
        ("周启明说，参保率97.8%。", "found", "周启明"),
        ("周启明局长表示：“参保率97.8%”。", "found", "周启明"),
        ("周启明：参保率97.8%。", "found", "周启明"),
        (
            "“公立医疗机构落地集中带量采购药品达到６１２个品种”",
            "found",
            "周启明",
        ),  # width does not matter
        (
            "公立医疗机构落地集中带量采购药品达到六百一十二个品种。",
            "found",
            "周启明",
        ),  # nor how a number is written
        ("据陆维舟介绍，参保率97.8%。", "misattributed", "周启明"),
        ("参保率97.8%，陆维舟说。", "misattributed", "周启明"),
        ("刘大伟说，参保率97.8%。", "misattributed", "周启明"),  # somebody whom no document knows
        ("居民医保个人缴费又涨了20元。", "misattributed", "记者"),  # a reporter's words
        ("周启明说，参保率98.7%。", "altered", "周启明"),
        ("2023年，周启明说，参保率97.8%。", "altered", "周启明"),
        ("强制学生参加。", "altered", "苏婉清"),
        ("Helen Gu said that the project will cost 4.7 billion yuan.", "found", "Helen Gu"),
        (
            "According to Marcus Lin, the project will cost 4.7 billion yuan.",
            "misattributed",
            "Helen Gu",
        ),
        ('"The project will cost 7.4 billion yuan," Helen Gu said.', "altered", "Helen Gu"),
        ("裂縫已經連續90天沒有擴大。", "found", "葉書瑜"),
        ("裂缝已经连续90天没有扩大。", "found", "葉書瑜"),  # simplified for traditional
        ("市长宣布明天全城放假。", "not_found", None),
    ],
)
def test_a_sentence_is_judged(sampled: Parts, text: str, verdict: str, speaker: str | None) -> None:
    (claim,) = check_text(text, sampled.searcher)
    assert claim.verdict == verdict
    assert (claim.speaker.name if claim.speaker else None) == speaker


def test_what_differs_is_said_in_the_words_of_both(sampled: Parts) -> None:
    (claim,) = check_text("职工医保273.8万人,城乡居民医保145.1万人。", sampled.searcher)
    assert [(d.official, d.claimed) for d in claim.differences] == [
        ("145.1万人", "273.8万人"),
        ("273.8万人", "145.1万人"),
    ]


def test_the_place_that_was_found_is_the_documents_own_words(sampled: Parts) -> None:
    text = "参保率97.8%。城乡居民医保273.8万人。编造的一句话,谁也没有说过。"
    claims = check_text(text, sampled.searcher)
    assert [claim.verdict for claim in claims] == ["found", "found", "not_found"]
    assert [text[claim.start : claim.end] for claim in claims] == [claim.text for claim in claims]
    for claim in claims[:2]:
        assert claim.citation is not None
        assert (
            sampled.library.get(claim.citation.transcript_id).text[
                claim.citation.start : claim.citation.end
            ]
            == claim.citation.text
        )


@pytest.mark.parametrize(
    "text", ["", " 。", "水" * (MAX_CHARACTERS + 1), "水。" * (MAX_SENTENCES + 1)]
)
def test_a_text_that_cannot_be_checked_is_refused(sampled: Parts, text: str) -> None:
    with pytest.raises(QuestionError, match="expected"):
        check_text(text, sampled.searcher)


def test_an_endless_sentence_is_not_found_and_costs_little(sampled: Parts) -> None:
    assert [claim.verdict for claim in check_text("参保率97.8%，" * 1500, sampled.searcher)] == [
        "not_found"
    ]


def test_the_api_gives_a_row_for_each_sentence(sampled: Parts) -> None:
    with TestClient(create_app(sampled.assistant, sampled.library, sampled.records)) as client:
        rows = client.post("/api/verify", json={"text": "陆维舟说，参保率97.8%。"}).json()["claims"]
        assert (rows[0]["verdict"], rows[0]["attributed"], rows[0]["speaker"]) == (
            "misattributed",
            "陆维舟",
            "周启明",
        )
        assert client.get(rows[0]["citation"]["url"]).status_code == 200
        assert (
            client.post("/api/verify", json={"text": "a", "document": "nothing"}).status_code == 422
        )
        for body in ({}, {"text": ""}, {"text": 3}, {"text": "a", "more": 1}):
            response = client.post("/api/verify", json=body)
            assert response.status_code == 422
            assert "expected" in response.json()["error"]


def test_the_command_line_checks_a_text_a_file_or_standard_input(
    tmp_path: Path,
    model_cache: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "models").symlink_to(model_cache)
    home = ["--home", str(tmp_path)]
    assert main(["add", str(SAMPLES / "云浦市医疗保障新闻发布会-2025-06-20.txt"), *home]) == 0
    capsys.readouterr()
    assert main(["verify", "--text", "周启明说，参保率97.8%。", *home]) == 0
    out = capsys.readouterr().out
    assert "属实" in out
    assert "周启明, 云浦市医疗保障局党组书记、局长 · 2025-06-20" in out
    (tmp_path / "article.txt").write_text("陆维舟说，参保率98.7%。", "utf-8")
    assert main(["verify", str(tmp_path / "article.txt"), "--json", *home]) == 1
    assert json.loads(capsys.readouterr().out)["claims"][0]["verdict"] in (
        "altered",
        "misattributed",
    )
    for wrong in (
        ["verify"],
        ["verify", "--text", "a", "b.txt"],
        ["verify", str(tmp_path / "none.txt")],
        ["verify", "--text", "a", "--document", "x"],
    ):
        assert main([*wrong, *home]) == 2
        assert "pressroom: " in capsys.readouterr().err


def test_a_check_looks_in_one_document_if_asked(parts: Parts) -> None:
    add_paths([SAMPLES], parts.library, parts.ingest)
    (claim,) = parts.assistant.check_text(
        "参保率97.8%。", document_id="云浦市医疗保障新闻发布会-2024-06-18"
    )
    assert claim.verdict != "found"
