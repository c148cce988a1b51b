"""`pressroom serve`: the web page, until it is stopped."""

from __future__ import annotations

from typing import Annotated

import typer
from pressroom.assistant.cli.shared import Home, say, show_progress
from pressroom.assistant.settings import load


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="address to listen on (PRESSROOM_HOST; default 127.0.0.1)"),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="port to listen on (PRESSROOM_PORT; default 7860)")
    ] = None,
    home: Home = None,
) -> None:
    """Serve the web page."""
    from pressroom.assistant.web import serve as web

    settings = load(home=home, host=host, port=port)
    web.serve(settings, say=say, progress=show_progress)
