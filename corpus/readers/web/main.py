"""The body of a web page -> the element that holds its main text, and the elements that are
furniture.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from pressroom.corpus.readers.web.words import (
    COMMENTS,
    ENDING,
    HEADINGS,
    HIDDEN,
    INLINE,
    NOISE,
    SILENT,
    TEXT_BLOCKS,
)

_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_KEEP_SHARE = 0.4  # of the page's prose: what holds more is not taken for noise on its name alone
_MAIN_SHARE = 0.8  # the main text is the innermost element that holds so much of the prose
_DECLARED_SHARE = 0.5  # … or so much, if the page itself declares it the article
_TEXT_SHARE = 0.05  # an element with so much prose in paragraphs of its own is text, not layout


def prose_sizes(body: Any, excluded: frozenset[Any]) -> dict[Any, int]:
    """Element -> how many characters of text it holds that are no links, leaving out what is
    excluded or silent.
    """
    sizes: dict[Any, int] = {}
    for element in reversed(list(body.iter("*"))):  # children before parents
        own = ink(element.text) + sum(sizes.get(child, 0) + ink(child.tail) for child in element)
        skipped = element in excluded or element.tag in SILENT
        sizes[element] = 0 if skipped or element.tag == "a" else own
    return sizes


def noise(body: Any, sizes: dict[Any, int]) -> frozenset[Any]:
    """Elements that are not the document: hidden, named as furniture, or under a heading such as
    相关阅读.
    """
    whole = max(sizes.get(body, 0), 1)
    titled = {up for title in body.iter("h1") for up in title.iterancestors()}
    out: set[Any] = set()
    for element in body.iter("*"):
        if element is body or element in out:
            continue
        small = sizes[element] < whole * _KEEP_SHARE
        named = _names(element)
        holds_title = element.tag == "h1" or element in titled
        if (
            _is_hidden(element)
            or (named & COMMENTS and not holds_title)
            or (named & NOISE and small and not holds_title)
        ):
            out.add(element)
        elif element.tag in ("h2", "h3", "h4", "h5", "h6", "div", "dt") and _announces_links(
            element
        ):
            out |= _below(element, sizes, whole)
    return frozenset(out)


def main_element(body: Any, sizes: dict[Any, int], excluded: frozenset[Any]) -> Any:
    """The innermost element with nearly all prose; what the page calls its article needs only
    half.
    """
    whole = max(sizes.get(body, 0), 1)
    declared = [el for el in body.iter("article", "main") if el not in excluded] + [
        el for el in body.iter("*") if "articleBody" in (el.get("itemprop") or "")
    ]
    node = max(
        (el for el in declared if sizes[el] >= whole * _DECLARED_SHARE), key=_depth, default=body
    )
    while True:
        best = max(node, key=lambda el: sizes.get(el, 0), default=None)
        if (
            best is None
            or sizes.get(best, 0) < sizes[node] * _MAIN_SHARE
            or best.tag in INLINE
            or best.tag in ("p", "li", "blockquote", "pre")
        ):
            return node
        beside = sum(sizes.get(el, 0) for el in node if el is not best and el.tag in TEXT_BLOCKS)
        if beside >= sizes[node] * _TEXT_SHARE:
            return node
        node = best


def ink(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _names(element: Any) -> set[str]:
    """The words in class and id: `newsComment-list` gives news, comment, list."""
    text = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return {token.lower() for token in _TOKENS.findall(text[:500])} if len(text) > 2 else set()


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(HIDDEN.search((element.get("style") or "")[:300]))
    )


def _announces_links(element: Any) -> bool:
    """A short heading of a list of links or of comments."""
    if len(element) > 3:
        return False
    words = "".join(islice(element.itertext(), 12))
    return len(words) <= 200 and bool(ENDING.match(words.strip()))


def _below(heading: Any, sizes: dict[Any, int], whole: int) -> set[Any]:
    """The heading and its section: the element it opens, if that is small, else the siblings up to
    the next heading.
    """
    up = heading.getparent()
    while (
        up is not None
        and up.tag != "body"
        and up[0] is heading
        and sizes.get(up, whole) < whole * _KEEP_SHARE
    ):
        heading, up = up, up.getparent()
    out = {heading}
    for sibling in heading.itersiblings():
        if sibling.tag in HEADINGS or sizes.get(sibling, 0) > whole * _KEEP_SHARE:
            break
        out.add(sibling)
    return out


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())
