"""Bytes of a .md file -> its text, without the markup that readers of the page never see, and its
front matter.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from pressroom.corpus.dating.dates import find_dates
from pressroom.corpus.readers.extract import Extract
from pressroom.corpus.readers.plain.text import decoded_text, lost_characters, read_text, tidy
from pressroom.corpus.readers.tables import joined_cells, speeches_of
from pressroom.corpus.source import Mark

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(
    r"^(?P<key>[A-Za-z_-]{1,30}|标题|標題|日期|来源|來源)[ \t]*[:：][ \t]*(?P<value>\S.*)$", re.M
)
_FRONT_LINE = re.compile(
    r"[A-Za-z_-]{1,30}[ \t]*:|(?:标题|標題|日期|来源|來源)[ \t]*[:：]|\s|#|-[ \t]|$"
)
_KEYS = {
    "title": ("title", "标题", "標題"),
    "date": ("date", "日期"),
    "source": ("source", "来源", "來源"),
}
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~).*$", re.M)
_RULE = re.compile(r"^[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M)
_UNDERLINED = re.compile(r"^(?P<words>[^\s#>|-][^\n]{0,200})\n(?P<line>=+|-+)[ \t]*$", re.M)
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+(?=\S)", re.M)
_CLOSING = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])"
)
_LINK_TARGET = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*$", re.M)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_TAG = re.compile(
    r"</?(?:br|b|i|u|em|strong|span|div|p|a|sup|sub|center|font)\b[^<>\n]{0,500}>", re.I
)
_BOLD = re.compile(
    r"(?P<mark>\*\*|__)(?=\S)(?P<words>[^*_\n]{1,500}?)(?<=\S)(?P=mark)(?P<after>[ \t]*[:：(（\[]?)"
)
_SLANTED = re.compile(
    r"(?<![*\w\\])(?:\*(?=[^\s*])([^*\n]{1,500}?)(?<![\s\\])\*(?!\*)|"
    r"_(?=[^\s_])([^_\n]{1,500}?)(?<![\s\\])_(?![_\w]))"
)
# Signs that no text has: a reader of files takes them out.
_OPEN, _CLOSE, _LABEL = "\ufdd0", "\ufdd1", "\ufdd2"
_SIGNS = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_TABLE = re.compile(r"(?:^[ \t]*\|[^\n]*\|[ \t]*(?:\n|\Z)){3,}", re.M)
_CELL_END = re.compile(r"(?<!\\)\|")
_RULED = re.compile(r"[|\s:-]+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|:])")


def read_markdown(data: bytes, *, origin: str) -> Extract:
    """What a reader of the rendered page sees, line by line as it was; title, date and source from
    the front matter.

    Kept, because the parser reads them: `#` headings, and `**bold**` where it opens a line and a
    colon follows or ends it (a speaker label); other words in bold that open a line are marked.
    Headings underlined with === or --- become `#` and
    `##`. All other markup is left out. Raises ReadError as read_text does.
    """
    decoded = decoded_text(data, origin=origin)
    text = tidy(decoded.text, origin=origin)
    found = read_front(text, origin=origin, whole=True)
    notes = decoded.notes + lost_characters(text) + found.notes
    text, marks = _marked(tidy(_plain(found.text), origin=origin))
    return replace(found, text=text, notes=notes, marks=marks)


def read_plain(data: bytes, *, origin: str) -> Extract:
    """Bytes of a .txt file as read_text gives them, but for front matter above it, as in
    Markdown.
    """
    read = read_text(data, origin=origin)
    found = read_front(read.text, origin=origin)
    return replace(found, notes=read.notes + found.notes)


def read_front(text: str, *, origin: str, whole: bool = False) -> Extract:
    """The text below the front matter; title, date and source as that says them. `whole`: it is
    front matter even if it says none of these.
    """
    front = _front_matter(text)
    fields = _fields(front["fields"]) if front else {}
    rest = text[front.end() :] if front and (fields or whole) else text
    return Extract(
        tidy(rest, origin=origin),
        title=fields.get("title"),
        date=next(iter(find_dates(fields.get("date", "")[:100])), None),
        source=fields.get("source"),
        notes=(f"from front matter: {', '.join(fields)}",) if fields else (),
    )


def _front_matter(text: str) -> re.Match[str] | None:
    """The block between two lines of --- at the very top, if all of it is `key: value`: a rule may
    also open a document.
    """
    match = _FRONT.match(text)
    return (
        match
        if match and all(_FRONT_LINE.match(line) for line in match["fields"].split("\n"))
        else None
    )


def _fields(text: str) -> dict[str, str]:
    found = {
        match["key"].lower(): match["value"].strip(" \t\"'")
        for match in reversed(list(_FIELD.finditer(text)))
    }
    named = {
        name: next((found[key] for key in keys if found.get(key)), "")
        for name, keys in _KEYS.items()
    }
    return {name: value for name, value in named.items() if value}


def _plain(text: str) -> str:
    text = _without_comments(text)
    for pattern in (_FENCE, _PICTURE, _LINK_TARGET):
        text = pattern.sub("", text)
    text = _UNDERLINED.sub(lambda m: ("# " if m["line"][0] == "=" else "## ") + m["words"], text)
    text = _TAG.sub(lambda m: "\n" if m[0].lower().startswith("<br") else "", text)
    for pattern, to in (
        (_RULE, ""),
        (_QUOTED, ""),
        (_BULLET, ""),
        (_LINK, r"\g<words>"),
        (_AUTOLINK, r"\1"),
    ):
        text = pattern.sub(to, text)
    text = "\n".join(
        _CLOSING.sub("", line) if line.startswith("#") else line for line in text.split("\n")
    )
    text = _BOLD.sub(_bold, _TABLE.sub(_speeches, text))
    text = _SLANTED.sub(lambda m: m[1] or m[2], text)
    return _ESCAPE.sub(r"\1", text)


def _speeches(match: re.Match[str]) -> str:
    """A table of speakers and words as speeches with their labels, its head above them; any other
    as it is.
    """
    lines = [line.strip().strip("|") for line in match[0].splitlines()]
    heads = len(lines) > 1 and _RULED.fullmatch(lines[1])
    rows = [_CELL_END.split(line) for line in lines if not _RULED.fullmatch(line)]
    head: list[str] = [joined_cells([cell.strip() for cell in rows[0]])] if heads else []
    speeches = speeches_of(rows[len(head) :], lambda words, _: head.append(words))
    if speeches is None:
        return match[0]
    said = (f"{_OPEN}{_LABEL}{speech.label}{_CLOSE}: {speech.words}" for speech in speeches)
    return "\n\n".join((*head, *said)) + "\n"


def _without_comments(text: str) -> str:
    """Without `<!-- … -->`; one that is never closed is kept."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _bold(match: re.Match[str]) -> str:
    """Bold words lose their marks, except a label at the start of a line; other words there get
    signs for the time being.
    """
    before = match.string[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
    opens = not re.sub(r"^(?:\d{1,3}[.、)])?\s*", "", before)
    label = match["words"].rstrip().endswith((":", "：")) or match["after"].strip() in (
        ":",
        "：",
        "(",
        "（",
        "[",
    )
    signs = ("**", "**") if opens and label else (_OPEN, _CLOSE) if opens else ("", "")
    return match["words"].join(signs) + match["after"]


def _marked(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without the signs around words in bold and labels, and the marks of these."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for number, signed in enumerate(_SIGNS.split(text)):
        part = signed.removeprefix(_LABEL)
        if number % 2:
            kind: Literal["label", "bold"] = "label" if signed != part else "bold"
            marks.append(Mark(kind, at, at + len(part)))
        parts.append(part)
        at += len(part)
    return "".join(parts), tuple(marks)
