"""Question and the words that are to answer it -> whether they tell of another one of several
numbered things than the one asked for: tier 3, not tier 4; the deputy, not the mayor.

Nothing is listed: what is numbered in the question is looked for under the same noun in the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from pressroom.assistant.ask.question import content
from pressroom.corpus.dating.periods import periods_in
from pressroom.corpus.language import is_function_word
from pressroom.corpus.normalise import fold
from pressroom.index.terms import terms

_FEW = 3  # terms of a question that asks for nothing but who holds an office
_HAN = "一二三四五六七八九十"
_VALUES = {char: str(value) for value, char in enumerate(_HAN, 1)}
_HAN_OF = {value: char for char, value in _VALUES.items()}
# 5, but not of 15, 5%, 5.2 or 5日
_WHOLE = re.compile(r"(?<![\d.,])\d{1,3}(?![\d%年月日년월일]|[.,]\d)")
# 第四阶梯, 3号线 is 3 of 号线; line 3, phase no. 2, crane number 7
_ORDINAL = re.compile(rf"第(?P<n>[{_HAN}]|\d{{1,3}})(?P<noun>[^\W\d_]{{2}})")
_SPELLED = re.compile(
    r"(?<!\w)(?P<noun>[^\W\d_]{3,20}) (?:no\.? ?|nr\.? ?|number |№ ?|nº ?|numéro |número )?"
    r"(?P<n>\d{1,3})(?!\d|[.,:/-]\d|\s?%)"
)
# 3号线, 5호선, but no day
_NUMBER_FIRST = re.compile(r"(?<![月\d])(?P<n>\d{1,3})[号號호番](?P<noun>[^\W\d_])")
# What makes of an office that of somebody else, right before it.
_UNDER = re.compile(
    r"(?:副|부|(?<!\w)(?:deputy|vice|assistant|acting|former|ex|vize|stellvertretende\w*|adjoint|"
    r"vice-|sous-|subdirector|teniente|заместител\w+|phó|نائب)[ -]?)(?P<head>[^\W\d_]{2,12})"
)

Whole = Callable[[], str]  # the folded text of a document
Numbers = Mapping[str, frozenset[str]]


def tells_another_number(
    asked: str, words: str, around: str, whole: Whole, *, is_across: bool
) -> bool:
    """Whether the words, or what stands around them, do not tell of the things that the question
    numbers. The numbers of what is called by one, line 3, have to stand there at all; the second of
    three may be told without. Which noun bears a number the document tells itself where it
    `is_across`, in another language than the question; then words about line 3 tell nothing of
    line 5, nor do words without a line where only other lines stand around them.
    """
    read = _numbers_abroad if is_across else _numbers
    question, near = _timeless(fold(asked)), fold(around)
    wanted = read(question)
    if not wanted:
        return False
    called = _numbers(question, (_SPELLED, _NUMBER_FIRST) if is_across else (_SPELLED,))
    if not all(any(map(partial(_has, near), numbers)) for numbers in called.values()):
        return True
    told, beside = read(fold(words)), read(near)
    if is_across:
        numbers = frozenset[str]().union(*wanted.values())
        nouns = [noun for noun, all_told in read(whole()).items() if all_told & numbers]
        return any(not numbers & (told.get(noun) or beside.get(noun) or numbers) for noun in nouns)
    return any(
        noun in some and not numbers & (some[noun] | beside.get(noun, frozenset()))
        for noun, numbers in wanted.items()
        for some in (told, read(whole()))
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


def _timeless(folded: str) -> str:
    """Without its months and years: May 6 numbers nothing."""
    for period in reversed(periods_in(folded)):
        folded = f"{folded[: period.start]}·{folded[period.end :]}"
    return folded


def _has(folded: str, number: str) -> bool:
    return number in _WHOLE.findall(folded) or _HAN_OF.get(number, "?") in folded


def _numbers_abroad(folded: str) -> Numbers:
    """Within Chinese `eligible` sees to line 3."""
    return _numbers(folded, (_ORDINAL, _SPELLED, _NUMBER_FIRST))


def _numbers(folded: str, patterns: tuple[re.Pattern[str], ...] = (_ORDINAL, _SPELLED)) -> Numbers:
    """By the noun that they number."""
    found: dict[str, set[str]] = defaultdict(set)
    for pattern in patterns:
        for match in pattern.finditer(folded):
            if not is_function_word(match["noun"]):
                found[match["noun"]].add(_VALUES.get(match["n"], match["n"]))
    return {noun: frozenset(numbers) for noun, numbers in found.items()}
