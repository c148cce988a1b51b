"""Twelve states of the citizens' page -> small pictures in docs/screenshots: `make screenshots`
runs this.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import chat_server
from PIL import Image
from playwright.sync_api import Browser, Page
from served import ROOT, Served, chromium, serve

WIDTHS = {"desk": (1280, 860), "phone": (390, 844)}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB", "ar": "ar"}
QUESTIONS = {
    "answer": {
        "zh": "2025年医保参保率是多少？",
        "en": "How many berths will the harbour have?",
        "ar": "متى يفتتح الخط 3 من المترو؟",
    },
    "two parts": {
        "zh": "3号线全长多少公里，机场什么时候扩建？",
        "en": "How many berths will the harbour have, and what does a taxi cost?",
        "ar": "متى يفتتح الخط 3 من المترو؟ من فاز في مباراة كرة القدم؟",
    },
    "follow up": {
        "zh": "那2024年呢？",
        "en": "And how much will it cost?",
        "ar": "وكم محطة فيه؟",
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
TRANSCRIPT = "云浦市医疗保障新闻发布会-2025-06-20"
REPLIES = "#chat .bot-row"
THINKS = 7  # seconds, the chat model of the slow server


@dataclass(frozen=True)
class Look:
    """What a state is looked at in: a page, the server's address, that of one whose chat model does
    not come to an end, and the language.
    """

    page: Page
    address: str
    slow: str
    language: str

    def question(self, state: str) -> str:
        return QUESTIONS[state][self.language]


def send(page: Page, address: str, question: str) -> None:
    if page.url.rstrip("/") != address:
        page.goto(address)
        page.locator("#chat .example").first.wait_for()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def ask(look: Look, state: str) -> None:
    before = look.page.locator(REPLIES).count()
    send(look.page, look.address, look.question(state))
    reply = look.page.locator(REPLIES).nth(before)
    reply.locator(":is(.reply[data-whole], .problem)").first.wait_for()
    look.page.wait_for_timeout(1500)  # what can be asked next comes a little later


def opening(look: Look) -> None:
    look.page.goto(look.address)
    look.page.locator("#chat .example").first.wait_for()


def streaming(look: Look) -> None:
    look.page.wait_for_timeout(1000 * THINKS)  # until the one before is through
    send(look.page, look.slow, look.question("answer"))
    look.page.locator("#chat :is(.quote, .stage)").first.wait_for()
    look.page.wait_for_timeout(1500)


def asked(state: str) -> Callable[[Look], None]:
    return lambda look: ask(look, state)


def follow_up(look: Look) -> None:
    ask(look, "answer")
    ask(look, "follow up")


def refusal(look: Look) -> None:
    ask(look, "refusal")
    look.page.locator(".nearest summary").click()


def busy(look: Look) -> None:
    """The slow server takes one question of a reader at a time."""
    look.page.wait_for_timeout(1000 * THINKS)
    other = look.page.context.new_page()
    send(other, look.slow, look.question("answer"))
    other.locator("#chat :is(.quote, .stage)").first.wait_for()
    send(look.page, look.slow, look.question("answer"))
    look.page.locator("#chat .problem").first.wait_for()
    look.page.wait_for_timeout(500)
    other.close()


def source(look: Look) -> None:
    ask(look, "answer")
    for around in look.page.locator(".around summary").all()[:1]:
        around.evaluate("around => around.click()")
    look.page.locator("a.mark").first.click()
    look.page.wait_for_timeout(500)


def reading(look: Look) -> None:
    look.page.goto(f"{look.address}/t/{TRANSCRIPT}?cite=403-488#p5")
    look.page.locator("mark").first.wait_for()


def documents(look: Look) -> None:
    look.page.goto(f"{look.address}/documents?year=2024")


def limits(look: Look) -> None:
    opening(look)
    look.page.locator("#year input").click()
    look.page.get_by_role("option").first.wait_for()
    look.page.wait_for_timeout(1000)  # it flies in


STATES: dict[str, Callable[[Look], None]] = {
    "opening": opening,
    "streaming": streaming,
    "answer": asked("answer"),
    "two-parts": asked("two parts"),
    "follow-up": follow_up,
    "refusal": refusal,
    "clarify": asked("clarify"),
    "busy": busy,
    "source": source,
    "reading": reading,
    "documents": documents,
    "limits": limits,
}
SHOTS = list(product(STATES, LANGUAGES, WIDTHS, ("light", "dark")))


def first_passage(messages: list[dict[str, Any]], released: threading.Event) -> Iterator[str]:
    """What a chat model would say that quotes the first sentence it is given, and then thinks."""
    words = json.loads(messages[-1]["content"])["passages"][0]["words"]
    end = next((at for at, char in enumerate(words) if char in "。.!?！？؟"), len(words)) + 1
    quote = {"passage": 1, "words": words[:end]}
    yield json.dumps({"text": words[:end], "quotes": [quote]}, ensure_ascii=False)
    released.wait(THINKS)


@contextmanager
def slow_server(home: Path, models: Path) -> Iterator[Served]:
    """One whose chat model begins and does not end, and that takes a question at a time."""
    released = threading.Event()
    with chat_server.serve(lambda messages: first_passage(messages, released)) as model:
        environment = {
            "PRESSROOM_CHAT_MODEL": "openai:m",
            "PRESSROOM_CHAT_BASE_URL": model.address,
            "PRESSROOM_CHAT_API_KEY": "none",
            "PRESSROOM_CHAT_SECONDS": "60",
            "PRESSROOM_QUESTIONS_OF_CLIENT": "1",
        }
        with serve(home, models=models, environment=environment) as served:
            yield served
            released.set()


@contextmanager
def opened(browser: Browser, language: str, width: str, scheme: str) -> Iterator[Page]:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = browser.new_context(
        locale=LANGUAGES[language], viewport=size, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the pictures in docs/screenshots.")
    parser.add_argument("--only", default="", help="part of a picture's name")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with (
            serve(home / "quick") as quick,
            slow_server(home / "slow", home / "quick" / "models") as slow,
        ):
            shoot(quick.address, slow.address, options.out, options.only)


def shoot(address: str, slow: str, out: Path, only: str) -> None:
    with chromium() as browser:
        for state, language, width, scheme in SHOTS:
            name = f"{state}-{language}-{width}-{scheme}"
            if only in name:
                with opened(browser, language, width, scheme) as page:
                    STATES[state](Look(page, address, slow, language))
                    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(
                        out / f"{name}.webp", quality=60, method=6
                    )
                    print(name, flush=True)


if __name__ == "__main__":
    main()
