"""Lines of {"id", "title"?, "date"?, "source"?, "text"} -> SourceTexts; the text of a line is kept
exactly as given.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_JSONL_BYTES, MAX_LINE_BYTES, megabytes
from pressroom.corpus.readers.extract import reason
from pressroom.corpus.source import SourceText

_EXPECTED = (
    'expected {"id": …, "text": …, "title"?: …, "date"?: "YYYY-MM-DD", "source"?: …} on each line'
)
_GZIP = b"\x1f\x8b"


def read_jsonl(path: Path) -> Iterator[SourceText]:
    """One SourceText a line, streamed; gzipped or not is seen from the content. Raises ReadError
    that names the line.
    """
    with path.open("rb") as file:
        yield from read_jsonl_stream(
            file, origin=str(path), gzipped=path.name.lower().endswith(".gz")
        )


def read_jsonl_bytes(data: bytes, *, origin: str, gzipped: bool = False) -> Iterator[SourceText]:
    """As read_jsonl, of bytes in memory (an upload)."""
    yield from read_jsonl_stream(io.BytesIO(data), origin=origin, gzipped=gzipped)


def read_jsonl_stream(file: BinaryIO, *, origin: str, gzipped: bool) -> Iterator[SourceText]:
    """As read_jsonl, of an open file. `gzipped`: the name says so."""
    head = file.read(2)
    file.seek(0)
    lines = gzip.GzipFile(fileobj=file) if gzipped or head == _GZIP else file
    try:
        for number, line in _lines(lines, origin=origin):
            yield _source(line, origin=f"{origin}, line {number}")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(
            f"{origin}: not a whole gzip file ({reason(error)}); expected gzipped JSON lines"
        ) from None


def _lines(file: Any, *, origin: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; within the bounds on one line and on
    all.
    """
    number, total, found = 0, 0, False
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        total += len(line)
        if len(line) > MAX_LINE_BYTES or total > MAX_JSONL_BYTES:
            bounds = (
                f"{megabytes(MAX_LINE_BYTES)} on a line and {megabytes(MAX_JSONL_BYTES)} in a file"
            )
            raise ReadError(
                f"{origin}, line {number}: more than expected, at most {bounds}. Split the file"
            )
        if line.strip():
            found = True
            yield number, line
    if not found:
        raise ReadError(f"{origin}: the file is empty; {_EXPECTED}")


def _source(line: bytes, *, origin: str) -> SourceText:
    row = _row(line, origin=origin)
    if not isinstance(row, dict) or not _is_text(row.get("id")) or not _is_text(row.get("text")):
        raise ReadError(f"{origin}: id or text is missing or empty; {_EXPECTED}")
    for key in ("title", "date", "source"):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise ReadError(f"{origin}: {key} is not a text; {_EXPECTED}")
    for key in ("id", "text", "title", "source"):
        if not _is_storable(row.get(key) or ""):
            raise ReadError(
                f"{origin}: {key} holds half a character (a lone surrogate) or a NUL; {_EXPECTED}"
            )
    title, written, source = (row.get(key) or None for key in ("title", "date", "source"))
    day, notes = _day(written)
    return SourceText(
        id=row["id"],
        text=row["text"],
        origin=origin,
        title=title,
        date=day,
        source=source,
        notes=notes,
    )


def _day(written: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The day that a date field names, and a note where it is no ISO day: corpora of web pages hold
    bylines there.
    """
    if not written:
        return None, ()
    days = set(find_dates(written))
    if len(days) != 1:
        return None, (f"date left out: {written[:60]!r} is not a date",)
    day = days.pop()
    return day, () if day == written else (f"date {day} read from {written[:60]!r}",)


def _row(line: bytes, *, origin: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{origin}: not JSON ({reason(error)}); {_EXPECTED}") from None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
