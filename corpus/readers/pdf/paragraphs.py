"""Lines in reading order -> paragraphs: by indent, gap, short last lines and size; hyphens at line
ends are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pressroom.corpus.readers.pdf.lines import Line

_FIRST_WORD = re.compile(r"[A-Za-z0-9À-ÿ.,%’'\-/()“”\"]+|.[，。、；：！？》”’）」』]*")
_ENDS = re.compile(r"[。！？!?.：:…][”’」』）)\"]*$")
_LABEL = re.compile(r"^((?:[^\s。！？；!?;，,：:]{1,16}[\s　]?){1,4})[:：]")
_ROLE = re.compile(
    r"(?:记者|記者|主持人|发言人|發言人|问|答|問|追问|追問|Reporter|Moderator|Question|Answer|"
    r"^Q|^A|PREGUNTA|RESPUESTA)\s?$",
    re.I,
)
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’—…]")
_HYPHENED = re.compile(r"[A-Za-zÀ-ÿ]-$")
_GAP = 1.3  # times the usual distance of lines
# line heights left free at the end of a line that is full, beyond the word that had no room
_ROOM = 0.7
_ROOM_WITHIN = (
    1.8  # the same where the sentence goes on: measures of CJK punctuation differ between programs
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The left and right edge of a column, and the usual distance of its lines."""

    left: float
    right: float
    leading: float


def paragraphs(pages: list[list[Line]]) -> Iterator[str]:
    """The paragraphs of a document whose pages are given as lines in reading order."""
    flow = [replace(line, page=number) for number, page in enumerate(pages) for line in page]
    if not flow:
        return
    frames = _frames(flow)
    style = _Style(flow, frames)
    words = set(
        re.findall(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)+", " ".join(line.words for line in flow))
    )
    held = [flow[0]]
    for line in flow[1:]:
        if style.breaks(held[-1], line):
            yield _joined(held, words)
            held = []
        held.append(line)
    yield _joined(held, words)


class _Style:
    """How this document sets its paragraphs, learned from all its lines."""

    def __init__(self, flow: list[Line], frames: dict[tuple[int, int], _Frame]) -> None:
        self.frames = frames
        self.body = median(line.size for line in flow)
        after = [
            (self._indented(a), self._indented(b))
            for a, b in pairwise(flow)
            if _same_column(a, b) and self._is_full(a, b)
        ]
        followed = Counter(second for first, second in after if first)
        self.first_lines_indented = followed[False] >= followed[True] and followed[False] > 0
        gaps = sum(_same_column(a, b) and self._is_gap(a, b) for a, b in pairwise(flow))
        self.gapped = gaps >= max(2, 0.03 * len(flow))
        self.labels = Counter(
            found[1].strip() for line in flow if (found := _LABEL.match(line.words))
        )

    def breaks(self, last: Line, line: Line) -> bool:
        """Whether `line` begins a paragraph."""
        if abs(last.size - line.size) > 0.2 * max(last.size, line.size):
            return True
        if not self._is_full(last, line):
            return not self._is_title(last, line)
        if _same_column(last, line) and self._is_gap(last, line):
            return True
        if self._indented(line) and not self._indented(last):
            return self.first_lines_indented or not _is_listed(last.words)
        if self._indented(line):
            return self.first_lines_indented
        if self._indented(last):
            return not self.first_lines_indented
        if not _same_column(last, line):
            return self._ends_page(last, line)
        return not self.gapped and not self.first_lines_indented and self._opens(last, line)

    def _opens(self, last: Line, line: Line) -> bool:
        """Where neither gap nor indent marks paragraphs: a speaker label or a numbered heading
        after a full stop.
        """
        label = _LABEL.match(line.words)
        known = label and (self.labels[label[1].strip()] > 1 or _ROLE.search(label[1]))
        return bool(_ENDS.search(last.words) and (known or _HEADING.match(line.words)))

    def _is_gap(self, last: Line, line: Line) -> bool:
        return last.y - line.y > _GAP * self._frame(line).leading

    def _ends_page(self, last: Line, line: Line) -> bool:
        """Between pages no gap can be seen: where first lines are not indented, a full stop ends
        the paragraph.
        """
        return (
            not self.first_lines_indented
            and bool(_ENDS.search(last.words))
            and (bool(_WIDE.match(line.words)) or line.words[:1].isupper())
        )

    def _is_full(self, last: Line, line: Line) -> bool:
        """The first word of `line` had no room at the end of `last`."""
        first = _FIRST_WORD.match(line.words)
        letters = len(first[0]) if first else 1
        need = last.size * (letters * 0.85 if first and _WIDE.match(first[0]) else letters * 0.42)
        return self._frame(last).right - last.right < need + last.size * (
            _ROOM if _ENDS.search(last.words) else _ROOM_WITHIN
        )

    def _is_title(self, last: Line, line: Line) -> bool:
        """Two lines of one title: large, centred, and the first does not end a sentence."""
        large = (
            min(last.size, line.size) > 1.15 * self.body
            and abs(last.size - line.size) < 0.05 * last.size
        )
        close = _same_column(last, line) and last.y - line.y < 2.2 * line.size
        return (
            large
            and close
            and abs((last.left + last.right) - (line.left + line.right)) < 2 * line.size
            and not _ENDS.search(last.words)
        )

    def _indented(self, line: Line) -> bool:
        return line.left > self._frame(line).left + 0.9 * line.size

    def _frame(self, line: Line) -> _Frame:
        return self.frames[line.page, line.column]


def _same_column(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column and a.y > b.y


def _is_listed(words: str) -> bool:
    """It begins with a number or bullet, so what hangs below it is indented."""
    return bool(re.match(r"(?:[•·●○■◆*-]|[（(]?\d{1,2}[)）.、．]|[a-z][.)])\s?\S", words))


def _frames(flow: list[Line]) -> dict[tuple[int, int], _Frame]:
    """Page and column -> its frame; a column with few lines on a page takes that of the whole
    document.
    """
    by_place: dict[tuple[int, int], list[Line]] = {}
    by_column: dict[int, list[Line]] = {}
    for line in flow:
        by_place.setdefault((line.page, line.column), []).append(line)
        by_column.setdefault(line.column, []).append(line)
    whole = {column: _frame(lines) for column, lines in by_column.items()}
    return {place: _frame(lines, usual=whole[place[1]]) for place, lines in by_place.items()}


def _frame(lines: list[Line], usual: _Frame | None = None) -> _Frame:
    if usual and len(lines) < 8:
        return usual
    lefts = Counter(round(line.left / 2) for line in lines)
    left = (
        min((at for at, count in lefts.items() if count >= 0.08 * len(lines)), default=min(lefts))
        * 2
    )
    right = max(line.right for line in lines)
    gaps = sorted(
        a.y - b.y
        for a, b in pairwise(lines)
        if _same_column(a, b) and a.size * 0.6 < a.y - b.y < a.size * 4
    )
    leading = gaps[len(gaps) // 4] if gaps else lines[0].size * 1.5
    if usual:
        return _Frame(left, max(right, min(usual.right, right + 12)), usual.leading)
    return _Frame(left, right, leading)


def _joined(lines: list[Line], known: set[str]) -> str:
    """One paragraph. A hyphen at a line end goes, unless the word is written with it elsewhere in
    the document.
    """
    text = lines[0].words.replace("\u00ad", "")
    for line in lines[1:]:
        words = line.words
        if text.endswith("\u00ad") or (_HYPHENED.search(text) and words[:1].islower()):
            parts = text.rsplit(maxsplit=1)[-1] + words.split(maxsplit=1)[0].rstrip(".,;:!?”’)")
            text = (text if parts.strip("“‘(") in known else text[:-1]) + words
        elif _WIDE.match(text[-1:]) and _WIDE.match(words):
            text += words
        else:
            text += (
                ""
                if text.endswith(("-", "–", "/")) or (_WIDE.match(text[-1:]) and _WIDE.match(words))
                else " "
            ) + words
    return text.replace("\u00ad", "")
