"""Bytes of a .txt file -> plain text."""

from __future__ import annotations

import re

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_CHARACTERS
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.plain.encoding import Decoded, decode, first_bad_byte

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EXPECTED = "expected the text of a press conference or press release"


def read_text(data: bytes, *, origin: str) -> Extract:
    """Text in UTF-8, UTF-16, GB18030, Big5 or Windows-1252, with `\\n` line ends; the notes name
    the encoding if it is not UTF-8.

    Raises ReadError for an empty or binary file, and for one in no known encoding.
    """
    decoded = decoded_text(data, origin=origin)
    return Extract(
        tidy(decoded.text, origin=origin), notes=decoded.notes + lost_characters(decoded.text)
    )


def decoded_text(data: bytes, *, origin: str, declared: str | None = None) -> Decoded:
    """The text of a file as it is encoded. Raises ReadError if the file is empty, binary or of no
    known encoding.
    """
    if not data.strip():
        raise ReadError(f"{origin}: the file is empty; {_EXPECTED}")
    decoded = decode(data, declared=declared)
    if (
        decoded
        and len(_CONTROL.findall(decoded.text[:100_000])) * 100 <= min(len(decoded.text), 100_000)
        and "\x00" not in decoded.text
    ):
        return decoded
    if (
        decoded
        or b"\x00" in data[:4096]
        or len(re.findall(rb"[\x00-\x08\x0e-\x1a]", data[:4096])) * 50 > len(data[:4096])
    ):
        raise ReadError(
            f"{origin}: this is a binary file; expected plain text in UTF-8. "
            "Save the document as text and add that"
        )
    raise ReadError(
        f"{origin}: byte {first_bad_byte(data)} is not UTF-8, and UTF-16, GB18030, "
        "Big5 or Windows-1252 give no plausible text; expected plain text in UTF-8. "
        "The file may be cut off or damaged: save it with that encoding and add it again"
    )


def tidy(text: str, *, origin: str) -> str:
    """The text with `\\n` line ends and without stray control characters. Raises ReadError if no
    letter is left, or too many.
    """
    out = clean(text)
    if len(out) > MAX_CHARACTERS:
        raise ReadError(
            f"{origin}: {len(out):,} characters; a text of at most {MAX_CHARACTERS:,} was "
            "expected. Split it, or use .jsonl"
        )
    if not any(char.isalnum() for char in out):
        raise ReadError(f"{origin}: the file holds no letters; {_EXPECTED}")
    return out


def clean(text: str) -> str:
    """The text with `\\n` line ends and without stray control characters."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))


def lost_characters(text: str) -> tuple[str, ...]:
    """A note if an earlier conversion has already lost characters."""
    lost = text.count("\ufffd")
    return (
        (
            f"{lost} characters were lost before the file was added (�); "
            "check it against the original",
        )
        if lost
        else ()
    )
