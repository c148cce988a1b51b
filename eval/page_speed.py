"""Running pages -> how light and how fast each is in a browser, and what axe-core finds there, as a
table: bytes of the first view, first usable input, first words, whole answer.

python -m pressroom.eval.page_speed ADDRESS …, `pressroom serve` running at each; they are visited
in turns, so that what else the machine does falls on all of them. With --passages N it first makes
a library of N passages and serves that, too.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pressroom.assistant.build import open_embedder, open_parts
from pressroom.assistant.settings import load
from pressroom.eval.performance.crowd import build
from pressroom.eval.performance.serving import served

_VISITS = 5
_EMBEDDED = 500  # passages that the model embeds; the others' vectors are drawn
_QUESTIONS = (
    "2025年医保参保率是多少？",
    "地铁3号线什么时候开通？",
    "居民水价是多少元？",
    "转移了多少人？",
    "长期护理保险要扩大到全市吗？",
)
_HEADS = (
    "page",
    "first view, kB",
    "usable, ms",
    "first words, ms",
    "whole answer, ms",
    "other hosts",
    "serious axe findings",
)
_BOX = "#question textarea"
_SERIOUS = ("serious", "critical")
# What shows that a reply has words, and that it is whole.
_WORDS, _WHOLE = ".quote, .status", "[data-copy], .nearest, .which"
_ASK = """([words, whole]) => new Promise((done) => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const before = [count(words), count(whole)], began = performance.now();
  let first = null;
  const look = () => {
    if (first === null && count(words) > before[0]) first = performance.now() - began;
    if (first === null || count(whole) === before[1]) return;
    watch.disconnect();
    done([first, performance.now() - began]);
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  const enter = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
  document.querySelector("#question textarea").dispatchEvent(new KeyboardEvent("keydown", enter));
  document.querySelector("#question textarea").dispatchEvent(new KeyboardEvent("keypress", enter));
})"""


@dataclass(slots=True)
class Measured:
    """Of one page: kilobytes of the first view as they travelled, milliseconds of each visit and of
    each question, requests to other hosts, and serious faults that axe-core finds.
    """

    address: str
    kilobytes: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    strangers: int = 0
    faults: int = 0


def main() -> None:
    """Prints a table, a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--passages", type=int, help="make and serve a library of so many passages")
    parser.add_argument("--models", type=Path, help="where the embedding model is already unpacked")
    options = parser.parse_args()
    with ExitStack() as running:
        addresses = list(options.addresses)
        if options.passages is not None:
            home = Path(running.enter_context(tempfile.TemporaryDirectory()))
            if options.models:
                (home / "models").symlink_to(options.models.resolve())
            _fill(home, options.passages)
            addresses.append(running.enter_context(served(home)).address)
        print("\n".join(table(measure(addresses))))


def measure(addresses: Sequence[str]) -> list[Measured]:
    from playwright.sync_api import sync_playwright

    pages = [Measured(address.rstrip("/") + "/") for address in addresses]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(_VISITS):
            for measured in pages:
                _visit(browser, measured)
        browser.close()
    return pages


def table(pages: Sequence[Measured]) -> list[str]:
    """Medians, in brackets the worst."""
    lines = [f"| {' | '.join(_HEADS)} |", "|---" * len(_HEADS) + "|"]
    for page in pages:
        times = (page.usable, page.first, page.whole)
        cells = [page.address, f"{statistics.median(page.kilobytes):.0f}"]
        cells += [f"{statistics.median(ms):.0f} ({max(ms):.0f})" for ms in times]
        lines.append(f"| {' | '.join([*cells, str(page.strangers), str(page.faults)])} |")
    return lines


def _visit(browser: Any, measured: Measured) -> None:
    """With an empty cache."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.on("request", lambda request: _note_stranger(measured, request.url))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(measured.address, wait_until="commit")
    # there, and what is typed goes into it
    page.wait_for_function("box => document.activeElement?.matches(box)", arg=_BOX)
    measured.usable.append((time.perf_counter() - began) * 1000)
    page.wait_for_load_state("networkidle")
    measured.kilobytes.append(sum(sizes) / 1000)
    for question in _QUESTIONS:
        page.locator(_BOX).fill(question)
        first, whole = page.evaluate(_ASK, [_WORDS, _WHOLE])
        measured.first.append(first)
        measured.whole.append(whole)
        page.wait_for_timeout(500)  # the box is free again
    measured.faults = max(measured.faults, _faults(page))
    context.close()


def _note_stranger(measured: Measured, url: str) -> None:
    measured.strangers += not url.startswith((measured.address, "data:", "blob:"))


def _faults(page: Any) -> int:
    """Kinds of serious faults on the page with its answers."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return sum(fault["impact"] in _SERIOUS for fault in found)


def _fill(home: Path, passages: int) -> None:
    settings = replace(load(), home=home)
    embedder = open_embedder(settings)
    with open_parts(settings, embedder=embedder) as parts:
        indexes = (parts.library, embedder, parts.ingest.vectors, parts.ingest.words)
        build(passages, embedded=_EMBEDDED, docs=[], parts=indexes, say=print)


if __name__ == "__main__":
    main()
