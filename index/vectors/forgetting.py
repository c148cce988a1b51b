"""A collection on a Chroma server -> gone."""

from __future__ import annotations

from chromadb.config import Settings as ChromaSettings
from pressroom.index.vectors.failures import BROKEN, unreachable
from pressroom.index.vectors.opening import ChromaServer, close_if_done, connect


def forget(server: ChromaServer) -> None:
    """Raises UnreachableError where the server does not answer."""
    try:
        opened = connect(server, ChromaSettings(anonymized_telemetry=False))
        opened.client.delete_collection(server.collection)
    except BROKEN as error:
        raise unreachable(server, error) from error
    opened.retired = True
    close_if_done(opened)
