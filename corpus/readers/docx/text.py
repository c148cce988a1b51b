"""The tree of word/document.xml -> its paragraphs, as a reader of the printed page sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pressroom.corpus.readers.docx.numbers import Numbers, child, value
from pressroom.corpus.readers.raised import raised
from pressroom.corpus.readers.tables import joined_cells, speeches_of

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SKIPPED = {
    "del",
    "moveFrom",
    "drawing",
    "pict",
    "object",
    "rt",
    "pPr",
    "sectPr",
    "Fallback",
    "instrText",
    "delText",
    "sdtPr",
    "tblPr",
    "tcPr",
}
_WRAPPERS = {
    *("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "document"),
    *("footnote", "endnote", "comment"),
}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_DELETED = {"del": "tracked deletion", "moveFrom": "moved text at its old place"}
_UNSAID = {"vanish": "hidden text", "strike": "struck through", "dstrike": "struck through"}


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one paragraph; `label`: who speaks them, where a table says so; `bold`: its
    first words, set in bold type; `joined`: its end was deleted, so the next one continues it.
    """

    words: str
    label: str = ""
    bold: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Format:
    """How a run is set."""

    bold: bool = False
    raised: bool = False


class Body:
    """Reads the parts of one document: its numbers, its bold styles, and where what is left out
    goes.
    """

    def __init__(self, numbers: Numbers, styles: Any, leave: Callable[[str, str], None]) -> None:
        self.numbers, self.leave = numbers, leave
        self.bold_styles = bold_styles(styles)

    def paragraphs(self, tree: Any) -> Iterator[Piece]:
        """The paragraphs of a part, its tables and text boxes, in order, without empty ones."""
        held = ""
        for piece in self._blocks(tree):
            words = held + piece.words
            held = words if piece.joined else ""
            if not piece.joined and words.strip():
                yield replace(piece, words=words.strip(" \n"))
        if held.strip():
            yield Piece(held.strip(" \n"))

    def _blocks(self, tree: Any) -> Iterator[Piece]:
        """Pieces of all block-level children, without recursion: hostile files nest deep."""
        stack = [iter(tree)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _WRAPPERS or name in ("AlternateContent", "Choice"):
                stack.append(iter(element))
            elif name in _DELETED:
                self.leave(_deleted(element), _DELETED[name])

    def _paragraph(self, element: Any) -> Iterator[Piece]:
        """The paragraph, then what its text boxes hold."""
        properties = child(element, "pPr")
        words, bold, boxes = self._words(element, whole=self._is_bold_style(properties, "pStyle"))
        label = self.numbers.label(properties) if words.strip() else ""
        joined = child(child(properties, "rPr"), "del") is not None
        yield Piece(label + words, bold=label + bold if bold else "", joined=joined)
        for box in boxes:
            inner = (self._words(el, whole=False)[0] for el in box if local(el) == "p")
            yield from (Piece(text) for text in inner if text.strip())

    def _words(self, element: Any, *, whole: bool) -> tuple[str, str, list[Any]]:
        """The visible text of a paragraph in order, the bold words it begins with, and the text
        boxes anchored in it.
        """
        out: list[str] = []
        bold: list[str] = []
        boxes: list[Any] = []
        stack = [(iter(element), _Format(bold=whole))]
        while stack:
            nodes, style = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
                continue
            name = local(node)
            if name in ("drawing", "pict"):
                boxes += [box for box in node.iter() if local(box) == "txbxContent"][:20]
            if self._is_skipped(node, name):
                continue
            if words := self._written(node, name, style, out):
                if style.bold and len(bold) == len(out):
                    bold.append(words)
                out.append(words)
            elif name not in _BREAKS and name != "t":
                stack.append((iter(node), self._format(node, whole) if name == "r" else style))
        return "".join(out), "".join(bold), boxes

    def _written(self, node: Any, name: str, style: _Format, out: list[str]) -> str:
        """The characters that a node stands for."""
        if name == "t":
            words = node.text or ""
            kept = raised(words, after="".join(out[-3:])) if style.raised else words
            if kept is None:
                self.leave(f"{''.join(out[-3:])[-20:]} [{words.strip()}]", "mark of a footnote")
            return kept or ""
        is_word = node.tag.rpartition("}")[0].lstrip("{") in _WORD
        return _BREAKS[name] if name in _BREAKS and is_word else ""

    def _is_skipped(self, node: Any, name: str) -> bool:
        if name in _DELETED:
            self.leave(_deleted(node), _DELETED[name])
        properties = child(node, "rPr") if name == "r" else None
        why = next((why for mark, why in _UNSAID.items() if _is_on(child(properties, mark))), None)
        if why:
            self.leave("".join(el.text or "" for el in node.iter() if local(el) == "t"), why)
        return name in _SKIPPED or why is not None

    def _format(self, run: Any, whole: bool) -> _Format:
        properties = child(run, "rPr")
        own = child(properties, "b")
        bold = (
            _is_on(own) if own is not None else whole or self._is_bold_style(properties, "rStyle")
        )
        return _Format(bold, value(child(properties, "vertAlign")) == "superscript")

    def _is_bold_style(self, properties: Any, kind: str) -> bool:
        return value(child(properties, kind)) in self.bold_styles

    def _table(self, table: Any) -> Iterator[Piece]:
        """A table of speakers and words as speeches; of another one each row as one line, unless
        its cells hold whole speeches: then each paragraph of a cell is one.
        """
        rows = list(self._rows(table))
        speeches = speeches_of([["\n\n".join(cell) for cell in row] for row in rows], self.leave)
        if speeches is not None:
            yield from (Piece(speech.words, label=speech.label) for speech in speeches)
            return
        for row in rows:
            filled = [cell for cell in row if cell]
            if all(len(cell) == 1 for cell in filled):
                yield Piece(joined_cells([cell[0] for cell in filled]))
            else:
                yield from (Piece(words) for cell in filled for words in cell)

    def _rows(self, table: Any) -> Iterator[list[list[str]]]:
        """The rows of a table, each cell as its paragraphs."""
        for row in (el for el in table.iter() if local(el) == "tr" and _owner(el) is table):
            if child(child(row, "trPr"), "del") is not None:
                self.leave(_deleted(row), "deleted table row")
                continue
            cells = (el for el in row.iter() if local(el) == "tc" and _owner(el) is table)
            yield [self._cell(el) for el in cells]

    def _cell(self, cell: Any) -> list[str]:
        """The paragraphs of a cell, those of a table within it too."""
        found = (
            el
            for el in cell.iter()
            if local(el) == "p"
            and not any(local(up) in ("del", "drawing", "pict") for up in el.iterancestors())
        )
        pieces = [piece.words.strip() for el in found for piece in self._paragraph(el)]
        return [words for words in pieces if words]


def local(element: Any) -> str:
    """The tag without its namespace; `` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def bold_styles(styles: Any) -> frozenset[str]:
    """The ids of styles that set bold type, by themselves or by the style that they are based
    on.
    """
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in () if styles is None else styles:
        name = value(style, "styleId")
        mark = child(child(style, "rPr"), "b")
        based[name] = value(child(style, "basedOn"))
        if mark is not None:
            own[name] = _is_on(mark)
    return frozenset(name for name in based if _inherited(name, own, based))


def _inherited(name: str, own: dict[str, bool], based: dict[str, str]) -> bool:
    for _ in range(20):  # styles may be based on each other in a circle
        if name in own or not name:
            break
        name = based.get(name, "")
    return own.get(name, False)


def _is_on(mark: Any) -> bool:
    """Whether a property such as <w:b/> is there and not switched off."""
    return mark is not None and value(mark) not in ("0", "false", "off", "none")


def _deleted(element: Any) -> str:
    return "".join(el.text or "" for el in element.iter() if local(el) in ("t", "delText"))


def _owner(element: Any) -> Any:
    """The table that a row or cell belongs to."""
    return next((up for up in element.iterancestors() if local(up) == "tbl"), None)
