"""Text -> the terms that are matched: character bigrams where words are not spaced, words
elsewhere, numbers by value, days, document numbers and titles whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pressroom.corpus.language import is_function_word
from pressroom.corpus.normalise import DENSE, fold, is_dense_script
from pressroom.corpus.numerals import numbers

_RUN = re.compile(r"\d+(?:[.,:/\-]\d+)*%?|[^\W\d_]+")
_SAME_SCRIPT = re.compile(rf"[{DENSE}]+|[^{DENSE}]+")
_DAY = re.compile(r"(?<!\d)(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|(?!\d))")
_DOCUMENT_NUMBER = re.compile(
    r"[〔\[(【]((?:19|20)\d\d)[〕\])】](?:第)?(\d{1,5})号"
)  # 国发〔2020〕12号
_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_PLURAL = re.compile(r"(?<=[a-z]{3}[^s\W\d])s$")


def terms(text: str) -> list[str]:
    """What is indexed of a text: its terms in order, folded, figures whole (`98.98%`); then days,
    document numbers, titles.
    """
    folded = fold(text)
    return [*(stem(term) for term, _, _ in located_terms(text)), *_wholes(folded)]


def query_terms(text: str) -> list[str]:
    """The terms that are looked up for a question, once each: function words of European languages
    only where nothing else is there, for in documents of another language they match names and
    nothing that was asked.
    """
    found = list(dict.fromkeys(terms(text)))
    return [term for term in found if not is_function_word(term)] or found


def _wholes(folded: str) -> Iterator[str]:
    """Terms of their own beside their parts: `2024-06-18`, `[2020]12号`, `《title》`."""
    for year, month, day in _DAY.findall(folded):
        yield f"day:{year}-{int(month):02}-{int(day):02}"
    for year, number in _DOCUMENT_NUMBER.findall(folded):
        yield f"[{year}]{number}号"
    for title in _TITLE.findall(folded):
        yield f"《{''.join(title.split())}》"


@lru_cache(maxsize=1 << 14)
def stem(term: str) -> str:
    """A Latin word without accents and without the plural's s: `épidémies` and `epidemie` are
    one.
    """
    if (term.isascii() and not term.isalpha()) or is_dense_script(term[0]):
        return term
    plain = "".join(
        char for char in unicodedata.normalize("NFD", term) if not unicodedata.combining(char)
    )
    return _PLURAL.sub("", plain) if plain.isascii() else term


def located_terms(text: str) -> list[tuple[str, int, int]]:
    """The terms of a text and where each stands."""
    folded = fold(text)
    found: list[tuple[str, int, int]] = []
    figures: dict[int, tuple[str, int]] = {}
    for match in _RUN.finditer(folded):
        run, start = match[0], match.start()
        if run[0].isdigit():
            found.append((run, start, match.end()))
            figures[start] = (run, match.end())
        else:
            for same in _SAME_SCRIPT.finditer(run):
                found += _pieces(run, *same.span(), start)
    values = list(_values(text, figures))
    return sorted([*found, *values], key=lambda term: term[1]) if values else found


def _values(text: str, runs: dict[int, tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """The numbers that are written otherwise than in plain digits; not the parts of a date. `runs`
    are those in digits, and where they end, by where they start.
    """
    inside = {at for start, (_, end) in runs.items() for at in range(start + 1, end)}
    for number in numbers(text):
        term, end = runs.get(number.start, ("", 0))
        if number.start not in inside and number.end >= end and number.canonical != term:
            yield number.canonical, number.start, number.end


def _pieces(run: str, begin: int, end: int, offset: int) -> list[tuple[str, int, int]]:
    if not is_dense_script(run[begin]) or end - begin == 1:
        return [(run[begin:end], offset + begin, offset + end)]
    return [(run[i : i + 2], offset + i, offset + i + 2) for i in range(begin, end - 1)]
