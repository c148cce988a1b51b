"""An official sentence and what a text makes of it -> what they share and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pressroom.corpus.facts import Token, tokens
from pressroom.corpus.normalise import fold
from pressroom.corpus.sentences import clauses


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in the document, and what stands in its place in the text; one of them may be
    empty.
    """

    official: str
    claimed: str


def letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits, folded, and where each stands; marks inside figures stay, so that 1.5 is
    not 15.
    """
    folded = fold(text)
    kept = [
        (char, at)
        for at, char in enumerate(folded)
        if char.isalnum()
        or char == "%"
        or (
            char in ".-"
            and 0 < at < len(folded) - 1
            and folded[at - 1].isdigit()
            and folded[at + 1].isdigit()
        )
    ]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def shared(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[float, int, float]:
    """The share of my words that stand in runs of two or more, in order, in theirs; the longest
    run; the share of the units of my figures. Their values aside, for they may be altered.
    """
    a, b = [t.key for t in mine if not t.figure], [t.key for t in theirs if not t.figure]
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    units, held = {_unit(t) for t in mine if t.figure}, {_unit(t) for t in theirs if t.figure}
    share = sum(block.size for block in blocks if block.size > 1) / max(1, len(a))
    return share, max(block.size for block in blocks), len(units & held) / max(1, len(units))


def _unit(figure: Token) -> str:
    return figure.key.lstrip("0123456789.")


def differences(official: str, claimed: str) -> tuple[Difference, ...]:
    """What was replaced, added or, of figures and negations, left out, in the words of both;
    clauses left out whole do not count.
    """
    theirs, mine = tokens(official), tokens(claimed)
    first, last = _touched(official, theirs, mine)
    theirs = [token for token in theirs if first <= token.start < last]
    matcher = SequenceMatcher(None, [t.key for t in theirs], [t.key for t in mine], autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        left_out = kind == "delete" and not any(
            token.figure or token.guard for token in theirs[a:b]
        )
        if kind != "equal" and not left_out:
            found.append(Difference(_cut(official, theirs[a:b]), _cut(claimed, mine[c:d])))
    return tuple(found)


def _touched(official: str, theirs: Sequence[Token], mine: Sequence[Token]) -> tuple[int, int]:
    """From the first to the last clause that shares two words in a row with the claim."""
    matcher = SequenceMatcher(None, [t.key for t in theirs], [t.key for t in mine], autojunk=False)
    shared = [theirs[block.a] for block in matcher.get_matching_blocks() if block.size > 1]
    spans = [
        (start, end)
        for start, end in clauses(official, 0, len(official))
        if any(start <= t.start < end for t in shared)
    ]
    return (spans[0][0], spans[-1][1]) if spans else (0, len(official))


def _cut(text: str, run: Sequence[Token]) -> str:
    return text[run[0].start : run[-1].end] if run else ""
