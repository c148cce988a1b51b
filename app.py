"""Starts the web application: settings -> parts -> serve. `make run` calls it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pressroom.assistant.cli.shared import say, show_progress
from pressroom.assistant.settings import load
from pressroom.assistant.web.serve import serve
from pressroom.corpus.errors import PressroomError


def main() -> int:
    parser = argparse.ArgumentParser(description="Serves Pressroom, after adding documents.")
    parser.add_argument("--port", type=int)
    parser.add_argument(
        "--docs", type=Path, action="append", default=[], help="file or folder to add first"
    )
    parser.add_argument(
        "--samples", action="store_true", help="add the samples if the library is empty"
    )
    options = parser.parse_args()
    try:
        serve(
            load(port=options.port),
            paths=options.docs,
            samples=options.samples,
            say=say,
            progress=show_progress,
        )
    except PressroomError as error:
        print(f"pressroom: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
