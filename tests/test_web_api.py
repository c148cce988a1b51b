"""The web application over HTTP: the API, the transcript page, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pressroom.assistant.ask.question import Question
from pressroom.assistant.asking import Asking
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.languages.texts import languages
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.read.reader import Verdict
from pressroom.assistant.settings import load
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.chat.suggestions import Suggestions
from pressroom.assistant.web.chat.talk import Ask, Talk
from pressroom.assistant.web.chat.turns import Told
from pressroom.assistant.web.html import isolated, shown
from pressroom.corpus.language import detect
from pressroom.corpus.library.catalogue import Catalogue, Wanted
from pressroom.corpus.storage.tables import answers
from pressroom.index.hit import Hit

RATE = "2025年医保参保率是多少？"
HOSTILE = "<script>alert(1)</script> **粗体** [链接](javascript:alert(1)) $x$ <img src=x onerror=alert(2)>"


def replies(parts: Parts, question: str) -> list[Told]:
    """What the chat shows one after the other, in the Chinese interface."""
    talk = Talk(parts.assistant, parts.library, Catalogue(parts.library))
    asked = Ask(question, (), Wanted(), "t1")
    return [coming.told for coming in talk.replies(asked, tongue("zh"))]


@pytest.fixture(scope="module")
def client(sampled: Parts) -> Iterator[TestClient]:
    with TestClient(
        create_app(sampled.assistant, sampled.library, sampled.records, sampled.feedback)
    ) as client:
        yield client


def test_the_api_answers_with_one_row_as_a_batch_writes_it(client: TestClient) -> None:
    row = client.post("/api/ask", json={"question": RATE}).json()
    assert row["status"] == "answered"
    assert "97.8%" in row["answer"]
    assert row["citations"][0]["speaker"] == "周启明"
    assert len(row["hits"]) == 10


def test_the_api_takes_a_history(client: TestClient) -> None:
    row = client.post(
        "/api/ask", json={"question": "那2024年呢？", "history": [RATE, "97.8%"]}
    ).json()
    assert row["understood"] == "2024年医保参保率是多少？"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "水" * 10_000},
        {"question": 3},
        {"question": "a", "history": "b"},
        {"question": "a", "other": 1},
        [],
    ],
)
def test_a_bad_request_is_one_clear_line(client: TestClient, body: object) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert "expected" in response.json()["error"]


def test_a_citations_link_leads_to_the_highlighted_words(client: TestClient) -> None:
    citation = client.post("/api/ask", json={"question": RATE}).json()["citations"][0]
    page = client.get(citation["url"])
    assert page.status_code == 200
    assert f'id="p{citation["paragraph"]}"' in page.text
    assert f"<mark>{citation['text']}</mark>" in page.text


def test_the_transcript_page_shows_every_paragraph_once_with_its_anchor(
    client: TestClient, sampled: Parts
) -> None:
    for entry in sampled.library.entries():
        transcript = sampled.library.get(entry.id)
        page = client.get(f"/t/{entry.id}").text
        for turn in transcript.turns:
            for paragraph in turn.paragraphs:
                assert page.count(f'id="p{paragraph.number}"') == 1


@pytest.mark.parametrize(
    "cite", ["", "x", "5-2", "999999999-1", "-1-5", "1-2-3", "0-99999999", "' onload='"]
)
def test_a_strange_range_does_no_harm(client: TestClient, sampled: Parts, cite: str) -> None:
    entry = sampled.library.entries()[0]
    assert client.get(f"/t/{entry.id}", params={"cite": cite}).status_code == 200


def test_an_unknown_document_is_a_page_that_says_so(client: TestClient) -> None:
    page = client.get("/t/nothing", headers={"accept-language": "zh-CN"})
    assert page.status_code == 404
    assert "没有这份资料" in page.text


def test_the_page_works_without_script_and_without_another_host(
    client: TestClient, sampled: Parts
) -> None:
    page = client.get(f"/t/{sampled.library.entries()[0].id}")
    assert (
        "default-src 'none'; style-src 'self'; script-src 'self'"
        in page.headers["content-security-policy"]
    )
    assert re.findall("<script[^>]*>", page.text) == ['<script defer src="/style/page.js">']
    assert "http://" not in page.text.replace("http://testserver", "")
    assert "https://" not in page.text


def test_a_withdrawn_document_is_gone(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月5日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    with TestClient(create_app(parts.assistant, parts.library)) as client:
        assert (
            client.post("/api/ask", json={"question": "城东片区什么时候停水？"}).json()["status"]
            == "answered"
        )
        parts.library.withdraw("a")
        assert client.get("/t/a").status_code == 410
        assert (
            client.post("/api/ask", json={"question": "城东片区什么时候停水？"}).json()["hits"]
            == []
        )


def test_a_hostile_document_shows_as_text(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "h.txt").write_text(
        f"关于水价的通知\n\n居民水价为每立方米3元 {HOSTILE}。\n", "utf-8"
    )
    add_paths([tmp_path / "h.txt"], parts.library, parts.ingest)
    with TestClient(create_app(parts.assistant, parts.library)) as client:
        page = client.get("/t/h").text
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
    reply = replies(parts, "居民水价是多少元？")[-1]
    assert "居民水价为每立方米" in reply.html
    assert "&lt;script&gt;" in reply.html
    for markup in ("<script", "<img", 'href="javascript'):
        assert markup not in reply.html


def test_an_answer_comes_as_its_stage_its_words_and_the_whole(sampled: Parts) -> None:
    stage, words, whole = replies(sampled, RATE)
    assert [told.status for told in (stage, words, whole)] == ["pending", "pending", "answered"]
    assert "正在查找 229 个段落" in stage.html
    assert "97.8%" in words.html
    assert 'class="actions"' not in words.html
    assert ['class="dots"' in told.html for told in (stage, words, whole)] == [True, True, False]
    assert "周启明" in whole.html
    assert whole.id
    assert whole.id in whole.html
    assert "共 1 处出处" in whole.html
    assert "97.8%" in whole.said


def test_a_refusal_says_what_is_covered_and_marks_the_nearest_as_no_answer(
    sampled: Parts,
) -> None:
    reply = replies(sampled, "明天天气怎么样？")[-1]
    assert "没有回答" in reply.html
    assert "2024年6月18日" in reply.html
    assert "不是答案" in reply.html


def test_a_bad_question_is_said_in_the_conversation_and_can_be_asked_again(sampled: Parts) -> None:
    reply = replies(sampled, "水" * 3000)[-1]
    assert (reply.status, [option.label for option in reply.options]) == ("failed", ["再问一次"])
    assert "expected" in reply.html


def test_health_can_be_asked(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_the_style_sheet_is_served_and_gradio_keeps_its_own_files(client: TestClient) -> None:
    style = client.get("/style/page.css")
    assert (style.status_code, style.headers["Cache-Control"]) == (200, "no-cache")
    assert (
        client.get("/style/page.css", headers={"If-None-Match": style.headers["ETag"]}).status_code
        == 304
    )
    assert client.get("/static/js/iframeResizer.contentWindow.min.js").status_code != 404


def test_an_older_version_says_that_it_was_replaced_and_leads_to_the_newest(
    parts: Parts, tmp_path: Path
) -> None:
    for day in ("5", "9"):
        (tmp_path / "a.txt").write_text(
            f"关于停水的通知\n\n城东片区将于3月{day}日停水八小时。\n", "utf-8"
        )
        add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    with TestClient(
        create_app(parts.assistant, parts.library), headers={"accept-language": "zh"}
    ) as client:
        old, new = client.get("/t/a?v=1").text, client.get("/t/a").text
        assert "此后已有新版本" in old
        assert "3月5日" in old
        assert "此后已有新版本" not in new
        assert 'href="/t/a?v=1"' in new
        assert client.get("/t/a?v=3").status_code == 404
        parts.library.withdraw("a")
        gone = client.get("/t/a?v=1")
        assert gone.status_code == 410
        assert "3月5日" not in gone.text
        assert "撤下日期" in gone.text


def test_a_document_is_searched_without_script(client: TestClient) -> None:
    page = client.get(
        "/t/云浦市医疗保障新闻发布会-2025-06-20",
        params={"q": "參保率"},
        headers={"accept-language": "zh"},
    ).text
    assert (
        '<mark class="found">参保率</mark>' in page
    )  # traditional characters find simplified ones
    assert re.search(r"共 \d+ 处", page)


def test_a_long_document_is_a_page_of_reasonable_size(parts: Parts, tmp_path: Path) -> None:
    turns = "\n\n".join(
        f"{'记者' if n % 2 else '市长王一'}：第{n}段说到供水管网改造的进展{'？' if n % 2 else '。'}"
        for n in range(2000)
    )
    (tmp_path / "long.txt").write_text(f"供水发布会\n\n{turns}\n", "utf-8")
    add_paths([tmp_path / "long.txt"], parts.library, parts.ingest)
    with TestClient(create_app(parts.assistant, parts.library)) as client:
        page = client.get("/t/long?q=供水")
    assert page.text.count('class="paragraph') >= 1990
    assert page.num_bytes_downloaded < 300_000  # compressed


def test_the_interface_follows_the_choice_then_the_cookie_then_the_browser(
    client: TestClient,
) -> None:
    asked = {"accept-language": "fr"}
    assert 'lang="fr"' in client.get("/documents", headers=asked).text
    chosen = client.get("/documents?lang=ar", headers=asked)
    assert '<html lang="ar" dir="rtl">' in chosen.text
    assert "language=ar" in chosen.headers["set-cookie"]
    assert 'lang="ar"' in client.get("/speakers", headers=asked).text
    assert 'lang="ar"' in client.get("/speakers?lang=xx", headers=asked).text
    client.cookies.clear()


@pytest.mark.parametrize("language", ["zh", "en", "ar", "ru"])
def test_the_chat_page_is_in_the_readers_language_at_once_and_names_no_other_host(
    client: TestClient, language: str
) -> None:
    page = client.get("/", params={"lang": language}).text
    client.cookies.clear()
    assert f'<html lang="{tongue(language).tag}" dir="{tongue(language).direction}"' in page
    assert tongue(language).t["opening_heading"] in page
    assert not re.findall(
        r"https?://(?!testserver)[^\"' ]+", page.replace("http://www.w3.org/2000/svg", "")
    )


def test_an_opinion_is_kept_with_the_answer_over_http_and_by_form(
    client: TestClient, sampled: Parts
) -> None:
    identity = client.post("/api/ask", json={"question": RATE}).json()["id"]
    assert (
        client.post(
            f"/api/answers/{identity}/feedback", json={"useful": False, "reason": "outdated"}
        ).status_code
        == 200
    )
    form = {"useful": "false", "reason": "", "comment": "电话13800138000"}
    assert (
        client.post(f"/a/{identity}/feedback", data=form, follow_redirects=False).status_code == 303
    )
    newest, first = sampled.feedback.of(identity)
    assert (first.useful, first.reason) == (False, "outdated")
    assert "13800138000" not in str(newest.comment)
    assert client.post("/api/answers/nothing/feedback", json={"useful": True}).status_code == 404
    assert (
        client.post(
            f"/api/answers/{identity}/feedback", json={"useful": True, "reason": "x"}
        ).status_code
        == 422
    )
    assert "expected" in client.post(f"/api/answers/{identity}/feedback", json={}).json()["error"]


def test_suggestions_are_questions_that_the_library_answers(sampled: Parts) -> None:
    catalogue = Catalogue(sampled.library)
    suggestions = Suggestions(sampled.assistant, sampled.library, catalogue)
    record = sampled.records.get(replies(sampled, RATE)[-1].id or "")
    for questions in (suggestions.examples("zh"), suggestions.next(record)):
        assert questions
        assert all(sampled.assistant.look_up(words).status == "answered" for words in questions)


@pytest.mark.parametrize("reader", languages())
def test_examples_are_in_the_readers_language_and_none_is_refused(
    known: Parts, reader: str
) -> None:
    asked = Suggestions(known.assistant, known.library, Catalogue(known.library)).examples(reader)
    assert len(asked) == 6
    assert all(known.assistant.look_up(words).status == "answered" for words in asked)
    if reader not in ("zh", "zh-Hant"):  # the language of a title apart
        assert {
            detect(re.sub("《.*?》|“.*?”|«.*?»|「.*?」|„.*?“", " ", words)) for words in asked
        } == {reader}


def test_what_was_asked_in_the_readers_language_comes_before_titles_in_another(
    known: Parts,
) -> None:
    """One document of nine is in English, and reporters asked more than once in it."""
    asked = Suggestions(known.assistant, known.library, Catalogue(known.library)).examples("en")
    about = [words.startswith("What is “") for words in asked]
    assert about.count(False) > 1
    assert about == sorted(about)


def test_no_reader_waits_until_every_question_of_a_library_was_looked_up(
    known: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(Suggestions, "_answers", lambda _self, words, *_more: tried.append(words))
    suggestions = Suggestions(known.assistant, known.library, Catalogue(known.library))
    with ThreadPoolExecutor(4) as readers:
        assert set(readers.map(suggestions.examples, ["zh"] * 4)) == {()}
    assert 24 < len(tried) <= 2 * 24  # of the first reader alone


def test_what_is_suggested_is_read_once_and_only_while_nobody_waits_for_an_answer(
    sampled: Parts,
) -> None:
    record = sampled.records.get(replies(sampled, RATE)[-1].id or "")
    read: list[str] = []

    class Counting:
        def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
            read.append(question.text)
            return sampled.assistant.reader.read(question, hits)

    assistant = replace(sampled.assistant, reader=Counting())
    parts = (assistant, sampled.library, Catalogue(sampled.library))
    assert Suggestions(*parts, is_idle=lambda: False).next(record) == ()
    assert not read
    suggestions = Suggestions(*parts)
    shown, before = suggestions.next(record), len(read)
    assert shown
    assert suggestions.next(replace(record, id="another")) == shown  # of who asked the same
    assert len(read) == before


def test_a_suggestion_is_one_that_is_answered_where_it_is_shown(sampled: Parts) -> None:
    """In the conversation and within the limits in which a click would ask it."""
    catalogue = Catalogue(sampled.library)
    suggestions = Suggestions(sampled.assistant, sampled.library, catalogue)
    asking = Asking(sampled.assistant, sampled.library, catalogue)
    wanted = Wanted(year="2024")
    answer = replies(sampled, RATE)[-1]
    record = sampled.records.get(answer.id or "")
    history = (RATE, answer.said)
    shown = suggestions.next(record, history, wanted)
    told = [asking.look_up(words, history, wanted) for words in shown]
    assert all(answer and answer.status == "answered" for answer in told)
    limited = suggestions.examples("zh", wanted)
    assert limited
    for words in limited:
        found = asking.look_up(words, wanted=wanted)
        assert found
        assert found.status == "answered"
        assert all(citation.date[:4] == "2024" for citation in found.citations if citation.date)


def test_what_citizens_ask_on_several_days_comes_first(
    home_of_samples: Callable[[str], Path],
) -> None:
    with open_parts(load({}, home=home_of_samples("rules"), reader="rules")) as own:
        often, once = "门诊慢特病病种有多少个？", "地铁3号线票价多少？"
        for day, words in enumerate([often, f"{often[:-1]}?", often, once, once, once]):
            answer = own.assistant.ask(words)
            asked_at = f"2026-01-0{min(day, 3) + 1}T10:00:00+00:00"
            with own.library.database.writing() as connection:
                this = sa.update(answers).where(answers.c.id == answer.id)
                connection.execute(this.values(asked_at=asked_at))
        catalogue = Catalogue(own.library)
        suggestions = Suggestions(own.assistant, own.library, catalogue, own.records)
        examples = suggestions.examples("zh")
        assert examples[0] == often
        assert once not in examples  # on one day, however often


def test_a_suggested_question_is_written_as_a_citizen_would(known: Parts) -> None:
    """Without the reporter's greeting, and with the points that belong to Chinese."""
    examples = Suggestions(known.assistant, known.library, Catalogue(known.library)).examples("zh")
    assert "缴费年年涨，究竟值不值？" in examples  # 有市民问,缴费年年涨,究竟值不值?


def test_a_moderators_words_are_never_the_nearest_passage(known: Parts) -> None:
    reply = replies(known, "What will the weather be tomorrow?")[-1]
    assert reply.status == "not_found"
    assert "nearest" in reply.html
    assert "今天的发布会就到这里" not in reply.html


def test_a_time_that_is_told_relatively_is_explained(sampled: Parts) -> None:
    assert "“去年”指2024年" in replies(sampled, RATE)[-1].html


def test_words_keep_their_direction_in_a_sentence_of_another() -> None:
    assert isolated("去年", "ltr") == "去年"
    assert isolated("去年", "rtl") == "\u2068去年\u2069"
    assert isolated("العام الماضي", "ltr") == "\u2068العام الماضي\u2069"


def test_a_chinese_transcript_reads_from_the_left_on_an_arabic_page(client: TestClient) -> None:
    page = client.get(
        "/t/云浦市医疗保障新闻发布会-2025-06-20", headers={"accept-language": "ar"}
    ).text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article class="turns" lang="zh" dir="ltr">' in page


def test_a_question_is_asked_without_script_too(client: TestClient) -> None:
    page = client.get("/ask", params={"question": RATE}).text
    assert "97.8%" in page
    assert 'href="#ac1"' in page
    assert client.get("/ask", params={"question": "水" * 3000}).status_code == 200


def test_what_turns_text_around_is_shown_by_its_name() -> None:
    assert shown("3\u202e8.79\u202c") == "3⟨U+202E⟩8.79\u202c"


def test_a_limit_to_a_body_that_the_library_does_not_have_is_asked_back(
    client: TestClient, sampled: Parts
) -> None:
    row = client.post("/api/ask", json={"question": f"{RATE}只看司法局"}).json()
    assert row["status"] == "clarify"
    assert "司法局" in row["message"]
    reply = replies(sampled, f"{RATE}只看司法局")[-1]
    assert "司法局" in reply.html
    assert any(
        "只看云浦市" in option.question for option in reply.options
    )  # with one that there is
