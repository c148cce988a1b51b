"""Questions that are not clear, and questions of several parts: asked back with choices, or
answered in part and said so.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.ask.parts import parts_of
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.build import Parts
from pressroom.assistant.check.showing import shown_as_read
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.languages.texts import texts
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.read.reader import Pick, Verdict
from pressroom.assistant.record.records import Records
from pressroom.assistant.say.replies import reply_to
from pressroom.assistant.say.rows import answer_row
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.chat.reply import reply_html, status_text
from pressroom.assistant.web.chat.talk import offered
from pressroom.assistant.web.chat.view import view_of, view_of_record
from pressroom.assistant.web.html import isolated
from pressroom.corpus.language import LANGUAGES
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Span


@pytest.mark.parametrize(
    "words", ["那去年呢？", "那乡镇呢？", "and in 2022?", "他还说了什么？", "¿Y en 2023?"]
)
def test_who_leaves_the_topic_out_with_nothing_before_is_asked_for_it(
    known: Parts, words: str
) -> None:
    answer = known.assistant.look_up(words)
    assert (answer.status, answer.citations) == ("clarify", ())
    assert answer.choices


@pytest.mark.parametrize(
    "words", ["医保参保率呢？", "退休人员的门诊支付限额呢？", "3号线票价多少钱？"]
)
def test_a_short_question_that_says_what_it_is_about_is_answered(known: Parts, words: str) -> None:
    assert known.assistant.look_up(words).citations


def test_the_same_ellipsis_with_a_history_is_a_follow_up(known: Parts) -> None:
    assert (
        "96.2%"
        in known.assistant.look_up("那2024年呢？", ["2025年医保参保率是多少？", "97.8%"]).text
    )


def test_the_year_of_an_ellipsis_chooses_the_documents_offered(known: Parts) -> None:
    answer = known.assistant.look_up("那2024年呢？")
    assert {(choice.day or "")[:4] for choice in answer.choices} == {"2024"}


@pytest.mark.parametrize(
    "words",
    [
        "那2024年呢？",
        "and in 2025?",
        "¿Y en 2025?",
        "et en 2025 ?",
        "а в 2025?",
        "2025年は？",
        "còn 2025?",
    ],
)
def test_each_choice_is_a_question_that_is_answered(known: Parts, words: str) -> None:
    choices = known.assistant.look_up(words).choices
    assert choices
    for choice in choices:
        assert known.assistant.look_up(choice.question).status == "answered", choice.question


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asked_back_is_shown_with_its_choices_in_every_language(
    known: Parts, language: str
) -> None:
    answer = known.assistant.look_up("医保发布会记者问了哪些问题？")
    words = tongue(language)
    view = view_of(answer, known.library, words, turn="t1")
    page = unescape(reply_html(view, words, words))
    assert texts(language)["which_year"] in page
    options = offered(view, words)
    assert [option.question for option in options] == [one.question for one in answer.choices]
    for option, choice in zip(options, answer.choices, strict=True):
        parts = (isolated(part, words.direction) for part in (choice.label, words.day(choice.day)))
        assert option.label == " · ".join(parts)


def test_without_script_the_choices_are_links(known: Parts) -> None:
    with TestClient(create_app(known.assistant, known.library)) as client:
        page = client.get("/ask", params={"question": "医保发布会记者问了哪些问题？"}).text
        links = [
            unescape(link) for link in re.findall('href="(/ask[^"]+)"', page) if "lang=" not in link
        ]
        assert len(links) == 2
        assert "云浦电视台" in client.get(links[0]).text


def test_a_record_keeps_what_was_asked_back(known: Parts) -> None:
    answer = known.assistant.look_up("医保发布会记者问了哪些问题？")
    records: Records = known.records
    kept = records.get(records.keep(answer) or "")
    view = view_of_record(kept, {}, known.library, tongue("zh"))
    assert view.reply.choices == answer.choices
    assert view.reply.words == texts("zh")["which_year"]


def test_programs_get_the_choices_too(known: Parts) -> None:
    row = answer_row(known.assistant.look_up("医保发布会记者问了哪些问题？"), ms=1.0)
    assert [choice["day"] for choice in row["choices"]] == ["2025-06-20", "2024-06-18"]


def test_two_places_with_figures_of_their_own_are_no_timeline(parts: Parts, tmp_path: Path) -> None:
    said = "{}居民用水第一阶梯水价调整为每立方米{}元，自2025年3月1日起执行。"
    for city, day, price in (("东海市", "2025-01-02", "2.30"), ("南山市", "2025-01-09", "3.10")):
        text = (
            f"{city}水价新闻发布会\n\n{day}\n\n{city}发展和改革委员会主任李明："
            f"{said.format(city, price)}"
        )
        (tmp_path / f"{city}-{day}.txt").write_text(text, "utf-8")
    add_paths([tmp_path], parts.library, parts.ingest)
    answer = parts.assistant.look_up("居民用水第一阶梯水价调整为多少？")
    assert (answer.status, answer.note and answer.note.key) == ("clarify", "which_place")
    assert sorted(choice.label for choice in answer.choices) == ["东海市", "南山市"]
    for choice in answer.choices:
        chosen = parts.assistant.look_up(choice.question)
        assert {citation.transcript_id[:3] for citation in chosen.citations} == {choice.label}


@pytest.mark.parametrize(
    ("best", "score", "status"),
    [(1.0, 0.8, "clarify"), (1.0, 0.3, "answered"), (-1.0, -1.2, "clarify")],
)
def test_what_only_stands_beside_the_best_is_no_other_place(
    best: float, score: float, status: str
) -> None:
    told = {"东海市": "每人每月最少存260元。", "南山市": "食宿补助为每人每天60元。"}
    picks = []
    for (city, words), own in zip(told.items(), (best, score), strict=True):
        text = f"{city}新闻发布会\n\n2025-01-02\n\n{city}财政局局长李明：{words}"
        document = parse(SourceText(city, text, f"{city}.txt"))
        turn = next(turn for turn in document.turns if turn.speaker)
        start = turn.paragraphs[0].start
        picks.append(Pick(Span(document, turn, start, turn.paragraphs[-1].end), own))
    question = read_question("一个月最少存多少？")
    verdict = Verdict(tuple(picks), 0.9, is_shown=True)
    assert shown_as_read(question, (), verdict).status == status


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("3号线全长多少公里，什么时候开通？", ("3号线全长多少公里", "什么时候开通？")),
        ("参保率是多少？比去年高多少？", ("参保率是多少？", "比去年高多少？")),
        (
            "How much will it cost and when will it open?",
            ("How much will it cost", "when will it open?"),
        ),
        ("市民家里进水，怎么办？", ()),
        ("道路、桥梁什么时候修好？", ()),
    ],
)
def test_the_questions_in_a_question_are_told_apart(asked: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.asked for part in parts_of(asked)) == parts


@pytest.mark.parametrize(
    ("question", "shown", "missing"),
    [
        ("3号线票价多少钱，火星基地什么时候开工？", "起步价2元", "火星基地什么时候开工？"),
        ("2025年医保参保率是多少？明天天气怎么样？", "97.8%", "明天天气怎么样？"),
        (
            "What is the fare of the ferry to Heron Island? When will the moon base open?",
            "12 yuan",
            "When will the moon base open?",
        ),
    ],
)
def test_what_was_not_found_of_a_question_is_said(
    known: Parts, question: str, shown: str, missing: str
) -> None:
    answer = known.assistant.look_up(question)
    assert answer.status == "partly"
    assert shown in answer.text
    words = tongue(answer.question.language)
    view = view_of(answer, known.library, words, turn="t1")
    assert missing in (view.reply.lead or "")
    assert words.t["partly"] in (status_text(view, words) or "")
    assert missing in unescape(reply_html(view, words, words))


def test_a_question_of_which_every_part_is_answered_is_answered(known: Parts) -> None:
    answer = known.assistant.look_up("青年路围挡什么时候拆除，商户有哪些补贴？")
    assert answer.status == "answered"
    assert "4月20日前" in answer.text
    assert "1200元" in answer.text
    assert reply_to(answer, known.library).lead is None
