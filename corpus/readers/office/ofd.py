"""Bytes of an OFD file (China's page format) -> its text, laid out as that of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_PDF_PAGES
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package, attribute, local
from pressroom.corpus.readers.pdf.lines import Piece
from pressroom.corpus.readers.pdf.reader import lay_out
from pressroom.corpus.readers.sheet import Sheet

_POINTS = 72 / 25.4  # in a millimetre
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_ofd(data: bytes, *, origin: str) -> Extract:
    """Raises ReadError for a damaged file, or one of pictures only."""
    package = Package(data, origin=origin)
    names = package.named(r"(?:.*/)?Pages/Page_?\d+/Content\.xml")
    if len(names) > MAX_PDF_PAGES:
        raise ReadError(
            f"{origin}: {len(names)} pages; 1 to {MAX_PDF_PAGES} were expected. Split the file"
        )
    pages = [list(_pieces(package.xml(name))) for name in names]
    sheet = Sheet()
    lay_out(pages, sheet)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in its {len(names)} pages; save it as a PDF and run OCR on "
            "that"
        )
    head = package.xml("OFD.xml", needed=False)
    found = {} if head is None else {local(el): (el.text or "").strip() for el in head.iter()}
    day = _DAY.match(found.get("ModDate") or found.get("CreationDate") or "")
    return sheet.extract(
        origin=origin, title=said_title(found.get("Title")), date=day[0] if day else None
    )


def _pieces(page: Any) -> Iterator[Piece]:
    for item in (el for el in page.iter() if local(el) == "TextObject"):
        box = _numbers(attribute(item, "Boundary"))
        size = next(iter(_numbers(attribute(item, "Size"))), 4.0)
        if len(box) < 4:
            continue
        for code in (el for el in item if local(el) == "TextCode"):
            words = (code.text or "").strip()
            y = box[1] + next(iter(_numbers(attribute(code, "Y"))), 0.0)
            if words:
                x = box[0] + next(iter(_numbers(attribute(code, "X"))), 0.0)
                yield Piece(
                    words,
                    x * _POINTS,
                    max(box[0] + box[2], x + 0.1) * _POINTS,
                    -y * _POINTS,
                    max(size * _POINTS, 1.0),
                )


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d{1,9}(?:\.\d{1,9})?", text[:200])]
