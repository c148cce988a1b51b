"""What Linux tells of the memory of a process."""

from __future__ import annotations

import re
from pathlib import Path


def kilobytes(what: str, *, process: str | int = "self") -> int:
    found = re.search(
        rf"^{what}:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE
    )
    assert found
    return int(found[1])
