"""Bytes of a Word file (.docx) -> its text, and what its core properties say."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from corpus.errors import ReadError
from corpus.readers.bounds import MAX_XML_BYTES, megabytes
from corpus.readers.docx_numbers import Numbers
from corpus.readers.docx_text import LeftOut, local, paragraphs
from corpus.readers.extract import Extract, reason
from corpus.readers.kinds import BROKEN_ZIP, zip_members
from corpus.readers.text import tidy

_MAIN_TYPE = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml$")
_MACRO_TYPE = re.compile(r"macroEnabled")
_EMPTY_TITLE = re.compile(r"^(?:Microsoft Word.*|Word Document|Document\s*\d*|文档\s*\d*|文件\s*\d*|untitled|无标题|標題)$", re.I)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAMAGED = "expected a whole .docx. Open it in Word, save it again and add that"


def read_docx(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with the numbers that Word shows, a blank line between them; table rows as `cell | cell`.

    Headers, footers, comments, footnotes, hidden text and tracked deletions are left out; insertions are kept.
    Raises ReadError for a file that is damaged, encrypted, too large or holds macros, entities or no text.
    """
    package = _Package(data, origin=origin)
    main = package.main_part()
    folder = main.rpartition("/")[0]
    numbers = Numbers(package.xml(f"{folder}/numbering.xml", needed=False), package.xml(f"{folder}/styles.xml", needed=False))
    left_out = LeftOut()
    text = "\n\n".join(paragraphs(package.xml(main), numbers, left_out))
    if not any(char.isalnum() for char in text):
        raise ReadError(f"{origin}: no text found; the file holds only pictures or nothing. Run OCR on the pictures, then add the text")
    title, day = _properties(package.xml("docProps/core.xml", needed=False))
    return Extract(tidy(text, origin=origin), title, day, notes=left_out.notes())


class _Package:
    """The zip around a Word document: its parts are unpacked one at a time, each within the bounds."""

    def __init__(self, data: bytes, *, origin: str) -> None:
        self.origin = origin
        self.members = {member.filename: member for member in zip_members(data, origin=origin)}
        self.archive = zipfile.ZipFile(io.BytesIO(data))

    def main_part(self) -> str:
        """The part that holds the text, by its content type."""
        types = self.xml("[Content_Types].xml")
        names = {
            str(el.get("ContentType") or ""): str(el.get("PartName") or "").lstrip("/") for el in types.iter() if local(el) == "Override"
        }
        if any(_MACRO_TYPE.search(kind) for kind in names):
            raise ReadError(f"{self.origin}: the document holds macros; expected .docx without them. Save it as .docx and add that")
        main = next((name for kind, name in names.items() if _MAIN_TYPE.search(kind)), "word/document.xml")
        if main not in self.members:
            raise ReadError(f"{self.origin}: a Word file without its text; {_DAMAGED}")
        return main

    def xml(self, name: str, *, needed: bool = True) -> Any:
        """The tree of a part, or None for one that is not there or, if not needed, broken."""
        if name not in self.members:
            if needed:
                raise ReadError(f"{self.origin}: the part {name} is missing; {_DAMAGED}")
            return None
        return self._tree(name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        member = self.members[name]
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(f"{self.origin}: packed in a way that Word does not use; {_DAMAGED}")
        try:
            with self.archive.open(member) as part:
                data = part.read(MAX_XML_BYTES + 1)
        except BROKEN_ZIP as error:
            raise ReadError(f"{self.origin}: the part {name} is damaged ({reason(error)}); {_DAMAGED}") from None
        if len(data) > MAX_XML_BYTES:
            raise ReadError(f"{self.origin}: the part {name} unpacks to more than {megabytes(MAX_XML_BYTES)}; ask where it comes from")
        return data

    def _tree(self, name: str, data: bytes) -> Any:
        from lxml import etree

        if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data.replace(b"\x00", b""), re.I):
            raise ReadError(f"{self.origin}: the part {name} defines entities, which no Word file does; ask where it comes from")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            tree = etree.fromstring(data, parser=parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(f"{self.origin}: the part {name} is not well-formed ({reason(error)}); {_DAMAGED}") from None
        return tree


def _properties(core: Any) -> tuple[str | None, str | None]:
    """Title, and the day on which the file was last saved (else made)."""
    found = {} if core is None else {local(el): (el.text or "").strip() for el in core.iter()}
    title = re.sub(r"\s+", " ", found.get("title", ""))
    day = _DAY.match(found.get("modified") or found.get("created") or "")
    return (title if title and not _EMPTY_TITLE.match(title) else None), day[0] if day else None
