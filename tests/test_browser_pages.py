"""Every page in headless Chromium: on a phone, at twice the size, on paper, in another language, for
those who use no mouse or no eyes, and with a document that means harm.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from citizens import BOX, EXAMPLES, RATE, SEND, ask, visit
from playwright.sync_api import Browser, Page, expect
from pressroom.assistant.languages.texts import languages
from pressroom.assistant.languages.tongue import tongue
from served import Served, serve

pytestmark = pytest.mark.browser

# Buttons and links that stand partly outside the page, or whose words do not fit into them.
CUT_OFF = """[...document.querySelectorAll("button, a, summary, select")].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const shown = box.width > 2 && box.height > 2 && e.checkVisibility() && !e.matches(".skip");
    const clipped = e.scrollWidth > e.clientWidth + 2 && style.display !== "inline" && style.textOverflow !== "ellipsis";
    return shown && (box.left < -1 || box.right > innerWidth + 1 || clipped);
}).map(e => e.outerHTML.slice(0, 120))"""
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
        expect(page.locator("#speaker input")).to_have_value("郑海川")


def test_the_language_is_the_browsers_until_another_is_chosen(
    browser: Browser, served: Served
) -> None:
    with visit(browser, served, locale="en-GB") as page:
        expect(page.locator("h1")).to_have_text("What did officials say?")
        page.locator(".languages summary").click()
        page.get_by_role("link", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator(SEND)).to_have_text("اسأل")
        box, button = page.locator(BOX).bounding_box(), page.locator(SEND).bounding_box()
        assert button["x"] + button["width"] <= box["x"]
        for field in (page.locator(BOX), page.locator("#year input")):
            expect(field).to_have_css("direction", "rtl")
        page.goto(f"{served.address}/documents")
        expect(page.locator("h1")).to_have_text("الوثائق")


NAMES = """[...document.querySelectorAll("gradio-app [aria-label], gradio-app [title], gradio-app [placeholder]")]
    .filter(e => !e.closest(".top-panel"))
    .flatMap(e => ["aria-label", "title", "placeholder"].map(name => e.getAttribute(name) ?? ""))"""


@pytest.mark.parametrize("language", languages())
def test_everything_on_the_page_has_its_name_in_the_readers_language(
    browser: Browser, served: Served, language: str
) -> None:
    """Gradio has no texts in Vietnamese, and says some things in English alone."""
    t = tongue(language).t
    with visit(browser, served, locale=tongue(language).tag) as page:
        expect(page.locator(BOX)).to_have_attribute("placeholder", t["placeholder"])
        expect(page.locator(SEND)).to_have_text(t["send"])
        reply = ask(page, RATE)
        for name in ("useful", "not_useful", "why_not", "again"):
            expect(reply.get_by_role("button", name=t[name], exact=True)).to_have_count(1)
        page.locator("#chat .user-row").get_by_role("button", name=t["edit"]).click()
        expect(page.get_by_role("textbox", name=t["edit"])).to_have_value(RATE)
        expect(page.locator("#chat").get_by_role("button", name=t["cancel"])).to_have_count(1)
        expect(page.get_by_role("log")).to_have_attribute("aria-label", t["conversation"])
        if language in ("ar", "ja", "ko", "ru", "zh"):  # whose letters are not English ones
            assert [name for name in page.evaluate(NAMES) if re.search("[A-Za-z]", name)] == []


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, served: Served) -> None:
    paths = (
        "/",
        "/documents",
        "/speakers",
        "/speakers/周启明",
        "/t/yunpu-harbour-briefing-2025-05-06",
    )
    with visit(browser, served, viewport={"width": 360, "height": 740}) as page:
        for path in paths:
            page.goto(served.address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.goto(served.address)
        reply = ask(page, RATE)
        words, card = (
            reply.locator(".said").bounding_box(),
            reply.locator(".card").first.bounding_box(),
        )
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
        page.locator(SEND).scroll_into_view_if_needed()
        expect(page.locator(SEND)).to_be_in_viewport()


@pytest.mark.parametrize(
    "path", [f"/ask?question={RATE}", "/t/云浦市医疗保障新闻发布会-2025-06-20"]
)
def test_on_paper_there_are_the_words_in_dark_on_light_and_nothing_to_press(
    browser: Browser, served: Served, path: str
) -> None:
    with visit(browser, served, path, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator("main")).to_contain_text("97.8%")
        for gone in (".bar", ".foot", ".contents", ".actions", ".suggestions", "button"):
            expect(page.locator(gone).locator("visible=true")).to_have_count(0)
        ink = page.locator("main").evaluate(
            "e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)"
        )
        assert max(ink) < 90
        assert page.pdf()[:5] == b"%PDF-"


def test_the_page_has_its_style_before_gradio_runs(browser: Browser, served: Served) -> None:
    with visit(browser, served, "/documents") as page:
        styled = page.locator("header.bar").evaluate(
            "e => getComputedStyle(e).display + getComputedStyle(document.body).backgroundColor"
        )
        page.route("**/assets/*.js", lambda route: route.abort())
        page.goto(served.address)
        assert page.locator("#question").count() == 0
        bare = page.locator("header.bar").evaluate(
            "e => getComputedStyle(e).display + getComputedStyle(document.body).backgroundColor"
        )
        assert bare == styled


@pytest.mark.parametrize(("scheme", "locale"), [("light", "zh-CN"), ("dark", "ar")])
def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, served: Served, scheme: str, locale: str
) -> None:
    with visit(browser, served, color_scheme=scheme, locale=locale) as page:
        for name, path in PAGES.items():
            page.goto(served.address + path)
            if name == "chat":
                page.locator(EXAMPLES).first.wait_for()
                assert faults(page) == [], name
                ask(page, "医保参保率是多少？").locator(".extra-feedback button").first.hover()
                ask(page, "明天天气怎么样？").locator(".nearest summary").click()
                page.locator("#year input").click()
                page.locator(".languages summary").click()
            assert faults(page) == [], name


def faults(page: Page) -> list[str]:
    """What axe-core finds that is serious, with where."""
    found = (
        Axe()
        .run(
            page,
            options={
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            },
        )
        .response
    )
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def test_a_hostile_document_shows_as_text_on_every_page(
    browser: Browser, tmp_path: Path, model_cache: Path
) -> None:
    script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    words = f"居民水价为每立方米3元 {script} [链接](javascript:alert(1)) \u202e8.79\u202c {'长' * 5000}。"
    document = tmp_path / "hostile.txt"
    document.write_text(
        f"关于水价 {script} 的通知\n\n局长<b onclick=alert(1)>：{words}\n\n局长张三：{words}\n",
        "utf-8",
    )
    phone = {"width": 390, "height": 800}
    with (
        serve(tmp_path / "home", models=model_cache, arguments=("--docs", str(document))) as served,
        visit(browser, served, viewport=phone) as page,
    ):
        reply = ask(page, "居民水价是多少元？")
        expect(page.get_by_role("log")).to_contain_text("3元")
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
            assert (
                page.evaluate(
                    "[...document.images].length + document.querySelectorAll('[onerror],[onclick]').length"
                )
                == 0
            ), path
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert "\u202e" not in page.content(), path
