"""A file or a zip archive -> whether it is within the bounds, and what the archive holds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import (
    MAX_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_MEMBERS,
    MAX_ZIP_RATIO,
    megabytes,
)
from pressroom.corpus.readers.extract import reason

# What zipfile and zlib raise for an archive that is damaged, cut off, forged or encrypted; nothing
# else is taken for that.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


def zip_members(data: bytes, *, origin: str) -> list[zipfile.ZipInfo]:
    """The directory of a zip archive. Raises ReadError if it is damaged, encrypted or unpacks to
    more than the bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except BROKEN_ZIP as error:
        raise ReadError(
            f"{origin}: a damaged or cut-off archive ({reason(error)}). Fetch or save the file "
            "again"
        ) from None
    unpacked = sum(member.file_size for member in members)
    swollen = [
        m
        for m in members
        if m.file_size > 1_000_000 and m.file_size > MAX_ZIP_RATIO * max(m.compress_size, 1)
    ]
    if unpacked > MAX_ZIP_BYTES or swollen or len(members) > MAX_ZIP_MEMBERS:
        raise ReadError(
            f"{origin}: {len(members)} members that unpack to {megabytes(unpacked)} from "
            f"{megabytes(len(data))}; expected were {MAX_ZIP_MEMBERS} members, "
            f"{megabytes(MAX_ZIP_BYTES)} and {MAX_ZIP_RATIO} times the packed size at most"
        )
    if any(member.flag_bits & 1 for member in members):
        raise ReadError(
            f"{origin}: the archive is encrypted; expected an open document. "
            "Take the password off and add it again"
        )
    return members


def check_size(size: int, *, origin: str) -> None:
    """Raises ReadError for a file above MAX_BYTES."""
    if size > MAX_BYTES:
        raise ReadError(
            f"{origin}: {megabytes(size)}; a file of at most {megabytes(MAX_BYTES)} was expected. "
            "Split it, or use .jsonl"
        )
