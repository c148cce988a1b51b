"""Bytes of a PDF -> the text of its text layer, in reading order, in paragraphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from datetime import date as Date
from typing import Any

from corpus.errors import ReadError
from corpus.readers.bounds import MAX_CHARACTERS, MAX_PDF_PAGES
from corpus.readers.extract import Extract, reason
from corpus.readers.pdf_lines import Piece, in_order, without_repeated
from corpus.readers.pdf_paragraphs import paragraphs
from corpus.readers.text import tidy

_OCR = "Run OCR first (for instance with ocrmypdf), then add it again"
_EMPTY_TITLE = re.compile(r"^(?:Microsoft Word.*|Word Document|文档\s*\d*|untitled|anonymous|.*\.(?:docx?|pdf|wps|indd|qxd|pptx?))$", re.I)
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_MAX_GARBLED = 0.1  # share of characters that no reader can show
_RADICALS = re.compile(r"[\u2e80-\u2fdf]")


def read_pdf(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with a blank line between them; running heads, feet and page numbers are left out.

    Meant to run in a process of its own (corpus.readers.child): the parser is written in C. Raises ReadError for a file
    that is damaged, encrypted, too long, or a scan without text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{origin}: {_opening(reason(error))}") from None
    pages = _pages(document, origin=origin)
    _check_text(pages, origin=origin)
    kept, removed = without_repeated(pages)
    text = "\n\n".join(paragraphs([in_order(page) for page in kept]))
    if not any(char.isalnum() for char in text):
        raise ReadError(f"{origin}: no text found in its {len(pages)} pages; a text layer was expected. {_OCR}")
    meta = document.get_metadata_dict()
    return Extract(tidy(_unified(text), origin=origin), _title(meta), _day(meta), notes=_notes(pages, removed))


def _opening(error: str) -> str:
    if "password" in error.lower() or "security" in error.lower():
        return "the PDF is encrypted with a password; expected an open one. Save a copy without password and add that"
    return f"a damaged or cut-off PDF ({error}); expected a whole one. Fetch or save the file again"


def _pages(document: Any, *, origin: str) -> list[list[Piece]]:
    """The pieces of text of every page."""
    import pypdfium2
    from pypdfium2 import raw

    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        raise ReadError(f"{origin}: the PDF is encrypted or protected against copying; expected an open one. Add a copy without protection")
    count = len(document)
    if not 0 < count <= MAX_PDF_PAGES:
        raise ReadError(f"{origin}: {count} pages; 1 to {MAX_PDF_PAGES} were expected. Split the file")
    pages: list[list[Piece]] = []
    total = 0
    for number in range(count):
        try:
            page = document[number]
            pages.append(list(_pieces(page)))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise ReadError(f"{origin}: page {number + 1} is damaged ({reason(error)}). Save the file again") from None
        total += sum(len(piece.words) for piece in pages[-1])
        if total > MAX_CHARACTERS:
            raise ReadError(f"{origin}: more than {MAX_CHARACTERS:,} characters; split the file")
    return pages


def _pieces(page: Any) -> Iterator[Piece]:
    """Runs of characters on one base line without a wide gap, in the order of the file; y grows upwards."""
    glyphs = _glyphs(page)
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and not _continues(run[-1], glyph):
            yield from _piece(run)
            run = []
        run.append(glyph)
    yield from _piece(run)


class _Glyph:
    """One character as placed on the page."""

    __slots__ = ("char", "height", "left", "right", "y")

    def __init__(self, char: str, left: float, right: float, y: float, height: float) -> None:
        self.char, self.left, self.right, self.y, self.height = char, left, right, y, height


def _glyphs(page: Any) -> Iterator[_Glyph]:
    """All characters but line ends. Spaces have the place of the character before them."""
    from pypdfium2 import raw

    text = page.get_textpage()
    degrees = page.get_rotation()
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last: _Glyph | None = None
    for at in range(raw.FPDFText_CountChars(text.raw)):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if code in (0, 10, 13):
            continue
        char = chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
        if char.isspace():
            if last is not None and last.char != " ":
                last = _Glyph(" ", last.right, last.right, last.y, last.height)
                yield last
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, at, box)
        raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
        last = _Glyph("-" if code in (2, 0xFFFE) else char, *_turned(degrees, box, x.value, y.value))
        yield last
    text.close()


def _turned(degrees: int, box: Any, x: float, y: float) -> tuple[float, float, float, float]:
    """Left, right, base line and height of a character, as the page is shown."""
    if degrees == 90:
        return box.bottom, box.top, -x, abs(box.right - box.left)
    if degrees == 180:
        return -box.right, -box.left, -y, abs(box.top - box.bottom)
    if degrees == 270:
        return -box.top, -box.bottom, x, abs(box.right - box.left)
    return box.left, box.right, y, abs(box.top - box.bottom)


def _continues(last: _Glyph, glyph: _Glyph) -> bool:
    size = max(last.height, glyph.height, 1.0)
    return abs(glyph.y - last.y) < 0.4 * size and -0.5 * size < glyph.left - last.right < 1.3 * size


def _piece(run: list[_Glyph]) -> Iterator[Piece]:
    words = "".join(glyph.char for glyph in run)
    solid = [glyph for glyph in run if not glyph.char.isspace() and glyph.char != "\u3000"]
    if solid:
        heights = sorted(glyph.height for glyph in solid)
        yield Piece(words.strip(), solid[0].left, solid[-1].right, solid[0].y, max(heights[len(heights) // 2], 1.0))


def _check_text(pages: list[list[Piece]], *, origin: str) -> None:
    words = "".join(piece.words for page in pages for piece in page)
    if not any(char.isalnum() for char in words):
        raise ReadError(f"{origin}: no text layer in its {len(pages)} pages; it is a scan or holds only pictures. {_OCR}")
    garbled = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or (char < " ") for char in words)
    if garbled > len(words) * _MAX_GARBLED:
        raise ReadError(f"{origin}: the text layer cannot be read ({garbled} of {len(words)} characters have no meaning). {_OCR}")


def _unified(text: str) -> str:
    """Radicals that some programs write in place of the ideographs they look like become these: ⼈ -> 人."""
    import unicodedata

    return _RADICALS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _notes(pages: list[list[Piece]], removed: list[str]) -> tuple[str, ...]:
    notes = []
    if removed:
        notes.append(f"left out {len(removed)} running heads, feet and page numbers, such as {removed[0][:60]!r}")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    if empty:
        notes.append(f"no text on page {', '.join(empty[:20])}{' …' if len(empty) > 20 else ''}: perhaps a scan or a picture")
    return tuple(notes)


def _title(meta: dict[str, str]) -> str | None:
    title = re.sub(r"\s+", " ", meta.get("Title", "")).strip("\x00 ")[:300]
    return title if len(title) > 1 and title.isprintable() and not _EMPTY_TITLE.match(title) else None


def _day(meta: dict[str, str]) -> str | None:
    match = _DAY.match(meta.get("ModDate") or meta.get("CreationDate") or "")
    try:
        return Date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None
