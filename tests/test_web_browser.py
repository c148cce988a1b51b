"""The page in headless Chromium, served by the real command with the real model."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

RATE = "2025年医保参保率是多少？"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[str]:
    """A server as `make run` starts it, on an empty data folder."""
    home = tmp_path_factory.mktemp("served")
    (home / "models").symlink_to(model_cache)
    port = free_port()
    command = [sys.executable, "app.py", "--samples", "--port", str(port)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, stderr=log, stdout=log, env={**os.environ, "PRESSROOM_HOME": str(home)})
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, home / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed for this test; `make browser` installs it")
        pytest.skip("no Chromium here; `make browser` installs it where apt is at hand")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The chat page, ready for a question; fails if anything is asked of another host."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    strangers: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            strangers.append(request.url)

    context.on("request", watch)
    page.goto(address)
    page.get_by_text("我只根据收录的 9 份发布会实录").wait_for()
    yield page
    context.close()
    assert not strangers


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_the_api_answers_over_http(address: str) -> None:
    request = urllib.request.Request(
        f"{address}/api/ask", data=json.dumps({"question": RATE}).encode(), headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        row = json.load(response)
    assert row["status"] == "answered"
    assert "97.8%" in row["answer"]


def test_a_citizen_asks_and_follows_a_citation_to_the_highlighted_words(page: Page) -> None:
    ask(page, RATE)
    card = page.locator(".pr-card").first
    card.wait_for()
    shown = card.inner_text()
    for part in ("97.8%", "周启明", "云浦市医疗保障局党组书记、局长", "2025-06-20"):
        assert part in shown
    with page.context.expect_page() as opened:
        card.locator("a").click()
    transcript = opened.value
    mark = transcript.locator(".paragraph mark").first
    mark.wait_for()
    assert mark.inner_text() == card.locator("blockquote").inner_text()
    assert mark.evaluate("m => { const box = m.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }")


def test_a_question_about_the_weather_is_refused(page: Page) -> None:
    ask(page, "明天天气怎么样？")
    page.get_by_text("收录的资料没有回答这个问题").wait_for()
    page.get_by_text("最接近的段落（不是答案）").click()
    page.locator(".pr-nearest .pr-card").first.wait_for()


def test_a_follow_up_is_answered_and_a_new_conversation_is_empty(page: Page) -> None:
    ask(page, "2024年医保参保率是多少？")
    page.get_by_text("96.2%").first.wait_for()
    ask(page, "那2025年呢？")
    page.get_by_text("按这个问题查找").wait_for()
    page.locator("#clear").click()
    page.locator(".pr-card").first.wait_for(state="detached")


def test_an_example_question_is_asked_with_a_click(page: Page) -> None:
    page.locator("#chat button.example").first.click()
    page.locator(".pr-card").first.wait_for()


def test_hostile_words_in_a_question_show_as_text(page: Page) -> None:
    ask(page, "<img src=x onerror=\"document.title='owned'\"> **x** 参保率")
    page.locator("#chat .user").get_by_text("<img src=x").wait_for()
    page.locator("#chat .bot").first.wait_for()
    assert page.title() != "owned"
    assert page.locator("#chat .user img").count() == 0
