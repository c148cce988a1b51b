"""The documents' pages of the desk, over HTTP: adding, checking, two editors, publishing,
correcting, withdrawing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.languages.texts import languages
from pressroom.assistant.staff.accounts import Accounts
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.roles import BY_COMMAND, BY_FOLDER, Role
from pressroom.assistant.web.desk import add_desk
from pressroom.assistant.web.desk.drafts.explained import explained
from pressroom.assistant.web.desk.drafts.view import warning_text
from pressroom.assistant.web.desk.wording import by_text, spoken, texts
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.parse import doubts
from test_assistant_desk import QUESTION, TEXT, word_file

PASSWORD = "a long enough password"


class StaffClient(TestClient):
    """Somebody who is signed in, and whose browser sends back what stands in the forms."""

    secret = ""

    def sign_in(self, name: str) -> StaffClient:
        assert (
            self.post("/desk/sign-in", data={"name": name, "password": PASSWORD}).status_code == 200
        )
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


def added(
    client: StaffClient, parts: Parts, text: str = TEXT, name: str = "湿地公园.docx"
) -> Draft:
    data = word_file(text) if name.endswith(".docx") else text.encode()
    assert client.form("/desk/add", files={"files": (name, data)}).status_code == 200
    parts.desk.worker.work()
    return parts.desk.drafts.listed()[0]


def post(client: StaffClient, path: str, draft: Draft, **fields: str):
    return client.form(path, revision=str(draft.revision), **fields)


def now(parts: Parts, draft: Draft) -> Draft:
    return parts.desk.drafts.get(draft.id)


def published(
    client: StaffClient, parts: Parts, text: str = TEXT, name: str = "wetland.txt", **fields: str
) -> Draft:
    draft = added(client, parts, text, name)
    assert post(client, f"/desk/drafts/{draft.id}/publish", draft, **fields).status_code == 200
    parts.desk.worker.work()
    return draft


def test_a_word_file_is_added_checked_corrected_tried_and_published(
    client: StaffClient, parts: Parts
):
    draft = added(client, parts)
    page = client.get(f"/desk/drafts/{draft.id}").text
    assert "读取时没有留下疑问" in page
    assert "见第 1 行" in page
    was = "周婷\t市园林局局长"
    assert was in page
    done = post(
        client,
        f"/desk/drafts/{draft.id}/save",
        draft,
        **{"speaker.0.was": was, "speaker.0.name": "周亭", "speaker.0.title": "市园林局局长"},
    )
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
    assert [
        (deed.who, deed.action) for deed in reversed(Audit(parts.library.database).lines())
    ] == [
        ("wang", "sign-in"),
        ("wang", "document.add"),
        ("wang", "draft.edit"),
        ("wang", "document.publish"),
    ]


def words_form(at: int, until: int, speaker: str, kind: str, **more: str) -> dict[str, str]:
    """The inputs of the page for words that somebody marked."""
    where = {"words.at": str(at), "words.until": str(until)}
    return {**where, "words.speaker": speaker, "words.kind": kind, **more}


def test_marked_words_are_given_to_somebody_with_one_save(client: StaffClient, parts: Parts):
    text = TEXT.replace("市民免费", "市园林局局长周婷：市民免费")
    draft = added(client, parts, text, "wetland.txt")
    page = client.get(f"/desk/drafts/{draft.id}?turn=2").text
    assert "这段话是谁说的" in page
    at = text.index("市园林局局长周婷：市民免费")
    until = text.index("。", at) + 1
    form = words_form(at, until, "周婷\t市园林局局长", "answer")
    post(client, f"/desk/drafts/{draft.id}/save", draft, **form)
    assert now(parts, draft).revision == draft.revision + 1
    given = parts.desk.drafts.transcript(now(parts, draft))
    turn = next(turn for turn in given.turns if given.words(turn.paragraphs[0])[:4] == "市民免费")
    assert (turn.speaker.name if turn.speaker else None, turn.kind) == ("周婷", "answer")
    assert turn.label == "市园林局局长周婷"
    post(client, f"/desk/drafts/{draft.id}/undo", now(parts, draft))
    assert parts.desk.drafts.transcript(now(parts, draft)).turns == (
        parts.desk.drafts.parsed(draft.id).turns
    )


def test_a_turn_is_given_to_somebody_new_and_joined_with_the_one_before(
    client: StaffClient, parts: Parts
):
    draft = added(client, parts, name="wetland.txt")
    turn = parts.desk.drafts.transcript(draft).turns[1]
    start, end = turn.paragraphs[0].start, turn.paragraphs[-1].end
    form = words_form(start, end, "-", "statement", **{"words.new_speaker": "赵新"})
    post(client, f"/desk/drafts/{draft.id}/save", draft, **form)
    second = parts.desk.drafts.transcript(now(parts, draft)).turns[1]
    assert (second.kind, second.speaker.name if second.speaker else None) == ("statement", "赵新")
    post(client, f"/desk/drafts/{draft.id}/save", now(parts, draft), join=str(start))
    assert len(parts.desk.drafts.transcript(now(parts, draft)).turns) == 3
    again = post(client, f"/desk/drafts/{draft.id}/save", now(parts, draft))
    assert "没有改动" in again.text
    bad = words_form(start, end, "-", "song")
    assert (
        post(client, f"/desk/drafts/{draft.id}/save", now(parts, draft), **bad).status_code == 422
    )


def test_all_fields_of_the_page_are_saved_by_one_save(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    typed = {"field.title": "湿地公园开放", "field.place": "市政府新闻厅"}
    post(client, f"/desk/drafts/{draft.id}/save", draft, **typed)
    kept = parts.desk.drafts.transcript(now(parts, draft))
    assert (kept.title, kept.place) == ("湿地公园开放", "市政府新闻厅")


def test_what_was_typed_survives_a_mistake_in_another_field(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    typed = {"field.title": "", "field.place": "市政府新闻厅", "field.date": "2025-02-31"}
    wrong = post(client, f"/desk/drafts/{draft.id}/save", draft, **typed)
    assert wrong.status_code == 422
    assert now(parts, draft).revision == draft.revision
    assert 'value="市政府新闻厅"' in wrong.text
    assert "资料需要标题" in wrong.text
    assert "这不是日期" in wrong.text
    assert 'aria-describedby="fault-field.title"' in wrong.text
    assert "Invalid" not in wrong.text


def test_the_second_editor_is_shown_what_changed_and_may_go_on_from_there(
    client: StaffClient, parts: Parts
):
    draft = added(client, parts)
    other = as_staff(parts, "li", "editor")
    post(other, f"/desk/drafts/{draft.id}/save", draft, **{"field.place": "市政府新闻厅"})
    typed = {"field.title": "湿地公园开放", "field.source": "云浦发布", "field.place": ""}
    refused = post(client, f"/desk/drafts/{draft.id}/save", draft, **typed)
    assert refused.status_code == 409
    assert "li" in refused.text
    assert "地点：“市政府新闻厅”" in refused.text
    assert "标题：“湿地公园开放”" in refused.text
    assert now(parts, draft).title == draft.title
    fields = dict(re.findall(r'name="(revision|again)" value="([^"]*)"', refused.text))
    mine = {"revision": fields["revision"], "again": fields["again"].replace("&#34;", '"')}
    again = client.form(f"/desk/drafts/{draft.id}/save", **mine)
    assert again.status_code == 200
    kept = parts.desk.drafts.transcript(now(parts, draft))
    assert (kept.title, kept.source, kept.place) == ("湿地公园开放", "云浦发布", "市政府新闻厅")
    for path in ("publish", "ready", "discard", "undo", "back"):
        assert post(client, f"/desk/drafts/{draft.id}/{path}", draft, remark="x").status_code == 409


def test_the_reason_that_was_typed_survives_a_conflict(client: StaffClient, parts: Parts):
    published(client, parts)
    draft = added(client, parts, TEXT.replace("300公顷", "320公顷"), "更正.txt")
    parts.desk.drafts.move(draft.id, "ready", revision=draft.revision, by="li")
    refused = post(client, f"/desk/drafts/{draft.id}/publish", draft, reason="面积有误")
    assert refused.status_code == 409
    assert '<input type="hidden" name="reason" value="面积有误">' in refused.text


def test_a_time_that_is_filled_in_is_never_published_now(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    both = {"when": "now", "at": "2999-01-01T09:00"}
    asked = post(client, f"/desk/drafts/{draft.id}/publish", draft, **both)
    assert asked.status_code == 422
    assert "请选定其中一个" in asked.text
    assert 'value="2999-01-01T09:00"' in asked.text
    assert "checked" not in asked.text
    assert parts.library.is_empty()


def test_a_preview_is_the_page_that_citizens_will_read(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    page = client.get(f"/desk/drafts/{draft.id}/preview")
    assert page.headers["cache-control"] == "no-store"
    assert "现在还没有公开" in page.text
    assert 'class="turn answer' in page.text
    assert "周婷" in page.text
    assert (
        TestClient(client.app).get(f"/desk/drafts/{draft.id}/preview").url.path == "/desk/sign-in"
    )


def test_the_first_page_says_what_is_to_be_done(client: StaffClient, parts: Parts):
    assert "从这三步开始" in client.get("/desk").text
    assert "从这三步开始" in client.get("/desk/documents").text
    assert client.get("/desk/documents?q=nothing").text.count("没有符合条件的资料") == 1
    added(client, parts)
    added(client, parts, TEXT.replace("湿地", "植物").replace("300", "80"), "植物园.txt")
    one, two = sorted(parts.desk.drafts.listed(), key=lambda draft: "植物" in draft.title)
    client.form("/desk/add", files={"files": ("a.docx", b"PK\x03\x04 cut off")})
    parts.desk.worker.work()
    parts.desk.drafts.move(two.id, "ready", revision=two.revision, by="li")
    page = client.get("/desk").text
    to_check, to_publish = page.index("待核对"), page.index("待发布")
    assert to_check < page.index(one.title) < to_publish < page.index(two.title)
    assert "a.docx" in page[: page.index("待核对")]
    assert f"/desk/drafts/{two.id}/publish" in page


@pytest.mark.parametrize("path", ["/desk/drafts/none", "/desk/nonsense", "/desk/document?id=none"])
def test_an_address_that_is_none_is_answered_by_a_page_of_the_desk(client: StaffClient, path: str):
    page = client.get(path)
    assert page.status_code == 404
    assert "没有这个页面" in page.text
    assert 'aria-label="' in page.text
    assert "no such" not in page.text


def test_the_page_where_one_is_is_marked(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    for path, name in (
        ("/desk", "待办"),
        ("/desk/documents", "资料"),
        (f"/desk/drafts/{draft.id}", "资料"),
        ("/desk/add", "添加资料"),
        ("/desk/questions", "问题"),
    ):
        marked = re.findall(r'aria-current="page">([^<]+)</a>', client.get(path).text)
        assert marked[0] == name, path


def test_the_list_says_when_and_by_whom(client: StaffClient, parts: Parts):
    published(client, parts)
    page = client.get("/desk/documents").text
    assert re.search(r'data-label="添加"><time [^>]+>20\d\d[^<]+</time><br><bdi[^>]*>wang', page)


def test_a_corrected_text_is_shown_as_a_difference_and_needs_a_reason(
    client: StaffClient, parts: Parts
):
    published(client, parts)
    draft = added(client, parts, TEXT.replace("300公顷", "320公顷"), "更正.txt")
    page = client.get(f"/desk/drafts/{draft.id}").text
    assert "的新版本（现公开第 1 版）：1 个段落不同" in page
    diff = client.get(f"/desk/drafts/{draft.id}/difference").text
    assert "<del>300</del>" in diff
    assert "<ins>320</ins>" in diff
    refused = post(client, f"/desk/drafts/{draft.id}/publish", draft)
    assert refused.status_code == 422
    assert (
        post(client, f"/desk/drafts/{draft.id}/publish", draft, reason="面积有误").status_code
        == 200
    )
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


def test_withdrawn_and_restored_from_the_page_with_the_answers_that_cite_it(
    client: StaffClient, parts: Parts
):
    published(client, parts)
    parts.assistant.ask(QUESTION)
    page = client.get("/desk/document?id=wetland").text
    assert QUESTION in page
    assert "所引文字仍在" in page
    why = client.form("/desk/document/withdraw", id="wetland", reason=" ")
    assert why.status_code == 422
    assert "请用一句话说明撤下的原因" in why.text
    gone = client.form("/desk/document/withdraw", id="wetland", reason="待核")
    assert "已撤下，不再能查到" in gone.text
    assert "所引文字已不在现行版本中" in gone.text
    assert parts.assistant.ask(QUESTION).status == "not_found"
    assert "300公顷" in client.get("/desk/document/version?id=wetland&v=1").text  # kept, for staff
    back = client.form("/desk/document/restore", id="wetland", reason="")
    assert "已恢复" in back.text
    parts.desk.worker.work()
    assert "300公顷" in parts.assistant.ask(QUESTION).text
    assert [deed.action for deed in Audit(parts.library.database).lines(limit=2)] == [
        "document.restore",
        "document.withdraw",
    ]


def test_a_draft_is_scheduled_sent_back_and_discarded(client: StaffClient, parts: Parts):
    draft = added(client, parts)
    post(client, f"/desk/drafts/{draft.id}/ready", draft)
    past = post(
        client,
        f"/desk/drafts/{draft.id}/publish",
        now(parts, draft),
        when="at",
        at="2020-01-01T09:00",
    )
    assert past.status_code == 422
    assert (
        post(
            client, f"/desk/drafts/{draft.id}/publish", now(parts, draft), when="at", at=""
        ).status_code
        == 422
    )
    planned = post(
        client,
        f"/desk/drafts/{draft.id}/publish",
        now(parts, draft),
        when="at",
        at="2999-01-01T09:00",
    )
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
    client.form(
        "/desk/add",
        files=[("files", ("a.docx", b"PK\x03\x04 cut off")), ("files", ("b.txt", TEXT.encode()))],
    )
    parts.desk.worker.work()
    jobs = client.get("/desk/jobs").text
    assert "a.docx：文件已损坏或不完整。请重新下载或另存后再添加。" in jobs
    assert "完成 1，未能添加 1" in jobs
    english = client.get("/desk/jobs?lang=en").text
    assert "1 done, 1 could not be added" in english
    client.form("/desk/jobs/clear")
    assert "a.docx" not in client.get("/desk/jobs").text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "file:///etc/passwd: not an address to fetch; expected https://host/path, without name and password",
            "网址不正确",
        ),
        ("password-rules.docx: is empty", "文件里没有文字"),
        ("a.pdf: is encrypted; take its password away", "文件有密码保护"),
    ],
)
def test_an_error_is_explained_by_what_is_wrong_and_not_by_words_in_its_name(error: str, said: str):
    assert said in explained(error, texts("zh"))


def test_a_hostile_document_is_shown_as_text(client: StaffClient, parts: Parts):
    text = TEXT.replace("云浦市湿地公园发布会", "<script>alert(1)</script>发布会").replace(
        "周婷", '周"婷'
    )
    draft = added(client, parts, text, "<img src=x>.txt")
    for path in (
        f"/desk/drafts/{draft.id}",
        f"/desk/drafts/{draft.id}?turn=2",
        "/desk/documents",
        "/desk/add",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_what_is_not_there_is_said_so(client: StaffClient):
    assert client.get("/desk/drafts/none").status_code == 404
    assert client.get("/desk/document?id=none").status_code == 404
    assert client.form("/desk/document/withdraw", id="none", reason="x").status_code == 404


def test_the_list_finds_by_words_and_state(client: StaffClient, parts: Parts):
    published(client, parts)
    added(client, parts, TEXT.replace("湿地", "植物").replace("300", "80"), "植物园.txt")
    assert "湿地公园" not in client.get("/desk/documents?q=植物").text.split("</form>")[1]
    assert "植物公园" not in client.get("/desk/documents?state=public").text
    assert client.get("/desk/documents?at=99").status_code == 200


@pytest.mark.parametrize("language", spoken())
def test_the_pages_have_every_text_in_every_language_that_the_desk_speaks(language: str):
    own, english = texts(language), texts("en")
    assert set(own) == set(english)
    places = {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in english.items()}
    assert {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in own.items()} == places
    assert all(text.strip() for text in own.values())


def test_every_doubt_of_reading_is_said_in_the_language_of_the_desk():
    source = Path(doubts.__file__).read_text("utf-8")
    said = re.findall(r'(?:append\(\s*f?|\[f?)"([^" ]+ [^"]+)"', source)
    assert len(said) >= 6
    for words in said:
        filled = re.sub(r"\{[^}]*\}", "3", re.sub(r"\{\w+:\.0%\}", "30%", words))
        warning = filled.replace("3 not", "a turn whose speaker is not")
        assert warning_text(warning, texts("zh")) != warning, words


def test_the_desk_speaks_the_languages_that_citizens_have():
    assert set(spoken()) == set(languages())


def test_nobody_at_the_desk_reads_the_words_of_engineers():
    engineers = r"\b(pars(e|er|ing)|index|token bucket|null|exception|isoformat)\b"
    for key, text in texts("en").items():
        assert not re.search(engineers, text, re.I), key
    for language in spoken():  # settings are the operator's to know
        assert "PRESSROOM_" not in "".join(texts(language).values()), language


@pytest.mark.parametrize(
    ("by", "language", "said"),
    [
        ("wang", "zh", "wang"),
        (f"root{BY_COMMAND}", "zh", "root（命令行）"),
        (f"root{BY_COMMAND}", "es", "root (línea de órdenes)"),
        (BY_FOLDER, "zh-Hant", "監看資料夾"),
    ],
)
def test_who_has_no_account_is_named_in_the_language_of_the_desk(by: str, language: str, said: str):
    assert by_text(by, texts(language)) == said


def test_a_long_text_can_be_pasted(client: StaffClient, parts: Parts):
    long = TEXT + "\n\n".join(
        f"第{number}段说明，" + "公园设施持续完善。" * 40 for number in range(1500)
    )
    assert len(long.encode()) > 1_500_000
    assert (
        client.form("/desk/add", files={"files": ("", b"")}, name="长文", text=long).status_code
        == 200
    )
    parts.desk.worker.work()
    assert parts.desk.drafts.listed()[0].document_id == "长文"
