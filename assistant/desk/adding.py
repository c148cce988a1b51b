"""Paths -> documents in the library and in both indexes: what `pressroom add` and a first start
do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.drafts.store import Drafts
from pressroom.corpus.errors import ReadError
from pressroom.corpus.library.library import Library
from pressroom.corpus.library.stored import fingerprint
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import files_in, find_files, read_path
from pressroom.corpus.source import SourceText
from pressroom.index.ingest import Ingest, Progress

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
_AT_ONCE = 100


def add_paths(
    paths: Iterable[Path],
    library: Library,
    ingest: Ingest,
    *,
    document_id: str | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    unread: Callable[[str], None] | None = None,
) -> Counter[str]:
    """Reads everything first, so that a bad file, or one that is scheduled for later, changes
    nothing; then adds and indexes. Counts the outcomes.

    `unread`: is told of each file of a folder that cannot be read, and why; the others are added.
    Without it, and for a file that is named itself, that is an error.
    """
    files = _readable(paths, document_id, _scheduled(library), unread)
    outcomes: Counter[str] = Counter()
    for batch in _chunks(_sources(files, document_id), _AT_ONCE):
        outcomes.update(
            outcome for _, outcome in library.add((source, parse(source)) for source in batch)
        )
    ingest.run(progress)
    return outcomes


def _readable(
    paths: Iterable[Path],
    document_id: str | None,
    scheduled: Mapping[str, Draft],
    unread: Callable[[str], None] | None,
) -> list[Path]:
    """The files that can be read. Raises ReadError for the first that cannot, whose id was there
    before, or whose text must not be public yet, unless `unread` is told.
    """
    checked = _Checked(document_id, scheduled)
    named: list[Path] = []
    found: list[tuple[Path, Callable[[str], None] | None]] = []
    for path in paths:
        if unread and path.is_dir():
            found += [(file, unread) for file in files_in(path)]
        else:
            named += find_files([path])
    found = [*((file, None) for file in named), *found]
    if document_id and len(found) != 1:
        raise ReadError(f"--id {document_id}: names one document, but {len(found)} files are given")
    return [file for file, tell in found if checked.may_add(file, tell)]


class _Checked:
    """What has been read so far: the ids that are taken, beside the texts that must wait."""

    def __init__(self, document_id: str | None, scheduled: Mapping[str, Draft]) -> None:
        self.document_id, self.scheduled = document_id, scheduled
        self.origins: dict[str, str] = {}

    def may_add(self, file: Path, unread: Callable[[str], None] | None) -> bool:
        """Whether all documents of a file may be added. Raises ReadError if not, unless `unread` is
        told.
        """
        try:
            for source in read_path(file, document_id=self.document_id):
                self._check(source)
        except ReadError as error:
            if unread is None:
                raise
            unread(str(error))
            return False
        return True

    def _check(self, source: SourceText) -> None:
        if draft := self.scheduled.get(fingerprint(source.text)):
            raise ReadError(
                f"{source.origin}: the same text is draft {draft.id}, "
                f"public at {draft.publish_at}; take it off the schedule first, or leave it out"
            )
        if source.id in self.origins:
            raise ReadError(
                f"{source.origin}: has the id {source.id!r} of {self.origins[source.id]}; "
                "give one of them another id with --id, or another name"
            )
        self.origins[source.id] = source.origin


def _sources(files: Iterable[Path], document_id: str | None) -> Iterator[SourceText]:
    for file in files:
        yield from read_path(file, document_id=document_id)


def _scheduled(library: Library) -> dict[str, Draft]:
    """The drafts that are public at a time to come, by the fingerprint of their text."""
    return {draft.words: draft for draft in Drafts(library.database).listed(("scheduled",))}


def _chunks(items: Iterable[SourceText], size: int) -> Iterator[list[SourceText]]:
    """Lists of at most `size` items, in order."""
    batch: list[SourceText] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
