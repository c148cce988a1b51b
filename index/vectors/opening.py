"""A folder or a Chroma server -> a collection that is open, until nobody uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import chromadb
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from pressroom.corpus.errors import LibraryError

NAME = "passages"
# A passage is linked to all of the nearest that building finds (ef_construction): where they are
# more than max_neighbors, HNSW keeps only those that lie apart, and of passages that come in
# families some are then linked from nowhere. Of 100,000, 5.4 % are not even found by their own
# vector with 32 neighbours, 1 % with 64, none with 128 (docs/scale.md).
_HNSW: CreateHNSWConfiguration = {
    "space": "ip",
    "ef_construction": 128,
    "ef_search": 100,
    "max_neighbors": 128,
}


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server answers, and in which collection. The token goes along as
    `Authorization: Bearer` and `X-Chroma-Token`: Chroma 1.x leaves its check to the proxy before
    it.
    """

    url: str
    token: str | None = None
    collection: str = NAME


@dataclass(eq=False)
class Opened:
    """A client and its collection; closed when nobody uses it any more."""

    client: Any
    collection: Any
    users: int = 0
    retired: bool = False


def close_if_done(opened: Opened) -> None:
    if opened.retired and not opened.users and hasattr(opened.client, "close"):
        opened.client.close()


def collection(client: Any, name: str) -> Any:
    return client.get_or_create_collection(
        name, configuration={"hnsw": _HNSW}, embedding_function=None
    )


def must_be_address(server: ChromaServer) -> None:
    """Raises LibraryError for an URL that leads nowhere."""
    parts = urlsplit(server.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LibraryError(
            f"PRESSROOM_CHROMA_URL: {server.url!r} is not an address; expected http://host:8000 "
            f"or https://host"
        )


def connect(server: ChromaServer, settings: ChromaSettings) -> Opened:
    parts = urlsplit(server.url)
    headers = (
        {"Authorization": f"Bearer {server.token}", "X-Chroma-Token": server.token}
        if server.token
        else {}
    )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    client = chromadb.HttpClient(
        parts.hostname or "",
        port,
        ssl=parts.scheme == "https",
        headers=headers,
        settings=settings,
    )
    return Opened(client, collection(client, server.collection))
