"""How much a reader takes: every bound on size, pages, nesting, memory and time, in one place."""

from __future__ import annotations

MAX_BYTES = (
    50_000_000  # of one document's file: a year of conferences as text is under a tenth of it
)
MAX_CHARACTERS = 20_000_000  # of the text that a reader gives
MAX_PDF_PAGES = 2_000
MAX_ZIP_BYTES = 200_000_000  # what all members of a .docx unpack to, pictures included
MAX_ZIP_RATIO = 200  # unpacked to packed, of one member above a megabyte; Word's own stay under 30
MAX_ZIP_MEMBERS = 10_000
MAX_XML_BYTES = 50_000_000  # of one part of a .docx that is parsed
MAX_LINE_BYTES = 50_000_000  # of one document in a .jsonl
MAX_JSONL_BYTES = 4_000_000_000  # what a .jsonl.gz unpacks to
# Processor time for one PDF, Word or web file: a small one takes a tenth of this, 2,000 pages of a
# PDF 40 seconds.
LEAST_SECONDS = 1
SECONDS_PER_MEGABYTE = 40
MOST_SECONDS = 90
MEMORY_BYTES = 1_000_000_000  # address space of the process that reads one such file


def megabytes(size: int) -> str:
    """`52000000` -> `52 MB`."""
    return f"{size / 1e6:.0f} MB"


def seconds_for(size: int) -> int:
    """Processor time allowed for a file of `size` bytes."""
    return min(MOST_SECONDS, LEAST_SECONDS + int(size / 1e6 * SECONDS_PER_MEGABYTE))
