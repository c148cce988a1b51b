"""Lines of {"id", "title"?, "date"?, "text"} -> SourceTexts; the text of a line is kept exactly as given."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import ReadError
from corpus.transcript import SourceText

_EXPECTED = 'expected {"id": …, "text": …, "title"?: …, "date"?: "YYYY-MM-DD"} on each line'


def read_jsonl(path: Path) -> Iterator[SourceText]:
    """One SourceText a line, streamed. Raises ReadError that names the line."""
    opener = gzip.open if path.name.endswith(".gz") else open
    try:
        with opener(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _source(line, origin=f"{path}, line {number}")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"{path}: not a whole gzip file ({error}); expected gzipped JSON lines") from None


def _source(line: bytes, *, origin: str) -> SourceText:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise ReadError(f"{origin}: not JSON ({error}); {_EXPECTED}") from None
    if not isinstance(row, dict) or not _is_text(row.get("id")) or not _is_text(row.get("text")):
        raise ReadError(f"{origin}: id or text is missing or empty; {_EXPECTED}")
    for key in ("title", "date"):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise ReadError(f"{origin}: {key} is not a text; {_EXPECTED}")
    if row.get("date"):
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            raise ReadError(f"{origin}: {row['date']!r} is not a date; {_EXPECTED}") from None
    return SourceText(id=row["id"], text=row["text"], origin=origin, title=row.get("title") or None, date=row.get("date") or None)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
