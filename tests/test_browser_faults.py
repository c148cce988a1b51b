"""What a citizen sees in headless Chromium while something is at fault: a chat model that hangs, a
Chroma server that is down, a data folder that is damaged; and the form that leads to the office.
"""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import chat_server
import pytest
from chroma import free_port, running
from citizens import BOX, ONE, RATE, ask, hesitating, visit
from playwright.sync_api import Browser, Page, expect
from pressroom.assistant.languages.tongue import tongue
from served import Served, serve

NOWHERE = "月球动物园里有多少头大象？"
T = tongue("zh").t

pytestmark = pytest.mark.browser


def is_well(served: Served) -> bool:
    with urllib.request.urlopen(f"{served.address}/healthz", timeout=60) as response:
        return b'"status":"ok"' in response.read()


def wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        time.sleep(0.5)
    raise TimeoutError


def wait_until_well(served: Served) -> None:
    wait_for(lambda: is_well(served))


def no_words_of_engineers(page: Page) -> None:
    for words in ("Traceback", "chroma run", "sqlalchemy", "Error:", "HTTP"):
        expect(page.locator("body")).not_to_contain_text(words)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Served]:
    """A server whose chat model hangs, and whose office can be asked."""
    limits = {"PRESSROOM_CHAT_FIRST_SECONDS": "1", "PRESSROOM_CHAT_SECONDS": "2"}
    office = {"PRESSROOM_ASK_OFFICE": "yes", "PRESSROOM_OFFICE_PHONE": "12345"}
    home = tmp_path_factory.mktemp("alone")
    with hesitating(home, model_cache, arguments=ONE, **limits, **office) as (served, _silence):
        yield served


def test_where_the_chat_model_hangs_the_page_shows_the_answer_without_it(
    browser: Browser, alone: Served
) -> None:
    with visit(browser, alone) as page:
        reply = ask(page, RATE)
        expect(reply).to_contain_text("97.8%")
        expect(reply.locator(".warning")).to_have_text(T["without_model"])
        no_words_of_engineers(page)
        page.goto(f"{alone.address}/documents")  # nothing else waits on the model
        expect(page.locator("h1")).to_be_visible()


def test_a_closed_page_holds_up_nobody_who_asks_after_it(
    browser: Browser, tmp_path: Path, model_cache: Path
) -> None:
    released = threading.Event()
    with chat_server.serve(lambda _messages: str(released.wait())) as model:
        chat = {"PRESSROOM_CHAT_MODEL": "openai:m", "PRESSROOM_CHAT_BASE_URL": model.address}
        limits = {"PRESSROOM_CHAT_FIRST_SECONDS": "600", "PRESSROOM_CHAT_SECONDS": "600"}
        environment = {**chat, **limits, "PRESSROOM_QUESTIONS_AT_ONCE": "1"}
        home = tmp_path / "home"
        with serve(home, models=model_cache, arguments=ONE, environment=environment) as served:
            for number in (1, 2, 3):  # each is begun, though the one before would last ten minutes
                with visit(browser, served) as page:
                    page.locator(BOX).fill(RATE)
                    page.keyboard.press("Enter")
                    wait_for(lambda: len(model.asked) == number)  # noqa: B023
            released.set()


@pytest.mark.long
def test_while_the_chroma_server_is_down_the_page_says_that_the_search_is_not_whole(
    browser: Browser, tmp_path: Path, model_cache: Path
) -> None:
    port, folder = free_port(), tmp_path / "chroma"
    folder.mkdir()
    chroma = running(folder, port)
    environment = {"PRESSROOM_CHROMA_URL": f"http://127.0.0.1:{port}"}
    try:
        with (
            serve(tmp_path / "home", models=model_cache, environment=environment) as served,
            visit(browser, served) as page,
        ):
            expect(ask(page, RATE).locator(".warning")).to_have_count(0)
            chroma.terminate()
            chroma.wait(30)
            reply = ask(page, "今年生育津贴怎么发放？")
            expect(reply).to_contain_text(T["not_whole"])
            no_words_of_engineers(page)
            assert not is_well(served)
            chroma = running(folder, port)
            wait_until_well(served)
            expect(ask(page, RATE).locator(".warning")).to_have_count(0)
    finally:
        chroma.terminate()
        chroma.wait(30)


@pytest.mark.long
@pytest.mark.parametrize("file", ["index/words/meta.json", "index/vectors/chroma.sqlite3"])
def test_over_a_damaged_index_the_page_answers_and_is_whole_again_by_itself(
    browser: Browser, tmp_path: Path, model_cache: Path, file: str
) -> None:
    home = tmp_path / "home"
    with serve(home, models=model_cache) as served:
        served.stop()
        _overwrite(home / file)
        served.start()
        with visit(browser, served) as page:
            reply = ask(page, RATE)
            expect(reply).to_contain_text(T["not_whole"]) if not is_well(served) else None
            no_words_of_engineers(page)
            wait_until_well(served)
            reply = ask(page, RATE)
            expect(reply).to_contain_text("97.8%")
            expect(reply.locator(".warning")).to_have_count(0)


def test_a_question_without_answer_is_sent_to_the_office(browser: Browser, alone: Served) -> None:
    with visit(browser, alone) as page:
        reply = ask(page, NOWHERE)
        expect(reply.get_by_role("link", name="12345")).to_be_visible()
        page.goto(
            alone.address
            + str(reply.get_by_role("link", name=T["office_ask"]).get_attribute("href"))
        )
        expect(page.locator("textarea")).to_have_value(NOWHERE)
        page.get_by_label(T["office_consent"]).check()
        page.get_by_role("button", name=T["office_send"]).click()
        expect(page.get_by_role("status")).to_have_text(T["office_sent"])


def _overwrite(file: Path) -> None:
    with file.open("r+b") as held:
        held.write(b"\xa5" * min(2048, file.stat().st_size))
