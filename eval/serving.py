"""A data folder -> the memory of a process that answers questions from it, and nothing else. `pressroom bench` runs it by itself.

python -m eval.serving MODELS_HOME DATA_HOME
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from assistant.build import open_embedder, open_parts
from assistant.settings import load
from eval.cases import read_cases

_ASKED = 150
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Prints megabytes, as JSON: private to the process, and resident with the index files that are mapped from disk. Nulls where the
    system does not tell."""
    models, data = map(Path, sys.argv[1:3])
    settings = load(home=models)
    embedder = open_embedder(settings, progress=lambda _: None)
    with open_parts(replace(settings, home=data), embedder=embedder) as parts:
        for case in read_cases()[:_ASKED]:
            parts.assistant.look_up(case.question)
        print(json.dumps({"answers": _ASKED, "private_mb": _megabytes("RssAnon"), "resident_mb": _megabytes("VmRSS")}))


def _megabytes(field: str) -> int | None:
    told = re.search(rf"{field}:\s+(\d+) kB", _STATUS.read_text("ascii")) if _STATUS.exists() else None
    return round(int(told[1]) * 1024 / 1e6) if told else None


if __name__ == "__main__":
    main()
