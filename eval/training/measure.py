"""A checkpoint -> its figures on `dev`: `python -m pressroom.eval.training.measure --data FOLDER
--checkpoint FILE`. Nothing but `split: dev` is read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from pressroom.eval.training.data.batch import Batch, Cutter
from pressroom.eval.training.data.rows import Asked, Group, alone, documents
from pressroom.eval.training.reading.choosing import is_right, scored
from pressroom.eval.training.reading.encoding import Encoded, encode
from pressroom.eval.training.reading.figures import (
    NOTHING,
    WHOLE_PASSAGE,
    Read,
    Record,
    by_language,
    figures,
)
from pressroom.eval.training.reading.losses import Reading, read_pairs
from pressroom.eval.training.reading.model import Reader, quick, started
from pressroom.eval.training.reading.pairing import Pair, paired
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import find_weights, read_weights

LONGEST = 72  # tokens of marked words
_AT_ONCE = 64
READ_TOKENS = 192  # of a passage, as `assistant.read.trained.marking` reads it


def examine(reader: Reader, cutter: Cutter, group: Group, *, others: int) -> list[Record]:
    """The questions of one document, each with its own passage and the `others` nearest read."""
    batch = Batch()
    cutter.add(batch, group)
    if not batch.wanted:
        return []
    with torch.no_grad(), quick():
        encoded = encode(reader, batch)
    near = (encoded.questions @ encoded.sentences.T).numpy()
    whole = (encoded.questions @ encoded.passages.T).numpy()
    best = np.stack(
        [near[:, a:b].max(1) for a, b in zip(encoded.first, encoded.first[1:], strict=False)], 1
    )
    order = np.argsort(-(best + WHOLE_PASSAGE * whole), 1)
    pairs = [
        p for n in range(len(batch.wanted)) for p in _pairs(batch, encoded, near, order, n, others)
    ]
    reads: dict[int, list[Read]] = {}
    for pair, read in zip(pairs, _read(reader, batch, encoded, pairs), strict=True):
        reads.setdefault(pair.question, []).append(read)
    records = []
    for number, wanted in enumerate(batch.wanted):
        right = {encoded.first[wanted.at] + s for s in wanted.sentences}
        rank = order[number].tolist().index(wanted.at)
        first = int(near[number].argmax()) in right
        found = [
            replace(read, nearness=float(best[number, at] + WHOLE_PASSAGE * whole[number, at]))
            for read in reads[number]
            for at in (read.passage,)
        ]
        records.append(_record(group, wanted.asked, found, first=first, rank=rank))
    return records


def _pairs(
    batch: Batch, encoded: Encoded, near: np.ndarray, order: np.ndarray, number: int, others: int
) -> Iterable[Pair]:
    own = batch.wanted[number].at
    for passage in dict.fromkeys([own, *order[number][:others].tolist()]):
        start, end = encoded.first[passage], encoded.first[passage + 1]
        yield paired(
            batch, number, passage, near[number][start:end].tolist(), READ_TOKENS, keep=False
        )


def _read(reader: Reader, batch: Batch, encoded: Encoded, pairs: Sequence[Pair]) -> list[Read]:
    """Each pair, in its best sentence."""
    found: list[Read] = [NOTHING] * len(pairs)
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n].tokens))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        chosen = [pairs[n] for n in some]
        sizes = [len(batch.wanted[pair.question].ids) for pair in chosen]
        with torch.no_grad(), quick():
            reading = read_pairs(reader, batch, encoded, chosen)
        with torch.no_grad():
            told = scored(reader, encoded, chosen, sizes, reading)
        for row, number in enumerate(some):
            scores = told.scores[told.pairs == row] - reader.none
            found[number] = _of_pair(batch, pairs[number], reading, row, scores.tolist())
    return found


def _of_pair(batch: Batch, pair: Pair, reading: Reading, row: int, scores: Sequence[float]) -> Read:
    wanted, cut = batch.wanted[pair.question], batch.passages[pair.passage]
    best = int(np.argmax(scores))
    place = _best_span(reading, row, len(wanted.ids), pair.sentences[best])
    first, last = (pair.tokens[p] for p in place)
    start, end = cut.sentences[pair.numbers[best]]
    return Read(
        pair.passage,
        pair.passage == wanted.at,
        scores[best],
        is_right(batch, pair)[best],
        0.0,
        float(reading.answer[row]),
        (cut.spans[first][0], cut.spans[last][1]),
        (cut.spans[start][0], max(stop for _, stop in cut.spans[start:end])),
    )


def _best_span(reading: Reading, row: int, size: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """The best first and last token inside a sentence."""
    first, stop = sentence
    start, end = (
        logits[row, size + first : size + stop].float().log_softmax(-1).numpy()
        for logits in (reading.start, reading.end)
    )
    table = np.where(_ahead(stop - first), start[:, None] + end[None, :], -1e9)
    i, j = np.unravel_index(int(table.argmax()), table.shape)
    return first + int(i), first + int(j)


def _ahead(size: int) -> np.ndarray:
    at = np.arange(size)
    gap = at[None, :] - at[:, None]
    return (gap >= 0) & (gap < LONGEST)


def _record(group: Group, one: Asked, reads: list[Read], *, first: bool, rank: int) -> Record:
    """`reads[0]` is the own passage."""
    texts = [group.texts[r.passage].text for r in reads]
    answers = [group.texts[one.at].text[a:b] for a, b in one.answers]
    marked = [t[slice(*r.mark)] for t, r in zip(texts, reads, strict=True)]
    shown = [t[slice(*r.sentence)] for t, r in zip(texts, reads, strict=True)]
    contains = [any(a in m for a in answers) for m in marked]
    holds = [any(a in m and len(m) <= 2 * len(a) for a in answers) for m in marked]
    inside = [any(a in s for a in answers) for s in shown]
    answered, document = bool(one.sentences), len(group.texts) > 1
    return Record(one.id, one.lang, answered, document, first, rank, reads, holds, contains, inside)


def load(checkpoint: Path | None) -> Reader:
    """The averaged weights of a checkpoint; without one, the untrained reader."""
    reader = started(read_weights(find_weights()))
    if checkpoint:
        own = dict(reader.named_parameters())
        with torch.no_grad():
            for name, value in torch.load(checkpoint, weights_only=False)["average"].items():
                own[name].copy_(value)
    return reader.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("data/cache"))
    parser.add_argument("--others", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="passages of no document, too")
    parser.add_argument("--records", type=Path, help="where the records are kept")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    reader, cutter = load(args.checkpoint), Cutter(Tokens(unpack(args.cache)))
    groups = documents(args.data, "dev")
    if args.alone:
        groups += alone(args.data, "dev")
    records = [r for g in groups for r in examine(reader, cutter, g, others=args.others)]
    if args.records:
        lines = (json.dumps(asdict(r), ensure_ascii=False) for r in records)
        args.records.write_text("\n".join(lines), "utf-8")
    for name, row in by_language([r for r in records if r.document]).items():
        print(name, json.dumps(row))
    if args.alone:
        print("alone", json.dumps(figures([r for r in records if not r.document])))


if __name__ == "__main__":
    main()
