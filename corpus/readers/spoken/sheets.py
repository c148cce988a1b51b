"""Bytes of a .csv, .tsv or .xlsx file -> speeches, where it is a table of speakers and words, else
its rows as lines.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from datetime import datetime

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.archives import zip_members
from pressroom.corpus.readers.extract import Extract, reason, said_title
from pressroom.corpus.readers.package import Package
from pressroom.corpus.readers.plain.text import decoded_text, tidy
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.tables import Row, joined_cells, speeches_of

_MARKS = ",;\t|"
_MOST_ROWS, _MOST_COLUMNS = 200_000, 200


def read_csv(data: bytes, *, origin: str) -> Extract:
    """Raises ReadError for a file that is no text, or of rows that nothing parts."""
    decoded = decoded_text(data, origin=origin)
    text = tidy(decoded.text, origin=origin)
    csv.field_size_limit(10_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=False))
    except csv.Error as error:
        raise ReadError(
            f"{origin}: not a table ({reason(error)}); expected cells parted by commas, "
            "semicolons or tabs"
        ) from None
    sheet = Sheet()
    _write(rows, sheet)
    return sheet.extract(origin=origin, notes=decoded.notes)


def read_xlsx(data: bytes, *, origin: str) -> Extract:
    """All sheets in order, hidden ones left out. Raises ReadError for a damaged workbook."""
    from openpyxl import load_workbook

    zip_members(data, origin=origin)
    package = Package(data, origin=origin)
    for name in package.named(r".*\.(?:xml|rels)"):  # no part may define entities
        package.xml(name, needed=False)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = Sheet()
        for page in book.worksheets:
            rows = list(_rows(page.iter_rows(values_only=True, max_col=_MOST_COLUMNS)))
            if page.sheet_state != "visible":
                sheet.leave(" · ".join(map(joined_cells, rows[:50])), f"hidden sheet {page.title}")
            else:
                _write(rows, sheet)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,  # openpyxl's own, of a workbook that it does not find
    ) as error:
        raise ReadError(
            f"{origin}: a damaged workbook ({reason(error)}); expected a whole .xlsx. "
            "Save it again, or as .csv"
        ) from None
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in the workbook; expected a table of speakers and words"
        )
    return sheet.extract(origin=origin, title=said_title(book.properties.title))


def _write(rows: Sequence[Row], sheet: Sheet) -> None:
    speeches = speeches_of(rows, sheet.leave)
    if speeches is None:
        for row in rows:
            sheet.add(joined_cells([cell.strip() for cell in row if cell.strip()]), gap="\n")
        return
    for speech in speeches:
        moments = () if speech.seconds is None else ((0, speech.seconds),)
        sheet.add(speech.words, label=speech.label, moments=moments)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            return
        cells = [_shown(cell) for cell in row]
        if any(cells):
            yield cells


def _shown(cell: object) -> str:
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat()
            if not (cell.hour or cell.minute)
            else cell.isoformat(" ", "minutes")
        )
    if isinstance(cell, Date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _delimiter(text: str) -> str:
    """The mark that stands most evenly in the first lines outside quotes."""
    lines = text.split("\n")[:30]
    return max(_MARKS, key=lambda mark: (sum(mark in line for line in lines), lines[0].count(mark)))
