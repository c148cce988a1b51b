"""Accounts, one's own password and the log, as admins and staff see them at the desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from postgresql import BOTH
from pressroom.assistant.build import Parts
from pressroom.assistant.staff.accounts import Accounts
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.tokens import Tokens
from pressroom.assistant.web.desk import deeds
from pressroom.assistant.web.desk.wording import texts
from pressroom.corpus.drafts.draft import STATES
from pressroom.corpus.errors import StaffError
from test_web_desk import PASSWORD, StaffClient, added, as_staff

OTHER = "three other long words"


@pytest.fixture
def admin(parts: Parts) -> StaffClient:
    return as_staff(parts, "root", "admin")


@BOTH
def test_an_admin_makes_and_changes_accounts_and_the_log_says_so(admin: StaffClient, parts: Parts):
    accounts = Accounts(parts.library.database)
    assert "wang" in admin.form("/desk/staff", name="wang", role="editor", password=PASSWORD).text
    editor = StaffClient(admin.app, follow_redirects=False)
    assert accounts.sign_in("wang", PASSWORD)
    admin.form("/desk/staff/change", name="wang", change="role", role="publisher")
    assert accounts.get("wang").role == "publisher"
    token = accounts.sign_in("wang", PASSWORD)
    admin.form("/desk/staff/change", name="wang", change="disable")
    assert accounts.session(token) is None
    assert editor.get("/desk/staff").status_code == 303
    admin.form("/desk/staff/change", name="wang", change="enable")
    admin.form("/desk/staff/change", name="wang", change="password", password=OTHER)
    assert accounts.sign_in("wang", OTHER)
    lines = Audit(parts.library.database).lines(action="staff.")
    assert [line.action for line in lines] == [
        "staff.password",
        "staff.enable",
        "staff.disable",
        "staff.role",
        "staff.add",
    ]
    assert ('"editor"' in str(lines[3].before), '"publisher"' in str(lines[3].after)) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "root", "change": "disable"}, "这是唯一的管理员"),
        ({"name": "root", "change": "role", "role": "editor"}, "这是唯一的管理员"),
        ({"name": "root", "change": "role", "role": "king"}, "请选择角色"),
        ({"name": "root", "change": "song"}, "表单不是由本工作台的页面发出的"),
        ({"name": "nobody", "change": "disable"}, "没有账号 nobody"),
        ({"name": "root", "change": "password", "password": "short"}, "密码应为 12 至"),
    ],
)
@BOTH
def test_a_change_that_cannot_be_is_refused_with_the_reason(
    admin: StaffClient, parts: Parts, fields: dict[str, str], message: str
):
    refused = admin.form("/desk/staff/change", **fields)
    assert refused.status_code == 422
    assert message in refused.text
    assert Accounts(parts.library.database).get("root").role == "admin"


@BOTH
def test_staff_change_their_own_password_and_are_signed_out_elsewhere(parts: Parts):
    here = as_staff(parts, "wang", "editor")
    elsewhere = StaffClient(here.app).sign_in("wang")
    assert here.form("/desk/account", password="wrong", new=OTHER, again=OTHER).status_code == 422
    assert (
        here.form("/desk/account", password=PASSWORD, new=OTHER, again="another").status_code == 422
    )
    assert here.form("/desk/account", password=PASSWORD, new=OTHER, again=OTHER).status_code == 200
    assert here.get("/desk/account", follow_redirects=False).status_code == 200
    assert elsewhere.get("/desk/account", follow_redirects=False).status_code == 303
    with pytest.raises(StaffError):
        Accounts(parts.library.database).sign_in("wang", PASSWORD)


def test_the_log_is_filtered_and_downloaded_and_no_cell_is_a_formula(
    admin: StaffClient, parts: Parts
):
    log = Audit(parts.library.database)
    log.note(
        "li",
        "document.publish",
        "=cmd|'/c calc'!A1",
        before={"title": "旧"},
        after={"title": "新"},
        address="192.0.2.7",
    )
    log.note("zhao", "document.withdraw", "水价通知")
    page = admin.get("/desk/audit?by=li&action=document").text
    assert "192.0.2.7" in page
    assert "水价通知" not in page
    table = admin.get("/desk/audit.csv?action=document").text
    assert "'=cmd" in table
    assert "水价通知" in table
    assert log.lines(limit=1)[0].action == "audit.export"


def test_the_log_says_in_words_who_did_what_to_which_document_and_what_was_before(
    admin: StaffClient, parts: Parts
):
    wang = as_staff(parts, "wang", "publisher")
    draft = added(wang, parts)
    wang.form(f"/desk/drafts/{draft.id}/save", revision="1", **{"field.place": "市民中心"})
    wang.form(
        f"/desk/drafts/{draft.id}/publish", revision=str(parts.desk.drafts.get(draft.id).revision)
    )
    wang.form("/desk/document/withdraw", id=draft.document_id, reason="等待复核")
    page = admin.get("/desk/audit").text
    shown = " ".join(re.sub(r"<details.*?</details>|<[^>]+>", " ", page, flags=re.S).split())
    assert "wang 撤下 云浦市湿地公园发布会 已公开 状态：已撤下 原因：等待复核" in shown
    assert "wang 修改草稿 云浦市湿地公园发布会 地点：“（空）” 地点：“市民中心”" in shown
    assert "wang 发布 云浦市湿地公园发布会 版本：1 结果：新资料" in shown
    assert f'<a href="/desk/document?id={quote(draft.document_id)}"' in page
    assert "document.withdraw" not in shown
    assert "document.withdraw" in page  # the record itself is behind a fold
    withdrew = admin.get("/desk/audit?lang=en&action=document.withdraw").text
    assert "Withdrew" in withdrew
    assert "Before" in withdrew


@BOTH
def test_the_log_is_filtered_by_the_title_of_a_document_and_follows_it_from_its_draft(
    admin: StaffClient, parts: Parts
):
    wang = as_staff(parts, "wang", "publisher")
    draft = added(wang, parts)
    wang.form(f"/desk/drafts/{draft.id}/ready", revision="1")
    added(wang, parts, "另一场发布会\n\n2025年5月1日\n\n局长李明：水价不变。\n", "water.txt")
    found = admin.get("/desk/audit.csv?what=湿地公园发布会").text
    assert "draft.ready" in found
    assert "提请审核" in found  # in words, too
    assert "water" not in found


@BOTH
def test_what_is_published_by_the_clock_is_in_the_log(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    wang = as_staff(parts, "wang", "publisher")
    draft = added(wang, parts)
    at = datetime.now(UTC) + timedelta(hours=1)
    parts.desk.publisher.schedule(draft.id, at, revision=draft.revision, by="wang")
    monkeypatch.setattr(
        "pressroom.corpus.drafts.reads.now",
        lambda: (at + timedelta(minutes=1)).isoformat(timespec="seconds"),
    )
    parts.desk.worker.work()
    line = Audit(parts.library.database).lines(action="document.publish")[0]
    assert (line.who, line.what) == ("(schedule)", draft.document_id)


def noted_actions() -> set[str]:
    """The actions that stand in the code, where the log is written."""
    calls = r"(?:_?note|noted|note_failure|_done|noted_by|_noted)\((?:[^()]|\([^()]*\))*?\)"
    root = Path(deeds.__file__).parents[2]
    written = " ".join(
        call for path in root.rglob("*.py") for call in re.findall(calls, path.read_text("utf-8"))
    )
    groups = "|".join(deeds.ACTIONS)
    return set(re.findall(rf'"((?:{groups})(?:\.[a-z_]+)?)"', written))


def test_every_action_of_the_log_has_words_in_each_language_of_the_desk():
    named = {
        f"{group}.{one}" if one else group for group, own in deeds.ACTIONS.items() for one in own
    }
    in_code = noted_actions()
    assert len(in_code) > 25
    assert in_code - named <= {"draft", "retention"}  # names of other things
    assert {f"draft.{state}" for state in STATES} - named == {
        "draft.draft",
        "draft.scheduled",
        "draft.published",
    }
    zh, en = texts("zh"), texts("en")
    assert set(zh) == set(en)
    for action in named:
        assert f"deed_{action.replace('.', '_').replace('-', '_')}" in zh, action


@BOTH
def test_a_line_of_the_log_is_never_changed(parts: Parts):
    log = Audit(parts.library.database)
    log.note("li", "document.publish", "水价")
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with (
            pytest.raises(sa.exc.DatabaseError, match="only added to"),
            parts.library.database.writing() as connection,
        ):
            connection.execute(sa.text(statement))
    assert log.lines()[0].who == "li"


@BOTH
def test_an_admin_makes_a_token_that_is_shown_once_and_revokes_it(admin: StaffClient, parts: Parts):
    tokens = Tokens(parts.library.database)
    made = admin.form("/desk/tokens", name="website", role="publisher", days="30")
    words = re.findall(r"pressroom_[0-9a-f]{12}_[\w-]{43}", made.text)
    assert tokens.check(words[0]).person.name == "token:website"
    assert made.headers["cache-control"] == "no-store"
    listed = admin.get("/desk/tokens")
    assert "website" in listed.text
    assert words[0] not in listed.text
    assert admin.form("/desk/tokens/revoke", name="website").status_code == 200
    with pytest.raises(StaffError, match="revoked"):
        tokens.check(words[0])
    lines = Audit(parts.library.database).lines(action="token.")
    assert [(line.who, line.action, line.what) for line in lines] == [
        ("root", "token.revoke", "website"),
        ("root", "token.add", "website"),
    ]
    assert words[0] not in str(lines)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "a b", "role": "editor", "days": "9"}, "cannot be a name"),
        ({"name": "<b>", "role": "editor", "days": "9"}, "&lt;b&gt;"),
        ({"name": "x", "role": "admin", "days": "9"}, "for people only"),
        ({"name": "x", "role": "editor", "days": "9999"}, "from 1 to 1000"),
        ({"name": "x", "role": "editor", "days": "ever"}, "from 1 to 1000"),
        ({"name": "there", "role": "editor", "days": "9"}, "has a valid token"),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_the_reason(
    admin: StaffClient, parts: Parts, fields: dict[str, str], message: str
):
    Tokens(parts.library.database).add("there", "editor", days=1)
    admin.get("/desk/tokens?lang=en")
    refused = admin.form("/desk/tokens", **fields)
    assert refused.status_code == 422
    assert message in refused.text
    assert [token.name for token in Tokens(parts.library.database).listed()] == ["there"]
    assert admin.form("/desk/tokens/revoke", name="nobody").status_code == 422
