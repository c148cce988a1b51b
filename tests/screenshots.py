"""The main states of the citizens' page -> small pictures in docs/screenshots: `make screenshots` runs this."""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from served import ROOT, chromium, serve

WIDTHS = {"desk": (1280, 860), "phone": (390, 844)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB", "ar": "ar"}
QUESTIONS = {
    "answer": {
        "zh": "2025年医保参保率是多少？",
        "en": "How many berths will the harbour have?",
        "ar": "متى يفتتح الخط 3 من المترو؟",
    },
    "timeline": {
        "zh": "医保参保率是多少？",
        "en": "How many people are covered by medical insurance?",
        "ar": "كم تبلغ نسبة التغطية بالتأمين الصحي في المدينة؟",
    },
    "partly": {
        "zh": "3号线全长多少公里，机场什么时候扩建？",
        "en": "How many berths will the harbour have, and what does a taxi cost?",
        "ar": "متى يفتتح الخط 3 من المترو؟ من فاز في مباراة كرة القدم؟",
    },
    "clarify": {
        "zh": "医保发布会记者问了哪些问题？",
        "en": "What did reporters ask at the medical insurance press conference?",
        "ar": "كم سؤالاً طرح الصحفيون؟",
    },
    "refusal": {
        "zh": "明天天气怎么样？",
        "en": "What will the weather be tomorrow?",
        "ar": "متى تقام مباراة كرة القدم؟",
    },
}
TRANSCRIPT = "/t/云浦市医疗保障新闻发布会-2025-06-20"


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator("#turns > li:last-child .answer:not([aria-busy])").wait_for()
    page.wait_for_timeout(1500)  # what can be asked next comes a little later


def opening(page: Page, address: str, _language: str) -> None:
    page.goto(address)
    page.locator("#examples button").first.wait_for()


def asked(state: str) -> Callable[[Page, str, str], None]:
    def look(page: Page, address: str, language: str) -> None:
        opening(page, address, language)
        ask(page, QUESTIONS[state][language])

    return look


def refusal(page: Page, address: str, language: str) -> None:
    asked("refusal")(page, address, language)
    page.locator(".nearest summary").click()


def transcript(page: Page, address: str, _language: str) -> None:
    page.goto(f"{address}/ask?question={QUESTIONS['answer']['zh']}")
    page.goto(address + str(page.locator(".card .open").first.get_attribute("href")))
    page.locator("mark").first.wait_for()


def documents(page: Page, address: str, _language: str) -> None:
    page.goto(f"{address}/documents?year=2024")


def speaker(page: Page, address: str, _language: str) -> None:
    page.goto(f"{address}/speakers/周启明")


STATES: dict[str, Callable[[Page, str, str], None]] = {
    "opening": opening,
    "answer": asked("answer"),
    "timeline": asked("timeline"),
    "partly": asked("partly"),
    "clarify": asked("clarify"),
    "refusal": refusal,
    "transcript": transcript,
    "documents": documents,
    "speaker": speaker,
}
SHOTS = list(product(STATES, LANGUAGES, WIDTHS, ("light", "dark")))


@contextmanager
def opened(browser: Browser, language: str, width: str, scheme: str) -> Iterator[Page]:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = browser.new_context(locale=LANGUAGES[language], viewport=size, color_scheme=scheme, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the pictures in docs/screenshots.")
    parser.add_argument("--only", default="", help="part of a picture's name")
    parser.add_argument("--address", help="of a running server with the samples; by default one is started")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.address:
        shoot(options.address, options.out, options.only)
        return
    with tempfile.TemporaryDirectory() as home, serve(Path(home)) as served:
        shoot(served.address, options.out, options.only)


def shoot(address: str, out: Path, only: str) -> None:
    with chromium() as browser:
        for state, language, width, scheme in SHOTS:
            name = f"{state}-{language}-{width}-{scheme}"
            if only in name:
                with opened(browser, language, width, scheme) as page:
                    STATES[state](page, address, language)
                    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(out / f"{name}.webp", quality=70, method=6)
                    print(name)


if __name__ == "__main__":
    main()
