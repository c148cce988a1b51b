"""Bytes of a Word file (.docx) -> its text, and what its core properties say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.docx.numbers import Numbers
from pressroom.corpus.readers.docx.text import Body, local
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.transcript import PAGE_HEAD

_MAIN_TYPE = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml$")
_MACRO_TYPE = re.compile(r"macroEnabled")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BESIDE = {
    "header": PAGE_HEAD,
    "footer": "page foot",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
}
_DAMAGED = "expected a whole .docx. Open it in Word, save it again and add that"


def read_docx(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with the numbers that Word shows, a blank line between them; table rows as `cell |
    cell`.

    Headers, footers, comments, footnotes, hidden and struck-through text and tracked deletions are
    left out and listed; insertions are kept. Raises ReadError for a file that is damaged,
    encrypted, too large or holds macros, entities or no text.
    """
    package = Package(data, origin=origin)
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    numbers = Numbers(
        package.xml(f"{folder}/numbering.xml", needed=False),
        package.xml(f"{folder}/styles.xml", needed=False),
    )
    sheet = Sheet()
    body = Body(numbers, package.xml(f"{folder}/styles.xml", needed=False), sheet.leave)
    for piece in body.paragraphs(package.xml(main)):
        sheet.add(piece.words, label=piece.label, bold=piece.bold)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found; the file holds only pictures or nothing. "
            "Run OCR on the pictures, then add the text"
        )
    for name, why in _beside(package, folder):
        for piece in body.paragraphs(package.xml(name)):
            sheet.leave(piece.words, why)
    title, day = _properties(package.xml("docProps/core.xml", needed=False))
    return sheet.extract(origin=origin, title=title, date=day)


def _main_part(package: Package) -> str:
    """The part that holds the text, by its content type."""
    types = package.xml("[Content_Types].xml")
    names = {
        str(el.get("ContentType") or ""): str(el.get("PartName") or "").lstrip("/")
        for el in types.iter()
        if local(el) == "Override"
    }
    if any(_MACRO_TYPE.search(kind) for kind in names):
        raise ReadError(
            f"{package.origin}: the document holds macros; expected .docx without them. "
            "Save it as .docx and add that"
        )
    found = (name for kind, name in names.items() if _MAIN_TYPE.search(kind))
    main = next(found, "word/document.xml")
    if main not in package.members:
        raise ReadError(f"{package.origin}: a Word file without its text; {_DAMAGED}")
    return main


def _beside(package: Package, folder: str) -> Iterator[tuple[str, str]]:
    """The parts that hold words beside the text, and what they are; the first page's head first."""
    for start, why in _BESIDE.items():
        names = package.named(rf"{re.escape(folder)}/{start}\d*\.xml")
        yield from ((name, why) for name in names)


def _properties(core: Any) -> tuple[str | None, str | None]:
    """Title, and the day on which the file was last saved (else made)."""
    found = {} if core is None else {local(el): (el.text or "").strip() for el in core.iter()}
    day = _DAY.match(found.get("modified") or found.get("created") or "")
    return said_title(found.get("title")), day[0] if day else None
