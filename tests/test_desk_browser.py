"""The whole life of a document in a browser: added, corrected, tried, published, asked, corrected again, withdrawn, restored."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served import ROOT, Served, serve
from test_assistant_desk import QUESTION, TEXT, word_file

pytestmark = pytest.mark.browser


PASSWORD = "a long enough password"
WETLAND = {"云浦湿地公园什么时候开放？", "公园里能骑车吗？"}  # what was asked at the conference, and citizens may ask next


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Served]:
    """The server as `make run` starts it, with accounts made as an operator makes them."""
    home = tmp_path_factory.mktemp("desk")
    for name, role in (("wang", "publisher"), ("li", "editor"), ("root", "admin")):
        command = [sys.executable, "-m", "assistant.cli", "staff", "add", name, "--role", role, "--home", str(home)]
        subprocess.run(command, input=f"{PASSWORD}\n", text=True, check=True, cwd=ROOT, capture_output=True, timeout=60)
    with serve(home, models=model_cache) as running:
        yield running


@pytest.fixture
def context(browser: Browser, desk: Served) -> Iterator[BrowserContext]:
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}) as opened:
        yield opened


def sign_in(context: BrowserContext, desk: Served, name: str = "wang") -> Page:
    page = context.new_page()
    page.goto(f"{desk.address}/desk")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="资料")).to_be_visible()
    return page


def ask(page: Page, desk: Served, question: str = QUESTION) -> None:
    """As a citizen without script would: one question, one page."""
    page.goto(f"{desk.address}/ask?question={question}&lang=zh")


def add(page: Page, desk: Served, *files: Path) -> None:
    page.goto(f"{desk.address}/desk/add")
    page.set_input_files("input[type=file]", list(files))
    page.click("#files button")


def is_accessible(page: Page) -> bool:
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    return not found


def test_the_whole_life_of_a_document(context: BrowserContext, desk: Served, tmp_path: Path):
    page, citizen = sign_in(context, desk), context.browser.new_context().new_page()  # type: ignore[union-attr]
    (tmp_path / "湿地公园.docx").write_bytes(word_file(TEXT))
    add(page, desk, tmp_path / "湿地公园.docx")
    page.get_by_role("link", name="云浦市湿地公园发布会").click()
    assert is_accessible(page)

    page.locator("summary", has_text="周婷").click()
    page.locator("details[open] input[name=name]").fill("周亭")
    page.locator("details[open] .speaker-form button").first.click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    expect(page.locator(".turn .speaker", has_text="周亭")).to_have_count(2)
    draft = page.url.split("?")[0]

    page.get_by_role("link", name="试问").click()
    page.get_by_role("textbox", name="试问").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".quote")).to_contain_text("300公顷")
    assert is_accessible(page)
    ask(citizen, desk)
    expect(citizen.locator(".reply")).not_to_contain_text("300公顷")

    page.goto(draft)
    page.get_by_role("link", name="发布", exact=True).click()
    assert is_accessible(page)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已发布")
    document = page.url.split("&done")[0]
    answered(citizen, desk, "300公顷")
    expect(citizen.locator(".card b")).to_have_text("周亭")
    for limited in (False, True):  # among all documents, and on the page that asks this one alone
        assert suggested(citizen, desk, limited=limited) & WETLAND

    corrected = TEXT.replace("300公顷", "320公顷")
    (tmp_path / "更正.docx").write_bytes(word_file(corrected))
    permalink = kept_answer(citizen, desk)
    add(page, desk, tmp_path / "更正.docx")
    page.locator("#jobs li", has_text="更正.docx").get_by_role("link").click()
    page.get_by_role("link", name="查看差异").click()
    expect(page.locator("ins")).to_have_text("320")
    assert is_accessible(page)
    page.go_back()
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_label("更正了什么").fill("面积数字有误")
    page.get_by_role("button", name="发布", exact=True).click()
    answered(citizen, desk, "320公顷")
    expect(citizen.locator(".reply")).not_to_contain_text("300公顷")
    expect(citizen.locator(".card b")).to_have_text("周亭")  # what staff corrected before holds
    citizen.goto(permalink)
    expect(citizen.locator(".warning").last).to_contain_text("更正（第 2 版）：面积数字有误")
    citizen.goto(f"{desk.address}/t/湿地公园?lang=zh")
    expect(citizen.locator(".corrections")).to_contain_text("面积数字有误")

    page.goto(document)
    assert is_accessible(page)
    page.get_by_role("link", name="撤下").click()
    page.get_by_label("给公众的原因").fill("等待复核")
    page.get_by_role("button", name="撤下").click()
    ask(citizen, desk)
    expect(citizen.locator(".reply")).not_to_contain_text("320公顷")
    citizen.goto(permalink)
    expect(citizen.locator("main")).not_to_contain_text("300公顷")
    expect(citizen.locator("main")).to_contain_text("撤下原因：等待复核")
    citizen.goto(f"{desk.address}/t/湿地公园?lang=zh")
    expect(citizen.locator("main")).to_contain_text("已撤下")
    expect(citizen.locator("main")).not_to_contain_text("320公顷")
    for limited in (False, True):
        assert not suggested(citizen, desk, limited=limited) & WETLAND

    page.get_by_role("link", name="恢复").click()
    page.get_by_role("button", name="恢复").click()
    answered(citizen, desk, "320公顷")
    citizen.goto(permalink)
    expect(citizen.locator("main")).to_contain_text("300公顷")
    for limited in (False, True):
        assert suggested(citizen, desk, limited=limited) & WETLAND


def test_a_question_asked_in_vain_closes_itself_when_a_document_answers_it(context: BrowserContext, desk: Served, tmp_path: Path):
    question = "滨江缆车的票价是多少？"
    with context.browser.new_context() as outside:  # type: ignore[union-attr]
        citizen = outside.new_page()
        citizen.goto(f"{desk.address}/?lang=zh")
        citizen.locator("#question textarea").fill(question)
        citizen.keyboard.press("Enter")
        expect(citizen.locator("#turns .status.none")).to_be_visible(timeout=20_000)
    page = sign_in(context, desk)
    entry = page.locator("table.rows a", has_text=question)
    for _ in range(40):
        page.goto(f"{desk.address}/desk/questions")
        if entry.count():
            break
        page.wait_for_timeout(250)
    assert is_accessible(page)
    entry.click()
    page.get_by_role("button", name="我来办").click()
    expect(page.locator("main")).to_contain_text("wang")
    assert is_accessible(page)
    question_page = page.url
    page.get_by_role("link", name="用资料回答").click()
    (tmp_path / "滨江缆车.txt").write_text("滨江缆车开通通知\n\n2025年5月6日\n\n局长周婷：滨江缆车的票价是每人25元，学生半价。\n", "utf-8")
    add(page, desk, tmp_path / "滨江缆车.txt")
    page.locator("#jobs li", has_text="滨江缆车.txt").get_by_role("link").click()
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已发布")
    closed = page.get_by_role("status").filter(has_text="新资料回答了它")
    for _ in range(80):
        page.goto(question_page)
        if closed.count():
            break
        page.wait_for_timeout(250)
    expect(closed).to_contain_text("滨江缆车")
    expect(closed).to_contain_text(re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d"))
    page.goto(f"{desk.address}/desk/questions?state=closed")
    expect(page.locator("table.rows")).to_contain_text(question)


def answered(citizen: Page, desk: Served, words: str) -> None:
    """Within a few seconds: the indexes follow the library."""
    for _ in range(40):
        ask(citizen, desk)
        if words in (citizen.locator(".reply .said").text_content() or ""):
            return
        citizen.wait_for_timeout(250)
    raise AssertionError(f"{words} is not answered")


def kept_answer(citizen: Page, desk: Served) -> str:
    """The permalink of an answer given now."""
    asked = citizen.request.post(f"{desk.address}/api/ask", data={"question": QUESTION})
    return f"{desk.address}/a/{asked.json()['id']}?lang=zh"


def suggested(citizen: Page, desk: Served, *, limited: bool = False) -> set[str]:
    """The questions that the citizens' page offers to begin with, as they stand on its buttons."""
    with citizen.expect_response(lambda response: "/chat/examples" in response.url):
        citizen.goto(f"{desk.address}/?lang=zh{'&document=湿地公园' if limited else ''}")
    citizen.wait_for_load_state("networkidle")
    return set(citizen.locator("#examples button").all_text_contents())


def test_fifty_files_come_in_while_the_page_stays_usable(context: BrowserContext, desk: Served, tmp_path: Path):
    page = sign_in(context, desk)
    page.goto(f"{desk.address}/desk/add")
    if page.get_by_role("button", name="清除已结束的").count():
        page.get_by_role("button", name="清除已结束的").click()
    files = []
    for number in range(50):
        name = tmp_path / (f"文件{number}.docx" if number % 5 == 0 else f"文件{number}.txt")
        text = TEXT.replace("湿地", f"第{number}号湿地").replace("300", str(400 + number))
        name.write_bytes(b"PK\x03\x04 cut" if number in (10, 20, 30) else word_file(text) if number % 5 == 0 else text.encode())
        files.append(name)
    add(page, desk, *files)
    other = context.new_page()
    other.goto(f"{desk.address}/desk/documents")  # meanwhile
    expect(other.get_by_role("heading", name="资料")).to_be_visible()
    expect(page.locator("#jobs")).to_contain_text("完成 47，未能收入 3", timeout=120_000)
    expect(page.locator("#jobs li.failed .problem")).to_have_count(3)
    expect(page.locator("#jobs li.failed .problem").first).to_contain_text("文件已损坏或不完整。请重新下载或另存后再添加。")
    assert is_accessible(page)


def test_two_editors_of_one_draft(context: BrowserContext, browser: Browser, desk: Served, tmp_path: Path):
    one = sign_in(context, desk)
    (tmp_path / "植物园.txt").write_text(TEXT.replace("湿地", "植物").replace("2025年4月8日", "2025年4月9日"), "utf-8")
    add(one, desk, tmp_path / "植物园.txt")
    one.locator("#jobs li", has_text="植物园.txt").get_by_role("link").click()
    with browser.new_context(locale="zh-CN") as another:
        two = sign_in(another, desk, "li")
        two.goto(one.url)
        two.get_by_label("地点", exact=True).fill("市民中心")
        two.get_by_role("button", name="保存: 地点").click()
        expect(two.get_by_role("status").first).to_have_text("已保存。")
    one.get_by_label("标题", exact=True).fill("植物公园开放")
    one.get_by_role("button", name="保存: 标题").click()
    expect(one.get_by_role("alert")).to_contain_text("li")
    expect(one.locator("main")).to_contain_text("地点：“市民中心”")
    assert is_accessible(one)
    one.get_by_role("button", name="在对方修改的基础上保存我的修改").click()
    expect(one.get_by_label("地点", exact=True)).to_have_value("市民中心")
    expect(one.get_by_label("标题", exact=True)).to_have_value("植物公园开放")


# Of a table whose head a phone does not show, each cell shows its heading itself; bars have theirs in the row.
CELLS_WITHOUT_HEADING = """[...document.querySelectorAll("table.rows:not(.bars) td")].filter((cell) => cell.textContent.trim() !== "–"
  && cell.textContent.trim() && getComputedStyle(cell, "::before").content !== `"${cell.dataset.label}"`).map((cell) => cell.outerHTML)"""
PAGES = ["documents", "add", "questions", "insight", "staff", "tokens", "audit", "account"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_phone(browser: Browser, desk: Served, scheme: str):
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", color_scheme=scheme) as phone:
        page = phone.new_page()
        page.goto(f"{desk.address}/desk")
        assert is_accessible(page)
        page = sign_in(phone, desk, "root")
        for name in PAGES:
            page.goto(f"{desk.address}/desk/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
            assert page.evaluate(CELLS_WITHOUT_HEADING) == [], name
            assert is_accessible(page)


def test_a_draft_fits_a_phone(browser: Browser, desk: Served):
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN") as phone:
        page = sign_in(phone, desk)
        page.goto(f"{desk.address}/desk/documents")
        found = page.locator("a[href^='/desk/drafts/']").first.get_attribute("href")
        page.goto(f"{desk.address}{found}?turn=2")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert is_accessible(page)
