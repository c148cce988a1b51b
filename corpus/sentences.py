"""Text -> spans of sentences and of clauses, for the scripts that press offices write: sentencex
says where a full stop of an alphabet ends a sentence, the rest is ours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pressroom.corpus.dating.calendars import month_of
from pressroom.corpus.language import detect

_CLOSERS = "”’»›」』）)】》〉\"'"
# In an alphabet a semicolon before a small letter ends a clause, not a sentence.
_CLOSER = rf"(?:[{re.escape(_CLOSERS)}]|“(?=[\s,.;:)]|$))*"  # “ closes what „ opened
_MARKS = rf"(?:(?:[。！？；!?؟۔।]|;(?!\s+[a-zß-ÿа-яё])){_CLOSER})+|\.+{_CLOSER}(?=\s|$)|……"
_BULLET = (
    r"[ \t]*(?:[-*•·‣▪][ \t]|\d{1,2}[.)、．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|"
    r"[(（]\d{1,2}[)）])"
)
_END = re.compile(rf"{_MARKS}|\n+")
_END_OF_WRAPPED = re.compile(rf"{_MARKS}|\n(?={_BULLET})")
_INITIAL = re.compile(r"(?<!\w)[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ]$")
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}$")
_BEFORE_ORDINAL = re.compile(
    r"\b(?:de[rmns]|die|das|am|im|vom|zum|zur|beim|ab|bis|seit|und|ein\w{0,2}|jede\w?|dne|od|do|"
    r"den|dnia)\s+$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\s*\d{1,2}")  # of an item
_CLAUSE = re.compile(r"[,，、：:;](?!\d)\s*|—{1,2}")
_OPEN = "“‘「『《（(【„«"
_CLOSE = ("”", "’", "」", "』", "》", "）", ")", "】", "“”", "»")  # of each, any of these
_BRACKET = re.compile(f"[{re.escape(_OPEN + ''.join(_CLOSE))}]")


def sentences(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    wrapped: bool = False,
    language: str | None = None,
) -> Iterator[tuple[int, int]]:
    """Spans that cover `text[start:end]` without gap; a sentence keeps its closing mark and
    trailing space.

    Nothing is split inside quotes or brackets, at decimals, at ordinals, or after abbreviations.
    Every line ends a sentence; in a `wrapped` paragraph only one before an item of a list does.
    `language`: of the text, where the caller knows it.
    """
    end = len(text) if end is None else end
    stops = _Stops(text, start, end, language)
    begin = start
    for match in (_END_OF_WRAPPED if wrapped else _END).finditer(text, start, end):
        if "\n" not in match[0] and _inside_brackets(text, begin, match.start()):
            continue
        if match[0][0] in ".!?" and not stops.ends(begin, match):
            continue
        stop = match.end()
        while stop < end and text[stop].isspace():
            stop += 1
        if stop > begin:
            yield begin, stop
            begin = stop
    if begin < end:
        yield begin, end


class _Stops:
    """Whether a full stop of an alphabet ends a sentence: by what stands around it, then by
    sentencex, which is asked once, and only for a text that has such a stop.
    """

    def __init__(self, text: str, start: int, end: int, language: str | None) -> None:
        self.text, self.start, self.end = text, start, end
        self.language = language
        self._library: frozenset[int] | None = None

    def ends(self, begin: int, match: re.Match[str]) -> bool:
        point, after = match.start(), match.end()
        follows = self.text[after : min(after + 40, self.end)].lstrip()
        if match[0][0] != ".":  # “Why?” he asked
            return not (follows[:1].islower() and after - point > 1)
        if not follows:
            return True
        if match[0].count(".") > 1:
            return not follows[:1].islower()
        if follows[:1].islower() or _is_number_of_item(self.text, begin, point):
            return False
        if after - point == 1 and self._is_short(begin, point, follows):
            return False
        return after in self._by_library

    def _is_short(self, begin: int, point: int, follows: str) -> bool:
        """Whether the point is that of an abbreviation, an initial or an ordinal."""
        before = self.text[max(begin, point - 24) : point]
        words = before.casefold().split()
        last = words[-1].lstrip("(\"'«„“[") if words else ""
        if last in _abbreviations() or " ".join(words[-2:]) in _abbreviations():
            return True
        if _INITIAL.search(before) and not last.isdecimal():
            return True
        return bool(_ORDINAL.search(before)) and self._is_ordinal(before, follows)

    def _is_ordinal(self, before: str, follows: str) -> bool:
        """`9. November`; `die 5. Sitzung`, where the language writes ordinals so."""
        if self._tongue not in _with_ordinals():
            return False
        name = _WORD.match(follows)
        if name and month_of(name[0]):
            return True
        return bool(_BEFORE_ORDINAL.search(before.rstrip("0123456789")))

    @property
    def _tongue(self) -> str:
        if self.language is None:
            self.language = detect(self.text[self.start : self.start + 400])
        return self.language.split("-")[0]

    @property
    def _by_library(self) -> frozenset[int]:
        """Where sentencex ends sentences, as offsets behind their marks."""
        if self._library is None:
            part = self.text[self.start : self.end]
            self._library = frozenset(_library_ends(part, self.start, self._tongue))
        return self._library


def _library_ends(part: str, start: int, language: str) -> Iterator[int]:
    from sentencex import segment

    at = start
    for piece in segment(language, part.replace("\n", " ")):
        at += len(piece)
        yield at - (len(piece) - len(piece.rstrip()))


def _is_number_of_item(text: str, begin: int, point: int) -> bool:
    return bool(_NUMBER.fullmatch(text, begin, point))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word for section in _table().values() for word in section["words"])


@cache
def _with_ordinals() -> frozenset[str]:
    return frozenset(language for language, section in _table().items() if "ordinals" in section)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans that cover `text[start:end]`, cut after commas and colons outside brackets."""
    begin = start
    for match in _CLAUSE.finditer(text, start, end):
        if match.end() < end and not _inside_brackets(text, begin, match.start()):
            yield begin, match.end()
            begin = match.end()
    if begin < end:
        yield begin, end


def whole_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The same, with the members of a series (、) in one."""
    begin = start
    for _, stop in clauses(text, start, end):
        if stop == end or not text[begin:stop].rstrip().endswith("、"):
            yield begin, stop
            begin = stop


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a quote or bracket is open at `end`; one left open for 80 characters is a slip of the
    pen, not a bracket. “ closes what „ opened.
    """
    opened: list[tuple[str, int]] = []
    for bracket in _BRACKET.finditer(text, max(start, end - 400), end):
        char = bracket[0]
        if opened and char in opened[-1][0]:
            opened.pop()
        elif (at := _OPEN.find(char)) >= 0:
            opened.append((_CLOSE[at], bracket.start()))
    return bool(opened) and end - opened[-1][1] <= 80
