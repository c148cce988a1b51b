"""`pressroom bench`: speed, disk and memory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pressroom.assistant.cli.shared import AsJson, Home, print_json, say, settings_of
from pressroom.corpus.errors import SettingsError

_LEAST_PASSAGES = 100


def bench(
    passages: Annotated[int, typer.Option(min=1, metavar="N", help="how many")] = 2_000,
    embed: Annotated[
        int,
        typer.Option(
            min=1, metavar="N", help="the model embeds so many; the other vectors are drawn"
        ),
    ] = 1_000,
    docs: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="measure on these documents instead"),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="make them in this folder and leave them there; measure what it holds",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="where bench.json and bench.svg go")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Measure speed, disk and memory on made passages, against baselines, in a folder of its
    own.
    """
    from pressroom.eval.performance.speed import bench

    if min(passages, embed) < _LEAST_PASSAGES:
        raise SettingsError(
            f"--passages and --embed: fewer than {_LEAST_PASSAGES} give no figure that means "
            "something"
        )
    figures = bench(
        settings_of(home),
        passages=passages,
        embedded=passages if docs else embed,
        docs=docs or [],
        keep=keep,
        out=out,
        say=say,
    )
    print_json(figures, indent=None if as_json else 1)
