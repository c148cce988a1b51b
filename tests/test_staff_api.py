"""What a content system does by itself: documents in, drafts, publishing, correcting, withdrawing,
and the same again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from programs import Programs
from test_assistant_desk import QUESTION, TEXT, word_file

OTHER = TEXT.replace("300公顷", "320公顷")
LATER = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds")


@pytest.fixture
def programs(parts: Parts) -> Programs:
    return Programs(parts)


@pytest.fixture
def cms(programs: Programs) -> Iterator[TestClient]:
    with programs.client("publisher") as opened:
        yield opened


def post(client: TestClient, path: str, status: int = 200, **body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.status_code == status, response.text
    return response.json()


def get(client: TestClient, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.text
    return response.json()


def published(cms: TestClient, text: str = TEXT, **more: Any) -> Any:
    return post(cms, "documents", 201, id="wetland", text=text, publish="now", **more)


def test_a_document_is_published_by_one_call_and_answers_citizens(
    programs: Programs, cms: TestClient
) -> None:
    done = published(cms, title="湿地公园开放", date="2025-04-09")
    assert (done["outcome"], done["state"], done["document_id"], done["version"]) == (
        "created",
        "public",
        "wetland",
        1,
    )
    assert done["draft"]["title"] == "湿地公园开放"
    programs.parts.desk.worker.work()
    answer = programs.parts.assistant.ask(QUESTION)
    assert "300公顷" in answer.text
    assert (answer.citations[0].document_title, answer.citations[0].date) == (
        "湿地公园开放",
        "2025-04-09",
    )
    assert get(cms, "documents/wetland")["indexed"] is True
    after = {"outcome": "created", "state": "public", "version": 1, "draft": done["draft"]["id"]}
    assert programs.noted == [
        ("token:publisher-cms", "document.add", "wetland", None, after, "testclient")
    ]


def test_the_same_again_changes_nothing_and_says_so(programs: Programs, cms: TestClient) -> None:
    published(cms)
    for text in (TEXT, TEXT.replace("\n\n", "\n\n\n")):  # white space aside
        again = post(cms, "documents", 200, id="wetland", text=text, publish="now")
        assert (again["outcome"], again["state"], again["version"], again["draft"]) == (
            "unchanged",
            "public",
            1,
            None,
        )
    other = post(cms, "documents", 200, id="copy", text=TEXT)
    assert (other["outcome"], other["document_id"]) == ("unchanged", "wetland")
    assert programs.actions == ["document.add"]
    assert get(cms, "documents")["total"] == 1


def test_the_same_draft_again_is_the_same_draft_and_goes_where_it_is_sent(
    programs: Programs, cms: TestClient
) -> None:
    first = post(cms, "documents", 201, id="wetland", text=TEXT)
    again = post(cms, "documents", 200, id="wetland", text=TEXT)
    assert (first["state"], again["outcome"], again["draft"]) == (
        "draft",
        "unchanged",
        first["draft"],
    )
    scheduled = post(cms, "documents", 201, id="wetland", text=TEXT, publish=LATER)
    assert (scheduled["state"], scheduled["draft"]["id"]) == ("scheduled", first["draft"]["id"])
    assert (
        post(cms, "documents", 200, id="wetland", text=TEXT, publish=LATER)["outcome"]
        == "unchanged"
    )
    earlier = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    assert (
        post(cms, "documents", 201, id="wetland", text=TEXT, publish=earlier)["draft"]["publish_at"]
        == earlier
    )
    early = post(cms, "documents", 409, id="wetland", text=TEXT, publish="now")
    assert "take it off the schedule first" in early["error"]
    draft = cms.get(f"drafts/{first['draft']['id']}").json()
    post(cms, f"drafts/{draft['id']}/ready", revision=draft["revision"])
    done = post(cms, "documents", 201, id="wetland", text=TEXT, publish="now")
    assert (done["state"], done["draft"]["id"]) == ("public", first["draft"]["id"])
    assert len(programs.parts.desk.drafts.listed()) == 0


def test_one_document_handed_in_by_many_threads_at_once_is_taken_once(programs: Programs) -> None:
    outcomes: list[str] = []

    def send() -> None:
        with programs.client("publisher") as client:
            outcomes.append(
                client.post(
                    "documents", json={"id": "wetland", "text": TEXT, "publish": "now"}
                ).json()["outcome"]
            )

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["created", *["unchanged"] * 5]


def test_a_text_that_is_another_documents_draft_is_not_taken_for_it(cms: TestClient) -> None:
    draft = post(cms, "documents", 201, id="wetland", text=TEXT)["draft"]["id"]
    error = post(cms, "documents", 409, id="other", text=TEXT)["error"]
    assert (
        error == f"other: the same text is draft {draft} of wetland; publish or discard that first"
    )


def test_another_text_is_a_version_with_its_reason_and_without_one_it_is_kept(
    programs: Programs, cms: TestClient
) -> None:
    published(cms)
    refused = post(cms, "documents", 422, id="wetland", text=OTHER, publish="now")
    assert "say in a sentence what was corrected" in refused["error"]
    assert get(cms, f"drafts/{refused['draft']}")["state"] == "draft"
    done = post(cms, "documents", 201, id="wetland", text=OTHER, publish="now", reason="面积有误")
    assert (done["outcome"], done["version"], done["draft"]["id"]) == (
        "new_version",
        2,
        refused["draft"],
    )
    history = get(cms, "documents/wetland")["history"]
    assert [(line["action"], line["by"], line["reason"]) for line in history] == [
        ("add", "token:publisher-cms", None),
        ("replace", "token:publisher-cms", "面积有误"),
    ]
    assert programs.actions == ["document.add"] * 3


def test_a_version_is_sent_to_its_document_and_compared_with_the_one_before(
    cms: TestClient,
) -> None:
    post(cms, "documents/wetland/versions", 404, text=OTHER, reason="面积有误")
    published(cms)
    post(cms, "documents/wetland/versions", 422, text=OTHER)  # no reason
    assert (
        post(cms, "documents/wetland/versions", 201, text=OTHER, reason="面积有误", publish="now")[
            "version"
        ]
        == 2
    )
    assert "300公顷" in get(cms, "documents/wetland/versions/1")["text"]
    for query in ("", "?before=1&after=2"):
        (change,) = get(cms, f"documents/wetland/difference{query}")["changes"]
        assert (change["kind"], "300" in change["before"], "320" in change["after"]) == (
            "changed",
            True,
            True,
        )
    assert (
        get(cms, "documents/wetland/difference?before=2&after=1")["changes"][0]["after"].count(
            "300"
        )
        == 1
    )
    assert get(cms, "documents/wetland/difference?before=2&after=2")["changes"] == []
    get(cms, "documents/wetland/difference?after=9", 404)


def test_the_header_alone_can_be_corrected(cms: TestClient) -> None:
    published(cms)
    done = published(cms, title="更正后的标题")
    assert (done["outcome"], done["version"]) == ("new_version", 2)
    assert get(cms, "documents/wetland")["title"] == "更正后的标题"
    assert (
        post(cms, "documents", 200, id="wetland", text=TEXT, publish="now", title="更正后的标题")[
            "outcome"
        ]
        == "unchanged"
    )


def test_a_file_comes_as_bytes_or_in_a_form_and_its_kind_is_seen(cms: TestClient) -> None:
    word = cms.post(
        "documents?name=湿地公园.docx&publish=now&date=2025-04-09",
        content=word_file(TEXT),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert (word.status_code, word.json()["document_id"]) == (201, "湿地公园")
    form = cms.post(
        "documents",
        data={"id": "ocean", "publish": "now"},
        files={"file": ("x.txt", TEXT.replace("湿地", "海洋"), "text/plain")},
    )
    assert (form.status_code, form.json()["document_id"]) == (201, "ocean")
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": "attachment; filename*=UTF-8''%E5%B1%B1.txt",
    }
    plain = cms.post(
        "documents",
        content="山火预警\n\n2025年5月2日\n\n市应急局：今天起禁止入山。\n".encode(),
        headers=headers,
    )
    assert (plain.status_code, plain.json()["document_id"], plain.json()["state"]) == (
        201,
        "山",
        "draft",
    )
    assert {document["date"] for document in get(cms, "documents")["documents"]} == {
        "2025-04-08",
        "2025-04-09",
    }  # the day that is said wins


def test_a_time_in_a_query_may_have_its_plus_as_it_is(cms: TestClient) -> None:
    response = cms.post(
        f"documents?name=a.txt&publish={LATER}",
        content=TEXT.encode(),
        headers={"Content-Type": "text/plain"},
    )
    assert (response.status_code, response.json()["draft"]["publish_at"]) == (201, LATER)


def test_a_withdrawn_document_is_gone_is_not_brought_back_by_accident_and_comes_back_whole(
    programs: Programs, cms: TestClient
) -> None:
    published(cms)
    programs.parts.desk.worker.work()
    post(cms, "documents/wetland/withdraw", 422)
    assert post(cms, "documents/wetland/withdraw", reason="待核") == {
        "id": "wetland",
        "changed": True,
        "withdrawn": True,
    }
    assert post(cms, "documents/wetland/withdraw", reason="待核")["changed"] is False
    assert programs.parts.assistant.ask(QUESTION).status == "not_found"
    again = post(cms, "documents", 200, id="wetland", text=TEXT, publish="now")
    assert (again["outcome"], again["state"], again["version"]) == ("unchanged", "withdrawn", None)
    assert [each["id"] for each in get(cms, "documents?state=withdrawn")["documents"]] == [
        "wetland"
    ]
    assert get(cms, "documents?state=public")["total"] == 0
    assert post(cms, "documents/wetland/restore")["changed"] is True
    programs.parts.desk.worker.work()
    assert "300公顷" in programs.parts.assistant.ask(QUESTION).text
    assert programs.actions == ["document.add", "document.withdraw", "document.restore"]
    post(cms, "documents/nothing/withdraw", 404, reason="x")


def test_a_draft_is_read_edited_asked_and_published(programs: Programs, cms: TestClient) -> None:
    draft = post(cms, "documents", 201, id="wetland", text=TEXT)["draft"]["id"]
    whole = get(cms, f"drafts/{draft}")
    turn = next(turn for turn in whole["transcript"]["turns"] if turn["kind"] == "answer")
    assert whole["transcript"]["text"][turn["start"] :].startswith(turn["paragraphs"][0])
    step = post(
        cms,
        f"drafts/{draft}/edits",
        revision=1,
        edit={
            "edit": "speaker",
            "speaker": "周婷",
            "title_was": "市园林局局长",
            "to": "周亭",
            "title": "局长",
        },
    )
    assert step["revision"] == 2
    step = post(
        cms,
        f"drafts/{draft}/edits",
        revision=2,
        edit={
            "edit": "turn",
            "at": turn["start"],
            "kind": "statement",
            "speaker": "周亭",
            "title": "局长",
        },
    )
    assert post(cms, f"drafts/{draft}/undo", revision=3)["revision"] == 4
    assert [edit["undone_at"] is None for edit in get(cms, f"drafts/{draft}")["edits"]] == [
        True,
        False,
    ]
    tried = post(cms, f"drafts/{draft}/ask", question=QUESTION)
    assert "300公顷" in tried["answer"]
    assert tried["citations"][0]["speaker"] == "周亭"
    post(cms, f"drafts/{draft}/ask", 422, question="  ")
    assert post(cms, f"drafts/{draft}/ready", revision=4)["state"] == "ready"
    assert post(cms, f"drafts/{draft}/back", revision=5, remark="缺职务")["remark"] == "缺职务"
    assert post(cms, f"drafts/{draft}/schedule", revision=6, at=LATER)["publish_at"] == LATER
    assert post(cms, f"drafts/{draft}/ready", revision=7)["publish_at"] is None
    assert post(cms, f"drafts/{draft}/publish", revision=8)["published_version"] == 1
    assert get(cms, "drafts")["drafts"] == []
    assert [
        each["id"] for each in get(cms, "drafts?state=published&document=wetland")["drafts"]
    ] == [draft]
    assert programs.actions == [
        "document.add", "draft.edit", "draft.edit", "draft.undo", "draft.ready", "draft.sent_back", "draft.schedule", "draft.ready",
        "document.publish",
    ]  # fmt: skip


def test_what_somebody_else_changed_is_not_written_over(
    programs: Programs, cms: TestClient
) -> None:
    draft = post(cms, "documents", 201, id="wetland", text=TEXT)["draft"]["id"]
    title = {"edit": "field", "field": "title", "value": "甲"}
    post(cms, f"drafts/{draft}/edits", revision=1, edit=title)
    for step, body in (
        ("edits", {"edit": title}),
        ("undo", {}),
        ("ready", {}),
        ("discard", {}),
        ("publish", {}),
        ("back", {"remark": "x"}),
        ("schedule", {"at": LATER}),
    ):
        refused = post(cms, f"drafts/{draft}/{step}", 409, revision=1, **body)
        assert "changed this draft" in refused["error"]
        assert refused["draft"] == draft
    assert get(cms, f"drafts/{draft}")["revision"] == 2
    assert post(cms, f"drafts/{draft}/discard", revision=2)["state"] == "discarded"
    post(cms, f"drafts/{draft}/publish", 422, revision=3)
    assert programs.actions == ["document.add", "draft.edit", "draft.discarded"]


def test_a_version_made_from_one_that_is_no_longer_current_waits_until_it_is_put_on_top(
    cms: TestClient,
) -> None:
    published(cms)
    late = post(cms, "documents", 201, id="wetland", text=TEXT.replace("300公顷", "310公顷"))[
        "draft"
    ]
    published(cms, OTHER, reason="一")
    refused = post(cms, f"drafts/{late['id']}/publish", 409, revision=late["revision"], reason="二")
    assert "now version 2 is current" in refused["error"]
    same = post(
        cms,
        "documents",
        409,
        id="wetland",
        text=TEXT.replace("300公顷", "310公顷"),
        publish="now",
        reason="二",
    )
    assert same["draft"] == late["id"]
    moved = post(cms, f"drafts/{late['id']}/rebase", revision=late["revision"])
    assert get(cms, f"drafts/{late['id']}/difference")["before"] == 2
    assert (
        post(cms, f"drafts/{late['id']}/publish", revision=moved["revision"], reason="二")[
            "published_version"
        ]
        == 3
    )


def test_the_answers_that_cite_a_document_are_listed_with_whether_they_stand(
    programs: Programs, cms: TestClient
) -> None:
    published(cms)
    programs.parts.desk.worker.work()
    identity = programs.parts.assistant.ask(QUESTION).id
    (cited,) = get(cms, "documents/wetland/answers")["answers"]
    assert (cited["id"], cited["question"], cited["stands"], cited["url"]) == (
        identity,
        QUESTION,
        True,
        f"/a/{identity}",
    )
    published(cms, OTHER, reason="面积有误")
    assert get(cms, "documents/wetland/answers")["answers"][0]["stands"] is False


def test_many_files_at_once_become_jobs_and_a_broken_one_says_why(
    programs: Programs, cms: TestClient
) -> None:
    files = [
        ("files", (f"doc-{n}.txt", TEXT.replace("湿地", f"湿地{n}号").encode())) for n in range(3)
    ]
    started = cms.post(
        "files", files=[*files, ("files", ("../../broken.docx", b"PK\x03\x04 cut off"))]
    )
    assert started.status_code == 202
    jobs = started.json()["jobs"]
    assert [job["state"] for job in jobs] == ["waiting"] * 4
    programs.parts.desk.worker.work()
    done = [get(cms, job["url"].removeprefix("/api/v1/")) for job in jobs]
    assert [job["state"] for job in done] == ["done", "done", "done", "failed"]
    assert done[0]["results"][0]["became"] == "draft"
    assert done[3]["error"].startswith("broken.docx: ")
    assert [job["number"] for job in get(cms, "jobs")["jobs"]] == [
        job["number"] for job in reversed(jobs)
    ]
    assert get(cms, f"drafts/{done[0]['results'][0]['draft']}")["by"] == "token:publisher-cms"


def test_lists_have_pages(cms: TestClient) -> None:
    for n in range(5):
        post(
            cms,
            "documents",
            201,
            id=f"d{n}",
            text=TEXT.replace("湿地", f"湿地{n}号").replace("300", f"30{n}"),
            publish="now",
        )
    seen, path = [], "documents?limit=2&q=湿地"
    while path:
        page = get(cms, path)
        assert page["total"] == 5
        seen += [each["id"] for each in page["documents"]]
        path = page["next"] and page["next"].removeprefix("/api/v1/")
    assert sorted(seen) == [f"d{n}" for n in range(5)]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "text: Field required"),
    ({"text": ""}, "text: String should have at least 1 character"),
    ({"text": " \n "}, "pasted text: the file holds no letters"),
    ({"text": 5}, "text: Input should be a valid string"),
    ({"text": "x", "colour": "red"}, "colour: Extra inputs are not permitted"),
    ({"text": "x", "date": "yesterday"}, "date: "),
    ({"text": "x", "publish": "soon"}, "publish: expected draft, now, or a time with its zone"),
    (
        {"text": "x", "publish": "2099-01-01T09:00"},
        "publish: expected draft, now, or a time with its zone",
    ),
    ({"text": "x", "publish": 5}, "publish: expected draft, now, or a time with its zone"),
    ({"text": TEXT, "publish": "2020-01-01T09:00+08:00"}, "is past; expected one to come"),
    ({"text": "x", "id": "../../etc/passwd"}, "id: cannot be an id; expected letters and digits"),
    ({"text": "x", "id": "a/b"}, "id: cannot be an id"),
    ({"text": "x", "id": ".hidden"}, "id: cannot be an id"),
    ({"text": "x", "id": "x" * 121}, "id: cannot be an id"),
    ({"text": "x", "title": "a\nb"}, "title: "),
    ({"text": "x", "title": "x" * 501}, "title: String should have at most 500 characters"),
]


def test_what_cannot_be_is_refused_with_what_was_expected_and_nothing_is_kept(
    programs: Programs, cms: TestClient
) -> None:
    for body, says in REFUSED:
        assert says in post(cms, "documents", 422, **body)["error"]
    assert programs.parts.desk.drafts.listed() == []
    assert programs.noted == []


def test_a_file_that_holds_many_documents_is_sent_to_where_many_are_taken(
    programs: Programs, cms: TestClient
) -> None:
    response = cms.post(
        "documents?name=all.jsonl",
        content=b'{"id": "a", "text": "b"}',
        headers={"Content-Type": "application/octet-stream"},
    )
    assert response.status_code == 422
    assert "POST it to /files" in response.json()["error"]
    assert programs.parts.desk.drafts.listed() == []


def test_a_form_with_two_files_or_none_is_refused(cms: TestClient) -> None:
    assert cms.post("documents", data={"id": "x"}, files={"file": ("", b"")}).status_code == 422
    two = cms.post("documents", files=[("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))])
    assert two.status_code in (400, 422)
    assert "files" in two.json()["error"].lower()
    assert (
        "expected one or more"
        in cms.post("files", data={"a": "b"}, files=[("x", ("", b""))]).json()["error"]
    )


def test_an_editor_makes_drafts_and_asks_a_publisher(programs: Programs) -> None:
    with programs.client("editor") as editor:
        draft = post(editor, "documents", 201, id="wetland", text=TEXT)["draft"]
        for publish in ("now", LATER):
            refused = post(editor, "documents", 403, id="wetland", text=TEXT, publish=publish)
            assert refused["error"].startswith(
                "token: is an editor's; this call needs a publisher's"
            )
        assert (
            post(editor, f"drafts/{draft['id']}/ready", revision=draft["revision"])["state"]
            == "ready"
        )
    assert programs.parts.library.is_empty()
    assert programs.actions == ["document.add", "token.forbidden", "token.forbidden", "draft.ready"]
