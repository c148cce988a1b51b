"""Work and seconds -> how long it takes: medians and percentiles in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def seconds_of(work: Callable[..., object], *arguments: Any, **named: Any) -> float:
    began = time.perf_counter()
    work(*arguments, **named)
    return time.perf_counter() - began


def median(values: Sequence[float]) -> float:
    return float(np.median(values))


def spread(seconds: Sequence[float]) -> dict[str, float]:
    return {
        f"p{share}": round(float(np.percentile(seconds, share)) * 1000, 2) for share in (50, 95, 99)
    }
