"""The application served by the real command with the real model, and a headless Chromium to look
at it: for tests and screenshots.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
# Milliseconds that a browser waits for what has to come: a slow machine is no fault of the page.
PATIENCE = 90_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Served:
    """A server that can be killed and started again on the same port and data folder."""

    home: Path
    port: int
    arguments: tuple[str, ...] = ("--samples",)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        host = "[::1]" if self.environment.get("PRESSROOM_HOST") == "::1" else "127.0.0.1"
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "app.py", *self.arguments, "--port", str(self.port)]
        environment = {**os.environ, "PRESSROOM_HOME": str(self.home), **self.environment}
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stderr=log, stdout=log, env=environment
            )
        for _ in range(1800):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {(self.home / 'log').read_text('utf-8')}")

    def stop(self, *, at_once: bool = False) -> None:
        if self.process is not None:
            self.process.kill() if at_once else self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def serve(
    home: Path,
    *,
    models: Path | None = None,
    arguments: tuple[str, ...] = ("--samples",),
    environment: dict[str, str] | None = None,
) -> Iterator[Served]:
    """Runs until the block ends, on a free port; `models` is where the embedded model is already
    unpacked.
    """
    home.mkdir(parents=True, exist_ok=True)
    if models is not None and not (home / "models").exists():
        (home / "models").symlink_to(models)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        served = Served(home, int(probe.getsockname()[1]), arguments, environment or {})
    served.start()
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser.new_context = _patient(browser.new_context)  # type: ignore[method-assign]
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


def _patient(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    def opened(**given: Any) -> BrowserContext:
        context = new_context(**given)
        context.set_default_timeout(PATIENCE)
        return context

    return opened
