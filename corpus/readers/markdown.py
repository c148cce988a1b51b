"""Bytes of a .md file -> its text, without the markup that readers of the page never see, and its front matter."""

from __future__ import annotations

import re
from datetime import date as Date

from corpus.readers.extract import Extract
from corpus.readers.text import decoded_text, lost_characters, tidy

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(?P<key>[A-Za-z_-]{1,30}|标题|標題|日期|来源|來源)[ \t]*[:：][ \t]*(?P<value>\S.*?)[ \t]*$", re.M)
_KEYS = {"title": ("title", "标题", "標題"), "date": ("date", "日期"), "source": ("source", "来源", "來源")}
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~).*$", re.M)
_RULE = re.compile(r"^[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M)
_UNDERLINED = re.compile(r"^(?P<words>[^\s#>|-][^\n]{0,200})\n(?P<line>=+|-+)[ \t]*$", re.M)
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+(?=\S)", re.M)
_CLOSED_HEADING = re.compile(r"^(#{1,6}[ \t].*?)[ \t]+#+[ \t]*$", re.M)
_PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_LINK_TARGET = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*$", re.M)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_COMMENT = re.compile(r"<!--.{0,100000}?-->", re.S)
_TAG = re.compile(r"</?(?:br|b|i|u|em|strong|span|div|p|a|sup|sub|center|font)\b[^<>\n]{0,500}>", re.I)
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<words>[^*_\n]{1,500}?)(?<=\S)(?P=mark)(?P<after>[ \t]*[:：(（\[]?)")
_SLANTED = re.compile(r"(?<![*\w])(?:\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?!\*)|_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?![_\w]))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|:])")


def read_markdown(data: bytes, *, origin: str) -> Extract:
    """What a reader of the rendered page sees, line by line as it was; title, date and source from the front matter.

    Kept, because the parser reads them: `#` headings, and `**bold**` where it opens a line and a colon follows or
    ends it (a speaker label). Headings underlined with === or --- become `#` and `##`. All other markup is left out.
    Raises ReadError as read_text does.
    """
    decoded = decoded_text(data, origin=origin)
    text = tidy(decoded.text, origin=origin)
    front = _FRONT.match(text)
    fields = _fields(front["fields"]) if front else {}
    body = _plain(text[front.end() :] if front else text)
    return Extract(
        tidy(body, origin=origin),
        title=fields.get("title"),
        date=_day(fields.get("date", "")),
        source=fields.get("source"),
        notes=decoded.notes + lost_characters(text) + ((f"from front matter: {', '.join(fields)}",) if fields else ()),
    )


def _fields(text: str) -> dict[str, str]:
    found = {match["key"].lower(): match["value"].strip("\"'") for match in reversed(list(_FIELD.finditer(text)))}
    named = {name: next((found[key] for key in keys if found.get(key)), "") for name, keys in _KEYS.items()}
    return {name: value for name, value in named.items() if value}


def _day(text: str) -> str | None:
    match = _DAY.search(text)
    try:
        return Date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    for pattern in (_COMMENT, _FENCE, _PICTURE, _LINK_TARGET):
        text = pattern.sub("", text)
    text = _UNDERLINED.sub(lambda m: ("# " if m["line"][0] == "=" else "## ") + m["words"], text)
    text = _TAG.sub(lambda m: "\n" if m[0].lower().startswith("<br") else "", text)
    for pattern, to in ((_RULE, ""), (_QUOTED, ""), (_BULLET, ""), (_CLOSED_HEADING, r"\1"), (_LINK, r"\g<words>"), (_AUTOLINK, r"\1")):
        text = pattern.sub(to, text)
    text = _BOLD.sub(_bold, text)
    text = _SLANTED.sub(lambda m: m[1] or m[2], text)
    return _ESCAPE.sub(r"\1", text)


def _bold(match: re.Match[str]) -> str:
    """Bold words lose their marks, except a label at the start of a line."""
    before = match.string[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
    opens = not re.sub(r"^(?:\d{1,3}[.、)])?\s*", "", before)
    label = match["words"].rstrip().endswith((":", "：")) or match["after"].strip() in (":", "：", "(", "（", "[")
    return f"**{match['words']}**{match['after']}" if opens and label else match["words"] + match["after"]
