"""What counts as right: the words that are marked for the citizen, and the sentence where none
are.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import SHARED
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import find_files, read_path
from pressroom.corpus.source import SourceText
from pressroom.eval.metrics import counts, measures, quoting
from pressroom.eval.metrics.failures import failure
from pressroom.eval.metrics.judge import kappa
from pressroom.eval.questions.cases import Case, read_cases
from pressroom.eval.questions.outcomes import Outcome
from pressroom.eval.questions.truth import SetDocuments

TEXT = """云浦市防洪规划新闻发布会

2025年3月1日

市水务局局长 林远：主城区防洪标准由五十年一遇提高到百年一遇。工程的工期约20个月零16天。居民消费价格涨幅低于3%左右的预期目标。
"""
DOCUMENTS = SetDocuments([parse(SourceText("防洪", TEXT, "x.txt"))])
RAISED = "主城区防洪标准由五十年一遇提高到百年一遇。"
TIME = "工程的工期约20个月零16天。"
GOAL = "居民消费价格涨幅低于3%左右的预期目标。"


def outcome(*, right: str, shown: str, marked: str | None = None, **more: Any) -> Outcome:
    """A case whose right words are `right`, answered with a sentence of which `marked` is bold."""
    case = Case("1", "figure", "zh", "多少？", "防洪", (right,), **more)
    text = DOCUMENTS.texts["防洪"]
    at = text.index(shown)
    cited = {"doc": "防洪", "start": at, "end": at + len(shown), "text": shown, "speaker": "林远"}
    row = {"status": "answered", "answer": marked or shown, "citations": [cited], "hits": [cited]}
    return DOCUMENTS.outcome(case, row)


def is_right(one: Outcome) -> bool:
    return measures.BY_NAME["right"].count(one) == (1, 1)


def test_a_wrong_figure_in_bold_is_wrong_though_the_right_one_stands_beside_it() -> None:
    wrong = outcome(right="百年一遇", shown=RAISED, marked="五十年一遇")
    assert not is_right(wrong)
    assert failure(wrong) == "wrong mark"
    assert is_right(outcome(right="百年一遇", shown=RAISED, marked="百年一遇"))
    assert counts.found(wrong) == (1, 1)  # this one never told


def test_an_answer_is_marked_whole_or_wrong() -> None:
    assert not is_right(outcome(right="20个月零16天", shown=TIME, marked="20个月"))
    assert is_right(outcome(right="20个月零16天", shown=TIME, marked="20个月零16天"))
    assert is_right(outcome(right="3%左右的预期目标", shown=GOAL, marked="3%"))


def test_where_nothing_is_marked_the_sentence_answers() -> None:
    assert is_right(outcome(right="百年一遇", shown=RAISED))
    assert not is_right(outcome(right="20个月零16天", shown=RAISED))


def test_the_brief_words_of_a_case_are_those_that_must_be_marked() -> None:
    clause = "由五十年一遇提高到百年一遇"
    assert is_right(outcome(right=clause, brief="百年一遇", shown=RAISED, marked="百年一遇"))
    assert not is_right(outcome(right=clause, brief="百年一遇", shown=RAISED, marked="五十年"))


def test_a_name_asked_for_is_right_where_it_stands_beside_the_words() -> None:
    assert is_right(outcome(right="林远", shown=RAISED))


def test_the_right_speaker_may_stand_second() -> None:
    one = outcome(right="百年一遇", shown=RAISED, speaker="林远")
    other = {**_row(TIME), "speaker": "周启明"}
    row = {"status": "answered", "answer": f"{TIME}\n{RAISED}", "citations": [other, _row(RAISED)]}
    both = DOCUMENTS.outcome(one.case, row)
    assert quoting.speaker(both) == (1, 1)
    assert failure(both) == "right"


def test_words_that_reading_lost_are_no_fault_of_the_search() -> None:
    case = Case("1", "figure", "zh", "多少？", "防洪", ("一段没有读到的话",))
    assert failure(DOCUMENTS.outcome(case, {"status": "not_found"})) == "not read"


def _row(words: str) -> dict[str, Any]:
    at = DOCUMENTS.texts["防洪"].index(words)
    return {"doc": "防洪", "start": at, "end": at + len(words), "text": words, "speaker": "林远"}


@pytest.mark.skipif(not (SHARED / "qa" / "citizens").exists(), reason="needs ../shared/qa/citizens")
def test_it_agrees_with_a_strict_reader_as_contains_does_not() -> None:
    folder = SHARED / "qa" / "citizens"
    read = [s for path in find_files([folder / "documents"]) for s in read_path(path)]
    documents = SetDocuments([parse(source) for source in read])
    lines = (folder / "judged-before.jsonl").read_text("utf-8").splitlines()
    verdicts = {row["id"]: row for row in map(json.loads, lines)}
    asked = [case for case in read_cases(folder / "dev.jsonl", own=False) if not case.unanswerable]
    strict = [verdicts[case.id]["verdict"] == "RIGHT" for case in asked]
    told = [_told(case, verdicts[case.id].get("shown", ""), documents) for case in asked]
    agreement = {
        name: kappa(strict, [bool(measures.BY_NAME[name].count(one)[0]) for one in told])
        for name in ("right", "contains")
    }
    assert agreement["right"] > 0.5 > agreement["contains"]


def _told(case: Case, shown: str, documents: SetDocuments) -> Outcome:
    """The answer that the reader saw: of each line its words, and the sentence that holds them."""
    text = documents.texts[case.document or ""]
    cited = []
    for line in filter(None, shown.split("\n")):
        at = text.find(line)
        if at >= 0:
            start = max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1
            ends = [end for mark in "。！？\n" if (end := text.find(mark, at)) >= 0]
            end = max(min(ends, default=len(text)) + 1, at + len(line))
            cited.append(
                {"doc": case.document, "start": start, "end": end, "text": text[start:end]}
            )
    status = "answered" if shown else "not_found"
    return documents.outcome(case, {"status": status, "answer": shown, "citations": cited})
