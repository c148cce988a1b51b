"""The citizens' page in headless Chromium, served by the real command with the real model."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chat_server
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, expect
from served import Served, serve

RATE = "2025年医保参保率是多少？"

pytestmark = pytest.mark.browser


@contextmanager
def visit(browser: Browser, served: Served, path: str = "/", **context: Any) -> Iterator[Page]:
    """A page in a browser of its own; fails if anything is asked of another host."""
    opened = browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **context})
    opened.set_default_timeout(15_000)
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


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    with visit(browser, served) as opened:
        yield opened


def ask(page: Page, question: str) -> Any:
    """Asks with the keyboard, and gives the reply when it is whole."""
    before = page.locator("#turns > li").count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    reply = page.locator("#turns > li").nth(before)
    reply.locator(".answer:not([aria-busy])").wait_for()
    return reply


def test_the_api_answers_over_http(served: Served) -> None:
    request = urllib.request.Request(
        f"{served.address}/api/ask", data=json.dumps({"question": RATE}).encode(), headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        row = json.load(response)
    assert row["status"] == "answered"
    assert "97.8%" in row["answer"]


def test_the_opening_says_what_is_known_and_what_this_is_not(page: Page) -> None:
    opening = page.locator("#opening")
    opening.get_by_text("目前收录 9 份资料，时间从2024年6月18日到2025年9月2日").wait_for()
    expect(opening).to_contain_text("云浦市医疗保障局")
    expect(opening).to_contain_text("不是官员")


def test_a_citizen_asks_and_follows_a_citation_to_the_highlighted_words(page: Page) -> None:
    reply = ask(page, RATE)
    card = reply.locator(".card").first
    for part in ("97.8%", "周启明", "云浦市医疗保障局党组书记、局长", "2025年6月20日", "发布"):
        expect(card).to_contain_text(part)
    expect(reply.locator(".status")).to_contain_text("逐字核对")
    quoted = card.locator("blockquote").inner_text()
    card.locator("a.open").click()
    mark = page.locator(".paragraph mark").first
    mark.wait_for()
    assert mark.inner_text() == quoted
    assert mark.evaluate("m => { const box = m.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }")
    page.go_back()
    page.locator("#turns .card").first.wait_for()  # the conversation is still there


def test_mark_and_card_light_up_together(page: Page) -> None:
    reply = ask(page, RATE)
    reply.locator("a.mark").first.hover()
    expect(reply.locator(".card").first).to_have_class(re.compile("lit"))
    reply.locator("a.mark").first.click()
    expect(reply.locator(".card").first).to_be_focused()


def test_the_answer_to_a_reporter_says_who_asked(page: Page) -> None:
    reply = ask(page, "异地就医备案手续今年有哪些变化？")
    expect(reply.locator(".card").first).to_contain_text("记者提问：")
    expect(reply.locator(".card .kind").first).to_have_text("答记者问")


def test_a_question_about_the_weather_is_refused(page: Page) -> None:
    reply = ask(page, "明天天气怎么样？")
    expect(reply.locator(".status")).to_contain_text("没有回答这个问题")
    reply.get_by_text("最接近的段落（不是答案）").click()
    reply.locator(".nearest .card").first.wait_for()


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
    expect(page.locator("#turns > li")).to_have_count(0)
    page.reload()
    page.locator("#examples button").first.wait_for()
    expect(page.locator("#turns > li")).to_have_count(0)


def test_an_example_and_a_suggestion_are_asked_with_a_click(page: Page) -> None:
    page.locator("#examples button").first.click()
    page.locator("#turns .card").first.wait_for()
    page.locator("#turns .next button").first.click()
    page.locator("#turns > li").nth(1).locator(".card").first.wait_for()


def test_a_question_is_changed_and_asked_again(page: Page) -> None:
    ask(page, RATE)
    ask(page, "那2024年呢？")
    page.locator("#turns > li").first.get_by_role("button", name="修改").click()
    expect(page.locator("#question textarea")).to_have_value(RATE)
    page.locator("#question textarea").fill("地铁3号线什么时候开通？")
    page.keyboard.press("Enter")
    expect(page.locator("#turns > li")).to_have_count(1)
    expect(page.locator("#turns h2").first).to_have_text("地铁3号线什么时候开通？")


def test_an_answer_is_copied_and_its_link_shows_it_again(browser: Browser, served: Served) -> None:
    with visit(browser, served, permissions=["clipboard-read", "clipboard-write"]) as page:
        reply = ask(page, RATE)
        reply.get_by_role("button", name="复制").click()
        page.locator(".toast").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "97.8%" in copied
        assert f"{served.address}/t/" in copied
        reply.get_by_role("button", name="分享").click()
        expect(page.locator("#say")).to_have_text("链接已复制")
        page.goto(page.evaluate("navigator.clipboard.readText()"))
        expect(page.locator("h1")).to_have_text(RATE)
        expect(page.locator(".quote")).to_contain_text("97.8%")


def test_an_opinion_is_given_with_its_reason_and_thanked_for(page: Page) -> None:
    reply = ask(page, RATE)
    reply.get_by_role("button", name="没用").click()
    reply.get_by_label("内容过时").check()
    reply.get_by_label("还想说什么").fill("数字旧了")
    reply.get_by_role("button", name="提交").click()
    expect(reply.locator(".thanks")).to_contain_text("谢谢")
    page.reload()
    expect(page.locator("#turns .thanks")).to_have_count(1)


def test_the_search_is_limited_by_choice_by_words_and_by_a_document(browser: Browser, served: Served) -> None:
    with visit(browser, served) as page:
        page.locator("#limits summary").click()
        page.get_by_label("年份").select_option("2024")
        reply = ask(page, "医保参保率是多少？")
        expect(reply.locator(".card")).to_have_count(1)
        expect(reply).to_contain_text("只查了：2024")
        page.locator("#chips button").click()
        expect(page.locator("#chips button")).to_have_count(0)
        reply = ask(page, "医保参保率是多少？只看2025年")
        expect(reply.locator(".quote")).to_contain_text("97.8%")
        expect(page.locator("#chips")).to_contain_text("2025")
        reply = ask(page, "只看2024年")
        expect(reply.locator(".quote")).to_contain_text("96.2%")
    with visit(browser, served, "/?document=yunpu-harbour-briefing-2025-05-06") as page:
        expect(page.locator("#chips button")).to_have_count(1)
        expect(ask(page, RATE).locator(".status")).to_contain_text("没有回答")


def test_documents_are_browsed_by_year_body_and_speaker(browser: Browser, served: Served) -> None:
    with visit(browser, served, "/documents") as page:
        expect(page.locator(".list h3")).to_have_count(9)
        page.get_by_label("年份").select_option("2024")
        page.get_by_label("单位").select_option("云浦市应急管理局")
        page.get_by_role("button", name="查看").click()
        expect(page.locator(".list h3")).to_have_count(2)
        page.get_by_role("link", name="郑海川").first.click()
        expect(page.locator("h1")).to_have_text("郑海川")
        page.get_by_role("link", name="问问这位发言人说过什么").click()
        expect(page.locator("#chips")).to_contain_text("郑海川")


def test_the_language_is_the_browsers_until_another_is_chosen(browser: Browser, served: Served) -> None:
    with visit(browser, served, locale="en-GB") as page:
        expect(page.locator("h1")).to_have_text("What did officials say?")
        page.locator(".languages summary").click()
        page.get_by_role("link", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#send")).to_have_text("اسأل")
        page.goto(f"{served.address}/documents")
        expect(page.locator("h1")).to_have_text("الوثائق")


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, served: Served) -> None:
    paths = ("/", "/documents", "/speakers", "/speakers/周启明", "/t/yunpu-harbour-briefing-2025-05-06")
    with visit(browser, served, viewport={"width": 360, "height": 740}) as page:
        for path in paths:
            page.goto(served.address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.goto(served.address)
        reply = ask(page, RATE)
        words, card = reply.locator(".said").bounding_box(), reply.locator(".card").first.bounding_box()
        assert card["y"] >= words["y"] + words["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_at_twice_the_size_nothing_is_cut_off(browser: Browser, served: Served) -> None:
    half = {"width": 640, "height": 400}  # a window of 1280 by 800 at 200 %
    with visit(browser, served, viewport=half, device_scale_factor=2) as page:
        ask(page, RATE)
        for path in ("", "/documents", "/t/云浦市医疗保障新闻发布会-2025-06-20?q=参保"):
            if path:
                page.goto(served.address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
            assert page.evaluate(CUT_OFF) == [], path
        page.goto(served.address)
        page.locator("#send").scroll_into_view_if_needed()
        expect(page.locator("#send")).to_be_in_viewport()


# Buttons and links that stand partly outside the page, or whose words do not fit into them.
CUT_OFF = """[...document.querySelectorAll("button, a, summary, select")].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const shown = box.width > 2 && box.height > 2 && e.checkVisibility() && !e.matches(".skip");
    const clipped = e.scrollWidth > e.clientWidth + 2 && style.display !== "inline" && style.textOverflow !== "ellipsis";
    return shown && (box.left < -1 || box.right > innerWidth + 1 || clipped);
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", [f"/ask?question={RATE}", "/t/云浦市医疗保障新闻发布会-2025-06-20"])
def test_on_paper_there_are_the_words_in_dark_on_light_and_nothing_to_press(browser: Browser, served: Served, path: str) -> None:
    with visit(browser, served, path, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator("main")).to_contain_text("97.8%")
        for gone in (".bar", ".foot", ".contents", ".actions", ".suggestions", "button"):
            expect(page.locator(gone).locator("visible=true")).to_have_count(0)
        ink = page.locator("main").evaluate("e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)")
        assert max(ink) < 90
        assert page.pdf()[:5] == b"%PDF-"


def test_everything_is_reached_with_the_keyboard_alone(page: Page) -> None:
    page.locator("#question textarea").wait_for()
    page.keyboard.type(RATE)  # the box has the focus from the start
    page.keyboard.press("Enter")
    page.locator("#turns .after").wait_for()
    reached: list[str] = []
    page.reload()  # the conversation stays, the focus begins anew
    page.locator("#turns .after").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(e => e.id || e.className || e.tagName + ':' + (e.dataset.edit ? 'edit' : e.innerText))(document.activeElement)")
        )
        if reached[-1] == "send":
            break
    for aim in ("skip", "brand", "t1m1", "number", "send"):
        assert any(aim in name for name in reached), (aim, reached)
    assert "open" in reached


def test_what_is_typed_at_once_is_asked_also_where_our_script_comes_late(browser: Browser, served: Served) -> None:
    with visit(browser, served, "/documents") as page:

        def late(route: Route) -> None:
            time.sleep(1)
            route.continue_()

        page.route("**/chat.js*", late)
        page.goto(served.address, wait_until="commit")
        page.locator("#question textarea").wait_for()
        page.keyboard.type(RATE)
        page.keyboard.press("Enter")
        page.locator("#turns .after").wait_for()
        expect(page.locator("#turns .asked h2")).to_have_text(RATE)


def test_the_page_has_its_style_before_gradio_runs(browser: Browser, served: Served) -> None:
    with visit(browser, served, "/documents") as page:
        styled = page.locator("header.bar").evaluate("e => getComputedStyle(e).display + getComputedStyle(document.body).backgroundColor")
        page.route("**/assets/*.js", lambda route: route.abort())
        page.goto(served.address)
        assert page.locator("#question").count() == 0
        bare = page.locator("header.bar").evaluate("e => getComputedStyle(e).display + getComputedStyle(document.body).backgroundColor")
        assert bare == styled


def test_what_happens_is_told_to_those_who_listen(page: Page) -> None:
    ask(page, RATE)
    region = page.locator("#say")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_contain_text("97.8%")
    expect(region).to_contain_text("共 1 处出处")


def test_hostile_words_in_a_question_show_as_text(page: Page) -> None:
    ask(page, "<img src=x onerror=\"document.title='owned'\"> **x** 参保率")
    expect(page.locator("#turns h2").first).to_contain_text("<img src=x")
    assert "owned" not in page.title()
    assert page.locator("#turns img").count() == 0


def test_five_tabs_answer_at_once(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="zh-CN")
    tabs = [context.new_page() for _ in range(5)]
    for tab in tabs:
        tab.goto(served.address)
    for tab in tabs:
        tab.locator("#question textarea").fill(RATE)
        tab.keyboard.press("Enter")
    for tab in tabs:
        expect(tab.locator("#turns .card")).to_have_count(1, timeout=15_000)
    context.close()


def test_a_server_that_stops_in_the_middle_of_an_answer_is_said_and_the_question_is_kept(
    browser: Browser, tmp_path: Path, model_cache: Path
) -> None:
    released = threading.Event()

    def silent(_messages: list[dict[str, Any]]) -> str:
        released.wait(60)
        return ""

    with chat_server.serve(silent) as model:
        environment = {
            "PRESSROOM_CHAT_MODEL": "openai:m",
            "PRESSROOM_CHAT_BASE_URL": model.address,
            "PRESSROOM_CHAT_API_KEY": "none",
        }
        with serve(tmp_path / "home", models=model_cache, environment=environment) as served, visit(browser, served) as page:
            page.locator("#question textarea").fill(RATE)
            page.keyboard.press("Enter")
            page.get_by_text("正在查找 230 个段落").first.wait_for()
            while not model.asked:  # the answer is being written
                page.wait_for_timeout(50)
            served.stop(at_once=True)
            expect(page.locator(".problem")).to_contain_text("连接中断了。您的问题还在。")
            expect(page.locator("#send")).to_be_visible()
            page.get_by_role("button", name="再问一次").click()
            expect(page.locator(".problem")).to_contain_text("暂时连接不上服务")
            released.set()
            served.start()
            page.get_by_role("button", name="再问一次").click()
            expect(page.locator("#turns .quote").first).to_contain_text("97.8%")


def test_an_answer_that_takes_too_long_is_stopped(browser: Browser, tmp_path: Path, model_cache: Path) -> None:
    released = threading.Event()

    def silent(_messages: list[dict[str, Any]]) -> str:
        released.wait(60)
        return ""

    with chat_server.serve(silent) as model:
        environment = {
            "PRESSROOM_CHAT_MODEL": "openai:m",
            "PRESSROOM_CHAT_BASE_URL": model.address,
            "PRESSROOM_CHAT_API_KEY": "none",
        }
        with serve(tmp_path / "home", models=model_cache, environment=environment) as served, visit(browser, served) as page:
            page.locator("#question textarea").fill(RATE)
            page.keyboard.press("Enter")
            page.locator("#stop").click()
            expect(page.locator("#turns .soft").last).to_have_text("已停止。")
            expect(page.locator("#question textarea")).to_be_focused()
            released.set()


PAGES = {
    "chat": "/",
    "asked": f"/ask?question={RATE}",
    "documents": "/documents",
    "speakers": "/speakers",
    "speaker": "/speakers/周启明",
    "transcript": "/t/云浦市医疗保障新闻发布会-2025-06-20?q=参保&cite=100-140",
    "reading": "/t/yunpu-harbour-briefing-2025-05-06?view=reading",
    "missing": "/t/nothing",
}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize(("scheme", "locale"), [("light", "zh-CN"), ("dark", "ar")])
def test_axe_finds_nothing_serious_on_any_page(browser: Browser, served: Served, scheme: str, locale: str) -> None:
    with visit(browser, served, color_scheme=scheme, locale=locale) as page:
        for name, path in PAGES.items():
            page.goto(served.address + path)
            if name == "chat":
                page.locator("#examples button").first.wait_for()
                assert faults(page) == [], name
                ask(page, "医保参保率是多少？").locator("[data-why]").click()
                ask(page, "明天天气怎么样？").locator(".nearest summary").click()
                page.locator("#limits summary").click()
                page.locator(".languages summary").click()
            assert faults(page) == [], name


def faults(page: Page) -> list[str]:
    """What axe-core finds that is serious, with where."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).response
    return [
        f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] if fault["impact"] in SERIOUS for node in fault["nodes"]
    ]


def test_a_hostile_document_shows_as_text_on_every_page(browser: Browser, tmp_path: Path, model_cache: Path) -> None:
    script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    words = f"居民水价为每立方米3元 {script} [链接](javascript:alert(1)) \u202e8.79\u202c {'长' * 5000}。"
    document = tmp_path / "hostile.txt"
    document.write_text(f"关于水价 {script} 的通知\n\n局长<b onclick=alert(1)>：{words}\n\n局长张三：{words}\n", "utf-8")
    phone = {"width": 390, "height": 800}
    with (
        serve(tmp_path / "home", models=model_cache, arguments=("--docs", str(document))) as served,
        visit(browser, served, viewport=phone) as page,
    ):
        reply = ask(page, "居民水价是多少元？")
        expect(page.locator("#say")).to_contain_text("3元")
        assert "\u202e" not in page.content()
        kept = f"/a/{reply.locator('[data-answer]').get_attribute('data-answer')}"
        for path in (
            kept,
            "/",
            "/?question=水价\u202e8.79",
            "/t/hostile?q=水价",
            "/documents",
            "/speakers",
            "/speakers/张三",
            "/ask?question=居民水价是多少元？",
        ):
            page.goto(served.address + path)
            page.wait_for_load_state("networkidle")
            assert "owned" not in page.title() or "script" in page.title(), path
            assert page.evaluate("[...document.images].length + document.querySelectorAll('[onerror],[onclick]').length") == 0, path
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert "\u202e" not in page.content(), path
