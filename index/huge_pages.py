"""The memory of this process -> in pages of 2 MB instead of 4 kB, where Linux can.

A search reads model and vectors all over: with small pages a processor looks up ever again where
they lie (docs/search.md has figures).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from mmap import PAGESIZE
from pathlib import Path

import numpy as np

_SIZE = Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")
_MAPS, _PAGES = Path("/proc/self/maps"), Path("/proc/self/pagemap")
# MADV_COLLAPSE of madvise(2), Linux 6.1 and later; unlike MADV_HUGEPAGE it moves what is there
# already, and at once
_COLLAPSE = 25
# A mapping that may be written, with no file behind it: the heap, or what has no name.
_ANONYMOUS = re.compile(
    r"([0-9a-f]+)-([0-9a-f]+) rw-p [0-9a-f]+ 00:00 0[ \t]*(?:\[heap\]|\[anon:[^\]]*\])?$",
    re.MULTILINE,
)
_PRESENT = np.uint64(63)  # the bit of proc_pid_pagemap(5) that tells whether a page is in memory


def use_huge_pages() -> None:
    """Moves what is in use now; does nothing where the system cannot. Takes about two seconds for a
    gigabyte; other threads go on.

    Only where at least half of a huge page is in use, for it takes its whole size whether it is
    filled or not.
    """
    try:
        size = int(_SIZE.read_text())
        places = list(_filled(size))
    except OSError:
        return
    madvise = ctypes.CDLL(None).madvise
    for place in places:
        madvise(
            ctypes.c_void_p(place), ctypes.c_size_t(size), _COLLAPSE
        )  # what cannot be moved stays where it is


def _filled(size: int) -> Iterator[int]:
    """Where memory of this size begins that is at least half in use."""
    pages = size // PAGESIZE
    with _PAGES.open("rb") as entries:
        for start, end in _anonymous():
            first, last = -(-start // size) * size, end // size * size
            entries.seek(first // PAGESIZE * 8)
            known = np.frombuffer(entries.read(max(0, last - first) // PAGESIZE * 8), np.uint64)
            used = (known >> _PRESENT).reshape(-1, pages).sum(axis=1)
            yield from (first + int(place) * size for place in np.flatnonzero(2 * used >= pages))


def _anonymous() -> list[tuple[int, int]]:
    return [
        (int(start, 16), int(end, 16))
        for start, end in _ANONYMOUS.findall(_MAPS.read_text("utf-8", "replace"))
    ]
