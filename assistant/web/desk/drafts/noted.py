"""A note of a reader, and why a line was left out -> the same in the language of the desk.

Readers tell what they did in English, for whoever reads a log; what they tell is of a few kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOTES = (
    (re.compile(r"left out, numbers of lines: (?P<n>\d+)"), "note_lines"),
    (re.compile(r"left out, (?P<why>[^:]+): (?P<words>.+)", re.S), "note_left"),
    (re.compile(r"no text on page (?P<pages>[^:]+):"), "note_no_text"),
    (re.compile(r"named (?P<name>.+), but the content is"), "note_named"),
    (re.compile(r"encoding: (?P<encoding>.+?) \("), "note_encoding"),
    (re.compile(r"(?P<n>\d+) characters were lost"), "note_lost"),
    (re.compile(r"title set above the text"), "note_title"),
    (re.compile(r"from front matter: (?P<fields>.+)"), "note_fields"),
    (re.compile(r"pasted"), "note_pasted"),
    (re.compile(r"date left out: (?P<words>.+) is not a date"), "note_no_date"),
    (re.compile(r"date (?P<day>\S+) read from (?P<words>.+)"), "note_date"),
)
_MORE = re.compile(r" · and (?P<n>\d+) more$")
# what is left out of a document, by the kind of reason
_REASONS = {
    "page head": "why_head",
    "page foot": "why_foot",
    "footnote": "why_footnote",
    "endnote": "why_footnote",
    "mark of a footnote": "why_footnote",
    "comment": "why_comment",
    "remark of the minutes": "why_comment",
    "notes of the presenter": "why_comment",
    "note in the subtitles": "why_comment",
    "hidden text": "why_hidden",
    "tracked deletion": "why_deleted",
    "moved text at its old place": "why_deleted",
    "struck through": "why_deleted",
    "deleted table row": "why_deleted",
    "gap": "why_deleted",
    "link": "why_link",
    "link alone on its line": "why_link",
    "beside the main text": "why_page",
    "furniture of the page": "why_page",
    "navigation of the page": "why_page",
    "a line of the page": "why_page",
    "the kind of text": "why_page",
    "attachment": "why_attachment",
    "head of a table": "why_table",
    "other column of a table of speakers": "why_table",
    "turned words in a margin": "why_margin",
    "a line of signs": "why_signs",
    "a mark of the end": "why_signs",
}


def note_text(note: str, t: Mapping[str, str]) -> str:
    for pattern, key in _NOTES:
        if match := pattern.match(note):
            values = match.groupdict()
            if "why" in values:
                values["why"] = reason_text(values["why"], t)
            if "words" in values:
                values["words"] = _MORE.sub(
                    lambda more: " · " + t["note_more"].format(n=more["n"]), values["words"]
                )
            return t[key].format(**values)
    return note


def reason_text(why: str, t: Mapping[str, str]) -> str:
    key = "why_hidden" if why.startswith("hidden sheet") else _REASONS.get(why)
    return t[key] if key else why
