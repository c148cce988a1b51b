"""A running page -> how fast and how light it is in a browser: first usable input, first words, bytes. `pressroom serve` must run.

python -m eval.page_speed [ADDRESS]; with --passages N it first makes a library of N passages and serves that.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.build import open_embedder, open_parts
from assistant.settings import load
from eval.crowd import build
from eval.serving import served

_PORT = 7979
_VISITS = 5
_EMBEDDED = 500  # passages that the model embeds; the others' vectors are drawn
_QUESTIONS = ("2025年医保参保率是多少？", "地铁3号线什么时候开通？", "居民水价是多少元？", "转移了多少人？", "长期护理保险要扩大到全市吗？")
_OURS = ("/style/", "/chat/", "/api/")
_FIRST_WORDS = """(question) => new Promise((done) => {
  const turns = document.getElementById('turns'), began = performance.now();
  const watch = new MutationObserver(() => {
    if (turns.lastElementChild?.querySelector('.quote, .status')) { watch.disconnect(); done(performance.now() - began); }
  });
  watch.observe(turns, { childList: true, subtree: true });
  pressroom.ask(question);
})"""


def main() -> None:
    """Prints medians and worst of several visits with an empty cache."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default=f"http://127.0.0.1:{_PORT}/")
    parser.add_argument("--passages", type=int, help="make and serve a library of so many passages")
    parser.add_argument("--models", type=Path, help="where the embedding model is already unpacked")
    options = parser.parse_args()
    if options.passages is None:
        measure(options.address)
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if options.models:
            (home / "models").symlink_to(options.models.resolve())
        _fill(home, options.passages)
        with served(home, port=_PORT) as server:
            measure(server.address)


def measure(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        visits = [_visit(browser, address) for _ in range(_VISITS)]
        browser.close()
    inputs, words = [visit["input"] for visit in visits], [ms for visit in visits for ms in visit["words"]]
    print(
        f"usable input: median {statistics.median(inputs):.0f} ms, worst {max(inputs):.0f} ms of {len(inputs)} visits with an empty cache"
    )
    print(f"first words:  median {statistics.median(words):.0f} ms, worst {max(words):.0f} ms of {len(words)} questions")
    view = visits[0]
    print(
        f"first view:   Gradio's own files {view['gradio'] / 1000:.0f} kB, the page and our files {view['ours'] / 1000:.0f} kB, compressed"
    )
    print(f"other hosts:  {sum(visit['strangers'] for visit in visits)} requests")


def _visit(browser: Any, address: str) -> dict[str, Any]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function("document.activeElement?.matches('#question textarea')")  # there, and what is typed goes into it
    ready = (time.perf_counter() - began) * 1000
    page.wait_for_load_state("networkidle")
    of_ours = {key for key, url in urls.items() if urlsplit(url).path == "/" or urlsplit(url).path.startswith(_OURS)}
    ours = sum(size for key, size in sizes.items() if key in of_ours)
    total = sum(sizes.values())
    strangers = sum(not url.startswith((address, "data:", "blob:")) for url in urls.values())
    words = []
    for question in _QUESTIONS:
        words.append(page.evaluate(_FIRST_WORDS, question))
        page.wait_for_function("!document.body.classList.contains('busy')")
    context.close()
    return {"input": ready, "words": words, "ours": ours, "gradio": total - ours, "strangers": strangers}


def _fill(home: Path, passages: int) -> None:
    settings = replace(load(), home=home)
    embedder = open_embedder(settings)
    with open_parts(settings, embedder=embedder) as parts:
        indexes = (parts.library, embedder, parts.ingest.vectors, parts.ingest.words)
        build(passages, embedded=_EMBEDDED, docs=[], parts=indexes, say=print)


if __name__ == "__main__":
    main()
