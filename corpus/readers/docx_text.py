"""The tree of word/document.xml -> its paragraphs, as a reader of the printed page sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.docx_numbers import Numbers, child, value

_WORD = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
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
_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "document"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_NAMES = {
    "del": "tracked deletions",
    "moveFrom": "moved text at its old place",
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
}


@dataclass
class LeftOut:
    """Counts what a document holds beside the text that is read."""

    counts: Counter[str] = field(default_factory=Counter)

    def notes(self) -> tuple[str, ...]:
        parts = [f"{name}: {count}" for name, count in self.counts.items()]
        return (f"left out: {', '.join(parts)}",) if parts else ()


@dataclass
class _Piece:
    """The words of one paragraph; `joined`: its end was deleted, so the next one continues it."""

    words: str
    joined: bool = False


def local(element: Any) -> str:
    """The tag without its namespace; `` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def paragraphs(tree: Any, numbers: Numbers, left_out: LeftOut) -> Iterator[str]:
    """The paragraphs of the body and of its tables and text boxes, in order, without empty ones."""
    held = ""
    for piece in _blocks(tree, numbers, left_out):
        words = held + piece.words
        held = words if piece.joined else ""
        if not piece.joined and words.strip():
            yield words.strip(" \n")
    if held.strip():
        yield held.strip(" \n")


def _blocks(tree: Any, numbers: Numbers, left_out: LeftOut) -> Iterator[_Piece]:
    """Pieces of all block-level children, without recursion: hostile files nest deep."""
    stack = [iter(tree)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name == "p":
            yield from _paragraph(element, numbers, left_out)
        elif name == "tbl":
            yield from (_Piece(row) for row in _rows(element, numbers, left_out))
        elif name in _WRAPPERS or name in ("AlternateContent", "Choice"):
            stack.append(iter(element))
        elif name in ("del", "moveFrom"):
            left_out.counts[_NAMES[name]] += 1


def _paragraph(element: Any, numbers: Numbers, left_out: LeftOut) -> Iterator[_Piece]:
    """The paragraph, then what its text boxes hold."""
    properties = child(element, "pPr")
    marks = child(properties, "rPr")
    words, boxes = _words(element, left_out)
    label = numbers.label(properties) if words.strip() else ""
    yield _Piece(label + words, joined=child(marks, "del") is not None)
    for box in boxes:
        yield from (_Piece(text) for inner in box if local(inner) == "p" and (text := _words(inner, left_out)[0]).strip())


def _words(element: Any, left_out: LeftOut) -> tuple[str, list[Any]]:
    """The visible text of a paragraph in order, and the text boxes anchored in it."""
    out: list[str] = []
    boxes: list[Any] = []
    stack = [iter(element)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        name = local(node)
        if name in _NAMES:
            left_out.counts[_NAMES[name]] += 1
        if name in ("drawing", "pict"):
            boxes += [box for box in node.iter() if local(box) == "txbxContent"][:20]
        if name in _SKIPPED or (name == "r" and _is_hidden(node)):
            continue
        if name == "t":
            out.append(node.text or "")
        elif name in _BREAKS and node.tag.rpartition("}")[0].lstrip("{") in _WORD:
            out.append(_BREAKS[name])
        else:
            stack.append(iter(node))
    return "".join(out), boxes


def _is_hidden(run: Any) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value(vanish) not in ("0", "false", "off")


def _rows(table: Any, numbers: Numbers, left_out: LeftOut) -> Iterator[str]:
    """Each row as one line, unless its cells hold whole speeches: then each paragraph of a cell is one."""
    for row in (el for el in table.iter() if local(el) == "tr" and _owner(el) is table):
        if child(child(row, "trPr"), "del") is not None:
            left_out.counts["deleted table rows"] += 1
            continue
        cells = [_cell(el, numbers, left_out) for el in row.iter() if local(el) == "tc" and _owner(el) is table]
        filled = [cell for cell in cells if cell]
        if all(len(cell) == 1 for cell in filled):
            yield _joined([cell[0] for cell in filled])
        else:
            yield from (words for cell in filled for words in cell)


def _owner(element: Any) -> Any:
    """The table that a row or cell belongs to."""
    return next((up for up in element.iterancestors() if local(up) == "tbl"), None)


def _cell(cell: Any, numbers: Numbers, left_out: LeftOut) -> list[str]:
    """The paragraphs of a cell, those of a table within it too."""
    found = (el for el in cell.iter() if local(el) == "p" and not any(local(up) in ("del", "drawing", "pict") for up in el.iterancestors()))
    pieces = [piece.words.strip() for el in found for piece in _paragraph(el, numbers, left_out)]
    return [words for words in pieces if words]


def _joined(cells: list[str]) -> str:
    """`cell | cell`; after a colon a space, so that a row of speaker and speech reads as one."""
    out = ""
    for cell in cells:
        out += ("" if not out else " " if out.endswith((":", "：")) else " | ") + cell
    return out
