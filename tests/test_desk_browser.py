"""The whole life of a document in a browser: added, corrected, tried, published, asked, corrected
again, withdrawn, restored.
"""

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
MAKE_ACCOUNT = (sys.executable, "-m", "pressroom.assistant.cli.main", "staff", "add")
WETLAND = {
    "云浦湿地公园什么时候开放？",
    "公园里能骑车吗？",
}  # what was asked at the conference, and citizens may ask next


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Served]:
    """The server as `make run` starts it, with accounts made as an operator makes them; it reads by
    the rules: the trained reader answers one of the questions asked in vain with a neighbour's fare
    (docs/reader.md, limits).
    """
    home = tmp_path_factory.mktemp("desk")
    for name, role in (("wang", "publisher"), ("li", "editor"), ("root", "admin")):
        subprocess.run(
            [*MAKE_ACCOUNT, name, "--role", role, "--home", str(home)],
            input=f"{PASSWORD}\n",
            text=True,
            check=True,
            cwd=ROOT,
            capture_output=True,
            timeout=300,
        )
    by_rules = {"PRESSROOM_READER": "rules"}
    with serve(home, models=model_cache, environment=by_rules) as running:
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
    expect(page.get_by_role("heading", name="待办", exact=True)).to_be_visible()
    return page


def ask(page: Page, desk: Served, question: str = QUESTION) -> None:
    """As a citizen without script would: one question, one page."""
    page.goto(f"{desk.address}/ask?question={question}&lang=zh")


def add(page: Page, desk: Served, *files: Path) -> None:
    page.goto(f"{desk.address}/desk/add")
    page.set_input_files("input[type=file]", list(files))
    page.click("#files button")


def is_accessible(page: Page) -> bool:
    page.wait_for_load_state()
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
    page.locator("details[open] .speaker-form input[name$='.name']").fill("周亭")
    page.locator("details[open] .speaker-form button").first.click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    expect(page.locator(".turn .speaker", has_text="周亭")).to_have_count(2)
    draft = page.url.split("?")[0]

    page.get_by_role("button", name="试问").click()
    page.get_by_role("textbox", name="试问").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    expect(page.locator(".quote")).to_contain_text("300公顷")
    assert is_accessible(page)
    ask(citizen, desk)
    expect(citizen.locator(".reply")).not_to_contain_text("300公顷")

    page.goto(draft)
    page.get_by_role("button", name="公众将看到的页面").click()
    expect(page.get_by_role("note").first).to_contain_text("现在还没有公开")
    assert is_accessible(page)
    page.go_back()
    page.get_by_role("button", name="发布", exact=True).click()
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
    page.get_by_role("button", name="查看差异").click()
    expect(page.locator("ins")).to_have_text("320")
    assert is_accessible(page)
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
    page.get_by_label("撤下的原因").fill("等待复核")
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


def test_a_question_asked_in_vain_closes_itself_when_a_document_answers_it(
    context: BrowserContext, desk: Served, tmp_path: Path
):
    question = "滨江缆车的票价是多少？"
    with context.browser.new_context() as outside:  # type: ignore[union-attr]
        citizen = outside.new_page()
        citizen.goto(f"{desk.address}/?lang=zh")
        citizen.locator("#question textarea").fill(question)
        citizen.keyboard.press("Enter")
        expect(citizen.locator("#chat .status.none")).to_be_visible()
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
    (tmp_path / "滨江缆车.txt").write_text(
        "滨江缆车开通通知\n\n2025年5月6日\n\n局长周婷：滨江缆车的票价是每人25元，学生半价。\n",
        "utf-8",
    )
    add(page, desk, tmp_path / "滨江缆车.txt")
    page.locator("#jobs li", has_text="滨江缆车.txt").get_by_role("link").click()
    page.get_by_role("button", name="发布", exact=True).click()
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
    citizen.goto(f"{desk.address}/?lang=zh{'&document=湿地公园' if limited else ''}")
    citizen.wait_for_load_state("networkidle")
    return set(citizen.locator("#chat .example").all_inner_texts())


def test_fifty_files_come_in_while_the_page_stays_usable(
    context: BrowserContext, desk: Served, tmp_path: Path
):
    page = sign_in(context, desk)
    page.goto(f"{desk.address}/desk/add")
    if page.get_by_role("button", name="清除已结束的").count():
        page.get_by_role("button", name="清除已结束的").click()
    files = []
    for number in range(50):
        name = tmp_path / (f"文件{number}.docx" if number % 5 == 0 else f"文件{number}.txt")
        text = TEXT.replace("湿地", f"第{number}号湿地").replace("300", str(400 + number))
        name.write_bytes(
            b"PK\x03\x04 cut"
            if number in (10, 20, 30)
            else word_file(text)
            if number % 5 == 0
            else text.encode()
        )
        files.append(name)
    add(page, desk, *files)
    other = context.new_page()
    other.goto(f"{desk.address}/desk/documents")  # meanwhile
    expect(other.get_by_role("heading", name="资料", exact=True)).to_be_visible()
    expect(page.locator("#jobs")).to_contain_text("完成 47，未能添加 3")
    expect(page.locator("#jobs li.failed .problem")).to_have_count(3)
    expect(page.locator("#jobs li.failed .problem").first).to_contain_text(
        "文件已损坏或不完整。请重新下载或另存后再添加。"
    )
    assert is_accessible(page)


def test_two_editors_of_one_draft(
    context: BrowserContext, browser: Browser, desk: Served, tmp_path: Path
):
    one = sign_in(context, desk)
    (tmp_path / "植物园.txt").write_text(
        TEXT.replace("湿地", "植物").replace("2025年4月8日", "2025年4月9日"), "utf-8"
    )
    add(one, desk, tmp_path / "植物园.txt")
    one.locator("#jobs li", has_text="植物园.txt").get_by_role("link").click()
    with browser.new_context(locale="zh-CN") as another:
        two = sign_in(another, desk, "li")
        two.goto(one.url)
        two.get_by_label("地点", exact=True).fill("市民中心")
        two.get_by_role("button", name="保存").first.click()
        expect(two.get_by_role("status").first).to_have_text("已保存。")
    one.get_by_label("标题", exact=True).fill("植物公园开放")
    one.get_by_label("来源", exact=True).fill("云浦发布")
    one.get_by_role("button", name="保存").first.click()
    expect(one.get_by_role("alert")).to_contain_text("li")
    expect(one.locator("main")).to_contain_text("地点：“市民中心”")
    assert is_accessible(one)
    one.get_by_role("button", name="在对方修改的基础上保存我的修改").click()
    expect(one.get_by_label("地点", exact=True)).to_have_value("市民中心")
    expect(one.get_by_label("标题", exact=True)).to_have_value("植物公园开放")
    expect(one.get_by_label("来源", exact=True)).to_have_value("云浦发布")


def drafted(page: Page, desk: Served, folder: Path, name: str, text: str) -> None:
    """The check page of a draft of this text."""
    (folder / f"{name}.txt").write_text(text, "utf-8")
    add(page, desk, folder / f"{name}.txt")
    page.locator("#jobs li", has_text=f"{name}.txt").get_by_role("link").click()
    # The page's script shows its hint when it listens; words marked before that are marked for nobody.
    expect(page.locator(".turns [data-hint]")).to_be_visible()


def conference(park: str, day: int, words: str = "园内的茶室也对外营业。") -> str:
    """A text that no other document is like."""
    return f"""云浦市{park}公园发布会

2025年6月{day}日

晚报记者：{park}公园几时开门？

市公园管理处处长何亮：{park}公园每天早上六点开门，晚上九点关门。{words}
"""


MARK = """(words) => {
  const paragraph = [...document.querySelectorAll("p[data-start]")].find((one) => one.textContent.includes(words));
  const text = paragraph.firstChild, start = text.data.indexOf(words), range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, start + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  paragraph.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
}"""


def test_words_are_marked_given_to_who_said_them_and_saved_once(
    context: BrowserContext, desk: Served, tmp_path: Path
):
    page = sign_in(context, desk)
    said = "茶室负责人陈静：𠮷日起供应午餐。"
    drafted(page, desk, tmp_path, "森林公园", conference("森林", 3, said))
    page.evaluate(MARK, said)
    panel = page.get_by_role("group", name="这段话是谁说的？")
    expect(panel.locator("blockquote")).to_contain_text("𠮷日起供应午餐")
    assert is_accessible(page)
    panel.get_by_label("类别").select_option("answer")
    panel.get_by_label("或另一人").fill("陈静")
    panel.get_by_label("职务").fill("茶室负责人")
    panel.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    given = page.locator(".turn.answer", has_text="𠮷日起供应午餐")
    expect(given.locator(".speaker")).to_have_text("陈静")
    expect(given.locator("p[data-start]")).to_have_text("𠮷日起供应午餐。")
    expect(page.locator(".steps li")).to_have_count(1)


def test_what_was_typed_survives_the_end_of_the_session(
    context: BrowserContext, desk: Served, tmp_path: Path
):
    page = sign_in(context, desk)
    drafted(page, desk, tmp_path, "竹林公园", conference("竹林", 4))
    page.get_by_label("标题", exact=True).fill("竹林公园今天开放")
    page.get_by_label("地点", exact=True).fill("市政府新闻厅")
    kept = [cookie for cookie in context.cookies() if cookie["name"] != "pressroom_desk"]
    context.clear_cookies()
    context.add_cookies(kept)  # type: ignore[arg-type]
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_role("alert")).to_contain_text("您填写的内容已留住")
    assert is_accessible(page)
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="尚未发送")).to_be_visible()
    assert is_accessible(page)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("status").first).to_have_text("已保存。")
    expect(page.get_by_label("标题", exact=True)).to_have_value("竹林公园今天开放")
    expect(page.get_by_label("地点", exact=True)).to_have_value("市政府新闻厅")


def test_a_time_that_is_filled_in_decides(context: BrowserContext, desk: Served, tmp_path: Path):
    page = sign_in(context, desk)
    drafted(page, desk, tmp_path, "梅林公园", conference("梅林", 5))
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_label("立即")).to_be_checked()
    page.locator("input[type=datetime-local]").fill("2999-05-01T09:00")
    expect(page.get_by_label("立即")).not_to_be_checked()
    page.get_by_label("立即").check()  # and once more against it: then the form asks
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请选定其中一个")
    assert is_accessible(page)
    page.get_by_label("指定时间").first.check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("2999-05-01 09:00")
    page.goto(f"{desk.address}/desk")
    expect(page.locator(".task", has_text="定时发布")).to_contain_text("梅林公园")


# What only who builds such programs says; a page of the desk says it in no language.
ENGINEERS = re.compile(
    r"\b(pars(?:e|er|ing)|index|isoformat|traceback|unable to parse|not taken in)\b"
    r"|PRESSROOM_|`pressroom|\"detail\"|解析|收入",
    re.I,
)
PLACES = (
    "/desk",
    "/desk/documents",
    "/desk/add",
    "/desk/questions",
    "/desk/insight",
    "/desk/staff",
    "/desk/tokens",
    "/desk/audit",
)
NOWHERE = (
    "/desk/nothing",
    "/desk/drafts/none",
    "/desk/document?id=none",
    "/desk/questions/999",
    "/desk/insight?days=x",
)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("en-GB", "en"), ("es-ES", "es")],
)
def test_every_page_of_the_desk_is_in_the_language_of_staff_and_shows_where_one_is(
    browser: Browser, desk: Served, locale: str, language: str
):
    with browser.new_context(locale=locale) as opened:
        page = opened.new_page()
        page.goto(f"{desk.address}/desk")
        page.locator("input[name=name]").fill("root")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.locator("nav:not(.filters) [aria-current=page]").wait_for()
        for path in (*PLACES, *NOWHERE):
            page.goto(desk.address + path)
            assert page.locator("html").get_attribute("lang") == language, path
            shown = page.locator("body").inner_text()
            assert not ENGINEERS.search(shown), (path, ENGINEERS.search(shown))
            if path in PLACES:
                expect(page.locator("nav:not(.filters) [aria-current=page]")).to_have_count(1)


def test_an_empty_library_says_how_one_begins(browser: Browser, tmp_path: Path, model_cache: Path):
    made = (*MAKE_ACCOUNT, "wang", "--role", "publisher", "--home", str(tmp_path))
    subprocess.run(
        made, input=f"{PASSWORD}\n", text=True, check=True, cwd=ROOT, capture_output=True
    )
    with (
        serve(tmp_path, models=model_cache, arguments=()) as empty,
        browser.new_context(locale="zh-CN") as opened,
    ):
        page = sign_in(opened, empty)
        expect(page.locator(".first-steps li")).to_have_count(3)
        page.locator(".first-steps").get_by_role("link", name="添加资料").click()
        expect(page.get_by_role("heading", name="添加资料", exact=True)).to_be_visible()


def test_a_number_stays_on_one_line(context: BrowserContext, desk: Served):
    page = sign_in(context, desk)
    page.request.post(f"{desk.address}/api/ask", data={"question": QUESTION})
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{desk.address}/desk/insight?days=0")
    lines = """[...document.querySelectorAll(".bars td:nth-child(2)")].map((cell) => {
      cell.textContent = "21";
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map((line) => line.top)).size;
    })"""
    found = page.evaluate(lines)
    assert found
    assert set(found) == {1}


# Of a table whose head a phone does not show, each cell shows its heading itself; bars have theirs
# in the row.
CELLS_WITHOUT_HEADING = """[...document.querySelectorAll("table.rows:not(.bars) td")].filter((cell) => cell.textContent.trim() !== "–"
  && cell.textContent.trim() && getComputedStyle(cell, "::before").content !== `"${cell.dataset.label}"`).map((cell) => cell.outerHTML)"""
PAGES = [
    "",
    "documents",
    "nonsense",
    "add",
    "questions",
    "insight",
    "staff",
    "tokens",
    "audit",
    "account",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_phone(browser: Browser, desk: Served, scheme: str):
    with browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", color_scheme=scheme
    ) as phone:
        page = phone.new_page()
        page.goto(f"{desk.address}/desk")
        assert is_accessible(page)
        page = sign_in(phone, desk, "root")
        for name in PAGES:
            page.goto(f"{desk.address}/desk/{name}".rstrip("/"))
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
