"""First bytes and name of a file -> its kind; decided by content, and a kind without reader is refused with advice."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import Literal

from corpus.errors import ReadError
from corpus.readers.bounds import MAX_BYTES, MAX_ZIP_BYTES, MAX_ZIP_MEMBERS, MAX_ZIP_RATIO, megabytes
from corpus.readers.extract import reason

Kind = Literal["text", "markdown", "html", "docx", "pdf"]

ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
JSONL_ENDINGS = (".jsonl", ".jsonl.gz")
READABLE = (*ENDINGS, *JSONL_ENDINGS)
KIND_NAMES: dict[Kind, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "a web page",
    "docx": "a Word document",
    "pdf": "a PDF",
}

_SAVE_AS = "save it as .docx, .pdf or .txt and add that"
_PICTURE = "a picture; run OCR on it first (for instance with ocrmypdf), then add the PDF that this gives"
_ARCHIVE = "an archive; unpack it and add the documents in it"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", f"an RTF file; {_SAVE_AS}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", f"a picture or a recording, no text; {_SAVE_AS}"),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"%!PS", f"a PostScript file; {_SAVE_AS}"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_OFFICE = (
    ("xl/", "an Excel workbook; save the text in it as .docx or .txt and add that"),
    ("ppt/", "a PowerPoint presentation; save the text in it as .docx or .txt and add that"),
    ("content.xml", f"an OpenDocument file; {_SAVE_AS}"),
    ("META-INF/container.xml", f"an e-book; {_SAVE_AS}"),
)
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I)
_ANY_TAG = re.compile(r"<(?:p|div|br|h[1-6]|span|table|article|meta|title)\b", re.I)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def kind_of(data: bytes, *, name: str, origin: str) -> tuple[Kind, tuple[str, ...]]:
    """The kind of a file, with a note if its name says another one.

    Content with a mark of its own (PDF, Word, a whole web page) is read as what it is, whatever the name; text takes
    the kind that its name says. Raises ReadError for kinds without reader, and for a .pdf or .docx that is neither:
    that is a damaged download or an error page, not a document.
    """
    named = next((kind for ending, kind in ENDINGS.items() if name.lower().endswith(ending)), None)
    found = _by_content(data, origin=origin)
    if found in ("pdf", "docx"):
        return found, _note(name, named, found)
    if named in ("pdf", "docx"):
        raise ReadError(f"{origin}: the name says {KIND_NAMES[named]}, the content is something else. Fetch or save the file again")
    if found == "html" and named != "html":
        return "html", _note(name, named, found)
    if named is None:
        raise ReadError(f"{origin}: no reader for this kind of file; expected {', '.join(READABLE)}")
    if named == "html" and found != "html" and not _has_tags(data):
        return "text", _note(name, named, "text")
    return named, ()


def _note(name: str, named: Kind | None, found: Kind) -> tuple[str, ...]:
    return () if named == found else (f"named {name[-60:]}, but the content is {KIND_NAMES[found]}: read as that",)


def _by_content(data: bytes, *, origin: str) -> Kind | None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_kind(data, origin=origin)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ReadError(f"{origin}: {_old_office(data)}")
    for mark, advice in _REFUSED:
        if head.startswith(mark):
            raise ReadError(f"{origin}: this is {advice}. Expected {', '.join(READABLE)}")
    if _is_mhtml(head):
        raise ReadError(f"{origin}: a web page saved as one file (MHTML) was found; save it as 'web page, HTML only' and add that")
    return "html" if _HTML.match(_peek(data)) else None


def _old_office(data: bytes) -> str:
    if _ENCRYPTED in data:
        return f"the document is encrypted with a password; expected an open one. Take the password off, then {_SAVE_AS}"
    return f"this is a file of Word 97-2003 (.doc) or another old Office program; expected .docx. Open it and {_SAVE_AS}"


def _is_mhtml(head: bytes) -> bool:
    return b"multipart/related" in head[:2000] and b"MIME-Version" in head[:2000]


def _peek(data: bytes) -> str:
    """The start of a text, good enough to see tags in."""
    head = data[:4096]
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:20:2].count(0) > 6 or head[0:20:2].count(0) > 6
    return (head.replace(b"\x00", b"") if wide else head).decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")


def _has_tags(data: bytes) -> bool:
    return bool(_ANY_TAG.search(data[:200_000].replace(b"\x00", b"").decode("latin-1")))


def _zip_kind(data: bytes, *, origin: str) -> Kind:
    """`docx`, or a ReadError that says what the archive is; its size is checked before anything is unpacked."""
    names = [member.filename for member in zip_members(data, origin=origin)]
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ReadError(f"{origin}: the document holds macros; expected .docx without them. Save it as .docx and add that")
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    for part, advice in _OFFICE:
        if any(name.startswith(part) for name in names):
            raise ReadError(f"{origin}: this is {advice}")
    raise ReadError(f"{origin}: this is {_ARCHIVE}. Expected {', '.join(READABLE)}")


# What zipfile and zlib raise for an archive that is damaged, cut off, forged or encrypted; nothing else is taken for that.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)


def zip_members(data: bytes, *, origin: str) -> list[zipfile.ZipInfo]:
    """The directory of a zip archive. Raises ReadError if it is damaged, encrypted or unpacks to more than the bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except BROKEN_ZIP as error:
        raise ReadError(f"{origin}: a damaged or cut-off archive ({reason(error)}). Fetch or save the file again") from None
    unpacked = sum(member.file_size for member in members)
    swollen = [m for m in members if m.file_size > 1_000_000 and m.file_size > MAX_ZIP_RATIO * max(m.compress_size, 1)]
    if unpacked > MAX_ZIP_BYTES or swollen or len(members) > MAX_ZIP_MEMBERS:
        raise ReadError(
            f"{origin}: {len(members)} members that unpack to {megabytes(unpacked)} from {megabytes(len(data))}; expected were "
            f"{MAX_ZIP_MEMBERS} members, {megabytes(MAX_ZIP_BYTES)} and {MAX_ZIP_RATIO} times the packed size at most"
        )
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(f"{origin}: the archive is encrypted; expected an open document. Take the password off and add it again")
    return members


def check_size(size: int, *, origin: str) -> None:
    """Raises ReadError for a file above MAX_BYTES."""
    if size > MAX_BYTES:
        raise ReadError(f"{origin}: {megabytes(size)}; a file of at most {megabytes(MAX_BYTES)} was expected. Split it, or use .jsonl")
