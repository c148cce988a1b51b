"""What tests share: nothing is fetched, no setting of the machine leaks in, and the model is
unpacked once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from filelock import FileLock
from hypothesis import settings as examples
from playwright.sync_api import Browser

os.environ.update(
    {
        "HF_HUB_OFFLINE": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
)
examples.register_profile("any machine", deadline=None)  # a slow one is no fault of what is tried
examples.load_profile("any machine")
for _name in [name for name in os.environ if name.startswith("PRESSROOM_")]:
    del os.environ[_name]

from fakes import HashEmbedder  # noqa: E402 -- the environment comes first
from postgresql import INITDB, new_database, server  # noqa: E402
from pressroom.assistant.build import Parts, open_parts  # noqa: E402
from pressroom.assistant.desk.adding import SAMPLES, add_paths  # noqa: E402
from pressroom.assistant.settings import Settings, load  # noqa: E402
from pressroom.assistant.staff import accounts  # noqa: E402
from pressroom.index.embedding import loading, trained  # noqa: E402
from pressroom.index.embedding.embed import Embedder  # noqa: E402
from pressroom.index.embedding.loading import load_embedder  # noqa: E402
from pressroom.index.embedding.trained import open_trained  # noqa: E402
from served import CHROMIUM, Served, chromium, serve  # noqa: E402
from shaking import ShakenEmbedder  # noqa: E402

# What takes longest begins, so that no process is left with it when the others are done.
FIRST = ("test_eval_breaks", "test_web_browser")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    about = "run the model as another processor would; the number says which way vectors turn"
    parser.addoption("--shaken", type=int, metavar="SEED", help=about)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in FIRST)


@pytest.fixture(scope="session", autouse=True)
def _loaded_once(request: pytest.FixtureRequest, model_cache: Path) -> Iterator[None]:
    """What opens the same model again, as each command does, gets the one that is there: loading
    is tested where it is called by its own name. With `--shaken SEED`, what hangs on the last digit
    of an int8 product fails.
    """
    seed = request.config.getoption("--shaken")

    def load(*arguments: Any, **options: Any) -> Embedder:
        loaded = load_embedder(*arguments, **options)
        return loaded if seed is None else ShakenEmbedder(loaded, seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "load_embedder", once(load, model_cache))
        patch.setattr(trained, "open_trained", once(open_trained, model_cache))
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords cost what guessing them shall cost, and hundreds are checked here:
    `test_a_password_costs_a_thief_time_and_memory` holds the real cost.
    """
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "PasswordHasher", quick)
        yield


def once(load: Callable[..., Embedder], folder: Path) -> Callable[..., Embedder]:
    """Loads what is unpacked in this folder, wherever it is looked for, and what was loaded in the
    same way before not again.
    """
    loaded: dict[str, Embedder] = {}

    def known(*names: Any, progress: Any = None, **options: Any) -> Embedder:
        names = tuple(name for name in names if not isinstance(name, Path))
        key = repr((names, sorted((options | {"cache": folder}).items())))
        if key not in loaded:
            loaded[key] = load(*names, **options | {"cache": folder})
        return loaded[key]

    return known


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedded model is unpacked, once a run, whatever the number of its processes: they
    wait for each other at the lock in it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "models"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of the databases of a server, but for their name."""
    if INITDB is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is needed for this test; `make postgresql` installs it")
        pytest.skip("no PostgreSQL here; `make postgresql` installs it where apt is at hand")
    with server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """An empty database, None for the one in the data folder: a test that asks for it runs on both
    kinds.
    """
    if request.param == "sqlite":
        return None
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Of a data folder that is not there yet; on both kinds of database where the test says
    `@BOTH`.
    """
    on_both = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if on_both else None
    return load({}, home=tmp_path / "home", database_url=url)


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    """An empty assistant with the small embedder."""
    with open_parts(settings, embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture
def real_parts(settings: Settings, model_cache: Path) -> Iterator[Parts]:
    """An empty assistant with the real model that reads by the rules, on whose scale confidence is
    measured.
    """
    settings.home.mkdir()
    (settings.home / "models").symlink_to(model_cache)
    with open_parts(replace(settings, reader="rules")) as opened:
        yield opened


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """An assistant that knows the samples, with the small embedder. Do not change its library."""
    with open_parts(
        load({}, home=tmp_path_factory.mktemp("sampled")), embedder=HashEmbedder()
    ) as opened:
        add_paths([SAMPLES], opened.library, opened.ingest)
        yield opened


@pytest.fixture(scope="session")
def home_of_samples(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> Callable[[str], Path]:
    """A reader -> a data folder of one's own that knows the samples. They are indexed once a run,
    whatever the number of its processes.
    """

    def copied(reader: str) -> Path:
        first = model_cache.parent / f"samples-{reader}"
        with FileLock(f"{first}.lock"):
            if not first.exists():
                made = tmp_path_factory.mktemp(reader)
                (made / "models").symlink_to(model_cache)
                with open_parts(load({}, home=made, reader=reader)) as opened:
                    add_paths([SAMPLES], opened.library, opened.ingest)
                made.rename(first)
        home = tmp_path_factory.mktemp("home")
        shutil.copytree(first, home, symlinks=True, dirs_exist_ok=True)
        return home

    return copied


@pytest.fixture(scope="session")
def known(home_of_samples: Callable[[str], Path]) -> Iterator[Parts]:
    """An assistant that knows the samples, with the real model, reading by the rules, on whose scale
    confidence is measured. Do not change its library.
    """
    with open_parts(load({}, home=home_of_samples("rules"), reader="rules")) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Served]:
    """A server as `make run` starts it, with the samples and the real model; one for all browser
    tests.
    """
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
    """Real transcripts and question sets beside the checkout; tests that need them skip where they
    are missing.
    """
    if not SHARED.is_dir():
        pytest.skip(
            f"{SHARED} is not here: real transcripts and question sets are needed for this test"
        )
    return SHARED
