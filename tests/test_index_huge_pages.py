"""Memory is moved to huge pages where Linux can, and stays what it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pressroom.index import huge_pages
from pressroom.index.huge_pages import use_huge_pages
from served import ROOT

NO_MOVING = "this kernel moves no memory to huge pages"
MAPS = """\
55d0b0000000-55d0b0400000 r-xp 00000000 08:01 77                         /usr/bin/python3
55d0c0000000-55d0c0400000 rw-p 00000000 00:00 0                          [heap]
7f0000000000-7f0000800000 rw-p 00000000 00:00 0
7f0010000000-7f0010800000 rw-p 00000000 08:01 1234                       /usr/lib/some.so
7f0020000000-7f0020800000 r--p 00000000 00:00 0
7f0030000000-7f0030800000 rw-p 00000000 00:00 0                          [anon:words]
7f0040000000-7f0040800000 rw-s 00000000 00:01 99                         /dev/zero (deleted)
7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                          [stack]
"""


def test_only_memory_that_is_the_programs_own_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "maps").write_text(MAPS)
    monkeypatch.setattr(huge_pages, "_MAPS", tmp_path / "maps")
    starts = [start for start, _ in huge_pages._anonymous()]
    assert starts == [0x55D0C0000000, 0x7F0000000000, 0x7F0030000000]


# In a process of its own: what other tests left in memory is half filled here and there, and grows.
SMALL_PROCESS = """
import mmap
import sys
import numpy as np
from pressroom.index.huge_pages import use_huge_pages
sys.path.insert(0, "tests")
from smaps import kilobytes

sparse = mmap.mmap(-1, 256 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
sparse[:: 2 << 20] = b"x" * 128  # one small page of each huge one
filled = np.arange(8 << 20)  # 64 MB
resident = kilobytes("Rss")
use_huge_pages()
print(kilobytes("AnonHugePages"), kilobytes("Rss") - resident)
assert np.array_equal(filled, np.arange(8 << 20))
assert bytes(sparse[:: 2 << 20]) == b"x" * 128
"""


@pytest.mark.skipif(sys.platform != "linux", reason="huge pages of Linux")
def test_large_memory_lies_in_huge_pages_and_what_is_hardly_used_takes_no_more() -> None:
    command = [sys.executable, "-c", SMALL_PROCESS]
    left_to_us = {**os.environ, "NUMPY_MADVISE_HUGEPAGE": "0"}
    told = subprocess.run(
        command, cwd=ROOT, env=left_to_us, check=True, capture_output=True, text=True
    )
    huge, more = map(int, told.stdout.split())
    assert more < 30_000
    if not huge:
        pytest.skip(NO_MOVING)
    assert huge >= 40_000


@pytest.mark.parametrize("missing", ["_SIZE", "_MAPS", "_PAGES"])
def test_where_the_system_does_not_tell_nothing_happens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str
) -> None:
    monkeypatch.setattr(huge_pages, missing, tmp_path / "missing")
    monkeypatch.setattr("ctypes.CDLL", None)
    use_huge_pages()
