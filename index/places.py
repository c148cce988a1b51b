"""The name of indexes -> where they lie: the first ones in `index` of the data folder, others in a
folder below it; on a Chroma server each has a collection of its own.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from pressroom.index.vectors.forgetting import forget
from pressroom.index.vectors.opening import ChromaServer

FIRST = ""
_NAME = re.compile(r"[0-9a-f]{12}")


def name_of(fingerprint: str) -> str:
    """Of the indexes that are made for an embedding model: 12 hexadecimal digits."""
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Places:
    """Of one data folder; `server` is where the vectors are, if not in it."""

    folder: Path
    server: ChromaServer | None = None

    def vectors(self, name: str) -> Path | ChromaServer:
        if self.server is None:
            return self.folder / name / "vectors"
        suffix = f"-{name}" if name else ""
        return replace(self.server, collection=self.server.collection + suffix)

    def words(self, name: str) -> Path:
        return self.folder / name / "words"

    def names(self) -> set[str]:
        """Of all that are there."""
        later = {path.parent.name for path in self.folder.glob("*/words")}
        first = {FIRST} if self.words(FIRST).is_dir() else set()
        return first | set(filter(_NAME.fullmatch, later))

    def drop(self, name: str) -> None:
        """Takes both indexes away, which nobody may use any more. Raises UnreachableError where the
        server does not answer.
        """
        where = self.vectors(name)
        if isinstance(where, ChromaServer):
            forget(where)
        else:
            shutil.rmtree(where, ignore_errors=True)
            where.with_name("vectors.opening").unlink(missing_ok=True)
        shutil.rmtree(self.folder / name if name else self.words(name), ignore_errors=True)
