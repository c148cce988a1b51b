"""Transcripts -> where words land when their label is replaced by one that no table knows: under
that label, under nobody's, unsure, or — what must not be — under another's.

python -m pressroom.eval.attribution ../shared/transcripts

Each label of a file is replaced once and everywhere, by a made-up office with a name, a rare name,
and a name in another script; what a second parse makes of it is compared with where the words
stand.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_path
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Outside, Transcript, Turn

Landed = Literal["as printed", "unsure", "nobody", "another"]

_EVERY: tuple[Landed, ...] = ("as printed", "unsure", "nobody", "another")
HAN = ("漕运使陆沉舟", "禤鹤鸣", "Ὀδυσσεύς Λαέρτου")
LATIN = ("Quaestor Vellmar", "Þorgeir Ixquiac", "Ὀδυσσεύς Λαέρτου")
_LABELS = 4  # of each file


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the paragraphs under one label that was replaced."""

    file: str
    label: str
    made_up: str
    everywhere: bool
    landed: dict[Landed, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """All replacements, and how many of the turns with known labels are unsure to begin with."""

    replaced: tuple[Replaced, ...]
    turns: int
    unsure: int

    def share(self, landed: Landed) -> float:
        every = sum(sum(row.landed.values()) for row in self.replaced)
        return sum(row.landed.get(landed, 0) for row in self.replaced) / max(1, every)


def attribution(paths: Sequence[Path], *, labels: int = _LABELS) -> Attribution:
    """Of the files of texts below the paths; `labels`: how many of each file are replaced."""
    rows: list[Replaced] = []
    turns = unsure = 0
    for path in _files(paths):
        for source in read_path(path):
            known = parse(source)
            turns += sum(turn.label is not None for turn in known.turns)
            unsure += sum(turn.unsure for turn in known.turns)
            rows.extend(_of_file(source, known, labels))
    return Attribution(tuple(rows), turns, unsure)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.txt")) if path.is_dir() else [path]


def _of_file(source: SourceText, known: Transcript, labels: int) -> Iterator[Replaced]:
    places = [span for span in known.outside if span.part == "label"]
    printed = Counter(turn.label for turn in known.turns if turn.label)
    for label, _ in printed.most_common(labels):
        assert label is not None
        where = [at for span in places if (at := _at(known, span, label)) is not None]
        for made_up in HAN if is_dense_script(label[0]) else LATIN:
            words = made_up.upper() if label == label.upper() != label.lower() else made_up
            for chosen in [where[len(where) // 2 :][:1], where] if len(where) > 1 else [where]:
                if chosen:
                    yield _replaced(source, known, label, words, chosen)


def _at(known: Transcript, span: Outside, label: str) -> int | None:
    """Where a label's words stand in its span, if they are those of this label."""
    start = known.text.find(label, span.start, span.end)
    turn = known.paragraph_at(span.end) or known.paragraph_at(span.end + 1)
    is_own = turn is None or turn[0].label == label
    is_own &= not any(map(str.isalnum, known.text[start + len(label)] + known.text[start - 1]))
    return start if start >= 0 and is_own else None


def _replaced(
    source: SourceText, known: Transcript, label: str, words: str, places: Sequence[int]
) -> Replaced:
    text, moved = source.text, len(words) - len(label)
    for at in reversed(places):
        text = text[:at] + words + text[at + len(label) :]
    found = parse(SourceText(source.id, text, source.origin, source.title, source.date))
    landed: Counter[Landed] = Counter()
    for number, at in enumerate(places, 1):
        for start in _spoken_from(known, at + len(label), places):
            turn = found.paragraph_at(start + moved * number)
            landed[_landed(turn[0] if turn else None, words)] += 1
    return Replaced(source.origin, label, words, len(places) > 1, dict(landed))


def _spoken_from(known: Transcript, after: int, places: Sequence[int]) -> Iterator[int]:
    """Where the paragraphs start that stand between this label and the next one."""
    labels = [span.start for span in known.outside if span.part == "label" and span.start > after]
    stop = min([*labels, *(at for at in places if at > after), len(known.text)])
    for turn in known.turns:
        for paragraph in turn.paragraphs:
            if after <= paragraph.start < stop:
                yield paragraph.start


def _landed(turn: Turn | None, words: str) -> Landed:
    if turn is None or turn.label is None:
        return "nobody"
    if turn.label.casefold() != words.casefold():
        return "another"
    return "unsure" if turn.unsure else "as printed"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("../shared/transcripts")])
    parser.add_argument("--labels", type=int, default=_LABELS, help="labels of each file")
    parser.add_argument("--json", type=Path, help="write every replacement there")
    given = parser.parse_args(arguments)
    result = attribution(given.paths, labels=given.labels)
    if given.json:
        rows = [asdict(row) for row in result.replaced]
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    for landed in _EVERY:
        sys.stdout.write(f"{landed:12} {result.share(landed):7.2%}\n")
    known = result.unsure / max(1, result.turns)
    sys.stdout.write(f"known labels {result.turns}, of them unsure {known:.2%}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
