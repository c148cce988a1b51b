"""Bytes of a Hangul document (.hwpx) -> its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package, attribute, local
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.tables import joined_cells, speeches_of
from pressroom.corpus.transcript import PAGE_HEAD

_LEFT = {"header": PAGE_HEAD, "footer": "page foot", "footNote": "footnote", "endNote": "endnote"}
_SILENT = {"memo", "hiddenComment"}


def read_hwpx(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with a blank line between them, tables as rows; notes, heads and feet of pages are
    left out and listed. Raises ReadError for a damaged file.
    """
    package = Package(data, origin=origin)
    sheet = Sheet()
    for name in package.named(r"Contents/section\d+\.xml"):
        _read(package.xml(name), sheet)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in the Hangul document; save it as .docx or .pdf and add that"
        )
    head = package.xml("Contents/content.hpf", needed=False)
    found = {} if head is None else {local(el): (el.text or "").strip() for el in head.iter()}
    return sheet.extract(origin=origin, title=said_title(found.get("title")))


def _read(section: Any, sheet: Sheet) -> None:
    stack = [iter(section)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name in _LEFT:
            sheet.leave(" ".join(_texts(element)), _LEFT[name])
        elif name == "tbl":
            _table(element, sheet)
        elif name == "p":
            sheet.add("".join(_own(element)))
            stack.append(iter([el for el in element.iter() if local(el) in (*_LEFT, "tbl")]))
        elif name not in _SILENT:
            stack.append(iter(element))


def _own(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph, without those of tables and notes that are anchored in it."""
    for run in (el for el in paragraph if local(el) == "run"):
        for child in (el for el in run if local(el) == "t"):
            yield child.text or ""
            for inner in child:
                yield {"lineBreak": "\n", "tab": "\t", "nbSpace": " "}.get(local(inner), "")
                yield inner.tail or ""


def _texts(element: Any) -> Iterator[str]:
    yield from ("".join(el.itertext()) for el in element.iter() if local(el) == "t")


def _table(table: Any, sheet: Sheet) -> None:
    rows = [
        [" ".join(_texts(cell)).strip() for cell in row if local(cell) == "tc"]
        for row in table.iter()
        if local(row) == "tr" and attribute(row, "hidden") != "1"
    ]
    speeches = speeches_of(rows, sheet.leave)
    for speech in speeches or ():
        sheet.add(speech.words, label=speech.label)
    if speeches is None:
        for row in rows:
            sheet.add(joined_cells([cell for cell in row if cell]))
