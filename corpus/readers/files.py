"""Paths, uploads and pasted text -> SourceTexts: finds the files, chooses the reader, makes the
id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.archives import check_size
from pressroom.corpus.readers.bounds import MAX_BYTES
from pressroom.corpus.readers.child import read_apart
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.kinds import JSONL_ENDINGS, READABLE, Kind, kind_of
from pressroom.corpus.readers.office.old import as_docx
from pressroom.corpus.readers.plain.jsonl import read_jsonl, read_jsonl_bytes
from pressroom.corpus.readers.plain.markdown import read_markdown, read_plain
from pressroom.corpus.readers.plain.text import tidy
from pressroom.corpus.source import Hints, SourceText

_DECLARES: frozenset[Kind] = frozenset(
    {"text", "markdown", "xml"}
)  # title and date were written for this document, not left by a program


def read_path(path: Path, *, document_id: str | None = None) -> Iterator[SourceText]:
    """The documents of one file. Raises ReadError with the file, what is wrong, what was
    expected.
    """
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder")
    if not path.is_file():
        raise ReadError(f"{path}: not a file; expected one of {', '.join(READABLE)}")
    try:
        if path.name.lower().endswith(JSONL_ENDINGS):
            _refuse_id(document_id, origin=str(path))
            yield from read_jsonl(path)
            return
        check_size(path.stat().st_size, origin=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{path}: cannot be read ({error.strerror or error}); check the file and the right to "
            "read it"
        ) from None
    yield _source(data, name=path.name, origin=str(path), document_id=document_id)


def read_upload(data: bytes, *, name: str, document_id: str | None = None) -> Iterator[SourceText]:
    """The documents of an uploaded file. `name`: as the browser gives it; only its last part is
    used. Raises ReadError.
    """
    name = plain_name(name)
    check_size(len(data), origin=name)
    if name.lower().endswith(JSONL_ENDINGS):
        _refuse_id(document_id, origin=name)
        yield from read_jsonl_bytes(data, origin=name, gzipped=name.lower().endswith(".gz"))
        return
    yield _source(data, name=name, origin=name, document_id=document_id)


def read_pasted(text: str, *, document_id: str) -> SourceText:
    """A text typed or pasted into a form. Raises ReadError if it is too long or holds no
    letters.
    """
    whole = text.encode("utf-8", errors="surrogatepass")[: MAX_BYTES + 1]
    check_size(len(whole), origin="pasted text")
    clean = whole.decode("utf-8", errors="replace")
    return SourceText(
        id=safe_id(document_id, origin="pasted text"),
        text=tidy(clean, origin="pasted text"),
        origin="pasted text",
        notes=("pasted",),
    )


def read_bytes(data: bytes, *, name: str, origin: str) -> tuple[Kind, Extract]:
    """The kind of one document's file, found by content, and what its reader gives. Raises
    ReadError.
    """
    kind, notes = kind_of(data, name=name, origin=origin) if data.strip() else ("text", ())
    if kind == "text":
        found = read_plain(data, origin=origin)
    elif kind == "markdown":
        found = read_markdown(data, origin=origin)
    elif kind == "doc":
        found = read_apart("docx", as_docx(data, name=name, origin=origin), origin=origin)
    else:
        found = read_apart(kind, data, origin=origin)
    return kind, replace(found, notes=notes + found.notes)


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and for a folder every readable file in it, sorted; hidden ones are
    left out.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        readable = [file for file in files_in(path) if file.name.lower().endswith(READABLE)]
        if not readable:
            raise ReadError(
                f"{path}: no document in this folder; expected files ending in "
                f"{', '.join(READABLE)}"
            )
        yield from readable


def files_in(folder: Path) -> Iterator[Path]:
    """Every file in a folder and in those below it, sorted; hidden ones are left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def plain_name(name: str) -> str:
    """The last part of a file name as a browser or a program gives it, which leads nowhere."""
    return re.split(r"[/\\]", name)[-1].replace("\x00", "")[-255:] or "upload"


def safe_id(name: str, *, origin: str) -> str:
    """A document id from a file name: letters and digits of any script, `-`, `_` and `.`; at most
    120 characters.
    """
    text = unicodedata.normalize("NFC", name).strip()
    out = re.sub(r"-{2,}", "-", re.sub(r"[^\w.\-]+", "-", text)).strip("-.")[:120]
    if not out:
        raise ReadError(f"{origin}: no usable letters in the name {name!r}; give an id with --id")
    return out


def _source(data: bytes, *, name: str, origin: str, document_id: str | None) -> SourceText:
    kind, found = read_bytes(data, name=name, origin=origin)
    key = safe_id(document_id or Path(name).stem, origin=origin)
    claims = (found.title, found.date, found.source)
    declares = kind in _DECLARES
    given, hints = (claims, Hints()) if declares else ((None, None, None), Hints(*claims))
    return SourceText(
        key,
        found.text,
        origin,
        *given,
        hints=hints,
        notes=found.notes,
        marks=found.marks,
        left_out=found.left_out,
        moments=found.moments,
    )


def _refuse_id(document_id: str | None, *, origin: str) -> None:
    if document_id:
        raise ReadError(
            f"{origin}: --id names one document, but this file may hold many; leave --id out"
        )
