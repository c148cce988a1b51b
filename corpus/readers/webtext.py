"""The body of a web page -> its lines, each marked as main text, headline or link list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.readers.webmain import ink
from corpus.readers.webwords import INLINE, SILENT

_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_CJK_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one paragraph; `main`: within the main text; `linked`: nothing but links; `broken`: it follows a <br>."""

    words: str
    main: bool
    headline: bool
    linked: bool
    broken: bool


def lines(body: Any, main: Any, excluded: frozenset[Any], sizes: dict[Any, int]) -> list[Line]:
    """All visible lines of the page in order; in the main text without those that are nothing but links."""
    found = list(_Writer(main, excluded, sizes).write(body))
    return [line for line in found if not (line.main and line.linked and not re.search(r"[。！？；.!?]$", line.words))]


class _Writer:
    """Walks a tree once and gathers its lines."""

    def __init__(self, main: Any, excluded: frozenset[Any], sizes: dict[Any, int]) -> None:
        self.main, self.excluded, self.sizes = main, excluded, sizes
        self.parts: list[str] = []
        self.inside = self.links = self.headings = self.preformatted = self.flat = 0
        self.plain = 0  # characters outside links in the current line
        self.in_headline = self.broken = False
        self.counters: dict[Any, int] = {}

    def write(self, body: Any) -> Iterator[Line]:
        from lxml import etree

        walk = etree.iterwalk(body, events=("start", "end"), tag="*")
        for event, element in walk:
            if event == "start":
                if element.tag in SILENT or element in self.excluded:
                    walk.skip_subtree()
                    continue
                yield from self._open(element)
            else:
                if element.tag not in SILENT and element not in self.excluded:
                    yield from self._close(element)
                self._add(element.tail if element is not body else None)
        yield from self._end()

    def _open(self, element: Any) -> Iterator[Line]:
        tag = element.tag
        if tag == "br":
            yield from self._end(broken=True)
        elif tag in ("td", "th"):
            self._add(self._cell_gap())
        elif tag not in INLINE and not self.flat:
            yield from self._end()
        self._enter(element, 1)
        if tag == "li" and (number := self._item_number(element)):
            self._add(number)
        self._add(element.text)

    def _close(self, element: Any) -> Iterator[Line]:
        tag = element.tag
        if tag == "tr" or (not self.flat and tag not in INLINE and tag != "br"):
            yield from self._end()
        elif self.flat and tag in ("p", "div"):
            self._add(" ")
        self._enter(element, -1)

    def _enter(self, element: Any, step: int) -> None:
        tag = element.tag
        self.inside += step * (element is self.main)
        self.links += step * (tag == "a")
        self.headings += step * (tag == "h1")
        self.preformatted += step * (tag == "pre")
        self.flat += step * (tag == "tr" and self._is_data(element))

    def _add(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text if self.preformatted else _collapsed(text))
        if text.strip():
            self.in_headline |= bool(self.headings)
            self.plain += 0 if self.links else ink(text)

    def _end(self, *, broken: bool = False) -> Iterator[Line]:
        joined = "".join(self.parts)
        for at, piece in enumerate(joined.split("\n") if "\n" in joined else [joined]):
            words = re.sub(r" {2,}", " ", piece).strip(" \u3000|") if not self.preformatted else piece.strip()
            if words:
                yield Line(words, self.inside > 0, self.in_headline, self.plain == 0, self.broken or at > 0)
        self.broken = broken and bool(joined.strip())
        self.parts, self.plain, self.in_headline = [], 0, False

    def _is_data(self, row: Any) -> bool:
        """A row of a table of data, not of one that lays out the page: several cells, little text."""
        cells = [el for el in row if el.tag in ("td", "th")]
        return len(cells) > 1 and sum(self.sizes.get(el, 0) for el in cells) <= 300 and next(row.iter("table"), None) is None

    def _cell_gap(self) -> str:
        before = "".join(self.parts).rstrip()
        return "" if not before else " " if before.endswith((":", "：")) else " | "

    def _item_number(self, item: Any) -> str:
        up = item.getparent()
        if up is None or up.tag != "ol":
            return ""
        start = up.get("start") or "1"
        self.counters[up] = self.counters.get(up, int(start) - 1 if re.fullmatch(r"\d{1,4}", start) else 0) + 1
        return f"{self.counters[up]}. "


def _collapsed(text: str) -> str:
    return _SPACES.sub(" ", _CJK_BREAK.sub("", text))
