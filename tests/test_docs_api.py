"""docs/api.md is true: its commands and programs run in their order against a real server, and
answer what it says they do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from pressroom.assistant.build import Parts
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.tokens import Tokens
from pressroom.assistant.web.app import create_app
from pressroom.assistant.web.staff_api import _described, staff_api
from programs import Programs
from test_assistant_desk import word_file

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|json|python)\n(.*?)^```", PAGE, re.S | re.M)
RELEASE = (
    "Buses: press conference of 21 June 2026\n\nReporter: How many new buses are "
    "there?\n\nMinister "
    "Eva Lang: There are 85 new buses.\n"
)


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The application on a free port, until the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("bash") is None, reason="curl and bash are needed"
)
def test_the_commands_of_the_page_do_what_it_says(real_parts: Parts, tmp_path: Path) -> None:
    parts = real_parts
    (tmp_path / "release.docx").write_bytes(word_file(RELEASE))
    (tmp_path / "release.txt").write_text(
        RELEASE.replace("Buses", "Parks").replace("buses", "parks").replace("85", "12"), "utf-8"
    )
    (tmp_path / "other.txt").write_text(
        RELEASE.replace("Buses", "Roads").replace("buses", "bridges").replace("85", "7"), "utf-8"
    )
    audit = Audit(parts.library.database)
    programs = staff_api(parts.desk, parts.records, Tokens(parts.library.database), audit.note)
    app = create_app(
        parts.assistant, parts.library, parts.records, parts.feedback, programs=programs
    )
    with parts.desk.at_work(), running(app) as address:
        environment = {
            **os.environ,
            "PRESSROOM_HOME": str(tmp_path / "home"),
            "PRESSROOM_READER": "rules",  # as the server reads, else its index is made anew
            "PYTHONPATH": str(ROOT),
            "PY": sys.executable,
        }
        done = subprocess.run(
            ["bash", "-c", _script(address)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {
        line.who for line in audit.lines() if line.action.startswith(("document.", "draft."))
    } == {"token:website"}
    assert {line.address for line in audit.lines() if line.who == "token:website"} == {"127.0.0.1"}
    said = done.stdout.split("\x1e")
    commands = [at for at, (kind, _) in enumerate(BLOCKS) if kind != "json"]
    for number, at in enumerate(commands):
        if at + 1 < len(BLOCKS) and BLOCKS[at + 1][0] == "json":
            _assert_says(json.loads(BLOCKS[at + 1][1]), _last_json(said[number]))


def test_every_call_of_the_api_is_named_on_the_page(parts: Parts) -> None:
    for path in _described(Programs(parts).api)["paths"]:
        last = (
            path.rstrip("/").rpartition("/")[2] if not path.endswith("}") else path.split("/")[-2]
        )
        assert f"/{last}" in PAGE, path


def _script(address: str) -> str:
    """All commands of the page as one script, what each block prints set apart."""
    start = (
        f'set -euo pipefail\nexport PRESSROOM={address}\npressroom() {{ "$PY" -m '
        f'pressroom.assistant.cli.main "$@"; }}\n'
    )
    python = '"$PY" - <<"END"\n{}END\n'
    commands = (
        python.format(text) if kind == "python" else text for kind, text in BLOCKS if kind != "json"
    )
    return start + "".join(f"{text}\nprintf '\\x1e'\n" for text in commands)


def _last_json(said: str) -> Any:
    """The last of the JSON values that were printed one after the other."""
    decoder, at, found = json.JSONDecoder(), 0, None
    while at < len(said):
        if said[at] != "{":
            at += 1
            continue
        found, at = decoder.raw_decode(said, at)
    return found


def _assert_says(expected: dict[str, Any], said: dict[str, Any]) -> None:
    for key, value in expected.items():
        assert key in said
        if value != "…":
            assert said[key] == value, key
