"""The work list and insight: grouping, closing by itself, reopening, figures; as a library and over
HTTP.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from postgresql import BOTH
from pressroom.assistant.build import Parts
from pressroom.assistant.record.insight import insight
from pressroom.assistant.record.records import Record
from pressroom.assistant.record.topics import Topics
from pressroom.assistant.record.worklist import WorkList
from pressroom.assistant.staff.audit import Audit
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from test_web_desk import StaffClient, as_staff

WATER = "湿地公园的门票价格是多少？"
SAME = "湿地公园门票多少钱？"
OTHER = "图书馆几点关门？"
DOCUMENT = (
    "湿地公园开放通知\n\n局长周婷：湿地公园的门票价格是每人30元，学生半价。公园每天早上八点开放。\n"
)


@pytest.fixture
def worklist(real_parts: Parts) -> WorkList:
    return real_parts.desk.worklist


def publish(parts: Parts, text: str = DOCUMENT, name: str = "wetland") -> None:
    source = SourceText(name, text, f"{name}.txt")
    parts.library.add([(source, parse(source))])
    parts.ingest.run(lambda _: None)


def asked(parts: Parts, *questions: str) -> None:
    for question in questions:
        assert parts.assistant.ask(question).status == "not_found"


@BOTH
def test_the_same_in_other_words_is_one_question_and_another_is_another(
    real_parts: Parts, worklist: WorkList
):
    asked(
        real_parts, WATER, OTHER, SAME, "湿地公园2024年游客有多少？", "湿地公园2025年游客有多少？"
    )
    assert worklist.collect() == 5
    assert worklist.collect() == 0
    first, *others = worklist.listed()
    assert (first.question, len(first.items)) == (WATER, 2)
    assert [len(group.items) for group in others] == [1, 1, 1]
    assert {item.question for item in first.items} >= {WATER, SAME}


@BOTH
def test_a_question_closes_itself_when_a_document_answers_it_and_opens_when_that_is_withdrawn(
    real_parts: Parts, worklist: WorkList
):
    asked(real_parts, WATER, OTHER)
    worklist.follow()
    publish(real_parts)
    worklist.follow()
    (closed,) = worklist.listed("closed")
    assert (closed.question, closed.answered_by) == (WATER, "wetland")
    assert [group.question for group in worklist.listed()] == [OTHER]
    assert worklist.recheck() == 0  # nothing has changed since
    real_parts.library.withdraw("wetland", by="li")
    real_parts.ingest.run(lambda _: None)
    worklist.follow()
    assert {group.question for group in worklist.listed()} == {WATER, OTHER}


@BOTH
def test_a_disliked_answer_closes_only_by_other_words_than_those_that_did_not_do(
    real_parts: Parts, worklist: WorkList
):
    publish(real_parts)
    answer = real_parts.assistant.ask(WATER)
    assert answer.id
    real_parts.feedback.give(answer.id, useful=False, reason="outdated")
    worklist.follow()
    (group,) = worklist.listed()
    assert group.kinds == ("disliked",)
    publish(real_parts, "图书馆通知\n\n馆长李明：图书馆晚上九点关门。\n", "library")
    worklist.follow()
    assert worklist.listed()  # another document changes nothing
    publish(real_parts, DOCUMENT.replace("30元", "20元"))
    worklist.follow()
    assert worklist.listed("closed")[0].answered_by == "wetland"


@BOTH
def test_staff_take_put_aside_and_reopen_questions_and_the_log_says_so(parts: Parts):
    parts.library.log_unanswered(OTHER, language="zh")
    parts.desk.worklist.collect()
    client = as_staff(parts, "wang", "editor")
    number = parts.desk.worklist.listed()[0].number
    assert OTHER in client.get("/desk/questions").text
    client.form(f"/desk/questions/{number}/assign", to="me")
    assert OTHER in client.get("/desk/questions?state=mine").text
    assert client.form(f"/desk/questions/{number}/scope", reason=" ").status_code == 422
    assert "归文旅局管" in client.form(f"/desk/questions/{number}/scope", reason="归文旅局管").text
    assert OTHER not in client.get("/desk/questions").text
    assert OTHER in client.get("/desk/questions?state=out_of_scope").text
    client.form(f"/desk/questions/{number}/reopen")
    assert OTHER in client.get("/desk/questions").text
    actions = [line.action for line in Audit(parts.library.database).lines(action="question.")]
    assert actions == ["question.reopen", "question.out_of_scope", "question.assign"]
    assert client.get("/desk/questions/999").status_code == 404


@BOTH
def test_questions_older_than_they_are_kept_are_forgotten(parts: Parts):
    from pressroom.assistant.record.retention import Retention

    parts.library.log_unanswered(OTHER, language="zh")
    parts.desk.worklist.collect()
    later = datetime.now(UTC).replace(year=datetime.now(UTC).year + 3)
    Retention(parts.library.database, 30, clock=lambda: later).enforce()
    assert parts.desk.worklist.listed(None) == []
    with pytest.raises(Exception, match="not in the work list"):
        parts.desk.worklist.get(1)


def record(status: str, day: str, **content: object) -> Record:
    empty = {"understood": OTHER, "citations": [], "ms": {"search": 10.0}}
    return Record("x", f"{day}T08:00:00+00:00", status, "zh", {**empty, **content})


CITED = {"doc": "wetland", "title": "湿地公园", "paragraph": 3, "start": 5, "end": 9}


def test_figures_are_those_of_the_records():
    found = insight(
        [
            record("answered", "2025-06-01", citations=[CITED, CITED], understood=WATER),
            record("not_found", "2025-06-01"),
            record("smalltalk", "2025-06-02"),
            replace(
                record(
                    "answered", "2025-06-02", citations=[CITED], ms={"search": 20.0, "answer": 10.0}
                ),
                language="en",
            ),
        ]
    )
    assert (found.asked, found.share) == (4, pytest.approx(2 / 3))
    assert [(day.asked, day.answered) for day in found.days] == [(2, 1), (2, 1)]
    assert (found.p50, found.p95) == (10.0, pytest.approx(28.0))
    assert [(count.name, count.times) for count in found.languages] == [("zh", 3), ("en", 1)]
    assert [(count.name, count.times) for count in found.documents] == [("湿地公园", 2)]
    assert [(one.paragraph, one.times) for one in found.paragraphs] == [(3, 3)]
    assert insight([]).share is None


def test_a_day_is_one_of_the_press_offices():
    late = replace(record("answered", "2025-06-01"), asked_at="2025-06-01T17:30:00+00:00")
    assert [day.day for day in insight([late], ZoneInfo("Asia/Shanghai")).days] == ["2025-06-02"]
    assert [day.day for day in insight([late], ZoneInfo("UTC")).days] == ["2025-06-01"]


def test_topics_count_what_is_asked_in_other_words_together_and_other_years_apart(
    real_parts: Parts,
):
    topics = Topics(real_parts.desk.worklist.meaning)
    asked_often = [
        WATER,
        SAME,
        f" {WATER[:-1]}?",
        OTHER,
        "湿地公园2024年游客有多少？",
        "湿地公园2025年游客有多少？",
    ]
    found = topics.of(asked_often)
    assert (found[0][1], {words for words, _ in found[1:]}) == (3, set(asked_often[3:]))
    assert topics.of(asked_often) == found
    assert topics.of([]) == []


@pytest.mark.parametrize("days", ["7", "30", "0", "5"])
def test_the_page_and_the_table_of_insight(real_parts: Parts, days: str):
    publish(real_parts)
    real_parts.assistant.ask(WATER)
    real_parts.assistant.ask("=1+1是多少？")
    client: StaffClient = as_staff(real_parts, "wang", "editor")
    page = client.get(f"/desk/insight?days={days}")
    assert page.status_code == 200
    assert "湿地公园开放通知" in page.text
    assert "中文" in page.text.split("<main")[1]
    table = client.get(f"/desk/insight.csv?days={days}").text
    assert "paragraph" in table
    assert ",=1" not in table
