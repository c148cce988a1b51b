"""Cases: our own are right and described, others' are reported on, and a new one is written only if
it fits.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import find_files, read_path
from pressroom.eval.questions.adding import append_case, case_row
from pressroom.eval.questions.cases import FOLDER, KINDS, Case, OwnRow, read_cases
from pressroom.eval.questions.check import check, must_fit
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.questions.truth import SetDocuments

GUIDE = (FOLDER / "README.md").read_text("utf-8")
TEXT = "关于停水的通知\n\n三月五日停水8小时，共1208户。\n"


@pytest.fixture(scope="module")
def samples() -> SetDocuments:
    return SetDocuments(
        [parse(source) for path in find_files([SAMPLES]) for source in read_path(path)]
    )


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A set of another city: one document and one question."""
    (tmp_path / "documents.jsonl").write_text(
        json.dumps({"id": "停水", "date": "2025-03-01", "text": TEXT}) + "\n", "utf-8"
    )
    (tmp_path / "dev.jsonl").write_text(
        json.dumps({"id": "1", "question": "停水多久？", "doc": "停水", "answers": ["8小时"]})
        + "\n",
        "utf-8",
    )
    return tmp_path


def documents(folder: Path) -> SetDocuments:
    return SetDocuments([parse(source) for source in read_path(folder / "documents.jsonl")])


def test_our_cases_fit_their_documents_without_a_doubt(samples: SetDocuments) -> None:
    assert [str(finding) for finding in check(read_cases(), samples)] == []


def test_there_are_at_least_two_hundred_cases_and_every_kind_is_among_them() -> None:
    kinds = Counter(case.kind for case in read_cases())
    assert sum(kinds.values()) >= 200
    assert set(kinds) == set(KINDS)


def test_the_guide_counts_the_kinds_and_names_the_fields() -> None:
    counted = {
        name: int(count) for name, count in re.findall(r"^\| `([\w-]+)` \| (\d+) \|", GUIDE, re.M)
    }
    assert counted == Counter(case.kind for case in read_cases(FOLDER / "samples.jsonl"))
    assert set(OwnRow.model_fields) == set(re.findall(r"^\| `(\w+)` \| [^\d]", GUIDE, re.M))


def test_every_follow_up_says_what_it_means_without_its_history() -> None:
    assert all(case.standalone for case in read_cases() if case.history)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"answers": ["9小时"]}, "does not stand in"),
        ({"doc": "停电"}, "no document"),
        ({"answers": []}, "has no answer"),
        ({"unanswerable": True}, "yet has answers"),
        ({"answers": ["8小时"], "spans": [[5, 900]]}, "not inside"),
        ({"history": ["停水吗？"]}, "expected question, answer"),
    ],
)
def test_a_case_that_its_document_contradicts_is_an_error_in_ours_and_a_finding_in_others(
    city: Path, change: dict, what: str
) -> None:
    row = {
        "id": "1",
        "lang": "zh",
        "kind": "figure",
        "question": "停水多久？",
        "doc": "停水",
        "answers": ["8小时"],
        **change,
    }
    (city / "dev.jsonl").write_text(json.dumps(row), "utf-8")
    cases = read_cases(city / "dev.jsonl")
    (finding,) = check(cases, documents(city))
    assert what in str(finding)
    with pytest.raises(ReadError, match=what):
        must_fit(cases, documents(city))


def test_an_answer_inside_a_longer_figure_and_a_question_with_two_answers_are_doubts(
    city: Path,
) -> None:
    first = Case(
        id="1", kind="figure", language="zh", question="几户？", document="停水", answers=("8户",)
    )
    second = Case(
        id="2",
        kind="figure",
        language="zh",
        question="几户？",
        document="停水",
        answers=("1208户",),
    )
    findings = check([first, second], documents(city))
    assert [finding.doubt for finding in findings] == [True, True]
    must_fit([first, second], documents(city))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("not json", "line 1"),
        ('{"id": "1", "lang": "zh", "kind": "figure"}', "question"),
        ('{"id": "1", "lang": "zh", "kind": "riddle", "question": "?"}', "kind"),
        ('{"id": "1", "lang": "zh", "kind": "figure", "question": "?", "answer": ["x"]}', "answer"),
    ],
)
def test_a_line_that_is_no_case_is_named_with_what_is_wrong(
    tmp_path: Path, line: str, what: str
) -> None:
    (tmp_path / "bad.jsonl").write_text(line, "utf-8")
    with pytest.raises(ReadError, match=what):
        read_cases(tmp_path / "bad.jsonl")


def test_a_set_is_a_folder_and_a_folder_that_is_none_is_said(city: Path, tmp_path: Path) -> None:
    assert load_set(str(city)).cases[0].kind == "question"
    assert not load_set(str(city)).own
    with pytest.raises(ReadError, match="no such folder"):
        load_set(str(tmp_path / "nowhere"))
    (city / "documents.jsonl").unlink()
    with pytest.raises(ReadError, match=r"documents\.jsonl"):
        load_set(str(city))


def test_a_sample_of_a_set_is_the_same_every_time() -> None:
    whole = load_set("samples")
    assert narrowed(whole, limit=20) == narrowed(whole, limit=20)
    assert len(narrowed(whole, limit=20).cases) == 20
    assert {case.kind for case in narrowed(whole, kind="who").cases} == {"who"}
    with pytest.raises(ReadError, match="expected one of"):
        narrowed(whole, kind="nothing")


RECORD = json.dumps(
    {
        "status": "answered",
        "answer": "三月五日停水8小时",
        "citations": [{"doc": "停水", "text": "三月五日停水8小时", "speaker": None}],
    }
)
REFUSAL = json.dumps({"status": "not_found", "answer": "", "citations": []})


def test_a_case_is_made_of_a_question_and_an_answer_record(city: Path) -> None:
    written = append_case(
        case_row("停水到几点？", RECORD, kind="when", answers=["8小时"]), city / "dev.jsonl"
    )
    assert (written["id"], written["doc"], written["answers"]) == ("when-001", "停水", ["8小时"])
    assert read_cases(city / "dev.jsonl", own=False)[1].question == "停水到几点？"
    again = append_case(case_row("哪天停水？", RECORD, kind="when"), city / "dev.jsonl")
    assert (again["id"], again["answers"]) == ("when-002", ["三月五日停水8小时"])


def test_a_case_that_does_not_fit_is_not_written(city: Path) -> None:
    before = (city / "dev.jsonl").read_text("utf-8")
    for row in (
        case_row("停水多久？", RECORD, kind="figure", answers=["9小时"]),
        case_row("停水多久？", RECORD, kind="figure", document="停电"),
        case_row("停水多久？", RECORD, kind="figure", case_id="1"),
    ):
        with pytest.raises(ReadError):
            append_case(row, city / "dev.jsonl")
    assert (city / "dev.jsonl").read_text("utf-8") == before


def test_a_refusal_becomes_a_case_only_if_it_is_said_what_is_right(city: Path) -> None:
    with pytest.raises(ReadError, match="--unanswerable"):
        case_row("停电多久？", REFUSAL, kind="unanswerable")
    written = append_case(
        case_row("停电多久？", REFUSAL, kind="unanswerable", unanswerable=True), city / "dev.jsonl"
    )
    assert written["unanswerable"]
    with pytest.raises(ReadError, match="JSON"):
        case_row("停电多久？", "nonsense", kind="figure")
