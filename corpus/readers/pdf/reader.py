"""Bytes of a PDF -> the text of its text layer, in reading order, in paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Date
from itertools import groupby
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_CHARACTERS, MAX_PDF_PAGES
from pressroom.corpus.readers.extract import Extract, reason, said_title
from pressroom.corpus.readers.pdf.glyphs import SMALL, Glyph, continues, glyphs_of
from pressroom.corpus.readers.pdf.lines import Piece, in_order
from pressroom.corpus.readers.pdf.numbers import without_line_numbers
from pressroom.corpus.readers.pdf.paragraphs import paragraphs
from pressroom.corpus.readers.pdf.repeated import without_repeated
from pressroom.corpus.readers.raised import raised
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.transcript import PAGE_HEAD

_OCR = "Run OCR first (for instance with ocrmypdf), then add it again"
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_MAX_GARBLED = 0.1  # share of characters that no reader can show
_RADICALS = re.compile(r"[\u2e80-\u2fdf]")


def read_pdf(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with a blank line between them; running heads, feet and page numbers are left out.

    Meant to run in a process of its own (pressroom.corpus.readers.child): the parser is written in
    C. Raises ReadError for a file that is damaged, encrypted, too long, or a scan without text
    layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{origin}: {_opening(reason(error))}") from None
    sheet = Sheet()
    pages = _pages(document, sheet, origin=origin)
    _check_text(pages, origin=origin)
    numbers = lay_out(pages, sheet)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in its {len(pages)} pages; a text layer was expected. {_OCR}"
        )
    meta = document.get_metadata_dict()
    return sheet.extract(
        origin=origin,
        title=said_title(meta.get("Title")),
        date=_day(meta),
        notes=_notes(pages, numbers),
    )


def lay_out(pages: list[list[Piece]], sheet: Sheet) -> int:
    """Writes the paragraphs of pages in reading order, leaves out what repeats from page to page
    and the numbers of lines; how many of these there were.
    """
    kept, removed = without_repeated(pages)
    for words, top in removed:
        sheet.leave(words, PAGE_HEAD if top else "page foot")
    counted, numbers = without_line_numbers(kept)
    for words in paragraphs([in_order(page) for page in counted]):
        sheet.add(_unified(words))
    return numbers


def _opening(error: str) -> str:
    if "password" in error.lower() or "security" in error.lower():
        return (
            "the PDF is encrypted with a password; expected an open one. "
            "Save a copy without password and add that"
        )
    return f"a damaged or cut-off PDF ({error}); expected a whole one. Fetch or save the file again"


def _pages(document: Any, sheet: Sheet, *, origin: str) -> list[list[Piece]]:
    """The pieces of text of every page."""
    import pypdfium2
    from pypdfium2 import raw

    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        raise ReadError(
            f"{origin}: the PDF is encrypted or protected against copying; expected an open one. "
            "Add a copy without protection"
        )
    count = len(document)
    if not 0 < count <= MAX_PDF_PAGES:
        raise ReadError(
            f"{origin}: {count} pages; 1 to {MAX_PDF_PAGES} were expected. Split the file"
        )
    pages: list[list[Piece]] = []
    total = 0
    for number in range(count):
        try:
            page = document[number]
            pages.append(list(_pieces(page, sheet)))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise ReadError(
                f"{origin}: page {number + 1} is damaged ({reason(error)}). Save the file again"
            ) from None
        total += sum(len(piece.words) for piece in pages[-1])
        if total > MAX_CHARACTERS:
            raise ReadError(f"{origin}: more than {MAX_CHARACTERS:,} characters; split the file")
    return pages


def _pieces(page: Any, sheet: Sheet) -> Iterator[Piece]:
    """Runs of characters on one base line without a wide gap, in the order of the file; y grows
    upwards. What is turned against the text of the page, as words in a margin are, is left out.
    """
    glyphs = list(glyphs_of(page))
    angle = Counter(glyph.angle for glyph in glyphs).most_common(1)[0][0] if glyphs else 0
    turned = "".join(glyph.char for glyph in glyphs if glyph.angle != angle)
    sheet.leave(turned, "turned words in a margin")
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.angle != angle:
            continue
        if run and not continues(run[-1], glyph):
            yield from _piece(run, sheet)
            run = []
        run.append(glyph)
    yield from _piece(run, sheet)


def _piece(run: list[Glyph], sheet: Sheet) -> Iterator[Piece]:
    solid = [glyph for glyph in run if not glyph.char.isspace() and glyph.char != "\u3000"]
    if solid:
        heights = sorted(glyph.height for glyph in solid)
        size = max(heights[len(heights) // 2], 1.0)
        base = next((glyph.y for glyph in solid if glyph.height >= SMALL * size), solid[0].y)
        words = _words(run, base, size, sheet).strip()
        if words:
            yield Piece(words, solid[0].left, solid[-1].right, base, size)


def _words(run: list[Glyph], base: float, size: float, sheet: Sheet) -> str:
    """The characters of a run; small raised ones as what they are, or left out as marks."""

    def is_raised(glyph: Glyph) -> bool:
        return glyph.height < SMALL * size and glyph.y > base + 0.12 * size

    out = ""
    for small, part in groupby(run, key=is_raised):
        words = "".join(glyph.char for glyph in part)
        kept = raised(words, after=out) if small else words
        if kept is None:
            sheet.leave(f"{out[-20:]} [{words.strip()}]", "mark of a footnote")
        out += kept or ""
    return out


def _check_text(pages: list[list[Piece]], *, origin: str) -> None:
    words = "".join(piece.words for page in pages for piece in page)
    if not any(char.isalnum() for char in words):
        raise ReadError(
            f"{origin}: no text layer in its {len(pages)} pages; it is a scan or holds only "
            f"pictures. {_OCR}"
        )
    garbled = sum(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or (char < " ") for char in words
    )
    if garbled > len(words) * _MAX_GARBLED:
        raise ReadError(
            f"{origin}: the text layer cannot be read ({garbled} of {len(words)} characters have "
            f"no meaning). {_OCR}"
        )


def _unified(text: str) -> str:
    """Radicals that some programs write in place of the ideographs they look like become these: ⼈
    -> 人.
    """
    import unicodedata

    return _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _notes(pages: list[list[Piece]], numbers: int) -> tuple[str, ...]:
    notes = [f"left out, numbers of lines: {numbers}"] if numbers else []
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if empty:
        notes.append(
            f"no text on page {', '.join(empty[:20])}{' …' if len(empty) > 20 else ''}: perhaps a "
            "scan or a picture"
        )
    return tuple(notes)


def _day(meta: dict[str, str]) -> str | None:
    match = _DAY.match(meta.get("ModDate") or meta.get("CreationDate") or "")
    try:
        return Date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None
