"""A chat model's draft: shown only where it passes the same verification as the built-in answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.answer import Assistant
from assistant.build import Parts
from assistant.writer import ChatWriter, open_chat_model
from corpus.errors import SettingsError
from index.search import HybridSearch

RATE = "2025年医保参保率是多少？"
GOOD = {"sentences": [{"text": "参保率是97.8%。", "quotes": [{"passage": 1, "words": "参保率97.8%"}]}]}


def assistant_with(parts: Parts, reply: str) -> Assistant:
    """The assistant over the samples, with a chat model that says just this."""
    built: Any = parts.assistant
    searcher: HybridSearch = parts.searcher
    model = GenericFakeChatModel(messages=iter([AIMessage(content=reply)]))
    return Assistant(
        searcher,
        weight=built._weight,
        meaning=built._meaning,
        writer=ChatWriter(model),
    )


def test_a_draft_that_holds_is_shown_with_its_citation(sampled: Parts) -> None:
    answer = assistant_with(sampled, json.dumps(GOOD, ensure_ascii=False)).ask(RATE)
    assert answer.text == "参保率是97.8%。"
    assert answer.citations[0].text == "参保率97.8%"


@pytest.mark.parametrize(
    "reply",
    [
        "I think it is 99 %.",
        "{not json",
        json.dumps({"sentences": []}),
        json.dumps({"sentences": [{"text": "参保率是99.9%。", "quotes": [{"passage": 1, "words": "参保率97.8%"}]}]}),
        json.dumps({"sentences": [{"text": "参保率是97.8%。", "quotes": [{"passage": 1, "words": "参保率达到97.8%"}]}]}),
        json.dumps({"sentences": [{"text": "参保率是97.8%。", "quotes": [{"passage": 99, "words": "参保率97.8%"}]}]}),
        json.dumps({"sentences": [{"text": "参保率是97.8%。", "quotes": []}]}),
        json.dumps({"sentences": [{"quotes": 3}]}),
        json.dumps({"sentences": "no"}),
        json.dumps([1, 2]),
    ],
)
def test_a_draft_that_fails_gives_way_to_the_built_in_answer(sampled: Parts, reply: str) -> None:
    answer = assistant_with(sampled, reply).ask(RATE)
    assert answer.sentences[0].text in answer.citations[0].text
    assert "97.8%" in answer.text


@pytest.fixture
def chat_server() -> Iterator[Callable[[str], str]]:
    """A real OpenAI-compatible server on this machine that answers with the words it is given; gives its address."""
    said = {"content": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            message = {"role": "assistant", "content": said["content"]}
            body = {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": "m",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def say(content: str) -> str:
        said["content"] = content
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield say
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_openai_compatible_server_can_write_the_answer(sampled: Parts, chat_server: Callable[[str], str]) -> None:
    address = chat_server(json.dumps(GOOD, ensure_ascii=False))
    writer = ChatWriter(open_chat_model("openai:small", base_url=address))
    drafts = writer.draft(sampled.assistant.look_up(RATE).question, sampled.searcher.search(RATE))
    assert [draft.text for draft in drafts] == ["参保率是97.8%。"]


def test_a_server_that_does_not_answer_costs_only_the_draft(sampled: Parts) -> None:
    writer = ChatWriter(open_chat_model("openai:small", base_url="http://127.0.0.1:9/v1"))
    assert writer.draft(sampled.assistant.look_up(RATE).question, sampled.searcher.search(RATE)) == []


@pytest.mark.parametrize("model", ["nobody:nothing", "no-provider-here"])
def test_a_model_that_cannot_be_made_is_one_clear_line(model: str) -> None:
    with pytest.raises(SettingsError, match="PRESSROOM_CHAT_MODEL"):
        open_chat_model(model)
