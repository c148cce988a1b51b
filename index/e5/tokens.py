"""Texts -> the numbers of their tokens, as XLM-R cuts them; and the pieces of e5-small-q4.bin ->
the files that this is read from.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.weights import (
    BOS,
    CHARACTERS,
    EOS,
    PIECES,
    POSITIONS,
    REPEATS,
    UNKNOWN,
    Weights,
)
from sentencepiece import SentencePieceProcessor
from tokenizers import Regex, Tokenizer, models, normalizers

_SPACE = "▁"
# what sentencepiece is told to be the unknown piece, for <unk> may be written in a text like any
# other
_NO_PIECE = "\uffff"
# No piece reaches from such a mark to such a letter: cut there, sums stay so small that
# sentencepiece's float32 rounds none the wrong way.
BREAK = re.compile("(?<=[,。、;:!?)”》%])(?=[\u4e00-\u9fff])")
_NORMAL_PIECE, _UNKNOWN_PIECE, _UNIGRAM = 1, 2, 1  # in sentencepiece_model.proto

Ids = NDArray[np.int64]


class Tokens:
    """The tokenizer of the built-in model; threads may share it. `tokenizers` only rewrites
    characters and sentencepiece cuts: in a fifth of the memory that `tokenizers` takes for 250,000
    pieces and a quarter of its time, with the same result.
    """

    def __init__(self, folder: Path) -> None:
        self._characters = Tokenizer.from_file(str(folder / CHARACTERS)).normalizer
        self._pieces = SentencePieceProcessor(model_file=str(folder / PIECES))
        self._repeats: dict[int, tuple[int, int]] = {
            i: (root, n) for i, root, n in json.loads((folder / REPEATS).read_text("utf-8"))
        }
        self._repeated = frozenset(i for i, (_, times) in self._repeats.items() if times > 1)

    def __call__(self, texts: Sequence[str], *, most: int = POSITIONS) -> list[Ids]:
        """Of each text <s>, its pieces and </s>: int64, at most `most`."""
        return [np.array([BOS, *self._cut(text)[: most - 2], EOS], np.int64) for text in texts]

    def pieces(self, text: str) -> list[str]:
        """The pieces that a text is cut into."""
        return [self._pieces.id_to_piece(int(number)) for number in self([text])[0][1:-1]]

    def cut(self, text: str) -> tuple[list[int], list[str]]:
        """The tokens of a text without <s> and </s>, and the characters of each as they are
        rewritten.
        """
        numbers = self._cut(text)
        return numbers, [self._pieces.id_to_piece(number) for number in numbers]

    def rewritten(self, text: str) -> str:
        """The characters that are cut: mapped, composed, one space for several."""
        written: str = self._characters.normalize_str(text)
        return written

    def _cut(self, text: str) -> list[int]:
        written = self.rewritten(text).replace(" ", _SPACE)
        whole = written if not written or written.startswith(_SPACE) else _SPACE + written
        return self._settled(
            [i for part in BREAK.split(whole) for i in self._pieces.encode(part, out_type=int)]
        )

    def _settled(self, ids: list[int]) -> list[int]:
        """sentencepiece's numbers -> XLM-R's. Pieces like A AA weigh the same in any order, and
        sentencepiece takes that which its float32 rounds up; in exact sums the first found wins,
        which puts the shorter first.
        """
        if not self._repeated.isdisjoint(ids):
            runs = groupby(ids, key=lambda i: self._repeats.get(i, (i, 1))[0])
            ids = [
                i
                for _, run in runs
                for i in sorted(run, key=lambda i: self._repeats.get(i, (i, 1))[1])
            ]
        unknown = self._pieces.unk_id()
        if unknown in ids:
            ids = [UNKNOWN if i == unknown else i for i in ids]
            ids = [
                i
                for place, i in enumerate(ids)
                if i != UNKNOWN or place == 0 or ids[place - 1] != UNKNOWN
            ]
        return ids


def write_tokens(folder: Path, weights: Weights) -> None:
    """The files that Tokens reads."""
    (folder / PIECES).write_bytes(_sentencepiece_model(weights.pieces))
    keeper = Tokenizer(models.BPE())  # the library writes no normalizer by itself
    keeper.normalizer = normalizer(weights.rules)
    keeper.save(str(folder / CHARACTERS), pretty=False)
    (folder / REPEATS).write_text(
        json.dumps(_repeats([piece for piece, _ in weights.pieces])), "utf-8"
    )


def normalizer(rules: Mapping[str, str]) -> normalizers.Normalizer:
    """Maps characters, composes them, puts one space for several."""
    # The file has the rules of single characters; NFC after them does what XLM-R's rules of
    # sequences do.
    mapped = normalizers.Precompiled(_character_map(rules))
    return normalizers.Sequence(
        [mapped, normalizers.NFC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )


def _sentencepiece_model(pieces: Sequence[tuple[str, float]]) -> bytes:
    """All pieces as ordinary ones that leave the text as it is, and after them one that stands for
    what none of them holds.
    """
    from sentencepiece import sentencepiece_model_pb2 as proto

    model = proto.ModelProto()
    for piece, score in pieces:
        model.pieces.add(piece=piece, score=score, type=_NORMAL_PIECE)
    model.pieces.add(piece=_NO_PIECE, type=_UNKNOWN_PIECE)
    trained = model.trainer_spec
    trained.model_type, trained.vocab_size = _UNIGRAM, len(model.pieces)
    trained.unk_piece, trained.unk_id, trained.bos_id, trained.eos_id, trained.pad_id = (
        _NO_PIECE,
        len(pieces),
        -1,
        -1,
        -1,
    )
    spec = model.normalizer_spec
    spec.name, spec.add_dummy_prefix, spec.remove_extra_whitespaces, spec.escape_whitespaces = (
        "identity",
        False,
        False,
        False,
    )
    written: bytes = model.SerializeToString()
    return written


def _repeats(pieces: Sequence[str]) -> list[tuple[int, int, int]]:
    """(number, a number below 0 for the root, times) of pieces that repeat a root, as AA and AAA do
    A, and of these roots.
    """
    matches = {
        i: found
        for i, piece in enumerate(pieces)
        if (found := re.fullmatch(r"(.+?)\1+", piece, re.DOTALL))
    }
    roots = sorted({found[1] for found in matches.values()})
    numbers = {root: -1 - place for place, root in enumerate(roots)}
    own = [(i, numbers[piece], 1) for i, piece in enumerate(pieces) if piece in numbers]
    return own + [
        (i, numbers[found[1]], len(pieces[i]) // len(found[1])) for i, found in matches.items()
    ]


def _character_map(rules: Mapping[str, str]) -> bytes:
    """Rules -> sentencepiece's compiled map: size, double array over UTF-8, replacements, each with
    a NUL.
    """
    texts = bytearray()
    trie: dict[int, Any] = {}
    for key, replacement in rules.items():
        node = trie
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = len(texts)
        texts += replacement.encode() + b"\0"
    units = _double_array(trie)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(texts)


def _double_array(trie: Mapping[int, Any]) -> list[int]:
    """Nested {byte: node, 0: value} -> units of darts-clone: label, bit 8 "has value", offset from
    bit 10.
    """
    units = {0: 0}
    bases: set[int] = set()  # two nodes with one base would find each other's children
    waiting = [(0, trie)]
    end = 0
    while waiting:
        at, node = waiting.pop()
        base = max(1, end - 512)  # what lies further back is nearly full: not worth the search
        while base in bases or any(base ^ byte in units for byte in node):
            base += 1
        bases.add(base)
        units[at] |= (at ^ base) << 10 | (0 in node) << 8
        units.update({base ^ byte: byte if byte else node[0] | 1 << 31 for byte in node})
        end = max(end, base)
        waiting += [(base ^ byte, child) for byte, child in node.items() if byte]
    return [units.get(i, 0) for i in range((max(units) | 255) + 1)]
