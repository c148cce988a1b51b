"""Options that several commands of the evaluation have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="DIR",
        help="a folder with documents.jsonl and dev.jsonl (default: samples)",
    ),
]
Questions = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="these questions instead of the set's dev.jsonl"),
]
