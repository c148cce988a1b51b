"""Paths -> documents in the library and in both indexes: what `pressroom add` and a first start do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus.errors import ReadError
from corpus.library import Library
from corpus.parse import parse
from corpus.readers.files import find_files, read_path
from corpus.transcript import SourceText
from index.ingest import Ingest, Progress

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
_AT_ONCE = 100


def add_paths(
    paths: Iterable[Path],
    library: Library,
    ingest: Ingest,
    *,
    document_id: str | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Counter[str]:
    """Reads everything first, so that a bad file changes nothing; then adds and indexes. Counts the outcomes."""
    files = list(find_files(paths))
    if document_id and len(files) != 1:
        raise ReadError(f"--id {document_id}: names one document, but {len(files)} files are given")
    _check(files, document_id)
    outcomes: Counter[str] = Counter()
    for batch in _chunks(_sources(files, document_id), _AT_ONCE):
        outcomes.update(outcome for _, outcome in library.add((source, parse(source)) for source in batch))
    ingest.run(progress)
    return outcomes


def _sources(files: Iterable[Path], document_id: str | None) -> Iterator[SourceText]:
    for file in files:
        yield from read_path(file, document_id=document_id)


def _check(files: Iterable[Path], document_id: str | None) -> None:
    """Raises ReadError for the first document that cannot be read, or whose id was there before."""
    origins: dict[str, str] = {}
    for source in _sources(files, document_id):
        if source.id in origins:
            raise ReadError(
                f"{source.origin}: has the id {source.id!r} of {origins[source.id]}; give one of them another id with --id, or another name"
            )
        origins[source.id] = source.origin


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
