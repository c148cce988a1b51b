"""Settings -> a running web server."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from index.ingest import Progress

_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
_SETTLED_EVERY = 600  # seconds: what was indexed since, or read anew, lies in small pages


def serve(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    samples: bool = False,
    say: Callable[[str], None],
    progress: Callable[[Progress], None],
) -> None:
    """Adds `paths` (or the samples, if asked for and the library is empty), then serves until it is stopped.

    Raises SettingsError if the address cannot be had, ReadError for a document that cannot be read.
    """
    listener = _listen(settings.host, settings.port)
    os.environ.update(_OFFLINE)
    import uvicorn

    from assistant.adding import SAMPLES, add_paths
    from assistant.build import open_parts
    from assistant.staff.audit import Audit
    from assistant.staff.tokens import Tokens
    from assistant.web.app import create_app
    from assistant.web.staff_api import staff_api

    with open_parts(settings, progress=say) as parts:
        wanted = paths or ([SAMPLES] if samples and parts.library.is_empty() else [])
        if wanted:
            add_paths(wanted, parts.library, parts.ingest, progress=progress)
        parts.ingest.run(progress)  # whatever an interrupted `pressroom add` left behind
        database = parts.library.database
        programs = staff_api(parts.desk, parts.records, Tokens(database), Audit(database).note)
        app = create_app(parts.assistant, parts.library, parts.records, parts.feedback, parts.desk, programs=programs)
        Thread(target=_settle, args=[app.state.warm], daemon=True).start()
        say(f"Pressroom is at http://{settings.host}:{settings.port}  (Ctrl+C stops it)")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        with parts.desk.at_work():
            server.run(sockets=[listener])


def _settle(warm: Callable[[], object]) -> None:
    """Reads what the first visitor would wait for, and keeps it where it is found fastest."""
    from index.huge_pages import use_huge_pages

    warm()
    while True:
        use_huge_pages()
        time.sleep(_SETTLED_EVERY)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"{host}:{port}: cannot listen there ({error.strerror}); stop what uses it, or choose another with --port"
        ) from None
    return listener
