"""Bytes of an OpenDocument text (.odt) -> its text, and what its properties say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.package import Package, attribute, local
from pressroom.corpus.readers.raised import raised
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.tables import joined_cells, speeches_of
from pressroom.corpus.transcript import PAGE_HEAD

_LEFT = {
    "annotation": "comment",
    "note": "footnote",
    "tracked-changes": "tracked deletion",
    "hidden-text": "hidden text",
}
_SILENT = {"forms", "sequence-decls", "annotation-end", "bookmark", "alphabetical-index-source"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_odt(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with a blank line between them; notes, comments, deletions, struck-through words,
    heads and feet of pages are left out and listed. Raises ReadError for a damaged file.
    """
    package = Package(data, origin=origin)
    content = package.xml("content.xml")
    reader = _Text(content)
    body = next((el for el in content.iter() if local(el) == "text"), None)
    if body is None:
        raise ReadError(
            f"{origin}: an OpenDocument file that is no text; save it as .docx, "
            ".xlsx or .pptx and add that"
        )
    reader.read(body)
    if reader.sheet.is_empty:
        raise ReadError(f"{origin}: no text found; the file holds only pictures or nothing")
    _leave_pages(package.xml("styles.xml", needed=False), reader.sheet)
    title, day = _properties(package.xml("meta.xml", needed=False))
    return reader.sheet.extract(origin=origin, title=title, date=day)


class _Text:
    """Walks the body of one document."""

    def __init__(self, content: Any) -> None:
        self.sheet = Sheet()
        self.styles = {
            attribute(style, "name"): style for style in content.iter() if local(style) == "style"
        }

    def read(self, body: Any) -> None:
        """Every paragraph in order, without recursion into what holds them: files may nest deep."""
        stack = [iter(body)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = local(element)
            if name in ("p", "h"):
                words = self._words(element)
                self.sheet.add(words, bold=self._bold(element, words))
            elif name == "table":
                self._table(element)
            elif name in _LEFT:
                self.sheet.leave("".join(element.itertext()), _LEFT[name])
            elif name not in _SILENT:
                stack.append(iter(element))

    def _words(self, paragraph: Any) -> str:
        return "".join(self._pieces(paragraph, 0)).strip()

    def _pieces(self, element: Any, depth: int) -> Iterator[str]:
        if depth > 200:  # deeper than any real file
            return
        yield element.text or ""
        for child in element:
            yield from self._piece(child, depth)
            yield child.tail or ""

    def _piece(self, child: Any, depth: int) -> Iterator[str]:
        name = local(child)
        if name in ("s", "tab", "line-break"):
            count = attribute(child, "c")
            yield {"s": " " * min(int(count) if count.isdecimal() else 1, 100), "tab": "\t"}.get(
                name, "\n"
            )
        elif name in _LEFT:
            self.sheet.leave("".join(child.itertext()), _LEFT[name])
        elif self._says(child, "text-line-through-style", "text-line-through-type"):
            self.sheet.leave("".join(child.itertext()), "struck through")
        elif self._says(child, "text-position", only="super"):
            words = "".join(child.itertext())
            kept = raised(words, after="x")
            if kept is None:
                self.sheet.leave(words, "mark of a footnote")
            yield kept or ""
        elif name not in ("frame", "g", "custom-shape"):
            yield from self._pieces(child, depth + 1)

    def _bold(self, element: Any, words: str) -> str:
        """The words in bold type at the start of a paragraph."""
        if local(element) == "h" or self._says(element, "font-weight", only="bold"):
            return words
        first = next(iter(element), None)
        opens = first is not None and not (element.text or "").strip()
        if opens and self._says(first, "font-weight", only="bold"):
            return "".join(self._pieces(first, 0)).strip()
        return ""

    def _says(self, element: Any, *properties: str, only: str = "") -> bool:
        """Whether the style of an element sets one of the properties, to something that begins
        so.
        """
        style = self.styles.get(attribute(element, "style-name"))
        for part in () if style is None else style:
            for name in properties:
                value = attribute(part, name)
                if value and value != "none" and value.startswith(only):
                    return True
        return False

    def _table(self, table: Any) -> None:
        rows = [
            [self._cell(cell) for cell in row if local(cell) == "table-cell"]
            for row in table.iter()
            if local(row) == "table-row"
        ]
        speeches = speeches_of(rows, self.sheet.leave)
        for speech in speeches or ():
            self.sheet.add(speech.words, label=speech.label)
        if speeches is None:
            for row in rows:
                self.sheet.add(joined_cells([cell for cell in row if cell]))

    def _cell(self, cell: Any) -> str:
        return "\n".join(filter(None, (self._words(el) for el in cell.iter() if local(el) == "p")))


def _leave_pages(styles: Any, sheet: Sheet) -> None:
    for element in () if styles is None else styles.iter():
        name = local(element)
        if name in ("header", "footer", "header-first", "footer-first"):
            why = PAGE_HEAD if name.startswith("header") else "page foot"
            for paragraph in (el for el in element.iter() if local(el) == "p"):
                sheet.leave("".join(paragraph.itertext()), why)


def _properties(meta: Any) -> tuple[str | None, str | None]:
    """Title, and the day on which the file was last saved (else made)."""
    found = {} if meta is None else {local(el): (el.text or "").strip() for el in meta.iter()}
    day = _DAY.match(found.get("date") or found.get("creation-date") or "")
    return said_title(found.get("title")), day[0] if day else None
