"""Bytes of a .md file -> its text, without the markup that readers of the page never see, and its front matter."""

from __future__ import annotations

import re
from datetime import date as Date

from corpus.readers.extract import Extract
from corpus.readers.text import decoded_text, lost_characters, tidy

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(?P<key>[A-Za-z_-]{1,30}|标题|標題|日期|来源|來源)[ \t]*[:：][ \t]*(?P<value>\S.*)$", re.M)
_FRONT_LINE = re.compile(r"[A-Za-z_-]{1,30}[ \t]*:|(?:标题|標題|日期|来源|來源)[ \t]*[:：]|\s|#|-[ \t]|$")
_KEYS = {"title": ("title", "标题", "標題"), "date": ("date", "日期"), "source": ("source", "来源", "來源")}
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~).*$", re.M)
_RULE = re.compile(r"^[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M)
_UNDERLINED = re.compile(r"^(?P<words>[^\s#>|-][^\n]{0,200})\n(?P<line>=+|-+)[ \t]*$", re.M)
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+(?=\S)", re.M)
_CLOSING = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_LINK_TARGET = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*$", re.M)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_TAG = re.compile(r"</?(?:br|b|i|u|em|strong|span|div|p|a|sup|sub|center|font)\b[^<>\n]{0,500}>", re.I)
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<words>[^*_\n]{1,500}?)(?<=\S)(?P=mark)(?P<after>[ \t]*[:：(（\[]?)")
_SLANTED = re.compile(r"(?<![*\w\\])(?:\*(?=[^\s*])([^*\n]{1,500}?)(?<![\s\\])\*(?!\*)|_(?=[^\s_])([^_\n]{1,500}?)(?<![\s\\])_(?![_\w]))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|:])")


def read_markdown(data: bytes, *, origin: str) -> Extract:
    """What a reader of the rendered page sees, line by line as it was; title, date and source from the front matter.

    Kept, because the parser reads them: `#` headings, and `**bold**` where it opens a line and a colon follows or
    ends it (a speaker label). Headings underlined with === or --- become `#` and `##`. All other markup is left out.
    Raises ReadError as read_text does.
    """
    decoded = decoded_text(data, origin=origin)
    text = tidy(decoded.text, origin=origin)
    front = _front_matter(text)
    fields = _fields(front["fields"]) if front else {}
    body = _plain(text[front.end() :] if front else text)
    return Extract(
        tidy(body, origin=origin),
        title=fields.get("title"),
        date=_day(fields.get("date", "")),
        source=fields.get("source"),
        notes=decoded.notes + lost_characters(text) + ((f"from front matter: {', '.join(fields)}",) if fields else ()),
    )


def _front_matter(text: str) -> re.Match[str] | None:
    """The block between two lines of --- at the very top, if all of it is `key: value`: a rule may also open a document."""
    match = _FRONT.match(text)
    return match if match and all(_FRONT_LINE.match(line) for line in match["fields"].split("\n")) else None


def _fields(text: str) -> dict[str, str]:
    found = {match["key"].lower(): match["value"].strip(" \t\"'") for match in reversed(list(_FIELD.finditer(text)))}
    named = {name: next((found[key] for key in keys if found.get(key)), "") for name, keys in _KEYS.items()}
    return {name: value for name, value in named.items() if value}


def _day(text: str) -> str | None:
    match = _DAY.search(text)
    try:
        return Date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    text = _without_comments(text)
    for pattern in (_FENCE, _PICTURE, _LINK_TARGET):
        text = pattern.sub("", text)
    text = _UNDERLINED.sub(lambda m: ("# " if m["line"][0] == "=" else "## ") + m["words"], text)
    text = _TAG.sub(lambda m: "\n" if m[0].lower().startswith("<br") else "", text)
    for pattern, to in ((_RULE, ""), (_QUOTED, ""), (_BULLET, ""), (_LINK, r"\g<words>"), (_AUTOLINK, r"\1")):
        text = pattern.sub(to, text)
    text = "\n".join(_CLOSING.sub("", line) if line.startswith("#") else line for line in text.split("\n"))
    text = _BOLD.sub(_bold, text)
    text = _SLANTED.sub(lambda m: m[1] or m[2], text)
    return _ESCAPE.sub(r"\1", text)


def _without_comments(text: str) -> str:
    """Without `<!-- … -->`; one that is never closed is kept."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _bold(match: re.Match[str]) -> str:
    """Bold words lose their marks, except a label at the start of a line."""
    before = match.string[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
    opens = not re.sub(r"^(?:\d{1,3}[.、)])?\s*", "", before)
    label = match["words"].rstrip().endswith((":", "：")) or match["after"].strip() in (":", "：", "(", "（", "[")
    return f"**{match['words']}**{match['after']}" if opens and label else match["words"] + match["after"]
