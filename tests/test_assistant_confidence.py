"""Refusing: how sure is sure enough, from one file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.read.rules.asked import Asked
from pressroom.assistant.read.rules.confidence import (
    FILE,
    Signs,
    calibration,
    confidence,
    is_enough,
    read_calibration,
)
from pressroom.assistant.read.rules.evidence import read
from pressroom.assistant.settings import load
from pressroom.corpus.errors import ReadError

SURE = Signs(across=False, coverage=0.9, ahead=1.5, window=0.9)
SURE_ACROSS = Signs(across=True, ahead=0.8, window=0.9, figures=1.0)


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        (SURE, "coverage"),
        (SURE, "ahead"),
        (SURE, "window"),
        (SURE_ACROSS, "ahead"),
        (SURE_ACROSS, "window"),
    ],
)
def test_the_more_speaks_for_words_the_surer_they_are(signs: Signs, name: str) -> None:
    assert confidence(replace(signs, **{name: getattr(signs, name) / 2})) < confidence(signs)


def test_words_are_shown_from_the_threshold_on() -> None:
    threshold = calibration().threshold
    assert is_enough(confidence(SURE))
    assert is_enough(confidence(SURE_ACROSS))
    assert is_enough(threshold)
    assert not is_enough(threshold - 0.001)
    assert not is_enough(None)


@pytest.mark.parametrize("across", [False, True])
def test_without_any_sign_nothing_is_shown(across: bool) -> None:
    assert not is_enough(confidence(Signs(across=across, ahead=0.0, window=0.0)))


@pytest.mark.parametrize(
    "broken", ["", "threshold = 0.4\n", "threshold = [\n", "threshold = 'high'\n"]
)
def test_a_calibration_that_lacks_something_says_how_to_make_it_anew(
    tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "confidence.toml"
    file.write_text(broken, "utf-8")
    with pytest.raises(
        ReadError,
        match=r"confidence\.toml: not a calibration .* `python -m pressroom\.eval\.calibrate`",
    ):
        read_calibration(file)


def test_the_file_that_is_shipped_holds_the_curve_that_chose_its_threshold() -> None:
    chosen = [line for line in FILE.read_text("utf-8").splitlines() if line.endswith("chosen")]
    assert [line.split()[1] for line in chosen] == [f"{calibration().threshold:.2f}"]


@pytest.mark.parametrize(
    "question",
    [
        "ما حالة الطقس غدا؟",
        "¿Cuál es la capital de Francia?",
        "Какая погода завтра?",
        "明日の天気は？",
        "今天天气怎么样",
        "护照怎么办理？",
    ],
)
def test_what_has_nothing_to_do_with_the_documents_is_refused_in_any_language(
    known: Parts, question: str
) -> None:
    assert known.assistant.look_up(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("¿Cuándo se abrirá la línea 5 del metro?", "2027年12月"),
        ("地下鉄3号線の初乗り運賃はいくらで、どこまで乗れますか？", "2元"),
        ("홍수로 무너진 집을 집단 재건축하면 가구당 얼마를 보조받나요?", "6万元"),
    ],
)
def test_a_question_in_another_language_is_answered_with_the_officials_words(
    known: Parts, question: str, words: str
) -> None:
    """What is asked for beside them may be found too unlike the same sentence, by a hair that
    processors split differently: then the answer is one in part.
    """
    answer = known.assistant.look_up(question)
    assert answer.status in ("answered", "partly")
    assert any(words in citation.text for citation in answer.citations)


def test_a_day_that_the_question_names_counts_as_found_where_the_event_was_that_day(
    sampled: Parts,
) -> None:
    question = read_question("2024年8月5日中午，水毁公路抢通了多少处？")
    hits = sampled.searcher.search(question.text)
    same, _ = read(
        question, hits, weight=sampled.searcher.words.weight, meaning=sampled.searcher.embedder
    )
    asked = Asked.of(question, sampled.searcher.words.weight)
    assert same[0].signs.coverage >= asked.share(asked.found_in("2024年8月5日"))


def test_a_library_of_two_passages_answers_what_it_says_and_nothing_else(
    tmp_path: Path, model_cache: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(model_cache)
    for name, words in (
        ("水价", "居民水价第一阶梯每立方米3.2元，自来水公司按月抄表。"),
        ("地铁", "地铁三号线全长二十公里，设十八个车站，年底开通。"),
    ):
        (tmp_path / f"{name}.txt").write_text(words, "utf-8")
    with open_parts(load({}, home=tmp_path / "home")) as opened:
        add_paths(sorted(tmp_path.glob("*.txt")), opened.library, opened.ingest)
        assert "3.2元" in opened.assistant.look_up("居民水价第一阶梯是多少？").text
        assert "二十公里" in opened.assistant.look_up("地铁三号线有多长？").text
        for question in ("护照怎么办理？", "今天天气怎么样？", "Who won the football match?"):
            assert opened.assistant.look_up(question).status == "not_found"


@pytest.mark.parametrize(
    "question",
    [
        "明天天气怎么样？",
        "如何做红烧肉？",
        "Who won the football match yesterday?",
        "¿Quién ganó el partido de fútbol?",
        "Qui a gagné le match de football ?",
        "Кто выиграл футбольный матч?",
        "متى تقام مباراة كرة القدم؟",
        "サッカーの試合はいつですか？",
        "축구 경기는 언제 합니까?",
        "Khi nào có trận bóng đá?",
        "Wer hat das Fußballspiel gewonnen?",
        "Quando é o jogo de futebol?",
    ],
)
def test_what_has_nothing_to_do_with_the_documents_is_refused_in_every_language(
    known: Parts, question: str
) -> None:
    assert known.assistant.look_up(question).status == "not_found"
