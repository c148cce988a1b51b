"""Nothing is public a second before its time, by whatever way it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.desk.adding import add_paths
from pressroom.assistant.desk.publishing import EmbargoError
from pressroom.assistant.desk.submitting import KeptAsDraftError, Submission, Submitter
from pressroom.assistant.desk.times import office_time, stamp
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.drafts.edits import SetField
from pressroom.corpus.errors import LibraryError, ReadError
from test_assistant_desk import TEXT

BERLIN = ZoneInfo("Europe/Berlin")
LATER = datetime(2999, 6, 20, 9, tzinfo=UTC)


def scheduled(parts: Parts) -> Draft:
    (result,) = parts.desk.intake.take(TEXT.encode(), name="wetland.txt", by="li")
    draft_id = str(result.draft_id)
    return parts.desk.publisher.schedule(draft_id, LATER, revision=1, by="wang")


def test_what_is_scheduled_is_not_published_now(parts: Parts) -> None:
    draft = scheduled(parts)
    with pytest.raises(EmbargoError, match="take it off the schedule first"):
        parts.desk.publisher.publish(draft.id, revision=draft.revision, by="wang")
    assert parts.library.is_empty()


def test_a_program_that_hands_in_a_scheduled_text_does_not_publish_it(parts: Parts) -> None:
    scheduled(parts)
    again = Submission(TEXT.encode(), "wetland", is_text=True, publish="now")
    with pytest.raises(KeptAsDraftError):
        Submitter(parts.desk).submit(again, by="cms")
    assert parts.library.is_empty()


def test_a_scheduled_text_is_not_added_by_the_operator(parts: Parts, tmp_path: Path) -> None:
    scheduled(parts)
    (tmp_path / "wetland.txt").write_text(TEXT, "utf-8")
    with pytest.raises(ReadError, match="public at 2999-06-20"):
        add_paths([tmp_path], parts.library, parts.ingest)
    assert parts.library.is_empty()


def test_a_document_is_not_public_before_the_day_that_it_says_it_is_published_on(
    parts: Parts,
) -> None:
    (result,) = parts.desk.intake.take(TEXT.encode(), name="wetland.txt", by="li")
    draft_id, desk = str(result.draft_id), parts.desk
    desk.drafts.edit(draft_id, SetField("published", "2999-06-20"), revision=1, by="li")
    with pytest.raises(EmbargoError, match="published: 2999-06-20"):
        desk.publisher.publish(draft_id, revision=2, by="wang")
    with pytest.raises(EmbargoError):
        desk.publisher.schedule(draft_id, LATER - timedelta(days=2), revision=2, by="wang")
    assert desk.publisher.schedule(draft_id, LATER, revision=2, by="wang").publish_at


def test_a_part_of_a_second_is_waited_for() -> None:
    half = datetime(2030, 1, 1, 9, 0, 0, 500_000, tzinfo=UTC)
    assert stamp(half) == "2030-01-01T09:00:01+00:00"
    assert stamp(half.replace(microsecond=0)) == "2030-01-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-10-26T02:30", "2025-10-26T01:30:00+00:00"),  # shown twice: the second
        ("2025-03-30T02:30", "2025-03-30T01:30:00+00:00"),  # shown never: half past three
        ("2025-06-20T09:00", "2025-06-20T07:00:00+00:00"),
    ],
)
def test_of_the_hour_at_which_the_clocks_change_the_later_is_meant(
    written: str, moment: str
) -> None:
    assert stamp(office_time(written, BERLIN)) == moment


@pytest.mark.parametrize("written", ["", "tomorrow", "2025-06-31T09:00"])
def test_what_is_no_time_is_said_so(written: str) -> None:
    with pytest.raises(LibraryError, match="not a time"):
        office_time(written, BERLIN)
