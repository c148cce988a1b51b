"""The staff desk's work on documents, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import HashEmbedder
from pressroom.assistant.cli.main import main
from test_assistant_desk import QUESTION, TEXT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command on a library of its own with the small embedder; gives its exit code and what
    it printed.
    """
    monkeypatch.setattr("pressroom.assistant.build.open_embedder", lambda *_, **__: HashEmbedder())

    def command(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--home", str(tmp_path / "home")])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command


def added(run: Any, tmp_path: Path, text: str = TEXT, name: str = "wetland.txt") -> str:
    (tmp_path / name).write_text(text, "utf-8")
    code, out = run("draft", "add", str(tmp_path / name), "--json")
    assert code == 0
    return str(json.loads(out)["documents"][0]["draft"])


def test_a_document_lives_its_life_on_the_command_line(run: Any, tmp_path: Path):
    draft = added(run, tmp_path)
    assert "wetland" in run("draft", "list")[1]
    assert "revision 2" in run("draft", "set", draft, "place=市民中心")[1]
    assert "市民中心" in run("draft", "show", draft)[1]
    assert "300公顷" in run("draft", "ask", draft, QUESTION)[1]
    assert "300公顷" not in run("ask", QUESTION)[1]
    assert run("draft", "undo", draft)[0] == 0
    assert run("publish", draft) == (0, "wetland: added, version 1 is public\n")
    assert "300公顷" in run("ask", QUESTION)[1]

    corrected = added(run, tmp_path, TEXT.replace("300公顷", "320公顷"), "更正.txt")
    out = run("draft", "diff", corrected)[1]
    assert [line[:2] for line in out.splitlines()] == ["- ", "+ "]
    code, out = run("publish", corrected)
    assert (code, "reason: is empty" in out) == (2, True)
    assert run("publish", corrected, "--reason", "面积有误")[0] == 0
    assert "320公顷" in run("ask", QUESTION)[1]

    assert run("withdraw", "wetland", "--reason", "待核") == (0, "wetland: withdrawn\n")
    assert "320公顷" not in run("ask", QUESTION)[1]
    same = run("draft", "add", str(tmp_path / "更正.txt"))[1]
    assert "`pressroom restore wetland` brings it back" in same
    assert run("restore", "wetland") == (0, "wetland: restored\n")
    assert run("restore", "wetland") == (0, "wetland: was not withdrawn\n")
    assert "320公顷" in run("ask", QUESTION)[1]


def test_a_draft_is_reviewed_scheduled_and_discarded_on_the_command_line(run: Any, tmp_path: Path):
    draft = added(run, tmp_path)
    assert "ready" in run("draft", "ready", draft)[1]
    assert "sent back" in run("draft", "back", draft, "--remark", "核对日期")[1]
    assert (
        "is published at 2999-06-20T01:00:00+00:00"
        in run("schedule", draft, "--at", "2999-06-20T09:00+08:00")[1]
    )
    assert "discarded" in run("draft", "discard", draft)[1]
    assert "No draft is open" in run("draft", "list")[1]


def test_a_mistake_is_one_line(run: Any, tmp_path: Path):
    draft = added(run, tmp_path)
    for arguments, message in (
        (
            ("draft", "add", str(tmp_path / "none.txt")),
            "none.txt: no such file; expected a document, or an address",
        ),
        (
            ("draft", "add", "https://www.example.gov/doc"),
            "www.example.gov: not among the hosts that may be fetched from",
        ),
        (("draft", "show", "nothing"), "nothing: no such draft"),
        (("draft", "set", draft, "date"), "date: expected FIELD=VALUE"),
        (("draft", "set", draft, "date=soon"), "date: 'soon' is not a day"),
        (("draft", "set", draft, "mood=good"), "mood: no such field"),
        (("schedule", draft, "--at", "2020-01-01T09:00+08:00"), "is past"),
        (("publish", "nothing"), "nothing: no such draft"),
        (("restore", "nothing"), "nothing: no such document"),
    ):
        code, out = run(*arguments)
        assert (code, out.count("\n")) == (2, 1), out
        assert message in out
