"""This machine and this checkout: commit, processor, memory, disk."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def commit() -> str:
    """The commit of the checkout, with `+` if it was changed since; `unknown` outside one."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip().split("-g")[-1]


def memory_mb() -> float:
    """The most memory that this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(
        peak / (1 << 20 if sys.platform == "darwin" or platform.system() == "Darwin" else 1 << 10),
        1,
    )


def disk(folder: Path) -> int:
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and "models" not in path.parts
    )


def memory() -> float:
    """Resident megabytes of this process."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()
