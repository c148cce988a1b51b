"""The documents' life without a page: what comes in, what is asked of a draft, published,
corrected, withdrawn, restored.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from fakes import HashEmbedder
from postgresql import BOTH
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.desk.jobs import Jobs
from pressroom.assistant.settings import Settings, load
from pressroom.corpus.drafts.draft import ConflictError, Draft
from pressroom.corpus.drafts.edits import SetSpeaker, SplitTurn, anchor
from pressroom.corpus.errors import LibraryError, SettingsError
from pressroom.corpus.library.library import StaleError

TEXT = """云浦市湿地公园发布会

2025年4月8日

云浦日报记者：云浦湿地公园什么时候开放？

市园林局局长周婷：云浦湿地公园5月1日开放，面积300公顷，市民免费入园。

云浦日报记者：公园里能骑车吗？

市园林局局长周婷：环湖路全长12公里，允许骑自行车，不允许电动车进入。
"""
QUESTION = "云浦湿地公园面积有多大？"


def word_file(text: str) -> bytes:
    document = docx.Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph.strip())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add(parts: Parts, text: str = TEXT, name: str = "wetland.txt", **options: str) -> Draft:
    (result,) = parts.desk.intake.take(text.encode(), name=name, by="编辑", **options)
    assert result.draft_id
    return parts.desk.drafts.get(result.draft_id)


def publish(parts: Parts, draft: Draft, *, reason: str | None = None) -> Draft:
    published, _ = parts.desk.publisher.publish(
        draft.id, revision=draft.revision, by="发布人", reason=reason
    )
    parts.desk.worker.work()
    return published


def test_a_word_file_becomes_a_draft_that_no_citizen_sees(parts: Parts):
    (result,) = parts.desk.intake.take(word_file(TEXT), name="湿地公园.docx", by="编辑")
    draft = parts.desk.drafts.get(str(result.draft_id))
    assert (result.became, draft.document_id, draft.title) == (
        "draft",
        "湿地公园",
        "云浦市湿地公园发布会",
    )
    assert parts.assistant.ask(QUESTION).status == "not_found"
    assert parts.library.is_empty()
    answer = parts.desk.trial.ask(parts.desk.publisher.as_published(draft), QUESTION)
    assert "300公顷" in answer.text
    assert (
        parts.library.unanswered()[0].question == QUESTION
    )  # that of the citizen; the trial left no trace
    assert len(parts.library.unanswered()) == 1


def test_a_published_draft_answers_with_what_staff_made_of_it(parts: Parts):
    draft = add(parts)
    renamed = parts.desk.drafts.edit(
        draft.id,
        SetSpeaker("周婷", "市园林局局长", "周亭", "市园林局局长"),
        revision=draft.revision,
        by="编辑",
    )
    published = publish(parts, renamed)
    assert (published.state, published.published_version) == ("published", 1)
    answer = parts.assistant.ask(QUESTION)
    assert "300公顷" in answer.text
    assert answer.citations[0].speaker is not None
    assert answer.citations[0].speaker.name == "周亭"


def test_the_same_text_is_recognised_and_makes_no_second_draft(parts: Parts):
    draft = add(parts)
    (again,) = parts.desk.intake.take(TEXT.encode(), name="copy.txt", by="编辑")
    assert (again.became, again.draft_id) == ("draft_there", draft.id)
    publish(parts, draft)
    (same,) = parts.desk.intake.take(TEXT.encode(), name="copy.txt", by="编辑")
    assert (same.became, same.document_id, same.draft_id) == ("same", "wetland", None)


def test_a_changed_text_of_the_same_event_becomes_a_version_and_keeps_what_staff_edited(
    parts: Parts,
):
    draft = add(parts)
    at = TEXT.index("面积")
    parts.desk.drafts.edit(
        draft.id, SetSpeaker("周婷", "市园林局局长", "周亭", "局长"), revision=1, by="编辑"
    )
    edited = parts.desk.drafts.edit(
        draft.id, SplitTurn(at, anchor(TEXT, at)), revision=2, by="编辑"
    )
    publish(parts, edited)
    (result,) = parts.desk.intake.take(
        TEXT.replace("300公顷", "320公顷").encode(), name="更正.txt", by="编辑"
    )
    assert (result.became, result.document_id, result.lost) == (
        "version",
        "wetland",
        1,
    )  # the split stood at the words that changed
    corrected = parts.desk.drafts.get(str(result.draft_id))
    (lost,) = [made for made in parts.desk.drafts.made(corrected.id) if made.undone_at]
    assert (lost.undone_by, lost.edit) == ("", SplitTurn(at, anchor(TEXT, at)))
    with pytest.raises(
        LibraryError, match="reason: is empty; say in a sentence what was corrected"
    ):
        parts.desk.publisher.publish(corrected.id, revision=corrected.revision, by="发布人")
    publish(parts, corrected, reason="面积有误")
    answer = parts.assistant.ask(QUESTION)
    assert "320公顷" in answer.text
    assert answer.citations[0].speaker is not None
    assert answer.citations[0].speaker.name == "周亭"
    assert parts.library.history("wetland")[-1].reason == "面积有误"


def test_a_withdrawn_document_is_gone_at_once_and_comes_back_whole(parts: Parts):
    publish(parts, add(parts))
    parts.desk.publisher.withdraw("wetland", by="发布人", reason="待核")
    assert parts.assistant.ask(QUESTION).status == "not_found"  # before any index knows
    parts.desk.worker.work()
    (result,) = parts.desk.intake.take(TEXT.encode(), name="again.txt", by="编辑")
    assert (result.became, result.document_id) == ("withdrawn", "wetland")
    parts.desk.publisher.restore("wetland", by="发布人")
    parts.desk.worker.work()
    assert "300公顷" in parts.assistant.ask(QUESTION).text


def test_a_version_made_from_one_that_is_no_longer_current_is_not_published_until_it_is_put_on_top(
    parts: Parts,
):
    publish(parts, add(parts))
    first = add(parts, TEXT.replace("300公顷", "310公顷"))
    second = add(parts, TEXT.replace("300公顷", "320公顷"))
    publish(parts, first, reason="一")
    with pytest.raises(StaleError, match="now version 2 is current"):
        parts.desk.publisher.publish(second.id, revision=second.revision, by="发布人", reason="二")
    assert parts.desk.drafts.get(second.id) == second
    moved = parts.desk.publisher.rebase(second.id, revision=second.revision, by="发布人")
    assert publish(parts, moved, reason="二").published_version == 3


def test_two_new_documents_under_one_file_name_get_two_ids(parts: Parts):
    first = add(parts)
    other = add(
        parts, "水价通知\n\n2025年1月10日\n\n市水务局：居民水价每吨上调两角，从二月一日起执行。\n"
    )
    assert [first.document_id, other.document_id] == ["wetland", "wetland-2"]
    publish(parts, first)
    publish(parts, other)
    assert len(parts.library.entries()) == 2


def test_a_draft_that_somebody_changed_is_not_published_as_it_was(parts: Parts):
    draft = add(parts)
    parts.desk.drafts.edit(
        draft.id, SetSpeaker("周婷", "市园林局局长", "周亭"), revision=1, by="另一位"
    )
    with pytest.raises(ConflictError, match="另一位 changed this draft"):
        parts.desk.publisher.publish(draft.id, revision=1, by="发布人")
    assert parts.library.is_empty()


def test_correcting_a_speaker_of_a_public_document_needs_no_reason_and_keeps_earlier_edits(
    parts: Parts,
):
    draft = add(parts)
    edited = parts.desk.drafts.edit(
        draft.id, SetSpeaker("周婷", "市园林局局长", "周亭", "局长"), revision=1, by="编辑"
    )
    publish(parts, edited)
    again = parts.desk.intake.reopen("wetland", by="编辑")
    assert parts.desk.intake.reopen("wetland", by="编辑").id == again.id
    changed = parts.desk.drafts.edit(
        again.id, SetSpeaker("周亭", "局长", "周亭", "副局长"), revision=1, by="编辑"
    )
    publish(parts, changed)
    assert parts.library.versions(["wetland"]) == {"wetland": 2}
    titles = {
        turn.speaker.title
        for turn in parts.library.get("wetland").turns
        if turn.speaker and turn.speaker.name == "周亭"
    }
    assert titles == {"副局长"}
    assert str(parts.library.edits("wetland", 2)).count('"speaker"') >= 2


def test_a_scheduled_draft_is_published_when_its_time_has_come_after_a_restart_too(tmp_path: Path):
    settings = load({}, home=tmp_path)
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        draft = add(parts)
        with pytest.raises(LibraryError, match="is past; expected one to come"):
            parts.desk.publisher.schedule(
                draft.id, datetime(2020, 1, 1, tzinfo=UTC), revision=1, by="发布人"
            )
        with pytest.raises(LibraryError, match="has no time zone"):
            parts.desk.publisher.schedule(draft.id, datetime(2999, 1, 1), revision=1, by="发布人")
        parts.desk.publisher.schedule(
            draft.id, datetime.now(UTC) + timedelta(seconds=1), revision=1, by="发布人"
        )
        assert parts.desk.publisher.publish_due() == 0
        assert parts.library.is_empty()
    time.sleep(2.1)  # the part of a second is rounded up
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        parts.desk.worker.work()
        assert "300公顷" in parts.assistant.ask(QUESTION).text
        assert parts.library.history("wetland")[0].by == "发布人"


def test_a_scheduled_draft_that_cannot_be_published_goes_back_with_the_reason(parts: Parts):
    publish(parts, add(parts))
    late = add(parts, TEXT.replace("300公顷", "310公顷"))
    parts.desk.drafts.move(
        late.id,
        "scheduled",
        revision=1,
        by="发布人",
        reason="一",
        publish_at="2020-01-01T00:00:00+00:00",
    )
    other = add(parts, TEXT.replace("300公顷", "320公顷"))
    parts.desk.drafts.move(
        other.id,
        "scheduled",
        revision=1,
        by="发布人",
        reason="二",
        publish_at="2020-01-02T00:00:00+00:00",
    )
    parts.desk.worker.work()
    back = parts.desk.drafts.get(other.id)
    assert (back.state, parts.desk.drafts.get(late.id).state) == ("ready", "published")
    assert "now version 2 is current" in str(back.remark)


def test_of_fifty_files_with_three_broken_ones_forty_seven_come_in_and_three_are_explained(
    parts: Parts,
):
    for number in range(50):
        name, data = (
            f"doc-{number}.txt",
            TEXT.replace("湿地", f"湿地{number}号").replace("300", str(300 + number)).encode(),
        )
        if number in (7, 23):
            name, data = f"doc-{number}.docx", b"PK\x03\x04 cut off"
        if number == 41:
            name, data = "doc-41.pdf", b"\x89PNG not a pdf"
        parts.desk.jobs.add("read", name, by="编辑", payload=data)
    parts.desk.worker.work()
    jobs = parts.desk.jobs.listed()
    assert parts.desk.jobs.counts() == {"waiting": 0, "working": 0, "done": 47, "failed": 3}
    failed = {job.name: str(job.error) for job in jobs if job.state == "failed"}
    assert set(failed) == {"doc-7.docx", "doc-23.docx", "doc-41.pdf"}
    assert all(error.startswith(name) for name, error in failed.items())
    assert len(parts.desk.drafts.listed()) == 47


@BOTH
def test_a_job_that_was_at_work_when_its_process_ended_is_done_by_the_next(settings: Settings):
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        parts.desk.jobs.add("read", "wetland.txt", by="编辑", payload=TEXT.encode())
        assert parts.desk.jobs.take() is not None  # and there it ends
    with open_parts(settings, embedder=HashEmbedder()) as parts, parts.desk.at_work():
        _until(lambda: parts.desk.jobs.counts()["done"])
        assert [draft.document_id for draft in parts.desk.drafts.listed()] == ["wetland"]


@BOTH
def test_of_two_processes_one_works_and_the_other_takes_over(settings: Settings):
    with (
        open_parts(settings, embedder=HashEmbedder()) as one,
        open_parts(settings, embedder=HashEmbedder()) as two,
    ):
        with one.desk.at_work():
            _until(lambda: one.desk.worker.is_working)
            two.desk.worker.start()
            two.desk.jobs.add("read", "a.txt", by="编辑", payload=TEXT.encode())
            _until(lambda: bool(two.desk.jobs.counts()["done"]))
            assert not two.desk.worker.is_working
        _until(lambda: two.desk.worker.is_working)
        two.desk.worker.stop()


def test_the_watched_folder_becomes_drafts_once_a_file_is_whole(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("geheim")
    settings = load({"PRESSROOM_WATCH_FOLDER": str(folder)}, home=tmp_path / "home")
    with open_parts(settings, embedder=HashEmbedder()) as parts:
        (folder / "wetland.txt").write_text(TEXT[:40], "utf-8")
        (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
        (folder / "picture.png").write_bytes(b"x")
        parts.desk.worker.work()
        assert parts.desk.jobs.listed() == []
        (folder / "wetland.txt").write_text(TEXT, "utf-8")
        parts.desk.worker.work()
        parts.desk.worker.work()
        assert [(job.name, job.by, job.state) for job in parts.desk.jobs.listed()] == [
            ("wetland.txt", "watched folder", "done")
        ]
        parts.desk.worker.work()
        assert len(parts.desk.jobs.listed()) == 1
        assert (folder / "wetland.txt").read_text("utf-8") == TEXT


def test_a_folder_to_watch_that_is_not_there_is_a_mistake_in_the_settings(tmp_path: Path):
    settings = load({"PRESSROOM_WATCH_FOLDER": str(tmp_path / "none")}, home=tmp_path / "home")
    with (
        pytest.raises(SettingsError, match=r"PRESSROOM_WATCH_FOLDER: .*none is not a folder"),
        open_parts(settings, embedder=HashEmbedder()),
    ):
        pass


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "..\\..\\boot.txt", "/abs/olute.txt", "a\x00b.txt", "....//x.txt"],
)
def test_a_path_in_a_name_leads_nowhere(parts: Parts, name: str):
    draft = add(parts, name=name)
    assert not set("/\\\x00") & set(draft.document_id)
    assert ".." not in draft.document_id


@BOTH
def test_many_threads_that_take_jobs_take_each_once(parts: Parts):
    jobs: Jobs = parts.desk.jobs
    numbers = [jobs.add("read", str(n), by="x") for n in range(30)]
    taken: list[int] = []

    def take() -> None:
        while job := jobs.take():
            taken.append(job.number)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == numbers


def _until(done) -> None:
    for _ in range(1200):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within a minute")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    yield
    assert not [
        thread for thread in threading.enumerate() if thread.name == "worker" and thread.is_alive()
    ]


@BOTH
def test_a_file_that_takes_long_to_read_does_not_hold_up_what_citizens_wait_for(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    draft = add(parts)
    read = threading.Event()

    def reads_long(*_: object) -> list[object]:
        read.wait(20)
        return []

    monkeypatch.setattr(parts.desk.intake, "do", reads_long)
    parts.desk.jobs.add("read", "slow.pdf", by="编辑")
    with parts.desk.at_work():
        _until(lambda: bool(parts.desk.jobs.counts()["working"]))
        parts.desk.publisher.publish(draft.id, revision=draft.revision, by="发布人")
        _until(lambda: "300公顷" in parts.assistant.look_up(QUESTION).text)
        assert parts.desk.jobs.counts()["working"] == 1
        read.set()
