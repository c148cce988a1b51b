"""Question and the words that are to answer it -> whether they tell of another one of several
numbered things than the one asked for: tier 3, not tier 4; the deputy, not the mayor.

Nothing is listed: what is numbered in the question is looked for under the same noun in the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from pressroom.assistant.ask.question import content
from pressroom.corpus.language import is_function_word
from pressroom.corpus.normalise import fold
from pressroom.index.terms import terms

_FEW = 3  # terms of a question that asks for nothing but who holds an office
_HAN = "一二三四五六七八九十"
_VALUES = {char: str(value) for value, char in enumerate(_HAN, 1)}
# 第四阶梯, 3号线 is 3 of 号线; line 3, phase no. 2, crane number 7
_ORDINAL = re.compile(rf"第(?P<n>[{_HAN}]|\d{{1,3}})(?P<noun>[^\W\d_]{{2}})")
_SPELLED = re.compile(
    r"(?<!\w)(?P<noun>[^\W\d_]{3,20}) (?:no\.? ?|nr\.? ?|number |№ ?|nº ?|numéro |número )?"
    r"(?P<n>\d{1,3})(?!\d|[.,:/-]\d|\s?%)"
)
# What makes of an office that of somebody else, right before it.
_UNDER = re.compile(
    r"(?:副|부|(?<!\w)(?:deputy|vice|assistant|acting|former|ex|vize|stellvertretende\w*|adjoint|"
    r"vice-|sous-|subdirector|teniente|заместител\w+|phó|نائب)[ -]?)(?P<head>[^\W\d_]{2,12})"
)

Whole = Callable[[], str]  # the folded text of a document
Numbers = Mapping[str, frozenset[str]]


def tells_another_number(asked: str, words: str, around: str, whole: Whole) -> bool:
    """Whether the words number a thing that the question numbers, and neither they nor what stands
    around them have its number; or the document does, and never has it.
    """
    wanted = _numbers(fold(asked))
    if not wanted:
        return False
    places = [_numbers(fold(words)), _numbers(whole())]
    beside = _numbers(fold(around))
    return any(
        noun in told and not numbers & (told[noun] | beside.get(noun, frozenset()))
        for noun, numbers in wanted.items()
        for told in places
    )


def tells_the_deputy(asked: str, words: str, whole: Whole) -> bool:
    """Whether it is asked who holds an office that the document names, and the words name none but
    one under it.
    """
    plain = _UNDER.sub(" ", fold(asked))
    if len(terms(content(plain))) > _FEW:
        return False
    told = _UNDER.sub(" ", fold(words))
    under = {match["head"] for match in _UNDER.finditer(whole())}
    return any(head in plain and head not in told for head in under)


def _numbers(folded: str) -> Numbers:
    """By the noun that they number."""
    found: dict[str, set[str]] = defaultdict(set)
    for pattern in (_ORDINAL, _SPELLED):
        for match in pattern.finditer(folded):
            if not is_function_word(match["noun"]):
                found[match["noun"]].add(_VALUES.get(match["n"], match["n"]))
    return {noun: frozenset(numbers) for noun, numbers in found.items()}
