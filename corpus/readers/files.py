"""Paths -> SourceTexts: finds the files, chooses the reader, makes the id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import ReadError
from corpus.readers.jsonl import read_jsonl
from corpus.readers.text import read_text
from corpus.transcript import SourceText

TEXT_ENDINGS = (".txt",)
JSONL_ENDINGS = (".jsonl", ".jsonl.gz")
MAX_BYTES = 50_000_000  # of a text file: a year of conferences is under a tenth of it


def read_path(path: Path, *, document_id: str | None = None) -> Iterator[SourceText]:
    """The documents of one file. Raises ReadError with the file, what is wrong, what was expected."""
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder")
    if path.name.lower().endswith(JSONL_ENDINGS):
        if document_id:
            raise ReadError(f"{path}: --id names one document, but this file may hold many; leave --id out")
        yield from read_jsonl(path)
        return
    if not path.name.lower().endswith(TEXT_ENDINGS):
        raise ReadError(f"{path}: no reader for this kind of file; expected {', '.join(TEXT_ENDINGS + JSONL_ENDINGS)}")
    if path.stat().st_size > MAX_BYTES:
        raise ReadError(
            f"{path}: {path.stat().st_size / 1e6:.0f} MB; a text of at most {MAX_BYTES / 1e6:.0f} MB was expected. Split it, or use .jsonl"
        )
    text = read_text(path.read_bytes(), origin=str(path))
    yield SourceText(id=safe_id(document_id or path.stem, origin=str(path)), text=text, origin=str(path))


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and for a folder every readable file in it, sorted; hidden ones are left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [p for p in sorted(path.rglob("*")) if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)]
        readable = [p for p in found if p.name.lower().endswith(TEXT_ENDINGS + JSONL_ENDINGS)]
        if not readable:
            raise ReadError(f"{path}: no document in this folder; expected files ending in {', '.join(TEXT_ENDINGS + JSONL_ENDINGS)}")
        yield from readable


def safe_id(name: str, *, origin: str) -> str:
    """A document id from a file name: letters and digits of any script, `-`, `_` and `.`; at most 120 characters."""
    text = unicodedata.normalize("NFC", name).strip()
    out = re.sub(r"-{2,}", "-", re.sub(r"[^\w.\-]+", "-", text)).strip("-.")[:120]
    if not out:
        raise ReadError(f"{origin}: no usable letters in the name {name!r}; give an id with --id")
    return out
