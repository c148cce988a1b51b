"""Nobody uses the API without a token that is valid and enough. The calls are read from the
application: a new one cannot be forgotten.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import anyio
import pytest
import sqlalchemy as sa
from fakes import HashEmbedder
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.settings import load
from pressroom.assistant.staff.failures import _ADDRESSES, Failures
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.staff_api import BASE, guard
from pressroom.assistant.web.staff_api.guard import OPEN
from pressroom.corpus.storage.tables import tokens as stored_tokens
from programs import Programs

# What needs a publisher. Whoever adds a call decides here, too.
PUBLISHERS = {
    "POST /documents/{document_id:path}/withdraw",
    "POST /documents/{document_id:path}/restore",
    "POST /drafts/{draft_id}/back",
    "POST /drafts/{draft_id}/publish",
    "POST /drafts/{draft_id}/schedule",
    "POST /drafts/{draft_id}/rebase",
}
EDITORS = {
    "POST /documents",  # a publisher's, where it publishes: see test_staff_api
    "POST /documents/{document_id:path}/versions",
    "POST /drafts/{draft_id}/ask",
    "POST /drafts/{draft_id}/edits",
    "POST /drafts/{draft_id}/undo",
    "POST /drafts/{draft_id}/ready",
    "POST /drafts/{draft_id}/discard",
    "POST /files",
}


@cache
def calls() -> list[str]:
    """`METHOD /path` of every route of the API, the description aside."""
    import tempfile

    with (
        tempfile.TemporaryDirectory() as home,
        open_parts(load({}, home=Path(home)), embedder=HashEmbedder()) as parts,
    ):
        return sorted(
            f"{method} {path}" for method, path in _routes(Programs(parts).api) if path != OPEN
        )


def _routes(app: Any) -> Iterator[tuple[str, str]]:
    for route in _flat(app.routes):
        for method in route.methods:
            yield method, route.path


def _flat(routes: Any) -> Iterator[APIRoute]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif inner is not None:
            yield from _flat(inner.routes)


def send(client: TestClient, call: str, **more: Any) -> Any:
    method, _, path = call.partition(" ")
    filled = re.sub(r"\{[^}]*\}", "1", path).lstrip("/")
    return client.request(method, filled, **({"json": {}} if method == "POST" else {}) | more)


@pytest.fixture
def programs(parts: Parts) -> Programs:
    return Programs(parts)


def dead_tokens(programs: Programs) -> dict[str, str | None]:
    """Why it lets nobody in -> the words of a token."""
    _, revoked = programs.tokens.add("revoked", "publisher", days=30)
    programs.tokens.revoke("revoked")
    old, expired = programs.tokens.add("expired", "publisher", days=30)
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="seconds")
    with programs.parts.library.database.writing() as connection:
        connection.execute(
            sa.update(stored_tokens).where(stored_tokens.c.id == old.id).values(expires_at=past)
        )
    good = programs.words["publisher"]
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    swapped = (
        good[:23] + programs.words["editor"][23:]
    )  # the name of one with the secret of another
    return {
        "none": None,
        "empty": "",
        "nonsense": "x' OR '1'='1",
        "forged": forged,
        "swapped": swapped,
        "revoked": revoked,
        "expired": expired,
    }


def test_every_call_that_changes_something_is_known_here_with_its_role() -> None:
    assert {call for call in calls() if not call.startswith("GET ")} == PUBLISHERS | EDITORS
    assert len(calls()) == 25


def test_every_call_is_refused_without_a_valid_token_and_the_refusal_is_noted(
    programs: Programs,
) -> None:
    for why, words in dead_tokens(programs).items():
        for call in calls():
            programs.failures._seen.clear()
            programs.noted.clear()
            with programs.client(words) as client:
                response = send(client, call)
            assert response.status_code == 401, (why, call)
            assert list(response.json()) == ["error"]
            assert response.headers["www-authenticate"].startswith("Bearer")
            ((_, action, what, _, _, address),) = programs.noted
            assert (action, what.partition(" ")[0], address) == (
                "token.refused",
                call.partition(" ")[0],
                "testclient",
            )
    assert programs.parts.library.is_empty()
    assert programs.parts.desk.jobs.listed() == []


def test_a_path_that_is_no_call_tells_nothing_without_a_token(programs: Programs) -> None:
    with programs.client(None) as client:
        for path in (
            "nothing",
            "documents/x/y/z",
            "../v1/documents",
            "%2e%2e/documents",
            "openapi.json/",
            "openapi.json/../documents",
            "OPENAPI.JSON",
            "",
        ):
            programs.failures._seen.clear()
            assert client.get(path).status_code in (401, 404), path
            assert "documents" not in client.get(path).json() or path == "openapi.json"


def test_what_publishers_do_is_refused_to_editors_and_the_refusal_is_noted(
    programs: Programs,
) -> None:
    for call in sorted(PUBLISHERS):
        programs.noted.clear()
        with programs.client("editor") as client:
            response = send(client, call)
        assert response.status_code == 403, call
        assert "needs a publisher's" in response.json()["error"]
        assert [line[:2] for line in programs.noted] == [("token:editor-cms", "token.forbidden")]


def test_what_editors_do_is_not_refused_to_them(programs: Programs) -> None:
    with programs.client("editor") as client:
        for call in calls():
            if call not in PUBLISHERS:
                assert send(client, call).status_code not in (401, 403, 500), call


def test_only_the_header_lets_in(programs: Programs) -> None:
    words = programs.words["publisher"]
    with programs.client(None) as client:
        for attempt in (
            {"params": {"token": words}},
            {"params": {"access_token": words}},
            {"headers": {"Cookie": f"token={words}"}},
        ):
            assert client.get("token", **attempt).status_code == 401
        for header in (
            words,
            f"Basic {words}",
            f"Token {words}",
            f"Bearer{words}",
            f"Bearer {words} {words}",
        ):
            assert client.get("token", headers={"Authorization": header}).status_code == 401
        assert client.get("token", headers={"Authorization": f"bearer {words}"}).status_code == 200


def test_two_hundred_wrong_tokens_are_refused_slowed_and_noted_without_filling_the_log(
    programs: Programs,
) -> None:
    with programs.client("pressroom_0123456789ab_" + "A" * 43) as client:
        statuses = [client.get("documents").status_code for _ in range(200)]
        assert statuses == [401] * 20 + [429] * 180
        assert client.get("documents").headers["retry-after"] == "60"
    assert programs.actions == ["token.refused"] * 21
    assert "not written down" in str(programs.noted[-1][4])
    with programs.client("editor") as client:  # whoever guesses keeps nobody out
        assert client.get("documents").status_code == 200


def test_the_bound_on_refusals_is_of_one_address_and_of_a_minute() -> None:
    clock = [0.0]
    failures = Failures(clock=lambda: clock[0])
    assert [failures.add("a") for _ in range(3)] == [1, 2, 3]
    assert failures.add("b") == 1
    clock[0] = 61.0
    assert failures.add("a") == 1
    for number in range(_ADDRESSES * 2):
        failures.add(str(number))
    assert len(failures._seen) <= _ADDRESSES


def test_a_body_is_not_read_before_the_token_is_known(programs: Programs) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("the body was read")

    async def send_on(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"content-type", b"text/plain"),
        (b"authorization", b"Bearer x"),
        (b"transfer-encoding", b"chunked"),
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{BASE}/documents",
        "raw_path": b"",
        "query_string": b"",
        "headers": headers,
    }
    scope |= {"client": ("203.0.113.5", 1), "scheme": "http", "server": ("x", 80), "root_path": ""}
    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has a loop in this thread
        pool.submit(anyio.run, programs.app, scope, receive, send_on).result()
    assert sent[0]["status"] == 401
    assert programs.noted[0][5] == "203.0.113.5"


@pytest.mark.parametrize("said", [True, False], ids=["with its length", "without its length"])
def test_a_body_that_is_too_large_is_refused(
    programs: Programs, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_MOST", 20_000)
    monkeypatch.setattr(guard, "_MOST_JSON", 2_000)
    with programs.client("publisher") as client:
        for path, kind, size in (
            ("documents", "text/plain", 20_001),
            ("documents", "application/json", 20_001),
            ("documents", "multipart/form-data; boundary=x", 20_001),
            ("documents/x/versions", "application/json", 20_001),
            ("files", "multipart/form-data; boundary=x", 20_001),
            ("drafts/x/ask", "application/json", 2_001),
        ):
            head = (
                b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\n"
                if "multipart" in kind
                else b""
            )
            data = head + b"x" * (size - len(head))
            content: Any = data if said else (data[at : at + 1000] for at in range(0, size, 1000))
            response = client.post(path, content=content, headers={"Content-Type": kind})
            assert response.status_code == 413, (path, response.text)
            assert "too large" in response.json()["error"]
    assert programs.parts.desk.drafts.listed() == []


def test_a_body_of_the_wrong_type_is_refused_with_the_right_one(programs: Programs) -> None:
    with programs.client("publisher") as client:
        for call in sorted(PUBLISHERS | EDITORS):
            for kind in (
                "application/x-www-form-urlencoded",
                "application/xml",
                "image/png",
                "",
                "text/html; charset=utf-8",
            ):
                if call == "POST /documents" and kind.startswith("text/"):
                    continue  # the bytes of a web page
                response = send(
                    client, call, json=None, content=b"text=x", headers={"Content-Type": kind}
                )
                assert response.status_code == 415, (call, kind, response.text)
                assert (
                    "expected application/json" in response.json()["error"]
                    or "expected multipart/form-data" in response.json()["error"]
                )


def test_json_that_is_none_or_no_object_is_refused(programs: Programs) -> None:
    with programs.client("publisher") as client:
        for call in sorted((PUBLISHERS | EDITORS) - {"POST /files"}):
            for content in (
                b"",
                b"{",
                b"[]",
                b"null",
                b'"x"',
                b"\xff\xfe",
                b'{"a":' * 5000,
                b'{"reason": "\\ud800", "text": "\\ud800"}',
            ):
                response = send(
                    client,
                    call,
                    json=None,
                    content=content,
                    headers={"Content-Type": "application/json"},
                )
                assert response.status_code in (400, 404, 422), (call, content[:20], response.text)
                assert list(response.json()) == ["error"]


IDS = [
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "a%00b",
    "%2e%2e",
    "x' OR '1'='1",
    "%ff%fe",
    "a" * 5000,
    "-1",
    "1" * 40,
    "..;/x",
]
FILE_NAMES = [
    "../../evil.txt",
    "..\\..\\evil.txt",
    "/etc/evil.txt",
    "a\x00evil.txt",
    "....//evil.txt",
]


def test_a_path_in_an_id_leads_nowhere(programs: Programs) -> None:
    with programs.client("publisher") as client:
        for call, name in itertools.product(calls(), IDS):
            method, _, path = call.partition(" ")
            if "{" in path:
                filled = re.sub(r"\{[^}]*\}", lambda _, name=name: name, path).lstrip("/")
                body = (
                    {"json": {"reason": "x", "revision": 1, "question": "x"}}
                    if method == "POST"
                    else {}
                )
                response = client.request(method, filled, **body)
                assert response.status_code in (404, 405, 422), (call, name, response.text)
                assert "root:" not in response.text


def test_a_path_in_a_file_name_leads_nowhere(programs: Programs, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with programs.client("publisher") as client:
        for at, name in enumerate(FILE_NAMES):
            texts = [
                f"通知{at}{letter}\n\n市水务局：{letter}区停水{at}小时。\n".encode()
                for letter in "甲乙丙"
            ]
            raw = client.post(
                "documents",
                params={"name": name},
                content=texts[0],
                headers={"Content-Type": "text/plain"},
            )
            form = client.post("documents", files={"file": (name, texts[1])})
            jobs = client.post("files", files=[("files", (name, texts[2]))]).json()["jobs"]
            for response in (raw, form):
                assert response.status_code == 201
                assert not set("/\\\x00") & set(response.json()["document_id"])
                assert ".." not in response.json()["document_id"]
            assert not set("/\\\x00") & set(jobs[0]["name"])
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.name for path in after - before} <= {"library.sqlite-wal", "library.sqlite-shm"}


def test_a_fault_of_ours_tells_a_program_nothing_of_the_inside(programs: Programs) -> None:
    with (
        programs.client("publisher") as client,
        patch.object(programs.parts.library, "entries", side_effect=RuntimeError("secret /path")),
    ):
        response = client.get("documents")
    assert response.status_code == 500
    assert response.json()["error"].startswith(
        "GET /api/v1/documents: not done, by a fault of Pressroom"
    )
    assert "secret" not in response.text


def test_the_description_is_whole(programs: Programs) -> None:
    with programs.client(None) as client:
        described = client.get("openapi.json").json()
    assert described["servers"] == [{"url": BASE}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    assert set(operations) == {call.replace(":path", "") for call in calls()}
    for call, operation in operations.items():
        assert operation["summary"], call
        assert operation["security"] == [{"token": []}], call
        assert {"401", "403", "422", "429"} <= set(operation["responses"]), call
        assert call.startswith("GET ") or "requestBody" in operation, call
    references = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described)))
    assert references == set(described["components"]["schemas"]) - {"HTTPValidationError"}
    takes = [
        schema
        for name, schema in described["components"]["schemas"].items()
        if name in ("NewDocument", "NewVersion", "NewEdit", "Publish")
    ]
    assert all(schema["example"] for schema in takes)


def test_the_whole_application_serves_it_only_if_it_is_given(
    parts: Parts, programs: Programs
) -> None:
    with TestClient(
        create_app(
            parts.assistant, parts.library, parts.records, parts.feedback, programs=programs.api
        )
    ) as client:
        assert client.get(f"{BASE}/token").status_code == 401
        assert (
            client.get(
                f"{BASE}/token", headers={"Authorization": f"Bearer {programs.words['editor']}"}
            ).json()["role"]
            == "editor"
        )
        assert client.post("/api/ask", json={"question": "x？"}).status_code == 200
    with TestClient(create_app(parts.assistant, parts.library)) as client:
        assert client.get(f"{BASE}/token").status_code == 404
