"""Bytes of an e-book (.epub) -> the text of its chapters, in the order of its spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package, attribute, local
from pressroom.corpus.readers.plain.text import decoded_text
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.web.page import tree_of_page
from pressroom.corpus.readers.web.text import lines

_MOST_CHAPTERS = 2_000


def read_epub(data: bytes, *, origin: str) -> Extract:
    """Raises ReadError for a damaged book, or one whose chapters hold no text."""
    package = Package(data, origin=origin)
    container = package.xml("META-INF/container.xml")
    files = (attribute(el, "full-path") for el in container.iter() if local(el) == "rootfile")
    opf = next(files, "")
    book = package.xml(opf)
    sheet = Sheet()
    for name in list(_spine(book, opf))[:_MOST_CHAPTERS]:
        if name in package.members:
            page = tree_of_page(
                decoded_text(package.bytes(name), origin=origin).text, origin=origin
            )
            _chapter(page, sheet)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in the chapters of this book; save it as .html or .txt and "
            "add that"
        )
    said = {local(el): (el.text or "").strip() for el in book.iter() if el.text}
    return sheet.extract(
        origin=origin,
        title=said_title(said.get("title")),
        date=next(iter(find_dates(said.get("date", "")[:40])), None),
        source=said.get("publisher") or said.get("creator"),
    )


def _spine(book: Any, opf: str) -> Iterator[str]:
    """The names of the chapters' parts, in order."""
    items = {
        attribute(el, "id"): attribute(el, "href") for el in book.iter() if local(el) == "item"
    }
    for element in (el for el in book.iter() if local(el) == "itemref"):
        href = unquote(items.get(attribute(element, "idref"), ""))
        if href and attribute(element, "linear") != "no":
            yield posixpath.normpath(posixpath.join(posixpath.dirname(opf), href))


def _chapter(page: Any, sheet: Sheet) -> None:
    body = next((el for el in page.iter("body")), page)
    for line in lines(body, body, frozenset(), {}, sheet.leave):
        sheet.add(line.words, label=line.label, bold=line.bold, gap="\n" if line.broken else "\n\n")
