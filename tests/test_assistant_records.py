"""Records of answers: the same answer later, with what became of its documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.cli.main import main
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.record.records import changes, is_still_said
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText

QUESTION = "城东片区什么时候停水？"


@pytest.fixture
def answered(parts: Parts, tmp_path: Path) -> Answer:
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月5日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    return parts.assistant.ask(QUESTION)


def page(parts: Parts, identity: str | None) -> str:
    with TestClient(create_app(parts.assistant, parts.library, parts.records)) as client:
        return client.get(f"/a/{identity}").text


def test_a_record_holds_all_that_the_answer_was_made_of(parts: Parts, answered: Answer) -> None:
    assert answered.id is not None
    record = parts.records.get(answered.id)
    content = record.content
    assert (record.status, content["question"], content["understood"]) == (
        "answered",
        QUESTION,
        QUESTION,
    )
    assert content["sentences"][0]["text"] == answered.text
    assert content["citations"][0]["version"] == 1
    assert content["hits"][0]["score"] is not None
    assert set(content["ms"]) == {"understand", "search", "answer"}


def test_the_page_shows_the_same_answer_later(parts: Parts, answered: Answer) -> None:
    shown = page(parts, answered.id)
    assert re.sub("<[^>]+>", "", shown).count(answered.citations[0].text) == 1
    assert 'class="warning"' not in shown


def test_a_document_that_changed_is_said_and_the_words_stay_those_of_then(
    parts: Parts, answered: Answer, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月9日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    assert answered.id is not None
    assert changes(parts.records.get(answered.id), parts.library) == {"a": "changed"}
    shown = page(parts, answered.id)
    assert "此后已有新版本" in shown
    assert "3月5日" in shown


def test_the_words_of_a_withdrawn_document_are_shown_nowhere(
    parts: Parts, answered: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts.library.withdraw("a")
    shown = page(parts, answered.id)
    assert "已被撤下" in shown
    assert "3月5日" not in shown
    assert answered.id is not None
    assert main(["answer", answered.id, "--home", str(tmp_path / "home"), "--json"]) == 0
    assert "3月5日" not in capsys.readouterr().out


def test_an_answer_that_is_not_there_is_said_so(parts: Parts) -> None:
    with pytest.raises(LibraryError, match="no such answer"):
        parts.records.get("nothing")
    with TestClient(create_app(parts.assistant, parts.library, parts.records)) as client:
        response = client.get("/a/nothing", headers={"accept-language": "de"})
        assert response.status_code == 404
        assert "Keine solche Antwort" in response.text
        assert client.get("/api/answers/nothing").status_code == 404


def test_nothing_is_kept_of_personal_data(parts: Parts) -> None:
    for words in ("我的手机号13800138000能收短信吗？", "局长的手机号码是多少？"):
        assert parts.assistant.ask(words).id is None
    asked = parts.assistant.ask(
        "那2024年呢？", ["我的电话13800138000，2025年参保率是多少？", "97.8%"]
    )
    assert asked.id is not None
    assert "13800138000" not in str(parts.records.get(asked.id).content)


def test_looking_up_leaves_no_record(parts: Parts) -> None:
    assert parts.assistant.look_up(QUESTION).id is None


def test_the_command_line_shows_an_answer_again(
    parts: Parts, answered: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered.id is not None
    assert main(["answer", answered.id, "--home", str(tmp_path / "home")]) == 0
    out = capsys.readouterr().out
    assert QUESTION in out
    assert "a v1, paragraph" in out
    assert main(["answer", "nothing", "--home", str(tmp_path / "home")]) == 2


def test_why_a_document_was_corrected_or_withdrawn_is_told_on_its_page_and_on_the_answer(
    parts: Parts, answered: Answer
) -> None:
    text = parts.library.get("a").text.replace("3月5日", "3月9日")
    corrected = SourceText("a", text, "a.txt")
    parts.library.publish(
        corrected, parse(corrected), edits=None, base=1, by="王", reason="停水日期有误"
    )
    assert answered.id is not None
    shown = page(parts, answered.id)
    assert "更正（第 2 版）：停水日期有误" in shown
    assert "王" not in shown  # who, is for staff
    with TestClient(create_app(parts.assistant, parts.library, parts.records)) as client:
        assert "更正（第 2 版）：停水日期有误" in client.get("/t/a?lang=zh").text
        assert "更正（第 2 版）：停水日期有误" in client.get("/t/a?lang=zh&v=1").text
        parts.library.withdraw("a", by="王", reason="等待<b>核实</b>")
        gone = client.get("/t/a?lang=zh")
        assert gone.status_code == 410
        assert "撤下原因：等待&lt;b&gt;核实&lt;/b&gt;" in gone.text
        assert "停水八小时" not in gone.text
    assert "撤下原因：等待" in page(parts, answered.id)


def test_the_answers_that_cite_a_document_are_found(parts: Parts, answered: Answer) -> None:
    (record,) = parts.records.citing("a")
    assert record.id == answered.id
    assert is_still_said(record, "a", parts.library.get("a").text)
    assert not is_still_said(record, "a", "something else")
    assert parts.records.citing("b") == []
