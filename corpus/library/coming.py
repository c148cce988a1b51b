"""The library as indexes see it that do not serve yet: what they hold is noted by their name."""

from __future__ import annotations

from pressroom.corpus.library.indexed import Indexed
from pressroom.corpus.library.reads import Reads
from pressroom.corpus.storage.database import Database


class Coming(Reads, Indexed):
    """Of a library that is open elsewhere. Threads may share it."""

    def __init__(self, database: Database, index: str) -> None:
        Reads.__init__(self, database)
        Indexed.__init__(self, database, index)

    def is_made_anew(self) -> bool:
        """Never: nothing is searched in them."""
        return False

    def note_made_anew(self, *, begins: bool) -> None:
        """Concerns nobody."""
