"""Bytes of a .txt file -> plain text."""

from __future__ import annotations

from corpus.errors import ReadError

_BINARY = {"\x00", "\ufffd"}


def read_text(data: bytes, *, origin: str) -> str:
    """UTF-8 text with `\\n` line ends. Raises ReadError for an empty, binary or otherwise encoded file."""
    if not data.strip():
        raise ReadError(f"{origin}: the file is empty; expected the text of a press conference or press release")
    if b"\x00" in data[:4096]:
        raise ReadError(f"{origin}: this is a binary file; expected plain text in UTF-8. Save the document as text and add that")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{origin}: byte {error.start + 1} is not UTF-8; expected plain text in UTF-8. Save the file with that encoding and add it again"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(char.isalnum() for char in text):
        raise ReadError(f"{origin}: the file holds no letters; expected the text of a press conference or press release")
    return text
