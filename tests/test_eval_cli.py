"""`pressroom eval` as evaluators run it: a set of another city, its JSON, two runs compared,
mistakes said in one line.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pressroom.assistant.cli.main import main
from pressroom.eval.runs.records import append_history, read_run

TEXT = """云浦市停水新闻发布会

2025年3月1日

市水务局局长 林远：三月五日停水8小时，共影响1208户。

记者：为什么停水？

市水务局局长 林远：因为要更换一段老旧水管，更换以后水压会更稳。
"""
QUESTIONS = [
    {
        "id": "1",
        "lang": "zh",
        "question": "三月五日停水多少小时？",
        "doc": "停水",
        "answers": ["8小时"],
        "speaker": "林远",
    },
    {
        "id": "2",
        "lang": "zh",
        "question": "为什么要停水？",
        "doc": "停水",
        "answers": ["因为要更换一段老旧水管"],
        "speaker": "林远",
    },
    {
        "id": "3",
        "lang": "zh",
        "question": "苹果多少钱一斤？",
        "doc": None,
        "answers": [],
        "unanswerable": True,
    },
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets") / "停水市"
    folder.mkdir()
    (folder / "documents.jsonl").write_text(
        json.dumps({"id": "停水", "date": "2025-03-01", "text": TEXT}), "utf-8"
    )
    (folder / "dev.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(model_cache)
    return folder


def test_the_last_line_is_the_measures_and_report_and_run_are_kept(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["eval", "--set", str(city), "--baseline", "bm25", "--json", "--home", str(home)]) == 0
    )
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    measures = last["measures"]
    assert (
        measures["questions"],
        measures["hit@5"],
        measures["verbatim"],
        measures["speaker"],
        measures["date"],
    ) == (3, 1, 1, 1, 1)
    report = Path(last["report"])
    assert "苹果多少钱一斤" in report.read_text("utf-8")
    run = read_run(report.parent)
    assert [system.name for system in run.sets[0].systems] == ["pressroom", "bm25"]
    answers = [
        json.loads(line)
        for line in (report.parent / "answers-停水市.jsonl").read_text("utf-8").splitlines()
    ]
    assert [row["id"] for row in answers] == ["1", "2", "3"]


def test_documents_are_indexed_once_and_anew_when_they_change(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["eval", "--set", str(city), "--home", str(home)])
    held = {path.name for path in (home / "eval" / "sets").iterdir()}
    assert "indexed" not in capsys.readouterr().err
    other = city.parent / "other" / city.name
    other.mkdir(parents=True)
    (other / "documents.jsonl").write_text(
        json.dumps({"id": "停水", "text": TEXT.replace("8小时", "9小时")}), "utf-8"
    )
    (other / "dev.jsonl").write_text(json.dumps({**QUESTIONS[0], "answers": ["9小时"]}), "utf-8")
    assert main(["eval", "--set", str(other), "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["measures"]["contains"] == 1
    assert len({path.name for path in (home / "eval" / "sets").iterdir()} - held) == 1


def test_each_reader_reads_by_a_model_and_an_index_of_its_own(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    both = ["--reader", "rules", "--reader", "trained"]
    main(["eval", "--set", str(city), "--json", "--home", str(home), *both])
    report = Path(json.loads(capsys.readouterr().out.splitlines()[-1])["report"])
    ours, trained = read_run(report.parent / "run.json").sets[0].systems
    assert [result.status for result in ours.results] == ["answered", "answered", "not_found"]
    assert trained.results[0].status == "answered"
    assert "rules read instead" not in caplog.text
    made_by = [file.read_text("utf-8") for file in (home / "eval" / "sets").glob("*/made-by")]
    by_weights = [words.startswith("pressroom-reader-") for words in made_by]
    assert any(by_weights)
    assert not all(by_weights)


def test_two_runs_are_compared_question_by_question(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for out in ("a", "b"):
        main(["eval", "--set", str(city), "--out", str(home / out), "--home", str(home)])
    capsys.readouterr()
    assert (
        main(["eval", "compare", str(home / "a"), str(home / "b"), "--json", "--home", str(home)])
        == 0
    )
    (comparison,) = json.loads(capsys.readouterr().out)
    assert comparison["questions"] == 3
    assert all(difference["p"] == 1 for difference in comparison["differences"])
    assert main(["eval", "compare", str(home / "a"), str(home / "b")]) == 0
    assert "3 questions in both" in capsys.readouterr().out


def test_questions_of_a_file_are_asked_of_the_same_documents(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (city / "more.jsonl").write_text(json.dumps(QUESTIONS[1]), "utf-8")
    assert (
        main(
            [
                "eval",
                "--set",
                str(city),
                "--questions",
                str(city / "more.jsonl"),
                "--json",
                "--home",
                str(home),
            ]
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["measures"]["questions"] == 1


def test_a_set_without_documents_measures_how_follow_ups_are_read(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "id": "1",
        "history": ["2024年参保率是多少？", "96.2%"],
        "question": "那2025年呢？",
        "standalone": "2025年参保率是多少？",
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row), "utf-8")
    assert main(["eval", "--set", str(tmp_path), "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["measures"]["rouge_l"] > 0.5


def test_a_case_is_added_from_what_ask_printed_and_checked(
    city: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = {
        "status": "answered",
        "answer": "x",
        "citations": [{"doc": "停水", "text": "更换以后水压会更稳", "speaker": "林远"}],
    }
    (city / "record.json").write_text(json.dumps(record), "utf-8")
    arguments = [
        "--record",
        str(city / "record.json"),
        "--kind",
        "reason",
        "--to",
        str(city / "added.jsonl"),
    ]
    assert main(["eval", "add", "换水管有什么好处？", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["speaker"] == "林远"
    assert (
        main(
            [
                "eval",
                "check",
                "--set",
                str(city),
                "--questions",
                str(city / "added.jsonl"),
                "--home",
                str(home),
            ]
        )
        == 0
    )
    assert "0 findings" in capsys.readouterr().out


def test_a_line_of_the_history_names_commit_model_and_corpus(
    city: Path, home: Path, tmp_path: Path
) -> None:
    main(["eval", "--set", str(city), "--out", str(tmp_path / "run"), "--home", str(home)])
    run = read_run(tmp_path / "run")
    for _ in range(2):
        append_history(run, tmp_path / "history.jsonl")
    first, second = map(json.loads, (tmp_path / "history.jsonl").read_text("utf-8").splitlines())
    assert first == second
    assert {"at", "commit", "model", "sets"} <= set(first)
    assert first["sets"]["停水市"]["corpus"] == run.sets[0].corpus
    assert first["sets"]["停水市"]["measures"]["hit@5"] == 1


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--set", "nowhere"], "no such folder"),
        (["--set", "samples", "--set", "samples"], "two sets have this name"),
        (["--kind", "nothing"], "expected one of"),
        (["--baseline", "nothing"], "no such baseline"),
        (["--questions", "nowhere.jsonl"], "no question file"),
        (["--judge", "nobody:nothing"], "provider"),
        (["compare", "a", "b"], "expected a folder"),
        (
            ["add", "问？", "--record", "nowhere.json", "--kind", "figure", "--to", "x.jsonl"],
            "cannot be read",
        ),
    ],
)
def test_a_mistake_is_one_line_that_says_what_was_expected(
    arguments: list[str], what: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", *arguments, "--home", str(home)]) == 2
    lines = [
        line for line in capsys.readouterr().err.splitlines() if line.startswith("pressroom: ")
    ]
    assert len(lines) == 1
    assert what in lines[0]


def test_a_case_is_added_to_the_set_named_and_never_without_one(
    city: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    (own / "documents.jsonl").write_bytes((city / "documents.jsonl").read_bytes())
    record = {"status": "not_found", "answer": "", "citations": []}
    (own / "record.json").write_text(json.dumps(record), "utf-8")
    asked = [
        "停电到几点？",
        "--record",
        str(own / "record.json"),
        "--kind",
        "when",
        "--unanswerable",
    ]
    assert main(["eval", "add", *asked]) == 2
    assert "expected --set DIR" in capsys.readouterr().err
    assert main(["eval", "add", *asked, "--set", str(own)]) == 0
    assert json.loads((own / "dev.jsonl").read_text("utf-8"))["unanswerable"]


def test_a_run_is_junit_xml_for_continuous_integration(
    city: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reports" / "eval.xml"
    main(["eval", "--set", str(city), "--junit", str(file), "--home", str(home)])
    suites = ElementTree.parse(file).getroot()
    suite, gate = suites.findall("testsuite")
    assert (suite.get("name"), suite.get("tests")) == ("停水市", "3")
    failed = suite.findall("testcase/failure")
    assert suite.get("failures") == str(len(failed))
    assert all("right: " in (one.text or "") for one in failed)
    assert gate.get("failures") == "0"


def test_what_became_of_a_case_is_told_run_by_run(
    city: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").symlink_to(home / "models")
    for _ in range(2):
        main(["eval", "--set", str(city), "--home", str(tmp_path)])
        (run,) = [one for one in (tmp_path / "eval" / "runs").iterdir() if "-again" not in one.name]
        run.rename(run.with_name(f"{run.name}-again"))
    capsys.readouterr()
    assert main(["eval", "history", "1", "--json", "--home", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [then["failure"] for then in told] == ["right"] * len(told)
    assert {then["set_name"] for then in told} == {"停水市"}
    assert main(["eval", "history", "nothing", "--home", str(tmp_path)]) == 2


def test_two_configurations_are_run_and_compared_by_one_command(
    city: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["--out", str(tmp_path / "run"), "--home", str(home)]
    main(["eval", "--set", str(city), "--beside", "threads=1", *told])
    shown = capsys.readouterr().out
    assert "beside: threads=1" in shown
    assert "3 questions in both" in shown
    assert (tmp_path / "run-beside" / "report.html").is_file()
    assert main(["eval", "--set", str(city), "--beside", "thread=1", *told]) == 2
    assert "did you mean PRESSROOM_THREADS?" in capsys.readouterr().err
