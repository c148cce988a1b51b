"""A citizen before the chat in headless Chromium: a page, what is on it, and a question asked in it.

A question is sent as soon as there is a box: that the page is ready for it is the page's business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chat_server
from playwright.sync_api import Browser, Locator, Page, Request
from pressroom.assistant.desk.adding import SAMPLES
from served import Served, serve

RATE = "2025年医保参保率是多少？"
# The one sample that answers it: a server that starts with it alone is there sooner.
ONE = ("--docs", str(SAMPLES / "云浦市医疗保障新闻发布会-2025-06-20.txt"))
BOX = "#question textarea"
SEND = "#question .submit-button"
STOP = "#question .stop-button"
REPLIES = "#chat .bot-row"
QUESTIONS = "#chat [data-testid=user]"
EXAMPLES = "#chat .example"
NEXT = "#chat .option"
WHOLE = ".reply[data-whole], .problem"


@contextmanager
def visit(browser: Browser, served: Served, path: str = "/", **context: Any) -> Iterator[Page]:
    """A page in a browser of its own; fails if anything is asked of another host."""
    opened = browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **context})
    page = opened.new_page()
    strangers: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((served.address, "data:", "blob:")):
            strangers.append(request.url)

    opened.on("request", watch)
    page.goto(served.address + path)
    yield page
    opened.close()
    assert not strangers


def ask(page: Page, question: str) -> Locator:
    """Asks with the keyboard, and gives the reply when it is whole."""
    before = page.locator(REPLIES).count()
    page.locator(BOX).fill(question)
    page.keyboard.press("Enter")
    reply = page.locator(REPLIES).nth(before)
    reply.locator(WHOLE).first.wait_for()
    return reply


@dataclass(frozen=True)
class Silence:
    """That of a chat model: `asked` once somebody waits for it, it lasts until it has `ended`."""

    asked: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def reply(self, _messages: list[dict[str, Any]]) -> str:
        self.asked.set()
        self.ended.wait(60)
        return ""


@contextmanager
def hesitating(
    home: Path, models: Path, *, arguments: tuple[str, ...] = ("--samples",), **environment: str
) -> Iterator[tuple[Served, Silence]]:
    """A server whose chat model says nothing before its silence has ended, and then nothing of
    use.
    """
    silence = Silence()
    with chat_server.serve(silence.reply) as model:
        chat = {
            "PRESSROOM_CHAT_MODEL": "openai:m",
            "PRESSROOM_CHAT_BASE_URL": model.address,
            "PRESSROOM_CHAT_API_KEY": "none",
        }
        known = {**chat, **environment}
        with serve(home, models=models, arguments=arguments, environment=known) as served:
            try:
                yield served, silence
            finally:
                silence.ended.set()
