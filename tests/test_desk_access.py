"""The desk's door: nobody without session or token, no lesser role, no foreign form, no guessing of passwords; all of it logged."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import HashEmbedder
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from test_web_desk import PASSWORD, StaffClient, application, as_staff

from assistant.build import Parts, open_parts
from assistant.cli import main
from assistant.settings import load
from assistant.staff import accounts as staff
from assistant.staff.accounts import Accounts, Proxy
from assistant.staff.audit import Audit
from assistant.web.app import create_app
from assistant.web.desk import add_desk
from corpus.errors import StaffError

FORGED: tuple[dict[str, str], ...] = (
    {},
    {"Cookie": "pressroom_desk=forged"},
    {"Authorization": "Bearer pressroom_forged"},
    {"Authorization": "Basic eDp5"},
)
OPEN = {("GET", "/desk"), ("GET", "/desk/sign-in"), ("POST", "/desk/sign-in")}


def routes(parts: Parts) -> list[tuple[str, str]]:
    """(method, path) of every route of the desk in the whole application, but for those that need no session."""
    app = create_app(parts.assistant, parts.library, parts.records, parts.feedback, parts.desk)
    found = [
        (method, re.sub(r"\{[^}]+\}", "x", route.path))
        for route in _all(app.routes)
        if route.path.startswith("/desk")
        for method in route.methods or ()
    ]
    assert len(found) > 30
    return [one for one in found if one not in OPEN]


def _all(routes_: list) -> list[APIRoute]:
    """Routes of routers that are included, too."""
    out = []
    for route in routes_:
        if isinstance(route, APIRoute):
            out.append(route)
        elif (inner := getattr(route, "original_router", None)) is not None:
            out += _all(inner.routes)
    return out


def logged(parts: Parts) -> list[str]:
    return [deed.action for deed in Audit(parts.library.database).lines(limit=1000)]


def test_no_route_of_the_desk_is_reached_without_a_session_or_token(parts: Parts):
    with TestClient(application(parts), follow_redirects=False) as stranger:
        for method, path in routes(parts):
            for headers in (
                {},
                {"Cookie": "pressroom_desk=forged"},
                {"Authorization": "Bearer pressroom_forged"},
                {"Authorization": "Basic eDp5"},
            ):
                response = stranger.request(method, path, headers=headers)
                if method == "GET":
                    assert (response.status_code, response.headers["location"][:14]) == (303, "/desk/sign-in?"), path
                else:
                    assert response.status_code == 401, path


def test_a_form_that_the_desk_did_not_send_changes_nothing(parts: Parts):
    client = as_staff(parts, "root", "admin")
    for method, path in routes(parts):
        if method == "POST" and path.startswith("/desk/"):
            for secret in ("", "guessed"):
                assert client.post(path, data={"csrf": secret, "id": "x"}).status_code == 403, path
            cross = client.post(path, data={"csrf": client.secret, "id": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
            assert cross.status_code == 403, path
    foreign = TestClient(application(parts)).post(
        "/desk/sign-in", data={"name": "root", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert logged(parts).count("refused.foreign") >= 30


def test_the_secret_of_another_session_does_not_hold(parts: Parts):
    one, other = as_staff(parts, "one", "editor"), as_staff(parts, "other", "editor")
    assert one.post("/desk/jobs/clear", data={"csrf": other.secret}).status_code == 403
    assert one.form("/desk/jobs/clear").status_code == 200


def test_a_lesser_role_is_refused_and_logged(parts: Parts):
    editor = as_staff(parts, "li", "editor")
    assert editor.get("/desk/audit").status_code == 403
    assert editor.form("/desk/document/withdraw", id="x").status_code == 403
    assert logged(parts).count("refused.role") == 2
    publisher = as_staff(parts, "wang", "publisher")
    assert publisher.get("/desk/audit").status_code == 403
    assert as_staff(parts, "root", "admin").get("/desk/audit").status_code == 200


def test_where_there_is_no_account_yet_the_page_says_who_makes_one(parts: Parts):
    client = TestClient(application(parts))
    assert "pressroom staff add" in client.get("/desk").text
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    assert "pressroom staff add" not in client.get("/desk").text


def test_after_signing_out_the_old_cookie_opens_nothing(parts: Parts):
    client = as_staff(parts, "wang", "editor")
    cookie = client.cookies["pressroom_desk"]
    client.form("/desk/sign-out")
    again = TestClient(application(parts), follow_redirects=False)
    assert again.get("/desk/documents", headers={"Cookie": f"pressroom_desk={cookie}"}).status_code == 303


@pytest.mark.parametrize("span", ["_ABSOLUTE", "_IDLE"])
def test_a_session_ends_by_itself(parts: Parts, monkeypatch: pytest.MonkeyPatch, span: str):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    token = accounts.sign_in("wang", PASSWORD)
    assert accounts.session(token)
    monkeypatch.setattr(staff, span, -getattr(staff, span))
    assert accounts.session(token) is None


def test_a_disabled_account_and_one_with_a_new_password_are_out_at_once(parts: Parts):
    client, accounts = as_staff(parts, "wang", "editor"), Accounts(parts.library.database)
    accounts.change("wang", password="another long password")
    assert client.get("/desk/documents", follow_redirects=False).status_code == 303
    client.post("/desk/sign-in", data={"name": "wang", "password": "another long password"})
    assert client.get("/desk/documents", follow_redirects=False).status_code == 200
    accounts.change("wang", disabled=True)
    assert client.get("/desk/documents", follow_redirects=False).status_code == 303
    with pytest.raises(StaffError):
        accounts.sign_in("wang", "another long password")


def test_two_hundred_wrong_passwords_are_refused_and_logged_and_the_right_one_waits(parts: Parts, monkeypatch: pytest.MonkeyPatch):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    looked_at: list[str] = []
    is_right = Accounts._is_right
    monkeypatch.setattr(Accounts, "_is_right", lambda self, name, password: looked_at.append(name) or is_right(self, name, password))
    with StaffClient(application(parts)) as guesser:
        for number in range(200):
            refused = guesser.post("/desk/sign-in", data={"name": "wang", "password": f"guess {number}"})
            assert refused.status_code == 403
        assert guesser.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code == 403
        assert len(looked_at) == 5
        assert logged(parts).count("sign-in.failed") == 201
        monkeypatch.setattr(staff, "_LOCKED", -staff._LOCKED)
        guesser.sign_in("wang")


def test_an_unknown_name_is_refused_in_the_same_words_as_a_wrong_password(parts: Parts):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    said = []
    for name in ("wang", "nobody"):
        with pytest.raises(StaffError) as refused:
            accounts.sign_in(name, "wrong wrong wrong")
        said.append(str(refused.value))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/desk/add", "/desk/add"),
        ("https://evil.example/", "/desk/documents"),
        ("//evil.example/", "/desk/documents"),
        ("/desk/\\evil.example", "/desk/documents"),
        ("/desk/sign-out", "/desk/documents"),
        ("", "/desk/documents"),
    ],
)
def test_signing_in_leads_nowhere_but_into_the_desk(parts: Parts, wanted: str, led: str):
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    client = TestClient(application(parts), follow_redirects=False)
    response = client.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD, "next": wanted})
    assert response.headers["location"] == led
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/desk" in cookie


@pytest.mark.parametrize(
    ("name", "password", "message"), [("x", "short", "password: 5 characters; expected 12"), (" ", PASSWORD, "cannot be a name")]
)
def test_an_account_that_cannot_be_is_refused(parts: Parts, name: str, password: str, message: str):
    with pytest.raises(StaffError, match=message):
        Accounts(parts.library.database).add(name, password, "editor")


def test_accounts_are_made_on_the_command_line_and_none_is_there_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["staff", *arguments, "--home", str(tmp_path)])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    assert "There is no account" in run("list")[1]
    assert run("add", "wang", "--role", "admin", typed=f"{PASSWORD}\n") == (0, "wang  admin\n")
    assert "there is an account of that name" in run("add", "wang", typed=f"{PASSWORD}\n")[1]
    assert run("add", "li", typed="short\n")[0] == 2
    assert "the only admin" in run("role", "wang", "--role", "editor")[1]
    assert run("add", "zhao", "--role", "admin", typed=f"{PASSWORD}\n")[0] == 0
    assert run("role", "wang", "--role", "editor") == (0, "wang  editor\n")
    assert run("disable", "wang") == (0, "wang  editor  disabled\n")
    assert run("enable", "wang") == (0, "wang  editor\n")
    assert run("password", "nobody", typed=f"{PASSWORD}\n")[0] == 2


def behind_proxy(parts: Parts) -> TestClient:
    desk = replace(parts.desk, proxy=Proxy("X-Forwarded-User", "s" * 32))
    app = FastAPI()
    add_desk(app, desk, parts.records)
    return TestClient(app, follow_redirects=False)


def test_behind_a_proxy_only_whom_it_names_with_its_secret_comes_in(parts: Parts):
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    client = behind_proxy(parts)
    named = {"X-Forwarded-User": "wang", "X-Pressroom-Secret": "s" * 32}
    page = client.get("/desk/documents", headers=named)
    assert page.status_code == 200
    for headers in (
        {},
        {"X-Forwarded-User": "wang"},
        {"X-Forwarded-User": "wang", "X-Pressroom-Secret": "guessed" * 6},
        {"X-Forwarded-User": "nobody", "X-Pressroom-Secret": "s" * 32},
        {"X-Pressroom-Secret": "s" * 32},
    ):
        assert client.get("/desk/documents", headers=headers).status_code == 401
    assert client.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code == 401
    assert client.post("/desk/jobs/clear", headers=named).status_code == 403  # a foreign form, for the proxy signs it in too
    secret = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
    assert client.post("/desk/jobs/clear", headers=named, data={"csrf": secret}).status_code == 303
    assert client.post("/desk/document/withdraw", headers=named, data={"csrf": secret, "id": "x"}).status_code == 403
    Accounts(parts.library.database).change("wang", disabled=True)
    assert client.get("/desk/documents", headers=named).status_code == 401


def test_a_proxy_without_a_good_secret_is_a_mistake_in_the_settings(tmp_path: Path):
    settings = load({"PRESSROOM_STAFF_HEADER": "X-Forwarded-User", "PRESSROOM_STAFF_SECRET": "short"}, home=tmp_path)
    refused = pytest.raises(StaffError, match="PRESSROOM_STAFF_SECRET: 5 characters; expected 32 or more")
    with refused, open_parts(settings, embedder=HashEmbedder()):
        pass
