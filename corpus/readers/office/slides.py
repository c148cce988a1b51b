"""Bytes of a PowerPoint file (.pptx) -> the words on its slides, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package, attribute, local
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.tables import joined_cells, speeches_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_slides(data: bytes, *, origin: str) -> Extract:
    """The titles of slides as headings, a paragraph each for the others; tables as rows; notes of
    the presenter are left out and listed. Raises ReadError for a damaged file or one without words.
    """
    package = Package(data, origin=origin)
    sheet = Sheet()
    for name in package.named(r"ppt/slides/slide\d+\.xml"):
        _read(package.xml(name), sheet)
    for name in package.named(r"ppt/notesSlides/notesSlide\d+\.xml"):
        for shape in _shapes(package.xml(name)):
            if _placeholder(shape) == "body":
                sheet.leave(" ".join(_paragraphs(shape)), "notes of the presenter")
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found; the slides hold only pictures. Add the text of the speech "
            "instead"
        )
    core = package.xml("docProps/core.xml", needed=False)
    found = {} if core is None else {local(el): (el.text or "").strip() for el in core.iter()}
    day = _DAY.match(found.get("modified") or found.get("created") or "")
    return sheet.extract(
        origin=origin, title=said_title(found.get("title")), date=day[0] if day else None
    )


def _read(slide: Any, sheet: Sheet) -> None:
    for shape in _shapes(slide):
        if local(shape) == "tbl":
            _table(shape, sheet)
            continue
        kind = _placeholder(shape)
        for words in _paragraphs(shape):
            if kind in ("ftr", "sldNum", "dt", "hdr"):
                sheet.leave(words, "page foot")
            else:
                sheet.add(words, bold=words if kind in ("title", "ctrTitle") else "")


def _shapes(slide: Any) -> Iterator[Any]:
    """The shapes with text and the tables, in the order of the file."""
    yield from (el for el in slide.iter() if local(el) in ("sp", "tbl"))


def _placeholder(shape: Any) -> str:
    kind = next((el for el in shape.iter() if local(el) == "ph"), None)
    return "" if kind is None else attribute(kind, "type") or "body"


def _paragraphs(shape: Any) -> Iterator[str]:
    for paragraph in (el for el in shape.iter() if local(el) == "p"):
        parts = (
            "\n" if local(el) == "br" else el.text or ""
            for el in paragraph.iter()
            if local(el) in ("t", "br")
        )
        if words := "".join(parts).strip():
            yield words


def _table(table: Any, sheet: Sheet) -> None:
    rows = [
        ["\n".join(_paragraphs(cell)) for cell in row if local(cell) == "tc"]
        for row in table.iter()
        if local(row) == "tr"
    ]
    speeches = speeches_of(rows, sheet.leave)
    for speech in speeches or ():
        sheet.add(speech.words, label=speech.label)
    if speeches is None:
        for row in rows:
            sheet.add(joined_cells([cell for cell in row if cell]))
