"""Bytes of a saved web page -> the text of the article in it; nothing is fetched or executed."""

from __future__ import annotations

import re
from typing import Any

from corpus.errors import ReadError
from corpus.readers.bounds import MAX_XML_BYTES, megabytes
from corpus.readers.extract import Extract, reason
from corpus.readers.text import decoded_text, lost_characters, tidy
from corpus.readers.webmain import main_element, noise, prose_sizes
from corpus.readers.webmeta import Meta, read_meta
from corpus.readers.webtext import Line, lines

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_.:-]{2,40})", re.I)
_HEADER_LINES = 12  # at most, between the headline and the main text
_NOTED = 200  # characters beside the main text that are worth a note


def read_html(data: bytes, *, origin: str) -> Extract:
    """Headline, the lines below it and the main text, a paragraph a line; hints from metadata, JSON-LD and <title>.

    Navigation, link lists, comments, scripts, forms and what is hidden are left out; <br> ends a line; numbers of
    ordered lists are kept, marks of unordered ones are not; headings are plain lines. Raises ReadError if the page
    is nested too deep, is too large, or holds no text.
    """
    if len(data) > MAX_XML_BYTES:
        raise ReadError(f"{origin}: {megabytes(len(data))}; a web page of at most {megabytes(MAX_XML_BYTES)} was expected")
    declared = _XML_ENCODING.search(data[:200]) or _CHARSET.search(data[:4096])
    decoded = decoded_text(data, origin=origin, declared=declared[1].decode() if declared else None)
    tree = _tree(decoded.text, origin=origin)
    meta = read_meta(tree)
    text, notes = _main_text(tree, meta)
    if not any(char.isalnum() for char in text):
        raise ReadError(
            f"{origin}: no text found in the page; it may be filled in by scripts. Open it in a browser, copy the text and add that"
        )
    return Extract(tidy(text, origin=origin), meta.title, meta.date, meta.source, decoded.notes + notes + lost_characters(text))


def _tree(text: str, *, origin: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        tree = etree.fromstring(text.replace("\x00", "").encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{origin}: not a web page ({reason(error)}); expected HTML. Save the page again") from None
    if tree is None:
        raise ReadError(f"{origin}: no text found in the page; expected HTML. Save the page again")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(
            f"{origin}: elements nested deeper than any real page has them; it may be made to do harm. Copy the text and add that"
        )
    return tree


def _main_text(tree: Any, meta: Meta) -> tuple[str, tuple[str, ...]]:
    body = next((el for el in tree.iter("body")), tree)
    sizes = prose_sizes(body, frozenset())
    excluded = noise(body, sizes)
    clean = prose_sizes(body, excluded)
    main = main_element(body, clean, excluded)
    found = lines(body, main, excluded, clean)
    inside = [line for line in found if line.main]
    headline = _headline(found, inside)
    chosen = headline + inside or found
    text, notes = _laid_out(chosen), []
    if text and meta.title and not any(line.headline or _same(meta.title, line.words) for line in chosen[:6]):
        text = f"{meta.title}\n\n{text}"
        notes.append("title set above the text from the page's metadata")
    beside = sum(len(line.words) for line in found if not line.main and not line.linked) - sum(len(line.words) for line in headline)
    if inside and beside >= _NOTED:
        notes.append(f"left out beside the main text: about {beside} characters that are no links")
    return text, tuple(notes)


def _headline(found: list[Line], inside: list[Line]) -> list[Line]:
    """The page's headline and the short lines between it and the main text, unless the main text has the headline."""
    if not inside or any(line.headline for line in inside):
        return []
    above = found[: found.index(inside[0])]
    start = next((at for at in reversed(range(len(above))) if above[at].headline), None)
    if start is None:
        return []
    between = [line for line in above[start + 1 :] if not line.linked and len(line.words) <= 200]
    return [above[start], *between[:_HEADER_LINES]]


def _laid_out(chosen: list[Line]) -> str:
    """A blank line between paragraphs, none before what follows a <br>."""
    out: list[str] = []
    for line in chosen:
        if out:
            out.append("\n" if line.broken else "\n\n")
        out.append(line.words)
    return "".join(out)


def _same(title: str, words: str) -> bool:
    a, b = (re.sub(r"\W+", "", text) for text in (title, words))
    return bool(a and b) and (a in b or (len(b) >= 8 and b in a))
