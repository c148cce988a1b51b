"""The body of a web page -> its lines, each marked as main text, headline or link list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pressroom.corpus.readers.raised import raised
from pressroom.corpus.readers.tables import Leave, Speech, speeches_of
from pressroom.corpus.readers.web.main import ink
from pressroom.corpus.readers.web.words import ASIDE, HEAVY, INLINE, SILENT, STRUCK

_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_CJK_BREAK = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one paragraph; `main`: within the main text; `linked`: nothing but links; `broken`:
    it follows a <br>; `label`: who speaks it, where a table says so; `bold`: its first words, set
    in bold type or as a heading.
    """

    words: str
    main: bool
    headline: bool
    linked: bool
    broken: bool
    label: str = ""
    bold: str = ""


def lines(
    body: Any, main: Any, excluded: frozenset[Any], sizes: dict[Any, int], leave: Leave
) -> list[Line]:
    """All visible lines of the page in order; in the main text without those that are nothing but
    links. What is struck through is given to `leave`, and so are those links.
    """
    kept: list[Line] = []
    for line in _Writer(main, excluded, sizes, leave).write(body):
        if line.main and line.linked and not re.search(r"[。！？；.!?]$", line.words):
            leave(line.words, "link alone on its line")
        else:
            kept.append(line)
    return kept


class _Writer:
    """Walks a tree once and gathers its lines."""

    def __init__(
        self, main: Any, excluded: frozenset[Any], sizes: dict[Any, int], leave: Leave
    ) -> None:
        self.main, self.excluded, self.sizes, self.leave = main, excluded, sizes, leave
        self.bold: list[str] = []  # the parts of the line so far, while all of them are bold
        self.heavy = self.raised = 0
        self.parts: list[str] = []
        self.inside = self.links = self.headings = self.preformatted = self.flat = 0
        self.plain = 0  # characters outside links in the current line
        self.in_headline = self.broken = False
        self.counters: dict[Any, int] = {}
        self.done: set[Any] = set()  # tables that were read as speeches

    def write(self, body: Any) -> Iterator[Line]:
        from lxml import etree

        walk = etree.iterwalk(body, events=("start", "end"), tag="*")
        for event, element in walk:
            if event == "start":
                if self._is_skipped(element):
                    self._leave(element)
                    walk.skip_subtree()
                    continue
                if element.tag == "table" and (speeches := self._speeches(element)) is not None:
                    yield from self._said(element, speeches)
                    self.done.add(element)
                    walk.skip_subtree()
                    continue
                yield from self._open(element)
            else:
                if not self._is_skipped(element) and element not in self.done:
                    yield from self._close(element)
                self._add(element.tail if element is not body else None)
        yield from self._end()

    def _is_skipped(self, element: Any) -> bool:
        return element.tag in SILENT or element.tag in STRUCK or element in self.excluded

    def _leave(self, element: Any) -> None:
        """What of an element that is skipped people may miss: no scripts, no forms."""
        if element.tag in STRUCK:
            self.leave("".join(element.itertext()), "struck through")
        elif element in self.excluded or element.tag in ASIDE:
            parts = (" ".join(text.split()) for text in element.itertext("*"))
            self.leave(" ".join(filter(None, parts)), "furniture of the page")

    def _speeches(self, table: Any) -> list[Speech] | None:
        """Its rows as speeches, if it is a small table of speakers and words in the text."""
        if next(table.iter("table"), table) is not table or len(list(table.iter("table"))) > 1:
            return None
        rows = [
            [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
        ]
        return speeches_of(rows, self.leave)

    def _said(self, table: Any, speeches: list[Speech]) -> Iterator[Line]:
        yield from self._end()
        inside = self.inside > 0 or table is self.main
        for speech in speeches:
            yield Line(speech.words, inside, False, False, False, label=speech.label)

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
        self.heavy += step * (tag in HEAVY)
        self.raised += step * (tag == "sup")
        self.flat += step * (tag == "tr" and self._is_data(element))

    def _add(self, text: str | None) -> None:
        if not text:
            return
        words: str | None = text if self.preformatted else _collapsed(text)
        if self.raised and text.strip():
            words = raised(text, after="".join(self.parts[-3:]))
            if words is None:
                self.leave(
                    f"{''.join(self.parts[-3:])[-20:]} [{text.strip()}]", "mark of a footnote"
                )
                return
        if self.heavy and len(self.bold) == len(self.parts):
            self.bold.append(words or "")
        self.parts.append(words or "")
        if text.strip():
            self.in_headline |= bool(self.headings)
            self.plain += 0 if self.links else ink(text)

    def _end(self, *, broken: bool = False) -> Iterator[Line]:
        joined = "".join(self.parts)
        for at, piece in enumerate(joined.split("\n") if "\n" in joined else [joined]):
            words = (
                re.sub(r" {2,}", " ", piece).strip(" \u3000|")
                if not self.preformatted
                else piece.strip()
            )
            if words:
                bold = (
                    re.sub(r" {2,}", " ", "".join(self.bold)).strip(" \u3000|") if at == 0 else ""
                )
                linked, broken_off = self.plain == 0, self.broken or at > 0
                yield Line(words, self.inside > 0, self.in_headline, linked, broken_off, bold=bold)
        self.broken = broken and bool(joined.strip())
        self.parts, self.bold, self.plain, self.in_headline = [], [], 0, False

    def _is_data(self, row: Any) -> bool:
        """A row of a table of data, not of one that lays out the page: several cells, little
        text.
        """
        cells = [el for el in row if el.tag in ("td", "th")]
        return (
            len(cells) > 1
            and sum(self.sizes.get(el, 0) for el in cells) <= 300
            and next(row.iter("table"), None) is None
        )

    def _cell_gap(self) -> str:
        before = "".join(self.parts).rstrip()
        return "" if not before else " " if before.endswith((":", "：")) else " | "

    def _item_number(self, item: Any) -> str:
        up = item.getparent()
        if up is None or up.tag != "ol":
            return ""
        start = up.get("start") or "1"
        self.counters[up] = (
            self.counters.get(up, int(start) - 1 if re.fullmatch(r"\d{1,4}", start) else 0) + 1
        )
        return f"{self.counters[up]}. "


def _collapsed(text: str) -> str:
    return _SPACES.sub(" ", _CJK_BREAK.sub("", text))
