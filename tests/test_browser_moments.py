"""Whenever something is sent, stopped or cleared, the chat does what it says: nothing typed is lost,
nothing that was asked vanishes, and the next question can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio
import pytest
from citizens import (
    BOX,
    NEXT,
    QUESTIONS,
    RATE,
    REPLIES,
    SEND,
    STOP,
    Silence,
    ask,
    hesitating,
    visit,
)
from playwright.sync_api import Browser, Page, Route, expect
from served import Served

OTHER = "今年生育津贴怎么发放？"
ASSETS = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"

# As soon as a part of the page is there, in the same turn of the browser's loop.
AT_ONCE = """([aim, deed]) => {
    const done = new MutationObserver(() => {
        const found = document.querySelector(aim);
        if (!found) return;
        done.disconnect();
        new Function("found", deed)(found);
    });
    done.observe(document.documentElement, { childList: true, subtree: true, attributes: true });
}"""

# What the library has to choose from comes after a second: as from a server that has just begun.
LATE = """const real = fetch;
globalThis.fetch = async (...given) => {
    const response = await real(...given);
    if (String(given[0]?.url ?? given[0]).includes("/run/")) await new Promise((on) => setTimeout(on, 1000));
    return response;
};"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hanging(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> Iterator[tuple[Served, Silence]]:
    home, limit = tmp_path_factory.mktemp("hanging"), {"PRESSROOM_CHAT_FIRST_SECONDS": "15"}
    with hesitating(home, model_cache, **limit) as opened:
        yield opened


def send(page: Page, question: str) -> None:
    page.locator(BOX).fill(question)
    page.keyboard.press("Enter")


@contextmanager
def answering(browser: Browser, hanging: tuple[Served, Silence]) -> Iterator[tuple[Page, Silence]]:
    """A page on which an answer is coming, for as long as the model is silent."""
    served, silence = hanging
    silence.ended.clear()
    with visit(browser, served) as page:
        send(page, RATE)
        page.locator(STOP).wait_for()
        yield page, silence


def was_stopped(page: Page) -> None:
    expect(page.locator("#chat .problem")).to_have_text("已停止。")
    expect(page.locator(QUESTIONS)).to_have_text(RATE)
    expect(page.locator(SEND)).to_be_visible()
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(NEXT)).to_have_text("再问一次")
    expect(page.get_by_test_id("toast-body")).to_have_count(0)


@pytest.mark.parametrize(
    ("after", "late"),
    [(None, False), (0, False), (300, False), (2000, False), (None, True), (300, True)],
)
def test_whenever_stop_is_pressed_the_question_stays_and_it_is_said(
    browser: Browser, hanging: tuple[Served, Silence], after: int | None, late: bool
) -> None:
    served, silence = hanging
    silence.ended.clear()
    with visit(browser, served, "/documents") as page:
        if late:
            page.add_init_script(LATE)
        page.goto(served.address)
        page.locator(BOX).wait_for()
        if after is None:
            page.evaluate(AT_ONCE, [STOP, "found.click()"])
        send(page, RATE)
        if after is not None:
            page.locator(STOP).wait_for()
            page.wait_for_timeout(after)
            page.locator(STOP).click()
        was_stopped(page)
        page.wait_for_timeout(1200 if late else 0)  # nothing that comes later changes it
        was_stopped(page)
        silence.ended.set()
        expect(page.locator("#chat .stage")).to_have_count(0)
        page.locator(NEXT).click()
        expect(page.locator(REPLIES)).to_contain_text("97.8%")
        expect(page.locator(QUESTIONS)).to_have_text(RATE)


def test_what_the_library_has_to_choose_from_comes_late_and_takes_no_answer_away(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, "/documents") as page:
        page.add_init_script(LATE)
        page.goto(served.address)
        reply = ask(page, f"{RATE}只看2025年")
        page.locator("#year").get_by_role("listbox").or_(page.locator("#year input")).wait_for()
        page.wait_for_timeout(1500)
        expect(reply).to_contain_text("97.8%")
        expect(page.locator("#year input")).to_have_value("2025")


def test_what_is_sent_before_all_parts_of_the_page_are_there_is_asked_in_the_old_conversation(
    browser: Browser, served: Served
) -> None:
    (part,) = (
        file.name for file in ASSETS.glob("Index-*.js") if "feedback_value" in file.read_text()
    )
    held: list[Route] = []
    with visit(browser, served) as page:
        ask(page, RATE)
        page.route(f"**/{part}", lambda route: held.append(route))
        page.reload(wait_until="commit")
        page.locator(BOX).wait_for()
        send(page, OTHER)
        page.wait_for_timeout(500)
        expect(page.locator(BOX)).to_have_value(OTHER)
        for route in held:
            route.continue_()
        expect(page.locator(QUESTIONS)).to_have_text([RATE, OTHER])
        expect(page.locator(REPLIES)).to_have_count(2)
        expect(page.locator(BOX)).to_have_value("")
        assert held


def test_what_is_sent_in_the_moment_of_an_answer_is_asked(browser: Browser, served: Served) -> None:
    deed = f"""const box = document.querySelector("{BOX}");
        box.value = "{OTHER}";
        box.dispatchEvent(new Event("input", {{ bubbles: true }}));
        box.dispatchEvent(new KeyboardEvent("keydown", {{ key: "Enter", bubbles: true }}));
        box.dispatchEvent(new KeyboardEvent("keypress", {{ key: "Enter", bubbles: true }}));"""
    with visit(browser, served) as page:
        page.locator(BOX).wait_for()
        page.evaluate(AT_ONCE, ["#chat .reply[data-whole]", deed])
        send(page, RATE)
        expect(page.locator(QUESTIONS)).to_have_text([RATE, OTHER])
        expect(page.locator("#chat .reply[data-whole]")).to_have_count(2)


def test_what_is_sent_while_an_answer_is_coming_waits_in_the_box_for_its_turn(
    browser: Browser, hanging: tuple[Served, Silence]
) -> None:
    with answering(browser, hanging) as (page, silence):
        send(page, OTHER)
        page.wait_for_timeout(500)
        expect(page.locator(BOX)).to_have_value(OTHER)
        expect(page.locator(QUESTIONS)).to_have_text(RATE)
        silence.ended.set()
        expect(page.locator(QUESTIONS)).to_have_text([RATE, OTHER])
        expect(page.locator("#chat .reply[data-whole]")).to_have_count(2)
        expect(page.locator(BOX)).to_have_value("")


def test_what_is_written_while_an_answer_is_coming_stays_in_the_box(
    browser: Browser, hanging: tuple[Served, Silence]
) -> None:
    with answering(browser, hanging) as (page, silence):
        page.locator(BOX).fill(OTHER)
        silence.ended.set()
        page.locator("#chat .reply[data-whole]").wait_for()
        expect(page.locator(BOX)).to_have_value(OTHER)
        page.reload()
        page.locator("#chat .reply[data-whole]").wait_for()
        expect(page.locator(BOX)).to_have_value(OTHER)


def test_what_is_sent_twice_at_once_is_one_question(browser: Browser, served: Served) -> None:
    with visit(browser, served) as page:
        page.locator(BOX).fill(RATE)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.locator("#chat .reply[data-whole]").wait_for()
        page.wait_for_timeout(500)
        expect(page.locator(QUESTIONS)).to_have_text(RATE)
        expect(page.locator(BOX)).to_have_value("")


def test_a_conversation_that_is_ended_while_an_answer_is_coming_stays_empty(
    browser: Browser, hanging: tuple[Served, Silence]
) -> None:
    with answering(browser, hanging) as (page, silence):
        page.locator("#clear").click()
        expect(page.locator(SEND)).to_be_visible()
        silence.ended.set()
        page.wait_for_timeout(500)
        expect(page.locator(QUESTIONS)).to_have_count(0)
        page.reload()
        page.locator("#chat .example").first.wait_for()
        expect(page.locator(QUESTIONS)).to_have_count(0)


def test_a_server_that_stops_in_the_middle_of_an_answer_is_said_and_the_question_is_kept(
    browser: Browser, hanging: tuple[Served, Silence]
) -> None:
    """The last of those who share this server: another process has its place then."""
    served, silence = hanging
    silence.asked.clear()
    with answering(browser, hanging) as (page, _):
        page.get_by_text("正在查找 229 个段落").first.wait_for()
        while not silence.asked.is_set():  # the answer is being written
            page.wait_for_timeout(50)
        served.stop(at_once=True)
        expect(page.get_by_role("alert")).to_contain_text("连接中断了。您的问题还在。")
        expect(page.get_by_text("Connection")).not_to_be_visible()  # as Gradio says it
        silence.ended.set()
        served.start()  # the page comes back by itself
        expect(page.locator("#chat .problem")).to_contain_text("连接中断了。您的问题还在。")
        page.get_by_role("button", name="再问一次").click()
        expect(page.locator("#chat .quote").first).to_contain_text("97.8%")
        served.stop(at_once=True)
        page.locator(BOX).fill("那2024年呢？")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("您的问题还在")
        served.start()
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator(BOX)).to_have_value("那2024年呢？")
