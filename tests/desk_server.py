"""The whole application with the documents' pages of the desk in a frame without accounts: `python tests/desk_server.py --port N`."""

from __future__ import annotations

import argparse

import uvicorn
from desk_frame import OpenFrame, desk_app

from assistant.adding import SAMPLES, add_paths
from assistant.build import open_parts
from assistant.settings import load
from assistant.web.app import create_app


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    with open_parts(load()) as parts:
        if parts.library.is_empty():
            add_paths([SAMPLES], parts.library, parts.ingest)
        app = desk_app(parts, OpenFrame())
        app.mount("/", create_app(parts.assistant, parts.library, parts.records, parts.feedback))
        with parts.desk.at_work():
            uvicorn.run(app, port=parser.parse_args().port, log_level="warning")


if __name__ == "__main__":
    main()
