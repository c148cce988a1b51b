"""A passage -> the texts by which a model that reads whole passages is asked for its vectors: its
own, then one for each sentence of it.

They go through whatever remembers vectors by their text, and the model reads each passage once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.weights import LAYERS_FOLDER, PARTS
from pressroom.index.embedding.embed import Embedder
from pressroom.index.records import PassageRecord

NAME = "pressroom-reader-"  # with which the fingerprints of such models begin
_MARK = "\x1e"

Spans = Sequence[tuple[int, int]]


def is_shipped() -> bool:
    """Whether the trained reader's weights are there."""
    return all((LAYERS_FOLDER / part).is_file() for part in PARTS)


def reads_sentences(embedder: Embedder) -> bool:
    """Whether a model gives a vector for each sentence of a passage that it reads once."""
    return embedder.fingerprint.startswith(NAME)


def addresses(header: str, words: str, sentences: Spans) -> list[str]:
    """[1 + sentences]; `sentences` are spans of `words`."""
    spans = ",".join(f"{start}:{end}" for start, end in sentences)
    passage = _MARK.join((header.replace(_MARK, " "), words.replace(_MARK, " "), spans))
    return [f"{passage}{_MARK}{row}" for row in range(1 + len(sentences))]


def passage_of(text: str) -> str:
    """What the addresses of one passage have in common."""
    return text.rsplit(_MARK, 1)[0]


def row_of(text: str) -> int:
    """Which of a passage's vectors is meant: 0 its own."""
    return int(text.rsplit(_MARK, 1)[1]) if _MARK in text else 0


def parts_of(text: str) -> tuple[str, str, list[tuple[int, int]]]:
    """Header, words and sentences of an address; of any other text the text alone."""
    if text.count(_MARK) != 3:
        return "", text, [(0, len(text))]
    header, words, spans, _ = text.split(_MARK)
    return header, words, list(_spans(spans))


def _spans(written: str) -> Iterator[tuple[int, int]]:
    for one in filter(None, written.split(",")):
        start, _, end = one.partition(":")
        yield int(start), int(end)


def embed_records(found: Sequence[PassageRecord], embedder: Embedder) -> list[NDArray[np.float32]]:
    """For each record the vector of its text, then those of its windows, or of its sentences where
    the model reads those: [1 + windows, dimensions].
    """
    asked = [_asked(record, embedder) for record in found]
    ends = np.cumsum([len(texts) for texts in asked])
    vectors = embedder.embed_passages([text for texts in asked for text in texts])
    return np.split(vectors, ends[:-1]) if found else []


def vectors_beside(record: PassageRecord, embedder: Embedder) -> int:
    """How many vectors a passage has beside its own."""
    return len(record.sentences if reads_sentences(embedder) else record.windows)


def _asked(record: PassageRecord, embedder: Embedder) -> list[str]:
    if not reads_sentences(embedder):
        return [record.text, *record.windows]
    header = record.passage.header
    return addresses(header, record.text[len(header) + 1 :], record.sentences)
