"""The citizens' chat in headless Chromium, served by the real command with the real model."""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from citizens import (
    BOX,
    EXAMPLES,
    NEXT,
    QUESTIONS,
    RATE,
    REPLIES,
    WHOLE,
    ask,
    visit,
)
from playwright.sync_api import Browser, Page, Route, expect
from pressroom.index.huge_pages import use_huge_pages
from served import Served
from smaps import kilobytes

# As Chromium's own tools have it: bytes a second, milliseconds.
SLOW_3G = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}

pytestmark = pytest.mark.browser

ACCENT = """() => { const e = document.body.appendChild(document.createElement("i"));
    e.style.color = getComputedStyle(document.querySelector(".gradio-container")).getPropertyValue("--color-accent");
    return getComputedStyle(e).color }"""


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    with visit(browser, served) as opened:
        yield opened


def said(reply: Any) -> str:
    """The official words of a reply's first sentence, without who says them."""
    by = reply.locator(".quote .by").first.inner_text()
    mark = reply.locator(".quote .mark").first.inner_text()
    return (
        str(reply.locator(".quote").first.inner_text()).removeprefix(by).removesuffix(mark).strip()
    )


def choose(page: Page, limit: str, value: str) -> None:
    page.locator(f"#{limit} input").click()
    page.get_by_role("option", name=value).click()


def test_the_api_answers_over_http(served: Served) -> None:
    request = urllib.request.Request(
        f"{served.address}/api/ask",
        data=json.dumps({"question": RATE}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        row = json.load(response)
    assert row["status"] == "answered"
    assert "97.8%" in row["answer"]


@pytest.mark.skipif(sys.platform != "linux", reason="huge pages of Linux")
def test_the_server_moves_its_model_and_vectors_to_huge_pages(served: Served) -> None:
    assert served.process
    use_huge_pages()
    if not kilobytes("AnonHugePages"):
        pytest.skip("this kernel moves no memory to huge pages")
    for _ in range(300):
        if kilobytes("AnonHugePages", process=served.process.pid) > 40_000:
            return
        time.sleep(0.1)
    pytest.fail("the server has moved nothing")


def test_the_opening_says_what_is_known_and_what_this_is_not(page: Page) -> None:
    opening = page.locator("#opening")
    opening.get_by_text("目前收录 9 份资料，时间从2024年6月18日到2025年9月2日").wait_for()
    expect(opening).to_contain_text("云浦市医疗保障局")
    expect(opening).to_contain_text("不是官员")


def test_a_citizen_asks_and_follows_a_citation_to_the_highlighted_words(page: Page) -> None:
    reply = ask(page, RATE)
    card = reply.locator(".card").first
    for part in ("周启明", "云浦市医疗保障局党组书记、局长", "2025年6月20日", "发布"):
        expect(card).to_contain_text(part)
    expect(reply.locator(".quote")).to_contain_text(
        "周启明（云浦市医疗保障局党组书记、局长）2025年6月20日说：截至2025年5月底"
    )
    expect(reply.locator(".status")).to_contain_text("逐字核对")
    expect(card.locator("blockquote")).to_have_count(0)  # the words stand in the answer already
    quoted = said(reply)
    card.locator("a.open").click()
    mark = page.locator(".paragraph mark").first
    mark.wait_for()
    assert mark.inner_text() == quoted
    assert mark.evaluate(
        "m => { const box = m.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    )
    page.go_back()
    page.locator("#chat .card").first.wait_for()  # the conversation is still there


def test_the_source_of_a_mark_is_shown_beside_the_words(page: Page) -> None:
    reply = ask(page, RATE)
    card = reply.locator(".card").first
    expect(card).to_have_css("box-shadow", "none")
    reply.locator("a.mark").first.hover()
    expect(card).not_to_have_css("box-shadow", "none")
    reply.locator("a.mark").first.click()
    expect(card).to_be_focused()
    card.locator(".around summary").click()
    expect(card.locator(".around mark")).to_have_text(said(reply))


def test_on_a_phone_the_source_comes_as_a_sheet_and_goes_again(
    browser: Browser, served: Served
) -> None:
    phone = {"width": 390, "height": 800}
    with visit(browser, served, viewport=phone, has_touch=True) as page:
        reply = ask(page, RATE)
        card = reply.locator(".card").first
        reply.locator("a.mark").first.tap()
        expect(card).to_have_css("position", "fixed")
        expect(card).to_be_in_viewport()
        card.locator(".close").tap()
        expect(card).not_to_have_css("position", "fixed")


def test_the_answer_to_a_reporter_says_who_asked(page: Page) -> None:
    reply = ask(page, "异地就医备案手续今年有哪些变化？")
    expect(reply.locator(".card").first).to_contain_text("记者提问：")
    expect(reply.locator(".card .kind").first).to_have_text("答记者问")


def test_a_question_about_the_weather_is_refused(page: Page) -> None:
    reply = ask(page, "明天天气怎么样？")
    expect(reply.locator(".status")).to_contain_text("没有回答这个问题")
    reply.get_by_text("最接近的段落（不是答案）").click()
    reply.locator(".nearest .card").first.wait_for()


@pytest.mark.parametrize(
    "asked",
    [
        "臨江街全年遊客多少人次？",
        "大学生每年补助多少？",
        "今年第三季度投资完成多少？",
        "How many containers did the port handle in the first half of 2024?",
        "What will the weather be tomorrow and who will win the election?",
    ],
)
def test_no_neighbours_words_are_shown_for_what_nobody_told(page: Page, asked: str) -> None:
    reply = ask(page, asked)
    expect(reply.locator(".status.none").first).to_be_visible()
    expect(reply.locator(".quote")).to_have_count(0)


def test_the_part_that_may_be_answered_is_and_the_other_is_declined(page: Page) -> None:
    reply = ask(page, "How much is the ferry and what is the director's home address?")
    expect(reply.locator(".quote").first).to_contain_text("12 yuan")
    expect(reply).to_contain_text("what is the director's home address?")


@pytest.mark.parametrize("locale", ["en-GB", "es-ES", "zh-TW"])
def test_what_is_offered_in_a_readers_language_is_answered_in_it(
    browser: Browser, served: Served, locale: str
) -> None:
    for number in (0, -1):
        with visit(browser, served, locale=locale) as page:
            page.locator(EXAMPLES).first.wait_for()
            page.locator(EXAMPLES).nth(number).click()
            reply = page.locator(REPLIES).first
            reply.locator(WHOLE).first.wait_for()
            expect(reply.locator(".status.none")).to_have_count(0)
            expect(reply.locator(".quote, .timeline").first).to_be_visible()


def test_figures_that_differ_from_year_to_year_are_a_timeline(page: Page) -> None:
    reply = ask(page, "医保参保率是多少？")
    days = reply.locator(".timeline time").all_inner_texts()
    assert days == ["2025年6月20日", "2024年6月18日"]


def test_a_follow_up_is_answered_and_a_new_conversation_is_empty(page: Page) -> None:
    ask(page, "2024年医保参保率是多少？")
    reply = ask(page, "那2025年呢？")
    expect(reply).to_contain_text("按这个问题查找")
    expect(reply).to_contain_text("97.8%")
    page.locator("#clear").click()
    expect(page.locator(REPLIES)).to_have_count(0)
    page.reload()
    page.locator(EXAMPLES).first.wait_for()
    expect(page.locator(REPLIES)).to_have_count(0)


def test_an_example_and_a_suggestion_are_asked_with_a_click(page: Page) -> None:
    page.locator(EXAMPLES).first.click()
    page.locator("#chat .card").first.wait_for()
    page.locator(NEXT).first.click()
    page.locator(REPLIES).nth(1).locator(".card").first.wait_for()


def test_a_question_is_changed_and_asked_again(page: Page) -> None:
    ask(page, RATE)
    ask(page, "那2024年呢？")
    page.locator("#chat .user-row").first.get_by_role("button", name="修改").click()
    expect(page.locator("#chat textarea")).to_have_value(RATE)
    page.locator("#chat textarea").fill("地铁3号线什么时候开通？")
    page.locator("#chat .user-row").first.get_by_role("button", name="提问").click()
    expect(page.locator(REPLIES)).to_have_count(1)
    expect(page.locator(QUESTIONS).first).to_have_text("地铁3号线什么时候开通？")


def test_a_question_is_asked_once_more_as_it_is(page: Page) -> None:
    before = ask(page, RATE).locator(".reply").get_attribute("data-answer")
    page.locator(REPLIES).get_by_role("button", name="再问一次").click()
    again = page.locator(f".reply[data-whole]:not([data-answer='{before}'])")
    expect(again).to_contain_text("97.8%")
    expect(page.locator(REPLIES)).to_have_count(1)
    expect(page.locator(QUESTIONS)).to_have_text(RATE)


def test_enter_that_chooses_a_word_while_one_writes_does_not_ask(page: Page) -> None:
    """As Chinese, Japanese and Korean are typed: Enter ends the composition, the next one asks."""
    keyboard = page.context.new_cdp_session(page)
    page.locator(BOX).focus()
    caret = {"selectionStart": len(RATE), "selectionEnd": len(RATE)}
    keyboard.send("Input.imeSetComposition", {"text": RATE, **caret})
    page.keyboard.press("Enter")
    keyboard.send("Input.insertText", {"text": RATE})
    page.wait_for_timeout(500)  # a question would be there by now
    expect(page.locator(BOX)).to_have_value(RATE)
    expect(page.locator(QUESTIONS)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(QUESTIONS)).to_have_text(RATE)


def test_on_a_slow_network_one_reads_at_once_and_asks_when_it_is_there(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, "/healthz") as page:
        network = page.context.new_cdp_session(page)
        network.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_3G})
        page.goto(served.address, wait_until="commit")
        page.locator("#opening").wait_for()
        assert page.locator(BOX).count() == 0  # Gradio is still on its way
        page.locator(BOX).wait_for()
        expect(ask(page, RATE)).to_contain_text("97.8%")


def test_an_answer_is_copied_and_its_link_shows_it_again(browser: Browser, served: Served) -> None:
    with visit(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        reply = ask(page, RATE)
        reply.get_by_role("button", name="复制").click()
        page.locator(".toast:not(:empty)").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "97.8%" in copied
        assert f"{served.address}/t/" in copied
        reply.get_by_role("link", name="分享").click()
        expect(page.locator(".toast:not(:empty)").last).to_have_text("链接已复制")
        page.goto(page.evaluate("navigator.clipboard.readText()"))
        expect(page.locator("h1")).to_have_text(RATE)
        expect(page.locator(".quote")).to_contain_text("97.8%")


def test_an_opinion_is_given_with_its_reason_and_thanked_for(page: Page) -> None:
    reply = ask(page, RATE)
    reply.get_by_role("button", name="问题出在哪里？").hover()
    reply.get_by_role("button", name="内容过时").click()
    expect(page.get_by_test_id("toast-body")).to_contain_text("谢谢")
    expect(page.locator(".toast-header")).not_to_be_visible()  # `Info`, in every language
    page.wait_for_function("sessionStorage['pressroom.conversation'].includes('outdated')")
    page.reload()
    flag = page.locator(REPLIES).get_by_role("button", name="问题出在哪里？")
    flag.wait_for()
    expect(flag).to_have_css("color", page.evaluate(ACCENT))


@pytest.mark.parametrize("size", [(1280, 860), (390, 844)])
def test_the_reasons_of_an_opinion_can_be_read_and_pressed_right_above_the_box(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    viewport = dict(zip(("width", "height"), size, strict=True))
    with visit(browser, served, viewport=viewport) as page:
        for question in ("你好", RATE, "那2024年呢？"):  # short under the bar, and above the box
            reply = ask(page, question)
            page.wait_for_timeout(1500)  # what can be asked next has moved it by then
            reply.get_by_role("button", name="问题出在哪里？").hover()
            reasons = reply.locator(".extra-feedback-option")
            expect(reasons).to_have_count(6)
            for reason in reasons.all():
                expect(reason).to_be_in_viewport(ratio=1)
                reason.click(trial=True)
                assert reason.evaluate("e => e.scrollWidth <= e.clientWidth && e.clientHeight < 50")


def test_the_search_is_limited_by_choice_by_words_and_by_a_document(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served) as page:
        choose(page, "year", "2024")
        reply = ask(page, "医保参保率是多少？")
        expect(reply.locator(".card")).to_have_count(1)
        expect(reply).to_contain_text("只查了：2024")
        choose(page, "year", "全部年份")
        reply = ask(page, "医保参保率是多少？只看2025年")
        expect(reply.locator(".quote")).to_contain_text("97.8%")
        expect(page.locator("#year input")).to_have_value("2025")
        reply = ask(page, "只看2024年")
        expect(reply.locator(".quote")).to_contain_text("96.2%")
    with visit(browser, served, "/?document=yunpu-harbour-briefing-2025-05-06") as page:
        expect(page.locator("#document input")).to_be_visible()
        expect(ask(page, RATE).locator(".status")).to_contain_text("没有回答")


def test_everything_is_reached_with_the_keyboard_alone(page: Page) -> None:
    page.locator(BOX).wait_for()
    page.keyboard.type(RATE)  # the box has the focus from the start
    page.keyboard.press("Enter")
    page.locator("#chat .reply[data-whole]").wait_for()
    reached: list[str] = []
    page.reload()  # the conversation stays, the focus begins anew
    page.locator("#chat .reply[data-whole]").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(e => e.id || e.className || e.tagName + ':' + (e.dataset.edit ? 'edit' : e.innerText))(document.activeElement)"
            )
        )
        if reached[-1] == "send":
            break
    for aim in ("skip", "brand", "t1m1", "number", "submit-button"):
        assert any(aim in name for name in reached), (aim, reached)
    assert "open" in reached


def test_what_is_typed_at_once_is_asked_also_where_our_script_comes_late(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, "/documents") as page:

        def late(route: Route) -> None:
            time.sleep(1)
            route.continue_()

        page.route("**/chat.js*", late)
        page.goto(served.address, wait_until="commit")
        page.locator(BOX).wait_for()
        page.keyboard.type(RATE)
        page.keyboard.press("Enter")
        page.locator("#chat .reply[data-whole]").wait_for()
        expect(page.locator(QUESTIONS)).to_have_text(RATE)


def test_what_happens_is_told_to_those_who_listen(page: Page) -> None:
    ask(page, RATE)
    region = page.get_by_role("log")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_contain_text("97.8%")
    expect(region).to_contain_text("共 1 处出处")


def test_hostile_words_in_a_question_show_as_text(page: Page) -> None:
    ask(page, "<img src=x onerror=\"document.title='owned'\"> **x** 参保率")
    expect(page.locator(QUESTIONS).first).to_contain_text("<img src=x")
    assert "owned" not in page.title()
    assert page.locator("#chat img").count() == 0


def test_five_tabs_answer_at_once(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN")
    tabs = [context.new_page() for _ in range(5)]
    for tab in tabs:
        tab.goto(served.address)
    for tab in tabs:
        tab.locator(BOX).fill(RATE)
        tab.keyboard.press("Enter")
    for tab in tabs:
        expect(tab.locator("#chat .card")).to_have_count(1)
    context.close()
