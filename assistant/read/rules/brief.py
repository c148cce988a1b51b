"""Question and the sentences that answer it -> the shortest of their words that do: a figure, a
day, or the clauses after what was asked.

They are always shown inside their sentence: cut out, words look as good when they are wrong as when
they are right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressroom.assistant.ask.question import Question
from pressroom.assistant.read.forms import asks_why
from pressroom.assistant.read.rules.figure_forms import NUMBER
from pressroom.assistant.read.rules.figures import figure
from pressroom.assistant.read.rules.slot import Slot
from pressroom.assistant.read.rules.spelled import spelled
from pressroom.corpus.normalise import fold, is_dense
from pressroom.corpus.sentences import clauses

_KNOWN = 0.6  # of its pairs of characters, for a clause at an end that only says the question again
# Of a condition, a rumour or a denial no part is taken.
_WHOLE = re.compile(
    r"如果|假如|倘若|只有|除非|不实|谣|网传|并非|不是|没有|不会|尚未|"
    r"(?<![a-z])(?:if|unless|not|no|never|rumou?rs?)(?![a-z])"
)
_LOOSE = "，,：:、 \n\u3000"  # at the end of a part


def brief(question: Question, sentences: Sequence[str]) -> str | None:
    """Part of one of the sentences, or all of the first, which was found best; None where it is not
    plain which words answer.
    """
    found = _part(question, sentences)
    cuts_none = found is not None and any(
        found in one and set(_numbers(found)) <= set(_numbers(one)) for one in sentences
    )
    return found if cuts_none else None


def _part(question: Question, sentences: Sequence[str]) -> str | None:
    words = sentences[0]
    if _WHOLE.search(fold(words)) or asks_why(question):
        return words
    if question.asks not in ("figure", "when", "phone"):
        slot = Slot.of(question.asked)
        return _trimmed(
            words,
            _clause_at(words, slot.begins_in(fold(words)) if slot else 0),
            fold(question.asked),
        )
    told = [
        one
        for one in sentences
        if is_dense(one) is is_dense(words) and not _WHOLE.search(fold(one))
    ]
    return (
        figure(question, told)
        if is_dense(words) or question.asks == "phone"
        else spelled(question, told)
    )


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(fold(text))


def _clause_at(words: str, place: int) -> int:
    """Where the clause begins that holds the place."""
    return next((start for start, end in clauses(words, 0, len(words)) if start <= place < end), 0)


def _trimmed(words: str, start: int, asked: str) -> str:
    """The clauses from `start` on, without those at the ends that only say the question again."""
    kept = list(clauses(words, start, len(words)))
    pairs = _pairs(asked)
    for end in (0, -1):
        while len(kept) > 1 and _known(fold(words[slice(*kept[end])]), pairs) >= _KNOWN:
            kept.pop(end)
    return words[kept[0][0] : kept[-1][1]].rstrip(_LOOSE) or words if kept else words


def _known(clause: str, pairs: set[str]) -> float:
    own = _pairs("".join(filter(str.isalnum, clause)))
    return len(own & pairs) / len(own) if own else 1.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
