"""Text -> the terms that are matched: character bigrams where words are not spaced, words elsewhere, numbers by value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.normalise import fold, is_dense_script
from corpus.numerals import numbers

_RUN = re.compile(r"\d+(?:[.,:/\-]\d+)*%?|[^\W\d_]+")


def terms(text: str) -> list[str]:
    """Terms in the order of the text, folded; figures whole (`98.98%`)."""
    return [term for term, _, _ in located_terms(text)]


def located_terms(text: str) -> list[tuple[str, int, int]]:
    """The terms of a text and where each stands."""
    folded = fold(text)
    found: list[tuple[str, int, int]] = []
    for match in _RUN.finditer(folded):
        run, start = match[0], match.start()
        if run[0].isdigit():
            found.append((run, start, match.end()))
        else:
            for begin, end in _same_script(run):
                found += _pieces(run, begin, end, start)
    return sorted([*found, *_values(text, found)], key=lambda term: term[1])


def _values(text: str, found: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """The numbers that are written otherwise than in plain digits; not the parts of a date."""
    runs = {start: (term, end) for term, start, end in found if term[0].isdigit()}
    inside = {at for start, (_, end) in runs.items() for at in range(start + 1, end)}
    for number in numbers(text):
        term, end = runs.get(number.start, ("", 0))
        if number.start not in inside and number.end >= end and number.canonical != term:
            yield number.canonical, number.start, number.end


def _same_script(run: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for index, char in enumerate(run):
        if index and is_dense_script(char) == is_dense_script(run[index - 1]):
            out[-1] = (out[-1][0], index + 1)
        else:
            out.append((index, index + 1))
    return out


def _pieces(run: str, begin: int, end: int, offset: int) -> list[tuple[str, int, int]]:
    if not is_dense_script(run[begin]) or end - begin == 1:
        return [(run[begin:end], offset + begin, offset + end)]
    return [(run[i : i + 2], offset + i, offset + i + 2) for i in range(begin, end - 1)]
