"""Bytes of an RTF file -> its text, by striprtf, and the title in its head."""

from __future__ import annotations

import re

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, reason, said_title
from pressroom.corpus.readers.sheet import Sheet

_TITLE = re.compile(r"\{\\title ([^{}\\]{2,300})\}")
_LEFT = {
    "struck through": re.compile(r"\{[^{}]{0,400}\\strike(?!\d)[^{}]{0,4000}\}"),
    "hidden text": re.compile(r"\{[^{}]{0,400}\\v(?![a-z0])[^{}]{0,4000}\}"),
    "page head": re.compile(r"\{\\header[lrf]?(?![a-z])(?:[^{}]|\{[^{}]{0,4000}\}){0,400}\}"),
    "page foot": re.compile(r"\{\\footer[lrf]?(?![a-z])(?:[^{}]|\{[^{}]{0,4000}\}){0,400}\}"),
    "footnote": re.compile(r"\{\\footnote(?![a-z])(?:[^{}]|\{[^{}]{0,4000}\}){0,400}\}"),
    "comment": re.compile(r"\{\\\*\\annotation(?![a-z])(?:[^{}]|\{[^{}]{0,4000}\}){0,400}\}"),
}
_MOST_GROUPS = 100_000


def read_rtf(data: bytes, *, origin: str) -> Extract:
    """Paragraphs with a blank line between them; struck-through and hidden words, notes, heads and
    feet of pages are left out and listed. Raises ReadError for a damaged file.
    """
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")
    if source.count("{") > _MOST_GROUPS:
        raise ReadError(
            f"{origin}: more than {_MOST_GROUPS:,} groups, which no text has; "
            "save it as .docx and add that"
        )
    sheet = Sheet()
    for why, pattern in _LEFT.items():
        for match in pattern.findall(source):
            sheet.leave(_text(match, rtf_to_text, origin), why)
        source = pattern.sub("", source)
    for line in re.split(r"\n+", _text(source, rtf_to_text, origin)):
        sheet.add(line.strip(" |"))
    if sheet.is_empty:
        raise ReadError(f"{origin}: no text found in the RTF file; save it as .docx and add that")
    title = _TITLE.search(source)
    return sheet.extract(origin=origin, title=said_title(title[1] if title else None))


def _text(source: str, rtf_to_text: object, origin: str) -> str:
    try:
        return str(rtf_to_text(source, errors="replace"))  # type: ignore[operator]
    except (ValueError, IndexError, KeyError, LookupError, UnicodeError) as error:
        raise ReadError(
            f"{origin}: a damaged RTF file ({reason(error)}); open it, save it as .docx and add "
            "that"
        ) from None
