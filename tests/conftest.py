"""What tests share: nothing is fetched, no setting of the machine leaks in, and the model is unpacked once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

os.environ.update(
    {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
)
for _name in [name for name in os.environ if name.startswith("PRESSROOM_")]:
    del os.environ[_name]

from fakes import HashEmbedder  # noqa: E402 -- the environment comes first
from served import CHROMIUM, Served, chromium, serve  # noqa: E402

from assistant.adding import SAMPLES, add_paths  # noqa: E402
from assistant.build import Parts, open_parts  # noqa: E402
from assistant.settings import Settings, load  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedded model is unpacked, once a run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({}, home=tmp_path / "home")


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    """An empty assistant with the small embedder."""
    with open_parts(settings, embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture
def real_parts(settings: Settings, model_cache: Path) -> Iterator[Parts]:
    """An empty assistant with the real model, on whose scale confidence is measured."""
    settings.home.mkdir()
    (settings.home / "models").symlink_to(model_cache)
    with open_parts(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """An assistant that knows the samples, with the small embedder. Do not change its library."""
    with open_parts(load({}, home=tmp_path_factory.mktemp("sampled")), embedder=HashEmbedder()) as opened:
        add_paths([SAMPLES], opened.library, opened.ingest)
        yield opened


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Parts]:
    """The same with the real model, on whose scale confidence is measured. Do not change its library."""
    home = tmp_path_factory.mktemp("known")
    (home / "models").symlink_to(model_cache)
    with open_parts(load({}, home=home)) as opened:
        add_paths([SAMPLES], opened.library, opened.ingest)
        yield opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Served]:
    """A server as `make run` starts it, with the samples and the real model; one for all browser tests."""
    with serve(tmp_path_factory.mktemp("served"), models=model_cache) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed for this test; `make browser` installs it")
        pytest.skip("no Chromium here; `make browser` installs it where apt is at hand")
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real transcripts and question sets beside the checkout; tests that need them skip where they are missing."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here: real transcripts and question sets are needed for this test")
    return SHARED
