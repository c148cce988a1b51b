"""Settings -> a running web server."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from pressroom.assistant.settings import Settings
from pressroom.assistant.web.below import Base, base_of
from pressroom.assistant.web.site import site_of
from pressroom.corpus.errors import LibraryError, SettingsError

if TYPE_CHECKING:
    from pressroom.index.ingest import Ingest, Progress

_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000",  # else all calls are summed up after each
}
_BEHIND = (
    "the library is indexed for another embedding model in the background; until that is done, "
    "the one before answers"
)
_SETTLED_EVERY = 600  # seconds: what was indexed since, or read anew, lies in small pages


def serve(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    samples: bool = False,
    say: Callable[[str], None],
    progress: Callable[[Progress], None],
) -> None:
    """Adds `paths` (or the samples, if asked for and the library is empty), then serves until it is
    stopped.

    Raises SettingsError if the address cannot be had, ReadError for a document that cannot be read.
    """
    base = base_of(settings.base_url) if settings.base_url else None
    site = site_of(settings)
    listener = _listen(settings.host, settings.port)
    os.environ.update(_OFFLINE)
    import uvicorn
    from pressroom.assistant.build import open_parts
    from pressroom.assistant.desk.adding import SAMPLES, add_paths
    from pressroom.assistant.staff.audit import Audit
    from pressroom.assistant.staff.tokens import Tokens
    from pressroom.assistant.web.app import create_app
    from pressroom.assistant.web.line import Line
    from pressroom.assistant.web.staff_api import staff_api

    with open_parts(settings, progress=say) as parts:
        wanted = paths or ([SAMPLES] if samples and parts.library.is_empty() else [])
        if wanted:
            add_paths(wanted, parts.library, parts.ingest, progress=progress)
        _index(parts.ingest, say, progress)
        if parts.deployments.is_behind:
            say(_BEHIND)
        database = parts.library.database
        programs = staff_api(parts.desk, parts.records, Tokens(database), Audit(database).note)
        app = create_app(
            parts.answering,
            parts.library,
            parts.records,
            parts.feedback,
            parts.desk,
            programs=programs,
            line=Line(
                at_once=settings.questions_at_once,
                waiting=settings.questions_waiting,
                of_client=settings.questions_of_client,
            ),
            base=base,
            site=site,
        )
        Thread(target=_settle, args=[app.state.warm], daemon=True).start()
        say(f"Pressroom is at {_address(settings, base)}  (Ctrl+C stops it)")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        with parts.desk.at_work():
            server.run(sockets=[listener])


def _index(
    ingest: Ingest, say: Callable[[str], None], progress: Callable[[Progress], None]
) -> None:
    """Whatever an interrupted `pressroom add` left behind. What is damaged, and what a server does
    not take, is mended in the background: citizens need not wait for it.
    """
    if ingest.is_being_mended:
        say("\n".join([*ingest.damage, "the indexes are made anew in the background"]))
        return
    try:
        ingest.run(progress)
    except LibraryError as error:
        say(f"{error}; until then answers are found by words alone")


def _settle(warm: Callable[[], object]) -> None:
    """Reads what the first visitor would wait for, and keeps it where it is found fastest."""
    from pressroom.index.huge_pages import use_huge_pages

    warm()
    while True:
        use_huge_pages()
        time.sleep(_SETTLED_EVERY)


def _address(settings: Settings, base: Base | None) -> str:
    """Where it is found; an IPv6 address stands in brackets."""
    if base and base.host:
        return base.address
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}{base.path if base else ''}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:  # `::` is every address, those in IPv4 too
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"{host}:{port}: cannot listen there ({error.strerror}); stop what uses it, "
            "or choose another with --port"
        ) from None
    return listener
