"""The desk's door: nobody without session or token, no lesser role, no foreign form, no guessing of
passwords; all of it logged.
"""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from fakes import HashEmbedder
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from postgresql import BOTH
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.cli.main import main
from pressroom.assistant.settings import load
from pressroom.assistant.staff import accounts as accounts_module
from pressroom.assistant.staff import attempts
from pressroom.assistant.staff.accounts import Accounts
from pressroom.assistant.staff.attempts import Caller, CheckingBusyError
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.proxy import Proxy
from pressroom.assistant.staff.roles import ROLES
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.desk import add_desk, frame
from pressroom.assistant.web.desk.frame import ROLE
from pressroom.corpus.errors import StaffError
from pressroom.corpus.storage.tables import staff, staff_sessions
from test_assistant_desk import TEXT
from test_web_desk import PASSWORD, StaffClient, application, as_staff

FORGED: tuple[dict[str, str], ...] = (
    {},
    {"Cookie": "pressroom_desk=forged"},
    {"Authorization": "Bearer pressroom_forged"},
    {"Authorization": "Basic eDp5"},
)
CITIZENS = {
    *(
        "/",
        "/ask",
        "/documents",
        "/speakers",
        "/speakers/{name:path}",
        "/t/{document_id:path}",
        "/a/{identity}",
        "/a/{identity}/feedback",
    ),
    *("/api/ask", "/api/verify", "/api/answers/{identity}", "/api/answers/{identity}/feedback"),
    *("/v1/models", "/v1/chat/completions", "/feed", "/sitemap.xml", "/robots.txt"),
    *("/gradio.js", "/healthz"),
    *("/site.css", "/emblem", "/privacy", "/imprint"),
}
OPEN = {("GET", "/desk"), ("GET", "/desk/sign-in"), ("POST", "/desk/sign-in")}


def routes(parts: Parts) -> list[tuple[str, str]]:
    """(method, path) of every route of the desk in the whole application, but for those that need
    no session.
    """
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


def test_no_route_of_the_desk_is_reached_without_a_session_or_token_and_each_refusal_is_logged(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(frame, "_STRANGER_NOTED", 10_000)
    expired = {"Cookie": f"pressroom_desk={expired_session(parts)}"}
    log, seen = Audit(parts.library.database), 0
    with TestClient(application(parts), follow_redirects=False) as stranger:
        for method, path in routes(parts):
            for headers in (*FORGED, expired):
                response = stranger.request(method, path, headers=headers)
                if method == "GET":
                    assert (response.status_code, response.headers["location"][:14]) == (
                        303,
                        "/desk/sign-in?",
                    ), path
                else:
                    assert response.status_code == 401, path
                (line,) = log.lines(limit=1)
                assert (line.action, line.what) == ("refused.session", f"{method} {path}")
                assert line.number > seen
                assert ("invalid" in str(line.after)) == ("Cookie" in headers)
                seen = line.number


def expired_session(parts: Parts) -> str:
    """The token of a session that was begun 13 hours ago."""
    accounts = Accounts(parts.library.database)
    accounts.add("late", PASSWORD, "admin")
    token = accounts.sign_in("late", PASSWORD)
    past = (datetime.now(UTC) - timedelta(hours=13)).isoformat(timespec="seconds")
    with parts.library.database.writing() as connection:
        connection.execute(sa.update(staff_sessions).values(begun_at=past))
    return token


def test_a_stranger_cannot_fill_the_log_with_requests(parts: Parts):
    with TestClient(application(parts), follow_redirects=False) as stranger:
        for _ in range(60):
            stranger.get("/desk/documents")
    lines = Audit(parts.library.database).lines(action="refused.session")
    assert len(lines) == 20
    assert "last_noted" in str(lines[0].after)


def test_every_route_of_the_whole_application_is_the_citizens_the_desks_or_the_apis(parts: Parts):
    """Whoever adds a route elsewhere decides here that it is for everybody."""
    app = create_app(parts.assistant, parts.library, parts.records, parts.feedback, parts.desk)
    assert {
        route.path for route in _all(app.routes) if not route.path.startswith("/desk")
    } == CITIZENS


def test_a_session_that_was_there_before_signing_in_is_not_taken_over(parts: Parts):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    planted = "a-token-that-somebody-else-put-there"
    client = StaffClient(application(parts))
    client.cookies.set("pressroom_desk", planted, path="/desk")
    response = client.post(
        "/desk/sign-in", data={"name": "wang", "password": PASSWORD}, follow_redirects=False
    )
    first = response.cookies["pressroom_desk"]
    assert first != planted
    assert accounts.session(planted) is None
    again = StaffClient(application(parts)).post(
        "/desk/sign-in",
        data={"name": "wang", "password": PASSWORD},
        headers={"Cookie": f"pressroom_desk={first}"},
        follow_redirects=False,
    )
    assert again.cookies["pressroom_desk"] != first


def test_a_form_that_is_too_large_or_does_not_say_its_size_is_refused_and_logged(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    client = as_staff(parts, "wang", "editor")
    monkeypatch.setattr(frame, "MOST_BYTES", 2_000)
    monkeypatch.setattr(frame, "MOST_FILES", 2)
    assert client.form("/desk/add", files={"files": ("a.txt", b"x" * 3_000)}).status_code == 413
    many = client.form(
        "/desk/add", files=[("files", (f"{number}.txt", b"x")) for number in range(3)]
    )
    assert many.status_code == 413
    assert "最多 2 个文件" in many.text
    unsaid = client.post(
        "/desk/add",
        content=iter([b"csrf="]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert unsaid.status_code == 413
    assert logged(parts).count("refused.size") == 3
    assert parts.desk.jobs.listed() == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "/etc/passwd.txt",
        "a/../../b.txt",
        "x\x00.txt",
        '"; filename="y.txt',
    ],
)
def test_a_name_with_a_path_is_a_name_and_a_download_is_never_shown_as_a_page(
    parts: Parts, name: str
):
    client = as_staff(parts, "wang", "editor")
    client.form("/desk/add", files={"files": (name, TEXT.encode())})
    parts.desk.worker.work()
    (draft,) = parts.desk.drafts.listed()
    assert not set("/\\\x00") & set(draft.document_id)
    assert ".." not in draft.document_id
    original = client.get(f"/desk/drafts/{draft.id}/original")
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(
        r"attachment; filename\*=UTF-8''[\w.%-]+", original.headers["content-disposition"]
    )


def test_a_form_that_the_desk_did_not_send_changes_nothing(parts: Parts):
    client = as_staff(parts, "root", "admin")
    for method, path in routes(parts):
        if method == "POST" and path.startswith("/desk/"):
            for secret in ("", "guessed"):
                assert client.post(path, data={"csrf": secret, "id": "x"}).status_code == 403, path
            cross = client.post(
                path,
                data={"csrf": client.secret, "id": "x"},
                headers={"Sec-Fetch-Site": "cross-site"},
            )
            assert cross.status_code == 403, path
    foreign = TestClient(application(parts)).post(
        "/desk/sign-in",
        data={"name": "root", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert foreign.status_code == 403
    assert logged(parts).count("refused.foreign") >= 30


def test_the_secret_of_another_session_does_not_hold(parts: Parts):
    one, other = as_staff(parts, "one", "editor"), as_staff(parts, "other", "editor")
    assert one.post("/desk/jobs/clear", data={"csrf": other.secret}).status_code == 403
    assert one.form("/desk/jobs/clear").status_code == 200


def role_of_route(route: APIRoute) -> str | None:
    """The least role that a route asks for; None for one that asks for nobody."""
    roles = [
        role for part in route.dependant.dependencies if (role := getattr(part.call, ROLE, None))
    ]
    return max(roles, key=ROLES.index) if roles else None


def test_every_route_asks_for_a_role_and_refuses_each_lesser_one(parts: Parts):
    people = {role: as_staff(parts, role, role) for role in ROLES[:2]}
    app = create_app(parts.assistant, parts.library, parts.records, parts.feedback, parts.desk)
    found = [
        (method, route)
        for route in _all(app.routes)
        if route.path.startswith("/desk")
        for method in route.methods or ()
    ]
    asked = 0
    for method, route in found:
        role = role_of_route(route)
        assert role is not None or (method, route.path) in OPEN, route.path
        path = re.sub(r"\{[^}]+\}", "1", route.path)
        for lesser in ROLES[: ROLES.index(role)] if role else ():
            client = people[lesser]
            refused = client.get(path) if method == "GET" else client.form(path)
            assert refused.status_code == 403, (lesser, method, path)
            asked += 1
    assert asked > 15
    assert logged(parts).count("refused.role") == asked


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


@BOTH
def test_after_signing_out_the_old_cookie_opens_nothing(parts: Parts):
    client = as_staff(parts, "wang", "editor")
    cookie = client.cookies["pressroom_desk"]
    client.form("/desk/sign-out")
    again = TestClient(application(parts), follow_redirects=False)
    assert (
        again.get("/desk/documents", headers={"Cookie": f"pressroom_desk={cookie}"}).status_code
        == 303
    )


@pytest.mark.parametrize("span", ["_ABSOLUTE", "_IDLE"])
@BOTH
def test_a_session_ends_by_itself(parts: Parts, monkeypatch: pytest.MonkeyPatch, span: str):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    token = accounts.sign_in("wang", PASSWORD)
    assert accounts.session(token)
    monkeypatch.setattr(accounts_module, span, -getattr(accounts_module, span))
    assert accounts.session(token) is None


@BOTH
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


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose password is checked from now on."""
    found: list[str] = []
    is_right = Accounts._is_right
    monkeypatch.setattr(
        Accounts,
        "_is_right",
        lambda self, name, *rest: found.append(name) or is_right(self, name, *rest),
    )
    return found


@BOTH
def test_two_hundred_wrong_passwords_are_refused_and_logged_and_the_right_one_waits(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    checked = looked_at(monkeypatch)
    with StaffClient(application(parts)) as guesser:
        for number in range(200):
            refused = guesser.post(
                "/desk/sign-in", data={"name": "wang", "password": f"guess {number}"}
            )
            assert refused.status_code == 403
        assert (
            guesser.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code
            == 403
        )
        assert len(checked) == 5
        assert logged(parts).count("sign-in.failed") == 201
        monkeypatch.setattr(attempts, "_FIRST_WAIT", -attempts._LONGEST_WAIT)
        guesser.sign_in("wang")


def test_a_browser_that_is_known_signs_in_whatever_strangers_do(parts: Parts):
    known = as_staff(parts, "wang", "editor")
    known.form("/desk/sign-out")
    stranger = StaffClient(known.app)
    for number in range(20):
        stranger.post("/desk/sign-in", data={"name": "wang", "password": f"guess {number}"})
    assert (
        stranger.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code
        == 403
    )
    known.sign_in("wang")


@BOTH
def test_a_known_browser_that_guesses_waits_and_holds_up_nobody_else(parts: Parts):
    known = as_staff(parts, "wang", "editor")
    for number in range(6):
        assert (
            known.post(
                "/desk/sign-in", data={"name": "wang", "password": f"guess {number}"}
            ).status_code
            == 403
        )
    assert (
        known.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code == 403
    )
    StaffClient(known.app).sign_in("wang")


@BOTH
def test_a_browser_is_known_to_the_account_that_signed_in_and_to_no_other(parts: Parts):
    accounts = Accounts(parts.library.database)
    accounts.add("li", PASSWORD, "editor")
    wang = as_staff(parts, "wang", "editor")
    for number in range(20):
        StaffClient(wang.app).post(
            "/desk/sign-in", data={"name": "li", "password": f"guess {number}"}
        )
    assert wang.post("/desk/sign-in", data={"name": "li", "password": PASSWORD}).status_code == 403
    accounts.change("li")  # an admin ends the lock
    assert accounts.sign_in("li", PASSWORD)


def test_strangers_altogether_wait_longer_and_longer_by_address_and_by_account(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    checked = looked_at(monkeypatch)

    def guess(name: str, address: str) -> None:
        with pytest.raises(StaffError):
            accounts.sign_in(name, "wrong", Caller(address))

    for number in range(30):
        guess(f"nobody{number}", "192.0.2.1")
    assert len(checked) == 20  # of one address, whatever the name
    for number in range(60):
        guess("wang", f"2001:db8:0:{number:x}::{number:x}")
    assert len(checked) == 70  # of one account, from wherever
    for number in range(9):
        guess("li", f"2001:db8:1:1::{number}")
    assert len(checked) == 75  # one customer's /64 is one address
    waits = [attempts._wait("pair", count).total_seconds() for count in range(4, 13)]
    assert waits == [-5, 15, 30, 60, 120, 240, 480, 900, 900]


def test_no_more_passwords_are_checked_at_once_than_the_machine_bears(parts: Parts):
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    known = Caller("192.0.2.7", accounts.attempts.succeeded("wang", Caller()))
    with ExitStack() as line:
        for _ in range(attempts._IN_LINE):
            place = accounts.attempts._places[False][0]
            line.callback(place.release)
            place.acquire()
        with pytest.raises(CheckingBusyError):
            accounts.sign_in("wang", PASSWORD, Caller("192.0.2.1"))
        assert accounts.sign_in("wang", PASSWORD, known)
        refused = StaffClient(application(parts)).post(
            "/desk/sign-in", data={"name": "wang", "password": PASSWORD}
        )
        assert refused.status_code in (200, 503)


def test_addresses_of_those_who_fail_are_kept_nowhere(parts: Parts, tmp_path: Path):
    with TestClient(application(parts), client=("203.0.113.77", 5000)) as stranger:
        stranger.post("/desk/sign-in", data={"name": "wang", "password": "wrong"})
    (line,) = Audit(parts.library.database).lines()
    assert (line.action, line.what) == ("sign-in.failed", "203.0.113.0/24")
    held = b"".join(path.read_bytes() for path in (tmp_path / "home").glob("library.sqlite*"))
    assert b"203.0.113.77" not in held


def test_a_huge_form_of_a_stranger_is_not_read(parts: Parts):
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    sent = {"name": "wang", "password": PASSWORD, "next": "x" * 30_000}
    assert TestClient(application(parts)).post("/desk/sign-in", data=sent).status_code == 403


def test_a_password_costs_a_thief_time_and_memory(parts: Parts, monkeypatch: pytest.MonkeyPatch):
    """Argon2id at the cost that its library has for servers; other tests check theirs for less."""
    monkeypatch.setattr(accounts_module, "PasswordHasher", PasswordHasher)
    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "editor")
    with parts.library.database.reading() as connection:
        kept = connection.execute(sa.select(staff.c.password)).scalar_one()
    assert PASSWORD not in kept
    assert kept.startswith("$argon2id$")
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert accounts.sign_in("wang", PASSWORD)


@BOTH
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
        ("https://evil.example/", "/desk"),
        ("//evil.example/", "/desk"),
        ("/desk/\\evil.example", "/desk"),
        ("/desk/sign-out", "/desk"),
        ("", "/desk"),
    ],
)
def test_signing_in_leads_nowhere_but_into_the_desk(parts: Parts, wanted: str, led: str):
    Accounts(parts.library.database).add("wang", PASSWORD, "editor")
    client = TestClient(application(parts), follow_redirects=False)
    response = client.post(
        "/desk/sign-in", data={"name": "wang", "password": PASSWORD, "next": wanted}
    )
    assert response.headers["location"] == led
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/desk" in cookie


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [("x", "short", "password: 5 characters; expected 12"), (" ", PASSWORD, "cannot be a name")],
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


@BOTH
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
    assert (
        client.post("/desk/sign-in", data={"name": "wang", "password": PASSWORD}).status_code == 401
    )
    assert (
        client.post("/desk/jobs/clear", headers=named).status_code == 403
    )  # a foreign form, for the proxy signs it in too
    secret = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
    assert client.post("/desk/jobs/clear", headers=named, data={"csrf": secret}).status_code == 303
    assert (
        client.post(
            "/desk/document/withdraw", headers=named, data={"csrf": secret, "id": "x"}
        ).status_code
        == 403
    )
    Accounts(parts.library.database).change("wang", disabled=True)
    assert client.get("/desk/documents", headers=named).status_code == 401


def test_a_proxy_without_a_good_secret_is_a_mistake_in_the_settings(tmp_path: Path):
    settings = load(
        {"PRESSROOM_STAFF_HEADER": "X-Forwarded-User", "PRESSROOM_STAFF_SECRET": "short"},
        home=tmp_path,
    )
    refused = pytest.raises(
        StaffError, match="PRESSROOM_STAFF_SECRET: 5 characters; expected 32 or more"
    )
    with refused, open_parts(settings, embedder=HashEmbedder()):
        pass
