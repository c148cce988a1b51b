"""What a card, a row, a copied text and the reading page say beside the words: when in a recording
they were said, and the label as printed where nobody knows whose it is; what is long is folded,
and what is left out of a sentence is marked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.record.records import content_of
from pressroom.assistant.say.plain import plain
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.chat.cards import Card, card_of
from pressroom.assistant.web.chat.reply import copied, reply_html
from pressroom.assistant.web.chat.view import Line, view_of
from pressroom.assistant.web.html import render

LONG = (
    "The harbour bridge toll is paid at the northern gate by everybody who drives a lorry over it, "
    + ", ".join(f"whether they come from quay {quay} in the east" for quay in range(20))
)
TALK = (
    "WEBVTT\n\n00:00:05.000 --> 00:00:09.000\n<v Anna Weber>Good morning to all of you.\n\n"
    "00:12:31.000 --> 00:12:39.000\n<v Anna Weber>The ferry ticket costs 4 crowns.\n\n"
)
PRINTED = (
    "2024年5月8日例行记者会\n\n路透社记者：何时开工？\n\n李敏：月底。\n\n"
    "漕运使陆沉舟：灯塔星期天早上九点开放。\n\n李敏：谢谢。\n\n法新社记者：为何？\n\n李敏：已经说过。\n"
)


@pytest.fixture
def client(real_parts: Parts, tmp_path: Path) -> TestClient:
    for name, text in (("ferry.vtt", TALK), ("lighthouse.txt", PRINTED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        add_paths([tmp_path / name], real_parts.library, real_parts.ingest)
    app = create_app(
        real_parts.assistant, real_parts.library, real_parts.records, real_parts.feedback
    )
    return TestClient(app, headers={"accept-language": "en"})


def test_every_place_says_when_in_the_recording_it_was_said(client: TestClient, real_parts: Parts):
    question = "What does the ferry ticket cost?"
    row = client.post("/api/ask", json={"question": question}).json()["citations"][0]
    assert (row["moment"], row["printed"]) == ("00:12:31", None)
    assert "00:12:31</time>" in client.get("/ask", params={"question": question}).text
    assert "00:12:31</time>" in client.get("/t/ferry").text
    answer = real_parts.assistant.ask(question)
    assert "00:12:31" in plain(answer).sources


def test_a_row_has_the_label_as_printed_where_nobody_knows_whose_it_is(client: TestClient):
    asked = {"question": "灯塔星期天早上几点开放？", "document": "lighthouse"}
    row = client.post("/api/ask", json=asked).json()["citations"][0]
    assert (row["speaker"], row["printed"]) == (None, "漕运使陆沉舟")
    assert "Speaker as printed: 漕运使陆沉舟" in client.get("/t/lighthouse").text


def test_a_sentence_too_long_for_a_card_is_folded_and_whole():
    english = tongue("en")
    card = Card(1, LONG, "Anna Weber", None, None, "Toll", None, "answer", None, None, 1, "/t/x")
    view = SimpleNamespace(turn="a", is_told=lambda card: False)
    page = str(render("parts/card.html", card=card, view=view, tongue=english, t=english.t))
    folded = page[page.index('<details class="long">') : page.index("</details>")]
    assert "Show all" in folded
    assert f'<blockquote dir="auto">{LONG}</blockquote>' in folded


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("The project will cost 4.7 billion yuan.", (False, False)),
        ("The project will cost 4.7 billion yuan", (False, False)),  # a point says nothing
        ("It adds four deep-water berths, with a quay of 1,480 metres,", (False, True)),
        ("4.7 billion yuan.", (True, False)),
        ("with a quay of 1,480 metres,", (True, True)),
    ],
)
def test_a_card_knows_whether_its_words_are_a_whole_sentence(
    sampled: Parts, words: str, cut: tuple[bool, bool]
) -> None:
    answer = sampled.assistant.look_up("How much will the project cost?")
    row = content_of(answer)["citations"][0]
    text = sampled.library.get(row["doc"], row["version"]).text
    start = text.index(words)
    place = {"start": start, "end": start + len(words), "text": words}
    assert card_of(1, row | place, sampled.library, tongue("en")).cut == cut


def test_what_is_left_out_of_a_sentence_is_marked_where_it_is_read_and_copied(
    sampled: Parts,
) -> None:
    english = tongue("en")
    answer = sampled.assistant.look_up("How much will the project cost?")
    view = view_of(answer, sampled.library, english, turn="t1")
    (line,) = view.lines
    assert line.dots == ("", "")
    view = replace(view, lines=(replace(line, cut=(True, True), brief="4.7 billion"),))
    marked = f"…\u00a0{line.text}\u00a0…"
    page = re.sub("<[^>]+>", "", reply_html(view, english, english))
    assert marked in page
    assert marked in copied(view, english)
    assert Line("word", None, (1,), None).dots == ("", "")


def test_programs_and_who_pastes_see_where_an_officials_words_are_cut(sampled: Parts) -> None:
    whole = sampled.assistant.look_up("How much will the project cost?")
    (sentence,) = whole.sentences
    (citation,) = sentence.citations
    short = replace(citation, span=replace(citation.span, end=citation.end - len(" yuan.")))
    told = replace(sentence, text=short.text, citations=(short,))
    said = plain(replace(whole, sentences=(told,)))
    assert said.text == f"{short.text}\u00a0… [1]"
    assert said.text[said.carried[0].start : said.carried[0].end] == short.text
    assert "…" not in plain(whole).text


def test_in_a_timeline_a_day_is_not_told_twice(sampled: Parts) -> None:
    chinese = tongue("zh")
    answer = sampled.assistant.look_up("医保基金结余多少？")
    view = view_of(answer, sampled.library, chinese, turn="t1")
    assert view.is_timeline
    assert [line.by for line in view.lines] == ["周启明（云浦市医疗保障局党组书记、局长）说：", ""]
