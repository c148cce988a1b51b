"""Programs ask with their own clients over HTTP: gradio_client, MCP's, OpenAI's, an event stream,
LangChain in the same process.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

import coroutines
import httpx
import openai
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from langchain_core.messages import ToolCall
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from pressroom.assistant.build import Parts
from pressroom.assistant.web.app import create_app
from test_docs_api import running

from pressroom import PressroomRunnable, pressroom_tool

RATE = "2025年医保参保率是多少？"
BEFORE = [RATE, "到2025年5月底，全市基本医保参保率为97.8%。"]
WEATHER = "明天天气怎么样？"


@pytest.fixture(scope="module")
def address(known: Parts) -> Iterator[str]:
    app = create_app(known.assistant, known.library, known.records, known.feedback)
    with running(app) as at:
        yield at


@pytest.fixture(scope="module")
def gradio(address: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False)


@pytest.fixture
def chat(address: str) -> Any:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none").chat.completions


def said(*words: str) -> list[Any]:
    """A conversation as OpenAI's clients send it."""
    roles = ("user", "assistant")
    return [{"role": roles[at % 2], "content": text} for at, text in enumerate(words)]


def whole(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what differs from one asking to the next."""
    return {key: value for key, value in row.items() if key not in ("id", "ms")}


def test_gradios_client_gets_the_row_that_http_gives(gradio: Client, address: str) -> None:
    row = gradio.predict(RATE, api_name="/ask")
    assert row["status"] == "answered"
    assert row["citations"][0]["speaker"] == "周启明"
    over_http = httpx.post(f"{address}/api/ask", json={"question": RATE}).json()
    assert whole(row) == whole(over_http)
    *_, last = gradio.submit(RATE, api_name="/ask")
    assert whole(last) == whole(row)


def test_gradios_client_follows_up_limits_and_is_refused(gradio: Client) -> None:
    row = gradio.predict("那2024年呢？", BEFORE, api_name="/ask")
    assert row["understood"] == "2024年医保参保率是多少？"
    limited = gradio.predict("医保参保率是多少？", year="2024", api_name="/ask")
    assert {row["date"][:4] for row in limited["citations"]} == {"2024"}
    assert gradio.predict(WEATHER, api_name="/ask")["status"] == "not_found"


def test_gradios_client_searches_reads_and_verifies(gradio: Client) -> None:
    passages = gradio.predict("参保率", 3, api_name="/search")
    assert len(passages) == 3
    read = gradio.predict(passages[0]["doc"], api_name="/read")
    assert passages[0]["paragraph"] in [row["number"] for row in read["paragraphs"]]
    claims = gradio.predict("周启明说参保率为99.9%。", api_name="/verify")
    assert claims[0]["verdict"] != "found"


@pytest.mark.parametrize(
    ("given", "name", "told"),
    [
        (["水" * 3000], "/ask", "expected"),
        (["nothing"], "/read", "document: 'nothing' is not here"),
        (["水", 900], "/search", "expected a number from 1 to 50"),
        ([""], "/verify", "the text is empty"),
    ],
)
def test_a_mistake_is_told_to_gradios_client(
    gradio: Client, given: list[Any], name: str, told: str
) -> None:
    with pytest.raises(AppError, match=told):
        gradio.predict(*given, api_name=name)


def test_nobody_uploads_a_file(address: str) -> None:
    sent = httpx.post(f"{address}/gradio_api/upload", files={"files": b"x" * 1000})
    assert sent.status_code == 413
    assert httpx.get(f"{address}/gradio_api/file=/etc/passwd").status_code in (403, 404)


def test_an_mcp_client_finds_four_tools_and_calls_each(address: str) -> None:
    async def calls() -> tuple[list[Any], dict[str, Any]]:
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            given = {
                "ask": {"question": "那2024年呢？", "history": BEFORE},
                "search": {"words": "参保率", "limit": 2},
                "read": {"document": "yunpu-harbour-briefing-2025-05-06", "last": 2},
                "verify": {"text": "参保率为97.8%。"},
            }
            answers = {name: await session.call_tool(name, args) for name, args in given.items()}
            return tools, {name: answer.content[0].text for name, answer in answers.items()}

    tools, answers = coroutines.run(calls())
    assert sorted(tool.name for tool in tools) == ["ask", "read", "search", "verify"]
    assert all("press" in tool.description or "document" in tool.description for tool in tools[:3])
    assert "96.2%" in answers["ask"]
    assert "参保" in answers["search"]
    assert "harbour" in answers["read"].lower()
    assert "verdict" in answers["verify"]


def test_an_mcp_client_gets_citations_and_refusals(address: str) -> None:
    async def rows() -> list[dict[str, Any]]:
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            given = [{"question": words} for words in (RATE, WEATHER)]
            answers = [await session.call_tool("ask", each) for each in given]
            return [ast.literal_eval(answer.content[0].text) for answer in answers]

    answered, refused = coroutines.run(rows())
    source = answered["citations"][0]
    assert source["speaker"] == "周启明"
    assert answered["answer"] in source["text"]
    assert f"<mark>{source['text']}</mark>" in httpx.get(address + source["url"]).text
    assert refused["status"] == "not_found"
    assert refused["citations"] == []


def test_openais_client_gets_the_words_and_where_each_stands(chat: Any, address: str) -> None:
    told = chat.create(model="pressroom", messages=said(RATE)).choices[0].message
    source = told.annotations[0].url_citation
    words = told.content[source.start_index : source.end_index]
    assert "97.8%" in words
    assert "周启明" in source.title
    assert source.url.startswith(f"{address}/t/")
    page = httpx.get(source.url)
    assert f"<mark>{words}</mark>" in page.text


def test_openais_client_streams_follows_up_and_is_refused(chat: Any) -> None:
    conversation = said(*BEFORE, "那2024年呢？")
    chunks = list(chat.create(model="pressroom", messages=conversation, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert "96.2%" in text
    assert "\n\n[1] " in text
    assert text == chat.create(model="x", messages=conversation).choices[0].message.content
    refusal = chat.create(model="pressroom", messages=said(WEATHER)).choices[0].message
    assert "没有回答" in refusal.content
    assert refusal.annotations == []


def test_openais_client_is_told_what_is_wrong(chat: Any) -> None:
    for wrong in ([], said("a", "b"), said("水" * 3000)):
        with pytest.raises(openai.BadRequestError, match="expected"):
            chat.create(model="pressroom", messages=wrong)


def test_openais_client_lists_the_model(address: str) -> None:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="none")
    assert [model.id for model in client.models.list()] == ["pressroom"]


def test_an_answer_comes_as_events_to_who_takes_them(address: str) -> None:
    wanted = {"accept": "text/event-stream"}
    answer = httpx.post(f"{address}/api/ask", json={"question": RATE}, headers=wanted)
    *_, last = answer.text.strip().split("\n\n")
    name, data = last.split("\n", 1)
    assert name == "event: answer"
    assert "97.8%" in json.loads(data.removeprefix("data: "))["answer"]
    wrong = httpx.post(f"{address}/api/ask", json={"question": ""}, headers=wanted)
    assert wrong.status_code == 422


def test_langchain_has_a_runnable_and_a_tool(known: Parts) -> None:
    runnable = PressroomRunnable(known)
    assert "97.8%" in runnable.invoke(RATE)["answer"]
    asked = {"question": "那2024年呢？", "history": BEFORE}
    *_, row = runnable.stream(asked)
    assert "96.2%" in row["answer"]
    assert coroutines.run(runnable.ainvoke(WEATHER))["status"] == "not_found"
    call = ToolCall(name="pressroom", args={"question": RATE}, id="1", type="tool_call")
    message = pressroom_tool(known).invoke(call)
    assert "97.8%" in message.content
    assert message.artifact["citations"][0]["speaker"] == "周启明"
