"""Passage or question -> its tokens; of a passage also which of them each sentence and each
character has.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.weights import BOS, EOS

QUERY, PASSAGE = "query: ", "passage: "
HEADER_TOKENS, SENTENCE_TOKENS, QUESTION_TOKENS, PASSAGE_TOKENS = 72, 120, 96, 512
_SPACE = "▁"


@dataclass(frozen=True, slots=True)
class Cut:
    """`ids` of a passage: <s>, its header, its sentences, </s>.

    `sentences` are ranges of tokens; `spans` says of each token which characters of the passage's
    text it is ((-1, -1) for what is none of its text).
    """

    ids: list[int]
    sentences: list[tuple[int, int]]
    spans: list[tuple[int, int]]

    @property
    def header(self) -> tuple[int, int]:
        """The tokens before the first sentence, without <s>."""
        return 1, self.sentences[0][0] if self.sentences else len(self.ids) - 1


def cut_question(tokens: Tokens, question: str, history: Sequence[str] = ()) -> list[int]:
    """The tokens of a question; of what was said before it the last ones that find room stand
    before it.
    """
    own = tokens.cut(QUERY + question)[0][: QUESTION_TOKENS - 2]
    room = QUESTION_TOKENS - 2 - len(own)
    if history and room > 8:
        asked = tokens.cut(question)[0]
        before = tokens.cut(" ".join(history))[0]
        prefix = tokens.cut(QUERY)[0]
        own = [*prefix, *before[-(room - len(prefix)) :], *asked][: QUESTION_TOKENS - 2]
    return [BOS, *own, EOS]


def cut_passage(
    tokens: Tokens, header: str, text: str, sentences: Sequence[tuple[int, int]]
) -> Cut:
    """The tokens of a passage, each sentence cut by itself, so that its tokens are known.

    A sentence that finds no room has the range of no token.
    """
    ids = [BOS, *tokens.cut(PASSAGE + header)[0][:HEADER_TOKENS]]
    spans = [(-1, -1)] * len(ids)
    ranges = []
    for start, end in sentences:
        room = max(0, min(SENTENCE_TOKENS, PASSAGE_TOKENS - 1 - len(ids)))
        numbers, pieces = tokens.cut(text[start:end])
        ranges.append((len(ids), len(ids) + len(numbers[:room])))
        ids += numbers[:room]
        places = _places(tokens, text[start:end], pieces)
        spans += [(start + a, start + b) for a, b in places[:room]]
    return Cut([*ids, EOS], ranges, [*spans, (-1, -1)])


def _places(tokens: Tokens, text: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Of each piece, the characters of `text` that it stands for."""
    written = tokens.rewritten(text)
    origin = _origins(tokens, text, written)
    whole = "".join(pieces)
    lead = 1 if whole.startswith(_SPACE) and not written.startswith(" ") else 0
    places, at = [], -lead
    for piece in pieces:
        start, end = max(0, min(at, len(written))), max(0, min(at + len(piece), len(written)))
        while start < end and written[start] == " ":
            start += 1
        at += len(piece)
        places.append((origin[start][0], origin[end - 1][1]) if end > start else (0, 0))
    return places


def _origins(tokens: Tokens, text: str, written: str) -> list[tuple[int, int]]:
    """Of each rewritten character, the characters of `text` that it was made of."""
    if len(text) == len(written):
        return [(place, place + 1) for place in range(len(text))]
    single = [tokens.rewritten(char) for char in text]
    if "".join(single) == written:
        return [(place, place + 1) for place, made in enumerate(single) for _ in made]
    origin = [(0, 0)] * len(written)
    matcher = difflib.SequenceMatcher(None, text, written, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        for place in range(c, d):
            from_ = min(a + place - c, max(a, b - 1))
            origin[place] = (from_, max(from_, b if place == d - 1 else min(from_ + 1, b)))
    return origin
