"""First bytes and name of a file -> its kind; decided by content, and a kind without reader is
refused with advice.
"""

from __future__ import annotations

import re
from typing import Literal

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.archives import zip_members

Kind = Literal[
    "text", "markdown", "html", "docx", "pdf", "doc", "rtf", "odt", "subtitles", "xml", "mail",
    "pptx", "xlsx", "csv", "epub", "hwpx", "ofd",
]  # fmt: skip

ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".odt": "odt",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".xml": "xml",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".epub": "epub",
    ".hwpx": "hwpx",
    ".ofd": "ofd",
}
JSONL_ENDINGS = (".jsonl", ".jsonl.gz")
READABLE = (*ENDINGS, *JSONL_ENDINGS)
KIND_NAMES: dict[Kind, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "a web page",
    "docx": "a Word document",
    "pdf": "a PDF",
    "doc": "a file of Word 97-2003 or WPS",
    "rtf": "an RTF file",
    "odt": "an OpenDocument text",
    "subtitles": "subtitles",
    "xml": "XML",
    "mail": "an e-mail or a web page saved as one file",
    "pptx": "a PowerPoint presentation",
    "xlsx": "an Excel workbook",
    "csv": "a table as text",
    "epub": "an e-book",
    "hwpx": "a Hangul document",
    "ofd": "an OFD file",
}

_SAVE_AS = "save it as .docx, .pdf or .txt and add that"
_PICTURE = (
    "a picture; run OCR on it first (for instance with ocrmypdf), then add the PDF that this gives"
)
_ARCHIVE = "an archive; unpack it and add the documents in it"
_REFUSED: tuple[tuple[bytes, str], ...] = (
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
# A part of the zip -> its kind; the first that is there counts.
_OFFICE: tuple[tuple[str, Kind], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("META-INF/container.xml", "epub"),
    ("OFD.xml", "ofd"),
    ("Contents/section", "hwpx"),
    ("content.xml", "odt"),
)
_OPEN_OTHERS = {
    b"opendocument.spreadsheet": "an OpenDocument table; save it as .xlsx or .csv and add that",
    b"opendocument.presentation": "an OpenDocument presentation; save it as .pptx and add that",
}
_OLD_HANGUL = (
    "a Hangul document of the old format (.hwp); save it as .hwpx, .docx or .pdf and add that"
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html|head|"
    r"body)\b",
    re.I,
)
_DEBATE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<[!?][^>]{0,2000}>\s*){0,9}<(?:\w{1,20}:)?(?:akomaNtoso|"
    r"TEI(?:\.2)?|teiCorpus)\b",
    re.I,
)
_CUE = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}\s*-->"
_SUBTITLES = re.compile(rf"\s*(?:WEBVTT\b|(?:\d{{1,6}}\s*\n)?\s*{_CUE})")
_ANY_TAG = re.compile(r"<(?:p|div|br|h[1-6]|span|table|article|meta|title)\b", re.I)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def kind_of(data: bytes, *, name: str, origin: str) -> tuple[Kind, tuple[str, ...]]:
    """The kind of a file, with a note if its name says another one.

    Content with a mark of its own (PDF, office files, a whole web page) is read as what it is,
    whatever the name; text takes the kind that its name says. Raises ReadError for kinds without
    reader, and for a .pdf or .docx that is neither: that is a damaged download or an error page.
    """
    named = next((kind for ending, kind in ENDINGS.items() if name.lower().endswith(ending)), None)
    found = _by_content(data, origin=origin)
    if found is not None and found not in ("html", "xml"):
        return found, _note(name, named, found)
    if named is not None and named in _MARKED:
        raise ReadError(
            f"{origin}: the name says {KIND_NAMES[named]}, the content is something else. "
            "Fetch or save the file again"
        )
    if found is not None and (found == "xml" or named != "html"):
        return found, _note(name, named, found)
    if named is None:
        raise ReadError(
            f"{origin}: no reader for this kind of file; expected {', '.join(READABLE)}. "
            "Give a text the ending .txt"
        )
    if named == "html" and found != "html" and not _has_tags(data):
        return "text", _note(name, named, "text")
    return named, ()


# Kinds whose content has a mark of its own: without it the file is something else.
_MARKED: frozenset[Kind] = frozenset(
    {"pdf", "docx", "doc", "rtf", "odt", "pptx", "xlsx", "epub", "hwpx", "ofd"}
)


def _note(name: str, named: Kind | None, found: Kind) -> tuple[str, ...]:
    return (
        ()
        if named == found
        else (f"named {name[-60:]}, but the content is {KIND_NAMES[found]}: read as that",)
    )


def _by_content(data: bytes, *, origin: str) -> Kind | None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_kind(data, origin=origin)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data, origin=origin)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for mark, advice in _REFUSED:
        if head.startswith(mark):
            raise ReadError(f"{origin}: this is {advice}. Expected {', '.join(READABLE)}")
    if _is_mail(head):
        return "mail"
    start = _peek(data)
    if _SUBTITLES.match(start):
        return "subtitles"
    if _DEBATE.match(start):
        return "xml"
    return "html" if _HTML.match(start) else None


def _old_office(data: bytes, *, origin: str) -> Kind:
    if _ENCRYPTED in data:
        raise ReadError(
            f"{origin}: the document is encrypted with a password; expected an open one. "
            f"Take the password off, then {_SAVE_AS}"
        )
    if b"HWP Document File" in data[:100_000]:
        raise ReadError(f"{origin}: this is {_OLD_HANGUL}")
    return "doc"


def _is_mail(head: bytes) -> bool:
    """The head of a message: fields of a mail, of which one says how it is put together."""
    fields = re.findall(rb"^([A-Za-z-]{2,40}):", head[:4000], re.M)
    known = {field.lower() for field in fields}
    return b"mime-version" in known and b"content-type" in known and len(known) >= 3


def _peek(data: bytes) -> str:
    """The start of a text, good enough to see tags in."""
    head = data[:4096]
    wide = (
        head[:2] in (b"\xff\xfe", b"\xfe\xff")
        or head[1:20:2].count(0) > 6
        or head[0:20:2].count(0) > 6
    )
    return (
        (head.replace(b"\x00", b"") if wide else head)
        .decode("latin-1")
        .lstrip("\xef\xbb\xbf\xff\xfe")
    )


def _has_tags(data: bytes) -> bool:
    return bool(_ANY_TAG.search(data[:200_000].replace(b"\x00", b"").decode("latin-1")))


def _zip_kind(data: bytes, *, origin: str) -> Kind:
    """The kind of office file, or a ReadError that says what the archive is; its size is checked
    before anything is unpacked.
    """
    names = [member.filename for member in zip_members(data, origin=origin)]
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ReadError(
            f"{origin}: the document holds macros; expected .docx without them. "
            "Save it as .docx and add that"
        )
    for part, kind in _OFFICE:
        if any(name.startswith(part) for name in names):
            for mark, advice in _OPEN_OTHERS.items():
                if kind == "odt" and mark in data[:200]:
                    raise ReadError(f"{origin}: this is {advice}")
            return kind
    raise ReadError(f"{origin}: this is {_ARCHIVE}. Expected {', '.join(READABLE)}")
