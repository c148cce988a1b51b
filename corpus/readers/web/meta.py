"""The tree of a web page -> its title, publication date and source, as metadata and JSON-LD claim
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

_TITLE = ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title")
_DATE = (
    "pubdate",
    "article:published_time",
    "publishdate",
    "publish_date",
    "og:published_time",
    "dc.date",
    "dcterms.date",
    "datepublished",
    "date",
)
_SOURCE = (
    "contentsource",
    "source",
    "dc.source",
    "og:site_name",
    "sitename",
    "dc.publisher",
    "author",
)
_ARTICLE = re.compile(r"(?:Article|Report|BlogPosting|WebPage|PressRelease)$")
_DAY = re.compile(
    r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})|((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_SITE = re.compile(r"\s*[_|｜]\s*[^_|｜]{1,40}|\s+[-–—]\s+[^-–—]{1,40}")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Meta:
    """What the page claims; each may be missing, and each may be wrong."""

    title: str | None = None
    date: str | None = None
    source: str | None = None


def read_meta(tree: Any) -> Meta:
    """The first claim of each kind: JSON-LD of an article, then <meta>, then <title> without the
    site's name.
    """
    named = _named(tree)
    linked = next(_articles(tree), {})
    publisher = linked.get("publisher")
    source = publisher.get("name") if isinstance(publisher, dict) else publisher
    return Meta(
        _first([linked.get("headline"), *(named.get(key) for key in _TITLE), _page_title(tree)]),
        next(
            (
                day
                for text in [linked.get("datePublished"), *(named.get(key) for key in _DATE)]
                if (day := _day(text))
            ),
            None,
        ),
        _first([named.get("contentsource"), source, *(named.get(key) for key in _SOURCE)]),
    )


def _named(tree: Any) -> dict[str, str]:
    """<meta> contents by name, property or itemprop in small letters; of several the first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = element.get("content") or element.get("datetime") or ""
        if name and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, at the top, in a list or in @graph."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else None
        items = data if isinstance(data, list) else graph if isinstance(graph, list) else [data]
        yield from (
            item for item in items if isinstance(item, dict) and _is_article(item.get("@type"))
        )


def _is_article(kind: object) -> bool:
    return any(
        isinstance(name, str) and _ARTICLE.search(name)
        for name in (kind if isinstance(kind, list) else [kind])
    )


def _page_title(tree: Any) -> str | None:
    """<title> without what follows the first `_` or `|`, or ` - `: the site's name, its
    sections.
    """
    title = next((" ".join("".join(el.itertext()).split()) for el in tree.iter("title")), "")[
        :_LONGEST
    ]
    cut = _SITE.search(title)
    return title[: cut.start()] if cut and cut.start() >= 6 else title


def _first(texts: list[Any]) -> str | None:
    words = (" ".join(text.split()) for text in texts if isinstance(text, str))
    return next((text for text in words if 1 < len(text) <= _LONGEST and _is_storable(text)), None)


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" or char == "\x00" for char in text)


def _day(text: object) -> str | None:
    match = _DAY.search(text[:100]) if isinstance(text, str) else None
    try:
        return Date(*(int(part) for part in match.groups() if part)).isoformat() if match else None
    except ValueError:
        return None
