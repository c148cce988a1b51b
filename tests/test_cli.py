"""The `pressroom` command, as people and programs run it, with the real model."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pressroom.assistant.cli.main import main
from pressroom.assistant.cli.shared import opened_library
from pressroom.assistant.desk.adding import SAMPLES

RATE = "2025年医保参保率是多少？"


@pytest.fixture(scope="module")
def home(home_of_samples: Callable[[str], Path]) -> Path:
    """A data folder with the samples. Do not change its library."""
    return home_of_samples("trained")


@pytest.fixture
def fresh(tmp_path: Path, model_cache: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "models").symlink_to(model_cache)
    return folder


def listed(home: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert main(["list", "--json", "--home", str(home)]) == 0
    return {row["id"]: row for row in json.loads(capsys.readouterr().out)["documents"]}


def test_a_question_is_answered_with_its_source(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", RATE, "--home", str(home)]) == 0
    out = capsys.readouterr().out
    assert "97.8%" in out
    assert "周启明, 云浦市医疗保障局党组书记、局长 · 2025-06-20" in out


def test_a_question_in_another_language_finds_the_same_words(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "ask",
                "地下鉄3号線の初乗り運賃はいくらで、どこまで乗れますか？",
                "--json",
                "--home",
                str(home),
            ]
        )
        == 0
    )
    cited = json.loads(capsys.readouterr().out)["citations"]
    assert any("起步价2元" in citation["text"] for citation in cited)


def asked(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["ask", *arguments, "--json", "--home", str(home)]) == 0
    row: dict[str, Any] = json.loads(capsys.readouterr().out)
    return row


def test_a_question_can_be_kept_to_days_speakers_bodies_documents_and_kinds_of_turn(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {
        limits: {
            hit["doc"] for hit in asked(home, capsys, "参保率是多少？", *limits.split())["hits"]
        }
        for limits in (
            "--year 2024",
            "--since 2024-06 --until 2024-06-30",
            "--speaker 周启明",
            "--body 医保局",
            "--kind answer --until 2024",
        )
    }
    documents = listed(home, capsys)
    assert all(found.values())
    for limits in (
        "--year 2024",
        "--since 2024-06 --until 2024-06-30",
        "--kind answer --until 2024",
    ):
        assert all(str(documents[doc]["date"]) < "2025" for doc in found[limits])
    assert found["--since 2024-06 --until 2024-06-30"] == {"云浦市医疗保障新闻发布会-2024-06-18"}
    cited = asked(
        home, capsys, "参保率是多少？", "--document", "云浦市医疗保障新闻发布会-2024-06-18"
    )["citations"]
    assert {citation["doc"] for citation in cited} == {"云浦市医疗保障新闻发布会-2024-06-18"}
    assert {
        citation["speaker"]
        for citation in asked(home, capsys, "参保率是多少？", "--speaker", "周启明")["citations"]
    } == {"周启明"}


def test_a_question_may_limit_itself_in_words_as_on_the_page(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert all(
        citation["date"].startswith("2024")
        for citation in asked(home, capsys, "参保率是多少？只看2024年")["citations"]
    )


def test_a_text_is_checked_within_the_same_limits(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["verify", "--text", "2025年全市基本医保参保率97.8%。", "--json", "--home", str(home)]
    verdicts = []
    for limits in (["--since", "2025"], ["--until", "2024"]):
        main([*said, *limits])
        verdicts.append(json.loads(capsys.readouterr().out)["claims"][0]["citation"])
    assert verdicts[0]["date"] == "2025-06-20"
    assert verdicts[1] is None or verdicts[1]["date"] < "2025"


def test_a_batch_is_kept_to_the_limits(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text(json.dumps({"id": "1", "question": "参保率是多少？"}), "utf-8")
    assert (
        main(
            [
                "ask",
                "--batch",
                str(questions),
                "--out",
                str(answers),
                "--year",
                "2024",
                "--home",
                str(home),
            ]
        )
        == 0
    )
    hits = json.loads(answers.read_text("utf-8"))["hits"]
    assert hits
    documents = listed(home, capsys)
    assert {str(documents[hit["doc"]]["date"])[:4] for hit in hits} == {"2024"}


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("--year 24", "--year: '24' is neither a year nor a month; expected 2024 or 2024-08"),
        ("--since June", "--since: 'June' is neither a day, a month nor a year"),
        ("--until 2024-02-30", "--until: '2024-02-30' is not a day"),
        ("--year 2024 --since 2024", "--year does not go with --since"),
        ("--since 2025 --until 2024", "--since 2025 is later than --until 2024"),
        ("--speaker 周启", "'周启' speaks in no document; expected a name as in: 周启明"),
        ("--body 外星局", "'外星局' is no body of the documents; expected one of: "),
        ("--body 市", "'市' fits several bodies; expected one of: "),
        ("--year 1999", "nothing in the library is within these limits"),
        ("--document nobody", "nobody"),
    ],
)
def test_limits_that_cannot_be_are_one_clear_line(
    home: Path, capsys: pytest.CaptureFixture[str], limits: str, told: str
) -> None:
    assert told in one_line(["ask", RATE, *limits.split(), "--home", str(home)], capsys)


def test_list_and_show_print_what_programs_read(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = listed(home, capsys)
    assert len(documents) == 9
    assert documents["yunpu-harbour-briefing-2025-05-06"]["date"] == "2025-05-06"
    assert main(["show", "yunpu-harbour-briefing-2025-05-06", "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out)["turns"][1]["speaker"] == "Helen Gu"


def test_parse_prints_turns_without_touching_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = next(SAMPLES.glob("*轨道*"))
    assert main(["parse", str(sample), "--json", "--home", str(tmp_path / "none")]) == 0
    parsed = json.loads(capsys.readouterr().out)
    assert parsed["date"] == "2025-03-12"
    assert {"label", "speaker", "title", "kind", "paragraphs"} <= set(parsed["turns"][0])
    assert not (tmp_path / "none").exists()


def test_a_batch_goes_on_after_a_bad_line(home: Path, tmp_path: Path) -> None:
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    lines = [
        {"id": "1", "question": RATE},
        {"id": "2", "question": ""},
        {"id": "3", "question": "那2024年呢？", "history": [RATE, "97.8%"]},
    ]
    questions.write_text(
        "\n".join([*map(json.dumps, lines), "not json", '{"id": "5", "question": 7}']), "utf-8"
    )
    assert main(["ask", "--batch", str(questions), "--out", str(answers), "--home", str(home)]) == 0
    rows = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert [(row["id"], row["status"]) for row in rows] == [
        ("1", "answered"),
        ("2", "error"),
        ("3", "answered"),
        ("line 4", "error"),
        ("5", "error"),
    ]
    assert all("expected" in row["error"] for row in rows if row["status"] == "error")


def test_the_same_text_again_does_nothing_and_another_makes_a_version(
    fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "停水通知 1.txt"
    for text, version in (
        ("三月五日停水八小时。", 1),
        ("三月五日停水八小时。", 1),
        ("三月六日停水六小时。", 2),
    ):
        document.write_text(f"关于停水的通知\n\n{text}\n", "utf-8")
        assert main(["add", str(document), "--home", str(fresh)]) == 0
        assert listed(fresh, capsys)["停水通知-1"]["version"] == version
    assert main(["ask", "停水几小时？", "--home", str(fresh)]) == 0
    out = capsys.readouterr().out
    assert "六小时" in out
    assert "八小时" not in out
    assert main(["check", "--home", str(fresh)]) == 0


def test_a_withdrawn_document_is_never_found_again(
    fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "a.txt"
    document.write_text("关于停水的通知\n\n三月五日停水八小时。\n", "utf-8")
    main(["add", str(document), "--home", str(fresh)])
    assert main(["withdraw", "a", "--reason", "wrong", "--home", str(fresh)]) == 0
    assert main(["add", str(document), "--home", str(fresh)]) == 0
    assert listed(fresh, capsys)["a"]["withdrawn_at"]
    main(["ask", "停水几小时？", "--json", "--home", str(fresh)])
    assert json.loads(capsys.readouterr().out)["hits"] == []
    assert main(["unanswered", "--json", "--home", str(fresh)]) == 0
    assert json.loads(capsys.readouterr().out)["questions"][0]["question"] == "停水几小时？"


def one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], *, prepared: str = ""
) -> str:
    """The error of a command that must fail with one line and code 2."""
    capsys.readouterr()
    assert main(arguments) == 2
    lines = [
        line for line in capsys.readouterr().err.splitlines() if line.startswith("pressroom: ")
    ]
    assert len(lines) == 1
    return lines[0]


def test_bad_input_is_one_clear_line_and_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(home, capsys)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / "bad.jsonl").write_text(
        '{"id": "x", "text": "好的内容在这里。"}\n{"id": 3}\n', "utf-8"
    )
    end = ["--home", str(home)]
    for name in ("empty.txt", "binary.txt", "image.png", "bad.jsonl", "missing.txt"):
        assert name in one_line(["add", str(tmp_path / name), *end], capsys)
    assert "line 2" in one_line(["add", str(tmp_path / "bad.jsonl"), *end], capsys)
    for command in (
        ["show", "nobody"],
        ["withdraw", "nobody", "--reason", "wrong"],
        ["ask", "", *end],
        ["ask", "水" * 10_000],
        ["ask", "a?", "--document", "nobody"],
    ):
        assert one_line([*command, *end], capsys)
    assert one_line(["eval", "--kind", "nothing", *end], capsys)
    assert listed(home, capsys) == before


def test_an_unknown_setting_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRESSROOM_HOEM", "x")
    assert "PRESSROOM_HOME" in one_line(["list"], capsys)


def test_a_port_in_use_is_said_before_anything_is_loaded(
    fresh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in one_line(
            ["serve", "--port", str(port), "--home", str(fresh)], capsys
        )


def test_a_data_folder_of_another_model_is_refused_and_can_be_rebuilt(
    fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_notice(tmp_path, fresh)
    with opened_library(fresh) as library:
        library.set_note("embedding", "some/other-model")
    assert "pressroom check --rebuild" in one_line(
        ["ask", "停水几小时？", "--home", str(fresh)], capsys
    )
    assert main(["check", "--rebuild", "--home", str(fresh)]) == 0
    assert main(["ask", "停水几小时？", "--home", str(fresh)]) == 0


def test_a_data_folder_of_our_own_model_answers_by_it_until_it_is_indexed_for_another(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRESSROOM_READER", "rules")
    add_notice(tmp_path, fresh)
    monkeypatch.setenv("PRESSROOM_QUERY_PROMPT", "frage: ")
    assert main(["ask", "停水几小时？", "--home", str(fresh)]) == 0
    told = capsys.readouterr()
    assert "another embedding model" in told.err
    assert "八小时" in told.out
    assert main(["check", "--rebuild", "--home", str(fresh)]) == 0
    capsys.readouterr()
    assert main(["ask", "停水几小时？", "--home", str(fresh)]) == 0
    told = capsys.readouterr()
    assert "another embedding model" not in told.err
    assert "八小时" in told.out


def add_notice(folder: Path, home: Path) -> None:
    document = folder / "a.txt"
    document.write_text("关于停水的通知\n\n三月五日停水八小时。\n", "utf-8")
    main(["add", str(document), "--home", str(home)])


def run(*arguments: str, home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pressroom.assistant.cli.main", *arguments, "--home", str(home)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_two_processes_adding_at_once_lose_nothing(
    fresh: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("east", "west"):
        lines = [
            json.dumps({"id": f"{name}-{n}", "text": f"{name}片区第{n}号通知：停水{n}小时。"})
            for n in range(20)
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    running = [run("add", str(tmp_path / f"{name}.jsonl"), home=fresh) for name in ("east", "west")]
    for process in running:
        _, error = process.communicate(timeout=500)
        assert process.returncode == 0, error.decode()
    assert len(listed(fresh, capsys)) == 40
    assert all(row["indexed"] for row in listed(fresh, capsys).values())
    assert main(["check", "--home", str(fresh)]) == 0


def test_help_answers_without_heavy_libraries() -> None:
    heavy = [
        "torch",
        "gradio",
        "chromadb",
        "sentence_transformers",
        "sqlalchemy",
        "onnxruntime",
        "langchain",
        "fastapi",
    ]
    code = """
import sys
from pressroom.assistant.cli.main import main
assert main(["--help"]) == 0
sys.exit(",".join(set(sys.argv[1:]) & set(sys.modules)) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for command in (
        "add",
        "list",
        "show",
        "withdraw",
        "parse",
        "ask",
        "serve",
        "check",
        "unanswered",
        "eval",
    ):
        assert command in done.stdout
        assert main([command, "--help"]) == 0


@pytest.mark.parametrize(
    ("words", "offered"),
    [("pressroom unans", "unanswered"), ("pressroom draft dis", "discard")],
)
def test_a_shell_completes_commands(words: str, offered: str) -> None:
    asked = {"_PRESSROOM_COMPLETE": "complete_bash", "COMP_WORDS": words}
    done = subprocess.run(
        [sys.executable, "-m", "pressroom.assistant.cli.main"],
        capture_output=True,
        text=True,
        env={**os.environ, **asked, "COMP_CWORD": str(words.count(" "))},
        check=False,
    )
    assert done.stdout.split() == [offered]


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["show"], ["list", "--nothing"], ["ask", "问", "--kind", "song"], []]
)
def test_what_cannot_be_asked_of_the_command_is_told_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--help` says what is expected" in one_line(arguments, capsys)
