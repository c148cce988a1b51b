"""Bytes of an Akoma Ntoso or TEI file -> what is said, with the speakers and kinds that it
marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.package import attribute, local, tree_of
from pressroom.corpus.readers.sheet import Sheet

ROOTS = ("akomaNtoso", "akomantoso", "TEI", "TEI.2", "teiCorpus")
_SPEECHES = {"speech", "question", "answer", "speechGroup", "u", "sp"}
_NAMES = {"from", "speaker"}
_BLOCKS = {
    *(
        "p",
        "l",
        "seg",
        "ab",
        "head",
        "heading",
        "subheading",
        "num",
        "narrative",
        "scene",
        "summary",
    ),
    *("li", "item", "tr", "row", "block", "stage", "docTitle", "docDate", "note", "longTitle"),
}
_HEADINGS = {"heading", "subheading", "head"}
_ASIDE = {"narrative", "scene", "stage"}  # nobody says it
_HEAD = {"meta", "teiHeader"}
_NOTES = {"authorialNote": "footnote", "remark": "remark of the minutes"}
_STRUCK = {"del": "struck through", "gap": "gap"}
_SPACES = re.compile(r"\s+")


def read_debate(data: bytes, *, origin: str) -> Extract:
    """A paragraph for each <p>; who speaks is set before it as a label: the printed one, else the
    name under which the file lists the person. Raises ReadError for XML of another kind.
    """
    tree = tree_of(data, part="the file", origin=origin)
    if local(tree) not in ROOTS:
        raise ReadError(
            f"{origin}: XML of another kind (<{local(tree)[:40]}>) than Akoma Ntoso or TEI; "
            "save the text as .docx or .txt and add that"
        )
    debate = _Debate(tree)
    if debate.sheet.is_empty:
        raise ReadError(f"{origin}: no text found in it; expected the speeches of a debate")
    return debate.sheet.extract(origin=origin, title=_title(tree), date=_date(tree))


class _Debate:
    """Walks one tree and gathers its paragraphs."""

    def __init__(self, tree: Any) -> None:
        self.sheet = Sheet()
        self.people = _people(tree)
        for element, label in _blocks(tree, self.people):
            self._write(element, label)

    def _write(self, element: Any, label: str) -> None:
        name = local(element)
        words = self._words(element)
        if name == "docTitle" or not words:
            return
        if name in _HEADINGS:
            self.sheet.add(f"## {words}")
        elif name in _ASIDE and not label:
            self.sheet.add(words if words[:1] in "([（［" else f"({words})")
        else:
            self.sheet.add(words, label=label)

    def _words(self, element: Any) -> str:
        """The words of a block, without its notes and without those of blocks inside it."""
        out = [element.text or ""]
        for child in element:
            name = local(child)
            if why := _NOTES.get(name) or _STRUCK.get(name):
                self.sheet.leave(_text(child), why)
            elif name not in _BLOCKS and name not in _NAMES:
                out.append("\n" if name in ("lb", "br", "eol") else self._words(child))
            out.append(child.tail or "")
        return _SPACES.sub(" ", "".join(out)).strip()


def _blocks(tree: Any, people: dict[str, str]) -> Iterator[tuple[Any, str]]:
    """The blocks in order, each with the label of the speech that begins with it, else ``."""
    waiting = ""
    stack = [iter([tree])]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name in _HEAD or name in _NAMES:
            continue
        if name in _SPEECHES:
            waiting = _label(element, people) or waiting
        if name == "note" and attribute(element, "type") == "speaker":
            waiting = _text(element).strip(" :：") or waiting
            continue
        if name in _BLOCKS or (name == "u" and not len(element)):
            yield element, "" if name in _HEADINGS else waiting
            waiting = waiting if name in _HEADINGS else ""
        stack.append(iter(element))


def _label(speech: Any, people: dict[str, str]) -> str:
    printed = next((_text(child) for child in speech if local(child) in _NAMES), "")
    person = (attribute(speech, "by") or attribute(speech, "who")).split()[:1]
    role = attribute(speech, "as").lstrip("#")
    named = people.get(person[0].lstrip("#"), "") if person else ""
    given = ", ".join(filter(None, (named, people.get(role, ""))))
    return printed.strip(" :：.") or given


def _people(tree: Any) -> dict[str, str]:
    """Id of a person or role -> the name under which the file lists it."""
    found: dict[str, str] = {}
    for element in tree.iter():
        name = local(element)
        key = attribute(element, "eId") or attribute(element, "id")
        if name in ("TLCPerson", "TLCRole", "TLCOrganization"):
            found[key] = attribute(element, "showAs")
        elif name == "person":
            inner = next((el for el in element if local(el) == "persName"), None)
            found[key] = _name(inner) if inner is not None else ""
    return found


def _name(element: Any) -> str:
    """`<forename>Ada</forename><surname>Lindqvist</surname>` in the order of speech."""
    parts = {local(child): _text(child) for child in element}
    ordered = [parts[key] for key in ("forename", "surname") if key in parts]
    return " ".join(ordered) or _text(element)


def _title(tree: Any) -> str | None:
    for wanted in ("docTitle", "titleStmt", "FRBRalias", "FRBRname", "longTitle"):
        element = next((el for el in tree.iter() if local(el) == wanted), None)
        if element is None:
            continue
        inner = next((el for el in element if local(el) == "title"), element)
        if words := _text(inner) or attribute(element, "value"):
            return words[:300]
    return None


def _date(tree: Any) -> str | None:
    """The day of the sitting: the printed one, else that of the work, else that of publication."""
    for wanted in ("docDate", "setting", "FRBRWork", "publicationStmt", "FRBRExpression"):
        for element in (el for el in tree.iter() if local(el) == wanted):
            inner = [el for el in element.iter() if local(el) in ("docDate", "date", "FRBRdate")]
            said = (attribute(el, "date") or attribute(el, "when") or _text(el) for el in inner)
            if day := next((day for words in said for day in find_dates(words[:100])), None):
                return day
    return None


def _text(element: Any) -> str:
    return _SPACES.sub(" ", "".join(element.itertext())).strip()
