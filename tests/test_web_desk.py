"""The documents' pages of the desk, over HTTP: adding, checking, two editors, publishing, correcting, withdrawing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from test_assistant_desk import QUESTION, TEXT, word_file

from assistant.build import Parts
from assistant.staff.accounts import Accounts
from assistant.staff.audit import Audit
from assistant.staff.roles import Role
from assistant.web.desk import add_desk
from assistant.web.desk.explained import explained
from corpus.draft import Draft

PASSWORD = "a long enough password"


class StaffClient(TestClient):
    """Somebody who is signed in, and whose browser sends back what stands in the forms."""

    secret = ""

    def sign_in(self, name: str) -> StaffClient:
        assert self.post("/desk/sign-in", data={"name": name, "password": PASSWORD}).status_code == 200
        self.secret = re.findall(r'name="csrf" value="([^"]+)"', self.get("/desk/add").text)[0]
        return self

    def form(self, path: str, files: Any = None, **fields: str) -> Any:
        return self.post(path, data={"csrf": self.secret, **fields}, files=files)


def application(parts: Parts) -> FastAPI:
    """The desk alone, as the web application mounts it."""
    app = FastAPI()
    add_desk(app, parts.desk, parts.records)
    return app


def as_staff(parts: Parts, name: str, role: Role) -> StaffClient:
    Accounts(parts.library.database).add(name, PASSWORD, role)
    return StaffClient(application(parts)).sign_in(name)


@pytest.fixture
def client(parts: Parts) -> StaffClient:
    return as_staff(parts, "wang", "publisher")


def added(client: StaffClient, parts: Parts, text: str = TEXT, name: str = "湿地公园.docx") -> Draft:
    data = word_file(text) if name.endswith(".docx") else text.encode()
    assert client.form("/desk/add", files={"files": (name, data)}).status_code == 200
    parts.desk.worker.work()
    return parts.desk.drafts.listed()[0]


def post(client: StaffClient, path: str, draft: Draft, **fields: str):
    return client.form(path, revision=str(draft.revision), **fields)


def now(parts: Parts, draft: Draft) -> Draft:
    return parts.desk.drafts.get(draft.id)


def published(client: StaffClient, parts: Parts, text: str = TEXT, name: str = "wetland.txt", **fields: str) -> Draft:
    draft = added(client, parts, text, name)
    assert post(client, f"/desk/drafts/{draft.id}/publish", draft, **fields).status_code == 200
    parts.desk.worker.work()
    return draft


def test_a_word_file_is_added_checked_corrected_tried_and_published(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    page = client.get(f"/desk/drafts/{draft.id}").text
    assert "解析没有发现疑点" in page
    assert "见第 1 行" in page
    was = "周婷\t市园林局局长"
    assert was in page
    done = post(client, f"/desk/drafts/{draft.id}/edit", draft, edit="speaker", was=was, name="周亭", title="市园林局局长")
    assert done.status_code == 200
    assert "发言人 市园林局局长 周婷 改为 市园林局局长 周亭" in done.text
    tried = post(client, f"/desk/drafts/{draft.id}/try", draft, question=QUESTION)
    assert "300公顷" in tried.text
    assert f"/desk/drafts/{draft.id}#p" in tried.text
    assert parts.library.is_empty()
    shown = post(client, f"/desk/drafts/{draft.id}/publish", now(parts, draft))
    assert "已发布" in shown.text
    parts.desk.worker.work()
    assert parts.assistant.ask(QUESTION).citations[0].speaker.name == "周亭"  # type: ignore[union-attr]
    assert [(deed.who, deed.action) for deed in reversed(Audit(parts.library.database).lines())] == [
        ("wang", "sign-in"),
        ("wang", "document.add"),
        ("wang", "draft.edit"),
        ("wang", "document.publish"),
    ]


def test_turns_are_split_joined_and_given_to_others_from_the_page(client: StaffClient, parts: Parts):
    draft = added(client, parts, name="wetland.txt")
    page = client.get(f"/desk/drafts/{draft.id}?turn=2").text
    at = TEXT.index("市民免费")
    place = re.search(r'<option value="(\d+)">云浦湿地公园5月1日', client.get(f"/desk/drafts/{draft.id}?turn=1").text)
    assert place is None  # the first words of a turn are no place to split it
    assert "从此处拆分" not in page or str(at) not in page
    turn = parts.desk.drafts.transcript(draft).turns[1]
    start = str(turn.paragraphs[0].start)
    post(client, f"/desk/drafts/{draft.id}/edit", draft, edit="split", at=str(at))
    assert len(parts.desk.drafts.transcript(now(parts, draft)).turns) == 5
    post(
        client,
        f"/desk/drafts/{draft.id}/edit",
        now(parts, draft),
        edit="turn",
        at=str(at),
        kind="statement",
        speaker="-",
        new_speaker="赵新",
    )
    third = parts.desk.drafts.transcript(now(parts, draft)).turns[2]
    assert (third.kind, third.speaker.name if third.speaker else None) == ("statement", "赵新")
    post(client, f"/desk/drafts/{draft.id}/edit", now(parts, draft), edit="join", at=str(at))
    assert len(parts.desk.drafts.transcript(now(parts, draft)).turns) == 4
    post(client, f"/desk/drafts/{draft.id}/undo", now(parts, draft))
    assert len(parts.desk.drafts.transcript(now(parts, draft)).turns) == 5
    bad = post(client, f"/desk/drafts/{draft.id}/edit", now(parts, draft), edit="turn", at=start, kind="song", speaker="-")
    assert bad.status_code == 422
    assert "no such kind of turn" in bad.text


def test_the_second_editor_is_shown_what_changed_and_may_go_on_from_there(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    other = as_staff(parts, "li", "editor")
    post(other, f"/desk/drafts/{draft.id}/edit", draft, edit="field", field="place", value="市政府新闻厅")
    refused = post(client, f"/desk/drafts/{draft.id}/edit", draft, edit="field", field="title", value="湿地公园开放")
    assert refused.status_code == 409
    assert "li" in refused.text
    assert "地点：“市政府新闻厅”" in refused.text
    assert "标题：“湿地公园开放”" in refused.text
    assert now(parts, draft).title == draft.title
    fields = dict(re.findall(r'name="(revision|again)" value="([^"]*)"', refused.text))
    mine = {"revision": fields["revision"], "again": fields["again"].replace("&#34;", '"')}
    again = client.form(f"/desk/drafts/{draft.id}/edit", **mine)
    assert again.status_code == 200
    kept = parts.desk.drafts.transcript(now(parts, draft))
    assert (kept.title, kept.place) == ("湿地公园开放", "市政府新闻厅")
    for path in ("publish", "ready", "discard", "undo", "back"):
        assert post(client, f"/desk/drafts/{draft.id}/{path}", draft, remark="x").status_code == 409


def test_a_corrected_text_is_shown_as_a_difference_and_needs_a_reason(client: StaffClient, parts: Parts):
    published(client, parts)
    draft = added(client, parts, TEXT.replace("300公顷", "320公顷"), "更正.txt")
    page = client.get(f"/desk/drafts/{draft.id}").text
    assert "的新版本（现公开第 1 版）：1 个段落不同" in page
    diff = client.get(f"/desk/drafts/{draft.id}/difference").text
    assert "<del>300</del>" in diff
    assert "<ins>320</ins>" in diff
    refused = post(client, f"/desk/drafts/{draft.id}/publish", draft)
    assert refused.status_code == 422
    assert post(client, f"/desk/drafts/{draft.id}/publish", draft, reason="面积有误").status_code == 200
    parts.desk.worker.work()
    assert "320公顷" in parts.assistant.ask(QUESTION).text
    assert "面积有误" in client.get("/desk/document?id=wetland").text
    assert "<ins>320</ins>" in client.get("/desk/document/difference?id=wetland&v=2").text


def test_the_text_of_a_public_document_is_corrected_on_the_page(client: StaffClient, parts: Parts):
    published(client, parts)
    shown = client.get("/desk/document/text?id=wetland").text
    assert "面积300公顷" in shown
    corrected = TEXT.replace("300公顷", "330公顷").replace("\n", "\r\n")
    diff = client.form("/desk/document/text", id="wetland", text=corrected, reason="测量更新")
    assert "<ins>330</ins>" in diff.text
    draft = parts.desk.drafts.listed()[0]
    assert (draft.base_version, draft.reason) == (1, "测量更新")
    same = client.form("/desk/document/text", id="wetland", text=TEXT, reason="")
    assert same.status_code == 422
    assert "文字相同" in same.text


def test_withdrawn_and_restored_from_the_page_with_the_answers_that_cite_it(client: StaffClient, parts: Parts):
    published(client, parts)
    parts.assistant.ask(QUESTION)
    page = client.get("/desk/document?id=wetland").text
    assert QUESTION in page
    assert "所引文字仍在" in page
    gone = client.form("/desk/document/withdraw", id="wetland", reason="待核")
    assert "已撤下，不再能查到" in gone.text
    assert "所引文字已不在现行版本中" in gone.text
    assert parts.assistant.ask(QUESTION).status == "not_found"
    assert "300公顷" in client.get("/desk/document/version?id=wetland&v=1").text  # kept, for staff
    back = client.form("/desk/document/restore", id="wetland", reason="")
    assert "已恢复" in back.text
    parts.desk.worker.work()
    assert "300公顷" in parts.assistant.ask(QUESTION).text
    assert [deed.action for deed in Audit(parts.library.database).lines(limit=2)] == ["document.restore", "document.withdraw"]


def test_a_draft_is_scheduled_sent_back_and_discarded(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    post(client, f"/desk/drafts/{draft.id}/ready", draft)
    past = post(client, f"/desk/drafts/{draft.id}/publish", now(parts, draft), when="at", at="2020-01-01T09:00")
    assert past.status_code == 422
    assert post(client, f"/desk/drafts/{draft.id}/publish", now(parts, draft), when="at", at="").status_code == 422
    planned = post(client, f"/desk/drafts/{draft.id}/publish", now(parts, draft), when="at", at="2999-01-01T09:00")
    assert "2999-01-01 09:00" in planned.text
    back = post(client, f"/desk/drafts/{draft.id}/back", now(parts, draft), remark="请核对日期")
    assert "退回意见：请核对日期" in back.text
    post(client, f"/desk/drafts/{draft.id}/discard", now(parts, draft))
    assert parts.desk.drafts.listed() == []
    assert draft.title in client.get("/desk/documents?state=discarded").text


def test_an_editor_may_not_publish_withdraw_or_restore(client: StaffClient, parts: Parts):
    draft = published(client, parts)
    editor = as_staff(parts, "li", "editor")
    for method, path in (
        ("GET", f"/desk/drafts/{draft.id}/publish"),
        ("POST", f"/desk/drafts/{draft.id}/publish"),
        ("POST", f"/desk/drafts/{draft.id}/back"),
        ("POST", f"/desk/drafts/{draft.id}/rebase"),
        ("POST", "/desk/document/withdraw"),
        ("POST", "/desk/document/restore"),
    ):
        assert (editor.form(path) if method == "POST" else editor.get(path)).status_code == 403
    assert not parts.library.is_withdrawn("wetland")


def test_what_failed_is_explained_in_the_language_of_the_desk(client: StaffClient, parts: Parts):
    client.form("/desk/add", files=[("files", ("a.docx", b"PK\x03\x04 cut off")), ("files", ("b.txt", TEXT.encode()))])
    parts.desk.worker.work()
    jobs = client.get("/desk/jobs").text
    assert "a.docx：文件已损坏或不完整。请重新下载或另存后再添加。" in jobs
    assert "完成 1，未能收入 1" in jobs
    english = client.get("/desk/jobs?lang=en").text
    assert "1 done, 1 not taken in" in english
    client.form("/desk/jobs/clear")
    assert "a.docx" not in client.get("/desk/jobs").text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("file:///etc/passwd: not an address to fetch; expected https://host/path, without name and password", "网址不正确"),
        ("password-rules.docx: is empty", "文件里没有文字"),
        ("a.pdf: is encrypted; take its password away", "文件有密码保护"),
    ],
)
def test_an_error_is_explained_by_what_is_wrong_and_not_by_words_in_its_name(error: str, said: str):
    assert said in explained(error, "zh")[0]


def test_a_hostile_document_is_shown_as_text(client: StaffClient, parts: Parts):
    text = TEXT.replace("云浦市湿地公园发布会", "<script>alert(1)</script>发布会").replace("周婷", '周"婷')
    draft = added(client, parts, text, "<img src=x>.txt")
    for path in (f"/desk/drafts/{draft.id}", f"/desk/drafts/{draft.id}?turn=2", "/desk/documents", "/desk/add"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_what_is_not_there_is_said_so(client: StaffClient):
    assert client.get("/desk/drafts/none").status_code == 404
    assert client.get("/desk/document?id=none").status_code == 404
    assert client.form("/desk/document/withdraw", id="none").status_code == 404


def test_the_list_finds_by_words_and_state(client: StaffClient, parts: Parts):
    published(client, parts)
    added(client, parts, TEXT.replace("湿地", "植物").replace("300", "80"), "植物园.txt")
    assert "湿地公园" not in client.get("/desk/documents?q=植物").text.split("</form>")[1]
    assert "植物公园" not in client.get("/desk/documents?state=public").text
    assert client.get("/desk/documents?at=99").status_code == 200


def test_the_pages_have_every_text_in_both_languages():
    from assistant.web.desk.pages import texts

    assert set(texts("zh")) == set(texts("en"))
    places = {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in texts("en").items()}
    assert {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in texts("zh").items()} == places


def test_a_long_text_can_be_pasted(client: StaffClient, parts: Parts):
    long = TEXT + "\n\n".join(f"第{number}段说明，" + "公园设施持续完善。" * 40 for number in range(1500))
    assert len(long.encode()) > 1_500_000
    assert client.form("/desk/add", files={"files": ("", b"")}, name="长文", text=long).status_code == 200
    parts.desk.worker.work()
    assert parts.desk.drafts.listed()[0].document_id == "长文"
