"""A hard-wrapped briefing in English, with surnames, roles and lines that end anywhere, beside one
of which the title tells who held it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.say.replies import reply_to
from pressroom.assistant.settings import load
from pressroom.corpus.parse.words.names import is_called, is_named

BRIEFING = """Press Briefing by Press Secretary Anna Holt, May 6, 2025

MS. HOLT:  Hi, everyone.  The harbour extension opens in June, two
months earlier than planned, and the council has approved $47 million
for its second phase, which will begin in the autumn of this year.

Q    How many berths will there be, and is the President content with
the funding of the port police?

MS. HOLT:  Twelve berths.  Four of them are for fishing boats, as we
promised last year to the people who live there.  The President has
made sure that the port police gets $80 million of stable funding over
several years, the resources it needs.

Q    Will the ferry to the islands be dearer?

THE PRESIDENT:  Nobody will pay more for the ferry, I can tell you that
much, and the children of the islands will go free from September on.

Q    And the night bus?

MR. OKORO:  Well, thank you.  The night bus to the harbour runs every
twenty minutes from the first of July, also on Sundays and holidays.
"""
ROUTINE = """2025年3月4日外交事务办公室发言人林晓主持例行记者会

2025-03-04

云浦日报记者：请问友好城市的访问团什么时候来？

林晓：访问团将于4月12日至15日来访，共有36人。

云浦晚报记者：一份报告称，自2023年以来有人借“海雾”网络案抹黑我市港口。发言人对此有何回应？

林晓：这份报告所说的“海雾”并不存在。我市一贯反对任何抹黑，欢迎各方到港口实地看一看。
"""

NOTICE = (
    """市政府关于支持台资企业的若干意见

一、便利服务。设立台商服务热线，每周二下午受理台资企业的困难和问题，2月3日开通。

二、"""
    + "稳定用工。鼓励台资企业与学校合作，培养急需的技能人才，按规定给予培训补贴。" * 20
    + """

三、淮溪市各县区参照执行。
"""
)


@pytest.fixture(scope="module")
def briefed(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Parts]:
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("briefed")
    (folder / "briefing.txt").write_text(BRIEFING, "utf-8")
    (folder / "routine.txt").write_text(ROUTINE, "utf-8")
    (folder / "notice.txt").write_text(NOTICE, "utf-8")
    (home / "models").symlink_to(model_cache)
    with open_parts(load({}, home=home)) as opened:
        add_paths([folder], opened.library, opened.ingest)
        yield opened


def ask(parts: Parts, question: str) -> Answer:
    return parts.assistant.look_up(question)


def shown(answer: Answer) -> str:
    return " ".join(answer.text.split())


def names(answer: Answer) -> set[str]:
    return {citation.speaker.name for citation in answer.citations if citation.speaker}


def test_what_is_shown_runs_over_the_ends_of_lines(briefed: Parts) -> None:
    answer = ask(
        briefed, "How much money is approved for the second phase of the harbour extension?"
    )
    assert (
        "two months earlier than planned, and the council has approved $47 million "
        "for its second phase" in shown(answer)
    )


def test_a_question_that_speaks_of_the_president_is_not_one_for_whoever_has_that_label(
    briefed: Parts,
) -> None:
    answer = ask(briefed, "How much funding does the President want for the port police?")
    assert "$80 million" in shown(answer)
    assert names(answer) == {"Anna Holt"}


def test_a_surname_names_a_speaker_and_no_other_one_answers(briefed: Parts) -> None:
    assert names(ask(briefed, "What did Holt say about the harbour extension?")) == {"Anna Holt"}
    assert names(ask(briefed, "What did Okoro say about the harbour?")) <= {"MR. OKORO"}


@pytest.mark.parametrize(
    "label", ["SENIOR ADMINISTRATION OFFICIAL", "Administration Aide", "Administration Officials"]
)
def test_an_office_without_a_name_is_called_by_all_of_its_words(label: str) -> None:
    assert not is_called(label, None, "What did the administration say about the ferry?")
    assert is_named(label, f"What did the {label.lower()} say?")


def test_a_greeting_is_not_how_a_turn_opens(briefed: Parts) -> None:
    answer = ask(briefed, "Who gave the press briefing on May 6, 2025?")
    assert names(answer) == {"Anna Holt"}
    assert shown(answer).startswith("The harbour extension opens in June")


def test_who_holds_an_office_is_told_in_letters_too(briefed: Parts) -> None:
    assert names(ask(briefed, "Who is the press secretary?")) == {"Anna Holt"}
    assert names(ask(briefed, "Who is the deputy press secretary?")) != {"Anna Holt"}


def test_who_held_a_conference_may_stand_in_its_title(briefed: Parts) -> None:
    assert names(ask(briefed, "2025年3月4日的记者会是谁主持的？")) == {"林晓"}


@pytest.mark.parametrize(
    ("question", "titles"),
    [("列出2025年的所有记者会", 2), ("How many press conferences were held in 2019?", 0)],
)
def test_the_conferences_of_a_year_are_listed_from_the_library(
    briefed: Parts, question: str, titles: int
) -> None:
    answer = ask(briefed, question)
    reply = reply_to(answer, briefed.library)
    assert (answer.status, len(reply.documents)) == ("smalltalk", titles)
    assert str(titles) in (reply.words or "")


def test_what_a_reporter_named_is_answered_though_the_answer_does_not_name_it(
    briefed: Parts,
) -> None:
    answer = ask(briefed, "自2023年以来有人借“海雾”网络案抹黑港口，发言人对此有何回应？")
    assert (answer.status, names(answer)) == ("answered", {"林晓"})
    assert "并不存在" in answer.text
    assert (
        ask(briefed, "自2019年以来有人借“海雾”网络案抹黑港口，发言人对此有何回应？").status
        == "not_found"
    )


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (
            "淮溪市什么时候开通台商服务热线？",
            "answered",
        ),  # named at the end of a notice whose head says 市政府
        ("青石市什么时候开通台商服务热线？", "not_found"),
        ("2月3号开通的台商服务热线受理什么困难？", "answered"),  # as it is spoken
        ("2月4号开通的台商服务热线受理什么困难？", "not_found"),
    ],
)
def test_a_place_or_a_day_is_known_however_it_is_written(
    briefed: Parts, question: str, status: str
) -> None:
    assert ask(briefed, question).status == status
