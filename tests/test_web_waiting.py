"""Nothing waits for what has nothing to do with it: pages and health not for the database in the
event loop, the line not for whoever has left.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any
from urllib.parse import quote

import coroutines
import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.staff.accounts import Accounts
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.health import Health, Seen
from pressroom.assistant.web.leaving import Leaving, while_there
from pressroom.assistant.web.line import Line, Wait
from pressroom.corpus.library.catalogue import Catalogue
from pressroom.corpus.library.library import Library
from pressroom.corpus.storage.database import Database
from pressroom.index.patience import LeftError, Stay, during, in_time

RATE = "2025年医保参保率是多少？"
PASSWORD = "a long enough password"
PAGES = ("/", "/documents", "/speakers", "/feed", "/sitemap.xml", "/robots.txt", "/nothing")
DESK = ("", "/add", "/documents", "/questions", "/insight", "/staff", "/tokens", "/nothing")
WELL = Seen(7, ())


def application(parts: Parts, **given: Any) -> FastAPI:
    return create_app(
        parts.assistant, parts.library, parts.records, parts.feedback, parts.desk, **given
    )


# --- the event loop


@pytest.fixture
def asked_in_the_loop(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What was asked of the database, or of a lock that is held for it, where all pages wait."""
    found: set[str] = set()

    def watch(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            try:
                asyncio.get_running_loop()
                found.add(f"{owner.__name__}.{name}")
            except RuntimeError:  # a thread of its own
                pass
            return real(*given, **named)

        monkeypatch.setattr(owner, name, watched)

    for name in ("reading", "writing", "commits"):
        watch(Database, name)
    watch(Catalogue, "shelf")
    return found


def test_no_page_asks_the_database_where_all_pages_wait(
    sampled: Parts, asked_in_the_loop: set[str]
) -> None:
    with TestClient(application(sampled), headers={"accept-language": "zh"}) as client:
        row = client.post("/api/ask", json={"question": RATE}).json()
        answer = f"/a/{row['id']}"
        for path in (*PAGES, f"/ask?question={quote(RATE)}", answer, row["citations"][0]["url"]):
            assert client.get(path).status_code in (200, 404), path
        said = [{"role": "user", "content": "月球上有多少头大象？"}]
        for stream in (True, False):
            sent = {"stream": stream, "messages": said}
            assert client.post("/v1/chat/completions", json=sent).status_code == 200
        client.post("/api/ask", json={"question": RATE}, headers={"accept": "text/event-stream"})
        asked_of_gradio(client)
    assert asked_in_the_loop == set()


def test_no_page_of_the_desk_asks_it_there_either(
    parts: Parts, asked_in_the_loop: set[str]
) -> None:
    accounts = Accounts(parts.library.database)
    for name, role in (("wang", "admin"), ("zhao", "editor")):
        accounts.add(name, PASSWORD, role)
    with TestClient(application(parts)) as client:
        for name in ("zhao", "wang"):
            client.post("/desk/sign-in", data={"name": name, "password": PASSWORD})
            for page in DESK:
                assert client.get(f"/desk{page}").status_code in (200, 403, 404), page
            form = client.get("/desk/add").text
            secret = re.findall(r'name="csrf" value="([^"]+)"', form)[0]
            for csrf in (secret, "forged"):
                client.post("/desk/add", data={"csrf": csrf, "text": "张三：是的。"})
        client.cookies.delete("pressroom_desk")
        assert client.post("/desk/add", data={"csrf": secret}).status_code == 401
    assert asked_in_the_loop == set()


def asked_of_gradio(client: TestClient) -> None:
    """As the chat page asks."""
    events = client.get("/config").json()["dependencies"]
    typed = next(event["id"] for event in events if event["api_name"] == "typed")
    sent = {"data": [RATE, [], "", "", "", ""], "fn_index": typed, "session_hash": "visit"}
    assert client.post("/gradio_api/queue/join", json=sent).status_code == 200
    assert "97.8" in client.get("/gradio_api/queue/data?session_hash=visit").text


# --- health


def test_health_is_told_though_all_threads_of_pages_wait(
    sampled: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, real = Event(), Library.history

    def held(*given: Any) -> Any:
        gate.wait(120)
        return real(*given)

    monkeypatch.setattr(Library, "history", held)
    entry = sampled.library.entries()[0]
    threads = 60  # more than FastAPI has for pages
    with TestClient(application(sampled)) as client, ThreadPoolExecutor(threads) as pool:
        pages = [pool.submit(client.get, f"/t/{quote(entry.id)}") for _ in range(threads)]
        assert client.get("/healthz").json()["status"] == "ok"
        assert not any(page.done() for page in pages)
        gate.set()
        assert {page.result().status_code for page in pages} == {200}


def test_health_that_cannot_be_seen_soon_is_told_as_it_was() -> None:
    gate, looks = Event(), iter([lambda: WELL, lambda: gate.wait(120) and Seen(8, ("words",))])
    health = Health(lambda: next(looks)(), patience=0.05)

    async def run() -> list[Seen]:
        seen = [await look(health), await health.seen(), await health.seen()]
        gate.set()
        return [*seen, await look(health)]

    assert coroutines.run(run()) == [WELL, WELL, WELL, Seen(8, ("words",))]


def test_what_never_answered_is_no_health() -> None:
    gate = Event()
    health = Health(lambda: gate.wait(120) and WELL, patience=0.05)
    seen = coroutines.run(health.seen())
    gate.set()
    assert seen.row()["status"] == "degraded"
    assert seen.down == ("the library does not answer",)


async def look(health: Health) -> Seen:
    """What a look sees, however slow the machine is."""
    health._patience = 120
    try:
        return await health.seen()
    finally:
        health._patience = 0.05


# --- who has left


def held(gate: Event) -> Iterator[str]:
    gate.wait(120)
    yield "held"


def hanging(gate: Event, begun: Event) -> Iterator[str]:
    """As an answer waits for a chat model that says nothing."""
    begun.set()
    yield from in_time(lambda: held(gate), first=120, whole=120)


def gone_after(event: asyncio.Event) -> Request:
    """A request whose client closes the connection then."""

    async def receive() -> dict[str, str]:
        await event.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


def test_who_left_is_waited_for_no_longer() -> None:
    gate, stay, begun = Event(), Stay(), Event()

    def wait() -> str:
        with during(stay):
            return next(hanging(gate, begun))

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        begun.wait(120)
        stay.end()
        with pytest.raises(LeftError):
            waiting.result()
        again = pool.submit(wait)  # over before it began
        with pytest.raises(LeftError):
            again.result()
    gate.set()


def test_only_as_many_compute_as_there_are_turns_and_who_waits_on_others_needs_none() -> None:
    turns, gate, begun, order = Semaphore(1), Event(), Event(), list[str]()

    def waits() -> None:
        with during(Stay(turns)):
            order.extend(hanging(gate, begun))

    def computes() -> None:
        begun.wait(120)
        with during(Stay(turns)):
            assert not turns.acquire(blocking=False)
            order.append("computed")
        gate.set()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(waits), pool.submit(computes)]:
            done.result()
    assert order == ["computed", "held"]
    assert turns.acquire(blocking=False)


@pytest.mark.parametrize("how", ["the request", "the page"])
def test_whoever_leaves_while_a_model_hangs_frees_the_place_at_once(how: str) -> None:
    async def run() -> str:
        line, gate, begun, gone = Line(at_once=1), Event(), Event(), asyncio.Event()
        items = line.each("a", lambda: hanging(gate, begun), visit="page")
        first = asyncio.create_task(while_there(gone_after(gone), anext(items)))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        gone.set() if how == "the request" else line.leave("page")
        with pytest.raises((HTTPException, LeftError)):
            await first
        told = await line.last("b", lambda: iter(["told"]))  # while the model still hangs
        gate.set()
        return told

    assert coroutines.run(run()) == "told"


@pytest.mark.parametrize("how", ["the request", "the page"])
def test_whoever_leaves_the_line_holds_nobody_up(how: str) -> None:
    async def run() -> None:
        line, gate, gone = Line(at_once=1, waiting=1), Event(), asyncio.Event()
        first = asyncio.create_task(line.last("a", lambda: held(gate)))
        await asyncio.sleep(0)
        items = line.each("b", lambda: held(gate), visit="page")
        assert isinstance(await anext(items), Wait)
        second = asyncio.create_task(while_there(gone_after(gone), anext(items)))
        await asyncio.sleep(0)
        gone.set() if how == "the request" else line.leave("page")
        with pytest.raises((HTTPException, LeftError)):
            await second
        third = line.each("c", lambda: held(gate))
        assert isinstance(await anext(third), Wait)  # else the line were full
        gate.set()
        assert await first == "held"
        await third.aclose()

    coroutines.run(run())


def test_a_page_that_is_closed_is_heard_by_its_stream() -> None:
    left: list[str] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def run() -> None:
        for path in ("/gradio_api/queue/data", "/documents"):
            scope = {"type": "http", "path": path, "query_string": b"session_hash=visit"}
            await Leaving(app, leave=left.append)(scope, receive, json.dumps)

    coroutines.run(run())
    assert left == ["visit"]
