"""Records and vectors -> passages by word: BM25 over terms, kept by tantivy on disk with all that
scores a passage.
"""

from __future__ import annotations

import logging
import math
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import tantivy
from numpy.typing import NDArray
from pressroom.corpus.errors import DamagedError, LibraryError
from pressroom.index.filters import Filter
from pressroom.index.packing import keys, unpack_keys
from pressroom.index.records import PassageRecord
from pressroom.index.terms import query_terms
from pressroom.index.words.queries import any_of, document, one_of, passage_schema, term, within
from pressroom.index.words.scoring import FoundPassage, scored

log = logging.getLogger(__name__)
Given = ParamSpec("Given")
Made = TypeVar("Made")

_HEAP = 64_000_000  # bytes that the writer may hold before it flushes
_THREADS = 1
_CANDIDATES = 100
_QUERY_TERMS = 400


def _as_empty_if_damaged(read: Callable[Given, Made]) -> Callable[Given, Made]:
    """What the index says; where it is found to be damaged, what an empty one says."""

    @wraps(read)
    def reading(*given: Given.args, **named: Given.kwargs) -> Made:
        index = given[0]
        try:
            return read(*given, **named)
        except BaseException as error:
            if not isinstance(index, WordIndex) or not _is_damage(error):
                raise
            index._broken(error)
            return read(*given, **named)

    return reading


def _is_damage(error: BaseException) -> bool:
    """What tantivy says of files that it cannot read; in Rust it may give up."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


class WordIndex:
    """One folder. Any number of readers; one writer at a time, which the caller sees to."""

    def __init__(self, folder: Path | None, *, anew: bool = False) -> None:
        """Raises LibraryError for a folder of another layout, unless it is to be made `anew`: then
        that one is emptied. A damaged one counts as empty, and `damage` says so.

        Without a folder it is held in memory.
        """
        self._folder = folder
        self.damage: str | None = None
        self._index = tantivy.Index(passage_schema())
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._open(folder, anew=anew)

    def _open(self, folder: Path, *, anew: bool) -> None:
        try:
            self._index = tantivy.Index(passage_schema(), path=str(folder))
            self.damage = None
        except ValueError as error:
            if anew:
                self._make_anew(folder)
            elif "schema" in str(error).lower():
                raise LibraryError(
                    f"{folder}: made by another version of Pressroom ({error}); run `pressroom "
                    f"check --rebuild` to index the library again"
                ) from None
            else:
                self._broken(error)

    def _make_anew(self, folder: Path) -> None:
        shutil.rmtree(folder)
        folder.mkdir()
        self._index = tantivy.Index(passage_schema(), path=str(folder))
        self.damage = None

    def _broken(self, error: BaseException) -> None:
        """From now on it counts as empty."""
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        self.damage = (
            f"{self._folder}: the index by word is damaged ({reason}); it is made anew from the "
            "library by a running server, or by `pressroom check --repair`"
        )
        log.warning("%s", self.damage)
        self._index = tantivy.Index(passage_schema())

    def replace(
        self,
        document_ids: Sequence[str],
        passages: Iterable[tuple[PassageRecord, NDArray[np.float32]]],
    ) -> None:
        """Takes out what is held of these documents and puts in the records with their vectors, at
        once. Raises DamagedError where it has to be made anew before.
        """
        if self.damage:
            raise DamagedError(self.damage)
        writer = self._writer()
        for document_id in document_ids:
            writer.delete_documents_by_term("document", document_id)
        for record, vectors in passages:
            writer.add_document(document(record, vectors))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def reload(self) -> None:
        """Sees what another process has written, or made anew."""
        if self.damage and self._folder:
            self._open(self._folder, anew=False)
        else:
            self._index.reload()

    @_as_empty_if_damaged
    def search(
        self, text: str, *, limit: int = _CANDIDATES, where: Filter | None = None
    ) -> list[FoundPassage]:
        """The best passages, best first: tantivy's candidates, scored anew with our k1 and b."""
        wanted = query_terms(text)[:_QUERY_TERMS]
        searcher = self._index.searcher()
        query = within(self._index.schema, any_of(self._index.schema, wanted), where)
        found = self._read(
            searcher,
            [
                address
                for _, address in searcher.search(query, max(limit, _CANDIDATES), count=False).hits
            ],
        )
        passages = scored(
            found, keys(wanted), np.array([self._weight(searcher, term) for term in wanted])
        )
        return sorted(passages, key=lambda passage: -passage.words)[:limit]

    @_as_empty_if_damaged
    def fetch(self, passage_ids: Sequence[str]) -> list[FoundPassage]:
        """Those of these passages that are held, without scores."""
        if not passage_ids:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(
            one_of(self._index.schema, "passage", passage_ids), len(passage_ids), count=False
        ).hits
        return self._read(searcher, [address for _, address in hits])

    @_as_empty_if_damaged
    def number(self, where: Filter) -> int:
        """How many passages the filter lets through."""
        return int(
            self._index.searcher()
            .search(within(self._index.schema, None, where), 1, count=True)
            .count
        )

    @_as_empty_if_damaged
    def matching(self, where: Filter) -> list[FoundPassage]:
        """All passages that the filter lets through."""
        searcher = self._index.searcher()
        hits = searcher.search(
            within(self._index.schema, None, where), max(1, searcher.num_docs), count=False
        ).hits
        return self._read(searcher, [address for _, address in hits])

    @_as_empty_if_damaged
    def allowed(self, passage_ids: Sequence[str], where: Filter) -> list[FoundPassage]:
        """Those of these passages that the filter lets through."""
        searcher = self._index.searcher()
        query = within(
            self._index.schema, one_of(self._index.schema, "passage", passage_ids), where
        )
        return self._read(
            searcher,
            [address for _, address in searcher.search(query, len(passage_ids), count=False).hits],
        )

    @_as_empty_if_damaged
    def weight(self, term: str) -> float:
        """Inverse document frequency: high for a term that few passages hold, highest for one that
        none holds.
        """
        return self._weight(self._index.searcher(), term)

    @_as_empty_if_damaged
    def held(self, document_id: str) -> set[str]:
        """The ids of the passages of a document."""
        searcher = self._index.searcher()
        found = searcher.search(
            term(self._index.schema, "document", document_id),
            max(1, searcher.num_docs),
            count=False,
        ).hits
        return {searcher.doc(address)["passage"][0] for _, address in found}

    @_as_empty_if_damaged
    def count(self) -> int:
        """Passages held."""
        return int(self._index.searcher().num_docs)

    def clear(self) -> None:
        """Forgets everything. A damaged one is made anew."""
        if self.damage and self._folder:
            self._make_anew(self._folder)
            return
        writer = self._writer()
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _writer(self) -> Any:
        writer = self._index.writer(_HEAP, _THREADS)
        # A writer killed before its commit leaves files behind, and names them by a number that the
        # next one counts to again.
        writer.garbage_collect_files()
        return writer

    @staticmethod
    def _weight(searcher: Any, term: str) -> float:
        held = searcher.doc_freq("text", term)
        return math.log(1 + (searcher.num_docs - held + 0.5) / (held + 0.5))

    @staticmethod
    def _read(searcher: Any, addresses: Iterable[Any]) -> list[FoundPassage]:
        stored = map(searcher.doc, addresses)
        return [
            FoundPassage(
                d["passage"][0], d["document"][0], unpack_keys(d["keys"][0]), d["vectors"][0]
            )
            for d in stored
        ]
