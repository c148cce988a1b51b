"""What every command shares: `--home` and `--json`, the library of a data folder, and how it is
told what a command does.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.assistant.settings import Settings, load
from pressroom.assistant.staff.roles import BY_COMMAND

if TYPE_CHECKING:
    from pressroom.assistant.build import Parts
    from pressroom.corpus.library.library import Library
    from pressroom.index.ingest import Progress

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="data folder (PRESSROOM_HOME; default: data/ of the checkout)",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]

ANEW = "the library is indexed anew, for another embedding model than it was"
BEHIND = (
    "the library is indexed for another embedding model than the settings name, and answered by "
    "that one; a server with these settings changes over in the background, "
    "`pressroom check --rebuild` at once"
)


def group(about: str) -> typer.Typer:
    """Commands below a name; plain words instead of boxes."""
    return typer.Typer(help=about, add_completion=False, rich_markup_mode=None)


@contextmanager
def opened_library(home: Path | None) -> Iterator[Library]:
    from pressroom.corpus.library.library import Library

    settings = load(home=home)
    library = Library.open(settings.home, settings.database_url)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def opened_parts(home: Path | None, *, rebuild: bool = False) -> Iterator[Parts]:
    """Everything, with its model, for commands that search or index."""
    from pressroom.assistant.build import open_parts

    with open_parts(load(home=home), rebuild=rebuild, progress=say) as parts:
        if parts.deployments.has_begun_anew:
            say(ANEW)
            parts.deployments.run(show_progress)
        elif parts.deployments.is_behind and not rebuild:
            say(BEHIND)
        yield parts


def settings_of(home: Path | None) -> Settings:
    return load(home=home)


def who() -> str:
    """Who is named in histories and in the log."""
    return f"{getpass.getuser()}{BY_COMMAND}"


def note(
    library: Library, action: str, what: str, *, before: object = None, after: object = None
) -> None:
    """A line in the log of what staff do."""
    from pressroom.assistant.staff.audit import Audit

    Audit(library.database).note(who(), action, what, before=before, after=after)


def print_json(value: object, *, indent: int | None = 1) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=indent))


def say(text: str) -> None:
    """A line for the person who watches, apart from what the command prints."""
    print(text, file=sys.stderr, flush=True)


def say_over(text: str, *, done: bool) -> None:
    """A line that the next one replaces, where a person is watching."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="\n" if done else "", file=sys.stderr, flush=True)
    elif done:
        print(text, file=sys.stderr)


def show_progress(progress: Progress) -> None:
    """Documents done, passages a second, time left."""
    remaining = progress.of_documents - progress.documents
    left = progress.seconds * remaining / max(1, progress.documents)
    rate = progress.passages / max(progress.seconds, 1e-9)
    documents = f"{progress.documents}/{progress.of_documents} documents"
    speed = f"{progress.passages} passages, {rate:.0f} a second, {left:.0f} s left"
    say_over(f"indexed {documents}, {speed}", done=not remaining)
