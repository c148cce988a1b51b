"""The line of questions: a few at a time, clients in turn, bounds that are told, nothing held back
by who hangs or leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from threading import Event
from types import SimpleNamespace

import coroutines
import pytest
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.line import BusyError, Line, Wait
from pressroom.assistant.web.stream import client_of


async def told(line: Line, client: str, words: str, done: list[str]) -> None:
    def answer() -> Iterator[str]:
        yield words

    done.append(await line.last(client, answer))


def held(gate: Event) -> Iterator[str]:
    gate.wait(20)
    yield "held"


def test_clients_are_answered_in_turn_however_many_questions_one_has() -> None:
    async def run() -> list[str]:
        line, gate, done = Line(at_once=1), Event(), []
        first = asyncio.create_task(line.last("a", lambda: held(gate)))
        await asyncio.sleep(0)
        many = [asyncio.create_task(told(line, "a", f"a{at}", done)) for at in range(4)]
        await asyncio.sleep(0)
        one = asyncio.create_task(told(line, "b", "b0", done))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, *many, one)
        return done

    assert coroutines.run(run()) == ["b0", "a0", "a1", "a2", "a3"]


def test_who_waits_is_told_and_who_cannot_be_taken_is_told_when_to_come_again() -> None:
    async def run() -> None:
        line, gate = Line(at_once=1, waiting=1, of_client=2), Event()
        first = asyncio.create_task(line.last("a", lambda: held(gate)))
        await asyncio.sleep(0)
        second = line.each("b", lambda: held(gate))
        assert isinstance(await anext(second), Wait)
        with pytest.raises(BusyError) as full:
            await line.last("c", lambda: held(gate))
        assert full.value.seconds >= 1
        gate.set()
        assert await first == "held"
        assert await anext(second) == "held"
        await second.aclose()

    coroutines.run(run())


def test_one_client_cannot_fill_the_line() -> None:
    async def run() -> None:
        line, gate = Line(at_once=1, waiting=9, of_client=2), Event()
        own = [asyncio.create_task(line.last("a", lambda: held(gate))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await line.last("a", lambda: held(gate))
        other = asyncio.create_task(line.last("b", lambda: held(gate)))
        await asyncio.sleep(0)
        gate.set()
        assert await asyncio.gather(*own, other) == ["held"] * 3

    coroutines.run(run())


def test_who_leaves_gives_the_place_to_the_next() -> None:
    async def run() -> None:
        line, gate, done = Line(at_once=1), Event(), []
        first = asyncio.create_task(line.last("a", lambda: held(gate)))
        await asyncio.sleep(0)
        async with aclosing(line.each("b", lambda: held(gate))) as second:
            assert isinstance(await anext(second), Wait)
        third = asyncio.create_task(told(line, "c", "c0", done))
        await asyncio.sleep(0)
        first.cancel()
        assert done == []  # the thread still works for who has left
        gate.set()
        await third
        assert done == ["c0"]

    coroutines.run(run())


def test_an_error_is_the_askers_and_frees_the_place() -> None:
    async def run() -> None:
        line, done = Line(at_once=1), []

        def wrong() -> Iterator[str]:
            raise ValueError("wrong")
            yield ""

        with pytest.raises(ValueError, match="wrong"):
            await line.last("a", wrong)
        await told(line, "a", "a0", done)
        assert done == ["a0"]

    coroutines.run(run())


def test_programs_and_people_are_told_when_to_ask_again(sampled: Parts) -> None:
    line = Line(at_once=1, of_client=0)
    app = create_app(sampled.assistant, sampled.library, line=line)
    asked = {"question": "参保率是多少？"}
    with TestClient(app, headers={"accept-language": "zh"}) as client:
        answer = client.post("/api/ask", json=asked)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert "ask again" in answer.json()["error"]
        said = [{"role": "user", "content": "参保率是多少？"}]
        answer = client.post("/v1/chat/completions", json={"messages": said})
        assert answer.status_code == 429
        assert answer.json()["error"]["type"] == "rate_limit_error"
        page = client.get("/ask", params=asked)
        assert page.status_code == 429
        assert "<h1>现在提问的人较多</h1>" in page.text
        assert client.get("/documents").status_code == 200
        assert client.get("/healthz").status_code == 200


def test_of_an_ipv6_address_the_part_counts_that_one_client_has() -> None:
    one, same, other = (
        client_of(SimpleNamespace(client=SimpleNamespace(host=host)))
        for host in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == same != other
