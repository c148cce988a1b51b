"""Retention: what is older than the office keeps it goes, whole and for good; what is not stays;
links to it say so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.cli.main import main
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.record import worklist
from pressroom.assistant.record.records import DeletedError
from pressroom.assistant.record.retention import Counts, Retention
from pressroom.assistant.settings import Settings, load
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.web.app import create_app
from pressroom.corpus.errors import LibraryError, SettingsError
from pressroom.corpus.storage.tables import answers, opinions, unanswered
from test_web_desk import as_staff

QUESTION = "城东片区什么时候停水？"
UNKNOWN = "月球基地何时开放？"


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None) -> Settings:
    return load({}, home=tmp_path / "home", database_url=database_url)


def later(days: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def asked(parts: Parts, tmp_path: Path) -> str:
    """The id of an answer with an opinion of it; beside it a question without answer, which has a
    record of its own.
    """
    (tmp_path / "a.txt").write_text("关于停水的通知\n\n城东片区将于3月5日停水八小时。\n", "utf-8")
    add_paths([tmp_path / "a.txt"], parts.library, parts.ingest)
    answer = parts.assistant.ask(QUESTION)
    parts.assistant.ask(UNKNOWN)
    assert answer.id is not None
    parts.feedback.give(answer.id, False, "outdated", "已经改了")
    return answer.id


def test_what_is_old_goes_and_what_is_not_stays(parts: Parts, asked: str) -> None:
    assert Retention(parts.library.database, 400, clock=later(399)).enforce() == Counts(0, 0, 0)
    assert parts.records.get(asked).content["question"] == QUESTION
    old = Retention(parts.library.database, 400, clock=later(401))
    assert old.due() == Counts(answers=2, feedback=1, unanswered=1)
    assert old.enforce() == Counts(answers=2, feedback=1, unanswered=1)
    assert old.due() == Counts(0, 0, 0)
    with pytest.raises(DeletedError, match="answers are kept for a time only"):
        parts.records.get(asked)
    assert parts.feedback.of(asked) == []
    assert parts.records.citing("a") == []
    assert parts.library.unanswered() == []
    assert parts.assistant.ask(QUESTION).status == "answered"  # documents are the public record


def test_an_opinion_given_later_goes_with_its_answer(parts: Parts, asked: str) -> None:
    with parts.library.database.writing() as connection:
        connection.execute(sa.update(opinions).values(given_at="2999-01-01T00:00:00+00:00"))
    assert Retention(parts.library.database, 400, clock=later(401)).enforce().feedback == 1


def test_with_nought_days_everything_is_kept(parts: Parts, asked: str) -> None:
    assert Retention(parts.library.database, 0, clock=later(9999)).enforce() == Counts(0, 0, 0)
    assert parts.records.get(asked)


def test_nothing_is_deleted_if_not_all_can_be(
    parts: Parts, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "work_items", answers)  # the last step of deleting fails
    with pytest.raises(AttributeError):
        Retention(parts.library.database, 400, clock=later(401)).enforce()
    assert parts.records.get(asked)
    assert len(parts.feedback.of(asked)) == 1
    assert len(parts.library.unanswered()) == 1


def test_the_words_are_gone_from_the_file_too(tmp_path: Path) -> None:
    with open_parts(load({}, home=tmp_path), embedder=HashEmbedder()) as parts:
        parts.assistant.ask(UNKNOWN)
        Retention(parts.library.database, 400, clock=later(401)).enforce()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("library.sqlite*"))
    assert UNKNOWN.encode() not in held


def test_the_worker_says_first_what_will_go_and_does_it_a_day_later_and_then_once_a_day(
    parts: Parts, asked: str
) -> None:
    shift = [401.0]
    noted: list[Counts] = []
    said: list[Counts] = []

    def opened(days: int = 400) -> Retention:
        return Retention(
            parts.library.database,
            days,
            note=noted.append,
            announce=said.append,
            clock=lambda: later(shift[0])(),
        )

    retention = opened()
    assert retention.daily() is None
    assert said == [Counts(2, 1, 1)]
    assert retention.announced() is not None
    shift[0] += 0.9
    assert opened().daily() is None  # a start of the server is no new day
    assert said == [Counts(2, 1, 1)]
    shift[0] += 0.2
    assert retention.daily() == Counts(2, 1, 1)
    assert retention.announced() is None
    parts.assistant.ask(UNKNOWN)
    shift[0] += 0.9
    assert retention.daily() is None
    shift[0] += 0.2
    assert retention.daily() == Counts(1, 0, 1)
    assert opened().daily() == Counts(0, 0, 0)
    assert noted == [Counts(2, 1, 1), Counts(1, 0, 1)]
    parts.assistant.ask(UNKNOWN)
    assert opened(days=7).daily() is None  # another setting is said anew
    assert said[-1] == Counts(1, 0, 1)


def test_a_copy_from_before_an_update_is_deleted_a_week_later(parts: Parts) -> None:
    file = parts.library.database.file
    if file is None:
        pytest.skip("a server's copies are its administrator's")
    copy = file.with_name("library-before-0003.sqlite")
    copy.write_bytes(file.read_bytes())
    assert opened_at(parts, timedelta(days=6)).enforce() == Counts(0, 0, 0)
    assert copy.exists()
    assert opened_at(parts, timedelta(days=8)).enforce() == Counts(0, 0, 0)
    assert not copy.exists()
    assert file.exists()


def opened_at(parts: Parts, later: timedelta) -> Retention:
    return Retention(parts.library.database, 400, clock=lambda: datetime.now(UTC) + later)


def test_a_running_server_enforces_the_setting(tmp_path: Path) -> None:
    with open_parts(
        load({"PRESSROOM_RETENTION_DAYS": "7"}, home=tmp_path), embedder=HashEmbedder()
    ) as parts:
        parts.assistant.ask(UNKNOWN)
        with sqlite3.connect(tmp_path / "library.sqlite") as connection:
            connection.execute(
                "UPDATE unanswered SET asked_at = ?",
                [(datetime.now(UTC) - timedelta(days=8)).isoformat(timespec="seconds")],
            )
        connection.close()
        parts.desk.worker.work()
        assert len(parts.library.unanswered()) == 1
        (line,) = Audit(parts.library.database).lines()
        assert (line.who, line.action) == ("retention", "retention.announce")
        assert (
            "未回答的问题 1 条"
            in as_staff(parts, "wang", "editor").get("/desk/insight?lang=zh").text
        )
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute(
            "UPDATE retention_announced SET at = ?",
            [(datetime.now(UTC) - timedelta(days=2)).isoformat()],
        )
    connection.close()
    with open_parts(
        load({"PRESSROOM_RETENTION_DAYS": "7"}, home=tmp_path), embedder=HashEmbedder()
    ) as parts:
        parts.desk.worker.work()
        assert parts.library.unanswered() == []
        line = Audit(parts.library.database).lines()[0]
        assert (line.who, line.action) == ("retention", "retention.delete")
        assert '"unanswered": 1' in str(line.after)


def test_a_link_to_a_deleted_answer_says_what_became_of_it(parts: Parts, asked: str) -> None:
    Retention(parts.library.database, 400, clock=later(401)).enforce()
    with TestClient(
        create_app(parts.assistant, parts.library, parts.records, parts.feedback)
    ) as client:
        page = client.get(f"/a/{asked}?lang=en")
        assert page.status_code == 410
        assert "This answer was deleted" in page.text
        assert QUESTION not in page.text
        assert client.get(f"/api/answers/{asked}").status_code == 410
        assert client.post(f"/a/{asked}/feedback", data={"useful": "true"}).status_code == 410
        assert (
            "kept no longer"
            in client.post(f"/api/answers/{asked}/feedback", json={"useful": True}).json()["error"]
        )
        assert client.get("/a/nothing").status_code == 404


def test_the_command_line_counts_first_and_deletes_when_told(
    parts: Parts,
    asked: str,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = ["--home", str(settings.home)]
    with parts.library.database.writing() as connection:
        connection.execute(sa.update(unanswered).values(asked_at="2020-01-01T00:00:00+00:00"))
    monkeypatch.setenv("PRESSROOM_DATABASE_URL", settings.database_url or "")
    assert main(["retention", "--dry-run", *home]) == 0
    assert (
        "0 answers, 0 opinions, 1 unanswered questions would be deleted" in capsys.readouterr().out
    )
    assert len(parts.library.unanswered()) == 1
    monkeypatch.setenv("PRESSROOM_RETENTION_DAYS", "0")
    assert main(["retention", *home]) == 0
    assert "Everything is kept" in capsys.readouterr().out
    monkeypatch.setenv("PRESSROOM_RETENTION_DAYS", "30")
    assert main(["retention", "--json", *home]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["days"], row["dry_run"], row["unanswered"], row["answers"]) == (30, False, 1, 0)
    assert parts.library.unanswered() == []
    with pytest.raises(LibraryError, match="no such answer"):
        parts.records.get("nothing")


def test_a_number_of_days_that_cannot_be_is_refused() -> None:
    for days in ("-1", "ever", "1.5"):
        with pytest.raises(
            SettingsError, match=r"PRESSROOM_RETENTION_DAYS: .* expected a whole number from 0"
        ):
            load({"PRESSROOM_RETENTION_DAYS": days})
    assert load({"PRESSROOM_RETENTION_DAYS": "0"}).retention_days == 0
