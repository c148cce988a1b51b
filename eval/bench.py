"""Reading speed: the time to parse and split transcripts of two lengths, made from the samples.
`make bench` runs it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from pressroom.assistant.desk.adding import SAMPLES
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.passages import split
from pressroom.corpus.source import SourceText

_LENGTHS = (50_000, 2_000_000)
_TIMES = 5


def main() -> None:
    """Prints the median of five, in milliseconds, for each length in characters."""
    argparse.ArgumentParser(prog="python -m pressroom.eval.bench", description=__doc__).parse_args()
    sample = max(SAMPLES.glob("*.txt"), key=lambda path: path.stat().st_size).read_text("utf-8")
    for length in _LENGTHS:
        text = (sample * (length // len(sample) + 1))[:length]
        source = SourceText(id="bench", text=text, origin="bench")
        transcript = parse(source)
        parsing = _milliseconds(partial(parse, source))
        splitting = _milliseconds(partial(split, transcript))
        print(
            f"{length:>9,} characters  {len(transcript.turns):>6,} turns  parse {parsing:8.1f} ms "
            f" passages {splitting:8.1f} ms"
        )


def _milliseconds(work: Callable[[], object]) -> float:
    return median(_timed(work) for _ in range(_TIMES))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
