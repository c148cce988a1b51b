"""N -> a library of N passages made from the samples' sentences, indexed: what speed is measured
on.

The first passages are embedded by the model, as in earnest; beyond them the vectors are drawn
(eval.drawing), for embedding a million passages takes hours.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import find_files, read_path
from pressroom.corpus.sentences import sentences
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Transcript
from pressroom.eval.performance.drawing import Drawing, Vectors
from pressroom.index.embedding.embed import Embedder
from pressroom.index.embedding.sentences import embed_records, vectors_beside
from pressroom.index.records import records
from pressroom.index.vectors.index import VectorIndex
from pressroom.index.words.index import WordIndex

_SEED = 20251125
_ANSWERS = 9  # of a made conference
_SENTENCES = 6  # of an answer
_AT_ONCE = 200  # documents
_VECTORS, _IDS, _MADE = "vectors.npy", "ids.txt", "made.json"
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Built:
    """What it took: seconds by part; passages, and those of them that the model embedded."""

    passages: int
    embedded: int
    seconds: dict[str, float]
    vectors: Vectors  # [passages, dimensions], as they went into the vector index
    ids: list[str]

    def save(self, folder: Path) -> None:
        """Beside the library, so that it can be measured again."""
        np.save(folder / _VECTORS, self.vectors)
        (folder / _IDS).write_text("\n".join(self.ids), "utf-8")
        told = {"passages": self.passages, "embedded": self.embedded, "seconds": self.seconds}
        (folder / _MADE).write_text(json.dumps(told), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Built | None:
        """What was saved there; the vectors stay on disk until they are read. None where nothing
        was made to its end.
        """
        if not (folder / _MADE).exists():
            return None
        told = json.loads((folder / _MADE).read_text("utf-8"))
        ids = (folder / _IDS).read_text("utf-8").split("\n")
        return cls(
            told["passages"],
            told["embedded"],
            told["seconds"],
            np.load(folder / _VECTORS, mmap_mode="r"),
            ids,
        )


def transcripts(docs: Sequence[Path]) -> Iterator[Transcript]:
    """Documents of these paths; without any, made ones without end: conferences whose figures and
    order of sentences differ.
    """
    if docs:
        for file in find_files(docs):
            yield from map(parse, read_path(file))
        return
    chance = random.Random(_SEED)
    pool = [
        words
        for file in find_files([SAMPLES])
        for source in read_path(file)
        for words in _sayings(source.text)
    ]
    number = 0
    while True:
        number += 1
        yield parse(
            SourceText(f"made-{number}", _conference(number, pool, chance), f"made {number}")
        )


def build(
    n: int,
    *,
    embedded: int,
    docs: Sequence[Path],
    parts: tuple[Library, Embedder, VectorIndex, WordIndex],
    say: Callable[[str], None],
) -> Built:
    """Puts `n` passages (or all of `docs`) into the library and both indexes. The seconds are of
    this process alone.
    """
    library, embedder, vectors, words = parts
    seconds = dict.fromkeys(("parsing", "embedding", "vectors", "words"), 0.0)
    real: list[Vectors] = []
    drawing: Drawing | None = None
    held: list[Vectors] = []
    ids: list[str] = []
    made = 0
    for batch in _batches(transcripts(docs), n):
        found = [record for transcript in batch for record in records(transcript)]
        began = time.perf_counter()
        library.add((SourceText(t.id, t.text, t.id), t) for t in batch)
        seconds["parsing"] += time.perf_counter() - began
        if made < embedded:
            rows = _timed(seconds, "embedding", embed_records, found, embedder)
            real += rows
            made += len(rows)
        else:
            drawing = drawing or Drawing(real, n, np.random.default_rng(_SEED))
            rows = drawing([vectors_beside(record, embedder) for record in found])
        own = np.stack([row[0] for row in rows])
        names = [(record.id, record.document) for record in found]
        _timed(seconds, "vectors", vectors.replace, [], names, own)
        _timed(seconds, "words", words.replace, [], list(zip(found, rows, strict=True)))
        library.mark_indexed((t.id, t.version) for t in batch)
        held.append(own)
        ids += [record.id for record in found]
        say(f"{len(ids):,} of {n:,} passages")
        if len(ids) >= n:
            break
    return Built(len(ids), made, seconds, np.concatenate(held), ids)


def _timed(seconds: dict[str, float], part: str, work: Callable[..., Any], *arguments: Any) -> Any:
    began = time.perf_counter()
    done = work(*arguments)
    seconds[part] += time.perf_counter() - began
    return done


def _batches(made: Iterator[Transcript], n: int) -> Iterator[list[Transcript]]:
    """Some documents at a time, fewer where fewer are wanted."""
    size = max(1, min(_AT_ONCE, n // (2 * _ANSWERS)))
    while batch := list(islice(made, size)):
        yield batch


def _sayings(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        words = text[start:end].strip()
        if 15 <= len(words) <= 90 and words[-1] in "。.":
            yield words


def _conference(number: int, pool: Sequence[str], chance: random.Random) -> str:
    """A transcript of _ANSWERS answers of _SENTENCES sentences, no two with the same figures."""
    year, month, day = 2015 + number % 10, 1 + number % 12, 1 + number % 28
    lines = [f"云浦市第{number}场新闻发布会", f"{year}年{month}月{day}日"]
    for answer in range(_ANSWERS):
        said = "".join(
            _FIGURE.sub(lambda _: str(chance.randrange(1, 3000)), words)
            for words in chance.sample(pool, _SENTENCES)
        )
        lines += [
            f"记者：第{answer + 1}个问题，{chance.choice(pool)[:20]}的情况怎么样？",
            f"局长张{'一二三四五六七八九'[answer]}明：{said}",
        ]
    return "\n\n".join(lines)
