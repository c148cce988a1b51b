"""POST /v1/chat/completions as OpenAI's clients send it: a conversation in, checked words with
their sources out, whole or as they come.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pressroom.assistant.asking import Asking
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.say.plain import Plain, plain, source_name
from pressroom.assistant.say.rows import answer_row, citation_url
from pressroom.assistant.web.leaving import while_there
from pressroom.assistant.web.line import Line, Wait
from pressroom.assistant.web.stream import begun, client_of, event, streamed
from pressroom.corpus.errors import QuestionError
from pydantic import BaseModel, ConfigDict

MODEL = "pressroom"


class Message(BaseModel):
    """What was said by `user`, `assistant` or others; of a list of parts the texts count."""

    model_config = ConfigDict(extra="ignore")
    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class Completion(BaseModel):
    """What is sent. Settings of a language model (temperature …) say nothing here, and are ignored,
    as is what a `system` tells: nothing but official words is said.
    """

    model_config = ConfigDict(extra="ignore")
    messages: list[Message]
    model: str = MODEL
    stream: bool = False

    def asked(self) -> tuple[str, Sequence[str]]:
        """The last question and what was said before it: question, answer, question …"""
        said = [message for message in self.messages if message.role in ("user", "assistant")]
        if not said or said[-1].role != "user":
            raise QuestionError(
                "messages: the last one is no question; expected one of role `user`"
            )
        return said[-1].text, [message.text for message in said[:-1]]


def completions(asking: Asking, line: Line) -> APIRouter:
    """The two calls that OpenAI's clients make: which models there are, and to ask one."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    def models() -> dict[str, Any]:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
        return {"object": "list", "data": [model]}

    @router.post("/chat/completions")
    async def complete(sent: Completion, request: Request) -> Response:
        base, client = str(request.base_url).rstrip("/"), client_of(request)
        question, history = sent.asked()

        def begin() -> Iterator[_Told]:
            for answer in asking.answers(question, history):
                message = asking.message(answer)
                yield _Told(answer, message, plain(answer, message, base=base))

        if sent.stream:
            return streamed(_chunks(await begun(line.each(client, begin)), base))
        return JSONResponse(_whole(await while_there(request, line.last(client, begin)), base))

    return router


class _Told(NamedTuple):
    """An answer so far, what the assistant says with it, and both in plain words."""

    answer: Answer
    message: str
    said: Plain


def _whole(last: _Told, base: str) -> dict[str, Any]:
    answer, message, said = last
    told = {
        "role": "assistant",
        "content": "\n\n".join(filter(None, (said.text, said.sources))),
        "annotations": _annotations(said, base),
    }
    choice = {"index": 0, "message": told, "finish_reason": "stop"}
    row = answer_row(answer, message=message)
    return _frame("chat.completion") | {"choices": [choice], MODEL: row}


async def _chunks(told: AsyncIterator[_Told | Wait], base: str) -> AsyncIterator[str]:
    """Each sentence as soon as it is checked; the sources and the whole row with the last."""
    frame, sent = _frame("chat.completion.chunk"), ""
    yield _chunk(frame, {"role": "assistant", "content": ""})
    async for item in told:
        if isinstance(item, Wait):
            yield f": about {item.seconds} s\n\n"  # a comment, which clients pass over
            continue
        answer, message, said = item
        if said.text != sent:
            yield _chunk(frame, {"content": said.text.removeprefix(sent)})
        sent = said.text
    sources = f"\n\n{said.sources}" if said.sources else ""
    yield _chunk(frame, {"content": sources, "annotations": _annotations(said, base)})
    yield _chunk(frame | {MODEL: answer_row(answer, message=message)}, {}, "stop")
    yield "data: [DONE]\n\n"


def _chunk(frame: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> str:
    return event(frame | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def _frame(kind: str) -> dict[str, Any]:
    identity = f"chatcmpl-{uuid4().hex}"
    return {"id": identity, "object": kind, "created": int(time.time()), "model": MODEL}


def _annotations(said: Plain, base: str) -> list[dict[str, Any]]:
    """Which characters of the message each source carries."""
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": carried.start,
                "end_index": carried.end,
                "title": source_name(carried.citation),
                "url": base + citation_url(carried.citation),
            },
        }
        for carried in said.carried
    ]
