"""The report in headless Chromium without network: tables sort, cases filter, a case opens, hostile
words stay words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import HashEmbedder
from playwright.sync_api import Browser, Page
from pressroom.assistant.settings import load
from pressroom.eval.questions.cases import Case
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.reports.report import report_html, write_report
from pressroom.eval.runs.records import RunRecord
from pressroom.eval.runs.run import evaluate

HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x "
    "onerror=\"document.title='owned'\">参保率"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A sample of our cases and a hostile one, with a small embedder."""
    chosen = narrowed(load_set("samples"), limit=60)
    hostile = Case(
        id="hostile", kind="injection", language="zh", question=HOSTILE, unanswerable=True
    )
    home = tmp_path_factory.mktemp("home")
    whole = replace(chosen, cases=(*chosen.cases, hostile))
    return evaluate(
        [whole], load({}, home=home), baselines=["bm25"], embedder=HashEmbedder(), gated=False
    )


def test_the_report_is_one_file_that_names_nothing_outside(run: RunRecord, tmp_path: Path) -> None:
    file = write_report(run, tmp_path, before=run)
    text = file.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    for outside in ('src="', "url(", "@import", "http://", "https://", "<link"):
        assert outside not in text.replace('src=\\"', "").replace('<img src=x onerror=\\"', ""), (
            outside
        )


def test_equal_runs_give_equal_reports(run: RunRecord) -> None:
    assert report_html(run) == report_html(RunRecord.model_validate_json(run.model_dump_json()))


@pytest.fixture(scope="module")
def page(
    run: RunRecord, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The report, opened from the disk; fails if anything is asked of the network or written to the
    console.
    """
    file = write_report(run, tmp_path_factory.mktemp("report"), before=run)
    context = browser.new_context(offline=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else wrong.append(request.url),
    )
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert wrong == []


def column(page: Page, at: int) -> list[str]:
    return page.locator(f"#list tbody tr td:nth-child({at})").all_inner_texts()


pytestmark = pytest.mark.browser


def test_a_table_is_sorted_by_the_column_that_is_clicked(page: Page) -> None:
    table = page.locator("table.sortable").nth(1)
    table.locator("th", has_text="questions").click()
    counts = [int(text) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    table.locator("th", has_text="questions").click()
    assert [
        int(text) for text in table.locator("tbody td:nth-child(2)").all_inner_texts()
    ] == sorted(counts)


def test_cases_are_filtered_by_what_went_wrong_and_by_words(page: Page) -> None:
    everything = len(column(page, 1))
    page.locator("select[name=failure]").select_option("search missed")
    assert set(column(page, 5)) == {"search missed"}
    assert 0 < len(column(page, 1)) < everything
    page.locator("select[name=failure]").select_option("")
    page.locator("input[name=words]").fill("hostile")
    assert column(page, 1) == ["hostile"]
    page.locator("input[name=words]").fill("")
    assert len(column(page, 1)) == everything


def test_cases_are_sorted_and_those_without_a_value_stay_last(page: Page) -> None:
    page.locator("#list th", has_text="within").click()
    ranks = column(page, 6)
    known = [int(rank) for rank in ranks if rank != "–"]
    assert known == sorted(known)
    assert ranks[: len(known)] == [str(rank) for rank in known]


def test_a_case_shows_question_right_words_answer_and_evidence(page: Page, run: RunRecord) -> None:
    at = next(
        at for at, r in enumerate(run.sets[0].ours.results) if r.failure == "right" and r.cited
    )
    case, result = run.sets[0].cases[at], run.sets[0].ours.results[at]
    page.locator("input[name=words]").fill(case.id)
    page.locator("#list tbody tr").first.click()
    shown = page.locator("#case").inner_text()
    for part in (
        case.question,
        case.answers[0],
        result.cited[0].text,
        result.cited[0].speaker or "",
        "Passages found",
    ):
        assert part in shown
    assert page.locator("#case blockquote.covers mark").first.inner_text() in case.answers
    page.locator("input[name=words]").fill("")


def test_a_chip_leads_to_its_cases_and_hostile_words_stay_words(page: Page) -> None:
    chip = page.locator(".chip").first
    name = chip.get_attribute("data-failure")
    chip.click()
    assert set(column(page, 5)) == {name}
    page.locator("select[name=failure]").select_option("")
    page.locator("input[name=words]").fill("hostile")
    assert HOSTILE in page.locator("#case").inner_text()
    assert page.locator("#case img").count() == 0
    assert page.title().startswith("Pressroom evaluation")
    page.locator("input[name=words]").fill("")


def test_every_plot_is_drawn(page: Page) -> None:
    captions = page.locator("figcaption").all_inner_texts()
    for part in (
        "By set",
        "By set and language",
        "Refusal curve",
        "Reliability",
        "Latency",
        "minus BM25",
        "this run minus that one",
    ):
        assert any(part in caption for caption in captions), part
    assert page.locator("figure svg").count() == len(captions)


def test_a_case_shows_what_was_marked_for_the_citizen(page: Page, run: RunRecord) -> None:
    ours = run.sets[0].ours.results
    result = next(r for r in ours if len(r.cited) == 1 and r.marked)
    page.locator("input[name=words]").fill(result.id)
    page.locator("#list tbody tr", has_text=result.id).first.click()
    assert page.locator("#case mark.told").all_inner_texts() == [result.marked[0][1]]
    page.locator("input[name=words]").fill("")
