"""Bytes of an old Office file (.doc, .wps) -> those of a .docx, by a program of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_BYTES

_SECONDS = 90
ADVICE = (
    "open it and save it as .docx, then add that (where LibreOffice is installed, "
    "Pressroom does it itself)"
)


def converter() -> str | None:
    """The program that turns old files into new ones, if the machine has one: LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_docx(data: bytes, *, name: str, origin: str) -> bytes:
    """Raises ReadError with advice if there is no converter, or if it fails or takes too long."""
    program = converter()
    if program is None:
        raise ReadError(
            f"{origin}: a file of Word 97-2003 (.doc) or of another old Office program; {ADVICE}"
        )
    with tempfile.TemporaryDirectory() as folder:
        ending = ".wps" if name.lower().endswith(".wps") else ".doc"
        source = Path(folder, f"document{ending}")
        source.write_bytes(data)
        _run([program, *_options(folder), str(source)], folder)
        made = source.with_suffix(".docx")
        if not made.is_file() or made.stat().st_size > MAX_BYTES:
            raise ReadError(f"{origin}: {Path(program).name} could not convert this file; {ADVICE}")
        return made.read_bytes()


def _options(folder: str) -> list[str]:
    """A profile of its own, without macros, so that nothing of the machine is used or changed."""
    profile = Path(folder, "profile").as_uri()
    return [
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        folder,
    ]


def _run(command: list[str], folder: str) -> None:
    """Waits at most 90 seconds, then ends the program and what it started."""
    environment = {
        "PATH": f"{Path(command[0]).parent}:/usr/bin:/bin",
        "HOME": folder,
        "LANG": "C.UTF-8",
    }
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
