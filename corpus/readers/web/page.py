"""Bytes of a saved web page -> the text of the article in it; nothing is fetched or executed."""

from __future__ import annotations

import re
from typing import Any

from pressroom.corpus.dating.datelines import is_date_line
from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.bounds import MAX_XML_BYTES, megabytes
from pressroom.corpus.readers.extract import Extract, reason, said_title
from pressroom.corpus.readers.plain.text import decoded_text, lost_characters
from pressroom.corpus.readers.sheet import Sheet
from pressroom.corpus.readers.web.main import main_element, noise, prose_sizes
from pressroom.corpus.readers.web.meta import Meta, read_meta
from pressroom.corpus.readers.web.text import Line, lines

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})", re.I
)
_XML_ENCODING = re.compile(
    rb"^\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_.:-]{2,40})", re.I
)
_HEADER_LINES = 12  # at most, between the headline and the main text
_NEAR = 3  # lines above the main text in which the day of a page stands that marks no headline
_LEAST_TITLE, _LONGEST_TITLE = 6, 200  # characters


def read_html(data: bytes, *, origin: str) -> Extract:
    """Headline, the lines below it and the main text, a paragraph a line; hints from metadata,
    JSON-LD and <title>.

    Navigation, link lists, comments, scripts, forms and what is hidden are left out; <br> ends a
    line; numbers of ordered lists are kept, marks of unordered ones are not; headings are plain
    lines. Raises ReadError if the page is nested too deep, is too large, or holds no text.
    """
    if len(data) > MAX_XML_BYTES:
        raise ReadError(
            f"{origin}: {megabytes(len(data))}; a web page of at most {megabytes(MAX_XML_BYTES)} "
            "was expected"
        )
    declared = _XML_ENCODING.search(data[:200]) or _CHARSET.search(data[:4096])
    decoded = decoded_text(data, origin=origin, declared=declared[1].decode() if declared else None)
    tree = tree_of_page(decoded.text, origin=origin)
    meta = read_meta(tree)
    sheet = Sheet()
    notes = _main_text(tree, meta, sheet)
    if sheet.is_empty:
        raise ReadError(
            f"{origin}: no text found in the page; it may be filled in by scripts. "
            "Open it in a browser, copy the text and add that"
        )
    return sheet.extract(
        origin=origin,
        title=said_title(meta.title),
        date=meta.date,
        source=meta.source,
        notes=decoded.notes + notes + lost_characters(decoded.text),
    )


def tree_of_page(text: str, *, origin: str) -> Any:
    """The tree of a page. Raises ReadError for what is no page, or nested too deep."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        tree = etree.fromstring(text.replace("\x00", "").encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            f"{origin}: not a web page ({reason(error)}); expected HTML. Save the page again"
        ) from None
    if tree is None:
        raise ReadError(f"{origin}: no text found in the page; expected HTML. Save the page again")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(
            f"{origin}: elements nested deeper than any real page has them; "
            "it may be made to do harm. Copy the text and add that"
        )
    return tree


def _main_text(tree: Any, meta: Meta, sheet: Sheet) -> tuple[str, ...]:
    """Writes the lines of the main text; notes on what was done besides."""
    body = next((el for el in tree.iter("body")), tree)
    sizes = prose_sizes(body, frozenset())
    excluded = noise(body, sizes)
    clean = prose_sizes(body, excluded)
    main = main_element(body, clean, excluded)
    found = lines(body, main, excluded, clean, sheet.leave)
    inside = [line for line in found if line.main]
    headline = _headline(found, inside)
    chosen = headline + inside or found
    notes: tuple[str, ...] = ()
    title = said_title(meta.title)
    if (
        chosen
        and title
        and not any(line.headline or _same(title, line.words) for line in chosen[:6])
        and not _opens_with_headline(chosen)
    ):
        sheet.add(title)
        notes = ("title set above the text from the page's metadata",)
    for line in chosen:
        sheet.add(line.words, label=line.label, bold=line.bold, gap="\n" if line.broken else "\n\n")
    _leave_rest(found, chosen, sheet)
    return notes


def _leave_rest(found: list[Line], chosen: list[Line], sheet: Sheet) -> None:
    """The lines beside the main text, and how many links there are."""
    kept = {id(line) for line in chosen}
    for line in found:
        if id(line) not in kept:
            sheet.leave(line.words, "link" if line.linked else "beside the main text")


def _headline(found: list[Line], inside: list[Line]) -> list[Line]:
    """The page's headline and the short lines between it and the main text, unless the main text
    has the headline.
    """
    if not inside or any(line.headline for line in inside):
        return []
    above = found[: found.index(inside[0])]
    start = next((at for at in reversed(range(len(above))) if above[at].headline), None)
    start = _dated_headline(above) if start is None else start
    if start is None:
        return []
    between = [line for line in above[start + 1 :] if not line.linked and len(line.words) <= 200]
    return [above[start], *between[:_HEADER_LINES]]


def _dated_headline(above: list[Line]) -> int | None:
    """Where nothing is marked as a headline: the line above the one that says the day, right above
    the main text.
    """
    near = range(len(above) - 1, max(0, len(above) - 1 - _NEAR), -1)
    dated = next((at for at in near if find_dates(above[at].words)), None)
    if dated is None or above[dated].linked or above[dated - 1].linked:
        return None
    return dated - 1 if _LEAST_TITLE <= len(above[dated - 1].words) <= _LONGEST_TITLE else None


def _opens_with_headline(lines: list[Line]) -> bool:
    """Whether the first line is set as a heading and the next one says the day: what <title> has
    is then the site's name, or says the same in other words.
    """
    is_day = len(lines) > 1 and is_date_line(lines[1].words)
    return is_day and bool(lines[0].bold) and len(lines[0].words) <= _LONGEST_TITLE


def _same(title: str, words: str) -> bool:
    a, b = (re.sub(r"\W+", "", text) for text in (title, words))
    return bool(a and b) and (a in b or (len(b) >= 8 and b in a))
