"""A line of the audit log -> what was done, in words: the deed, the document or account with its
page, what was before and after.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.staff.audit import Line
from pressroom.assistant.web.desk.drafts.forms import said
from pressroom.assistant.web.desk.pages import document_page
from pressroom.corpus.drafts.draft import STATES
from pressroom.corpus.drafts.edits import from_row
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.normalise import fold

# Every action that is written into the log, as a filter offers them; a test compares them with the
# code and with the texts.
ACTIONS = {
    "document": ("add", "publish", "correct", "reopen", "withdraw", "restore"),
    "draft": (
        "edit",
        "undo",
        "ready",
        "sent_back",
        "schedule",
        "not_published",
        "own",
        "rebase",
        "discarded",
    ),
    "question": ("assign", "out_of_scope", "reopen"),
    "staff": ("add", "role", "password", "disable", "enable", "unlock"),
    "token": ("add", "revoke", "refused", "forbidden"),
    "sign-in": ("", "failed", "busy"),
    "sign-out": ("",),
    "password": ("change", "refused"),
    "refused": ("session", "foreign", "role", "proxy", "size"),
    "retention": ("announce", "delete"),
    "audit": ("export",),
    "insight": ("export",),
}
_OF_NOTHING = ("sign-in", "sign-out", "retention.delete", "retention.announce")
_TIMES = ("at", "publish_at", "expires")
_KEPT_BACK = (
    "edit",
    "revision",
    "draft",
)  # parts of a record that tell a reader of the page nothing


@dataclass(frozen=True, slots=True)
class Deed:
    """`words` say what was done, `thing` to what or whom; `url` is its page. `before` and `after`
    are facts in words.
    """

    line: Line
    words: str
    thing: str
    url: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]


def deeds(
    lines: list[Line], desk: Desk, t: Mapping[str, str], when: Callable[[str], str]
) -> list[Deed]:
    """In the language of `t`; `when` writes a time."""
    documents = {entry.id: entry.title for entry in desk.library.entries()}
    drafts = {draft.id: draft.title for draft in desk.drafts.listed(STATES)}
    return [
        _deed(line, partial(_thing, documents=documents, drafts=drafts), t, when) for line in lines
    ]


def meant(words: str, desk: Desk) -> list[str]:
    """The ids of the documents and drafts in whose title or id these words stand: under ids they
    are in the log.
    """
    wanted = fold(words.strip())
    if not wanted:
        return []
    documents = [
        entry.id for entry in desk.library.entries() if wanted in fold(f"{entry.title} {entry.id}")
    ]
    drafts = [
        draft.id
        for draft in desk.drafts.listed(STATES)
        if wanted in fold(draft.title) or draft.document_id in documents
    ]
    return [*documents, *drafts]


def actions(t: Mapping[str, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(beginning, name, [(action, words)]) of each group of actions."""
    full = {
        group: [f"{group}.{action}" if action else group for action in own]
        for group, own in ACTIONS.items()
    }
    return [
        (group, t[f"deeds_{_key(group)}"], [(action, _words(action, t)) for action in own])
        for group, own in full.items()
    ]


def _deed(
    line: Line,
    thing: Callable[[Line], tuple[str, str | None]],
    t: Mapping[str, str],
    when: Callable[[str], str],
) -> Deed:
    name, url = thing(line)
    return Deed(
        line,
        _words(line.action, t),
        name,
        url,
        _facts(line.before, t, when),
        _facts(line.after, t, when),
    )


def _thing(
    line: Line, *, documents: Mapping[str, str], drafts: Mapping[str, str]
) -> tuple[str, str | None]:
    """What the reader knows it as, and where it is seen."""
    if line.action.startswith("document.") and line.what in documents:
        return documents[line.what], document_page(line.what)
    if line.action.startswith("draft.") and line.what in drafts:
        return drafts[line.what], f"/desk/drafts/{line.what}"
    return ("" if line.action in _OF_NOTHING else line.what), None


def _facts(record: str | None, t: Mapping[str, str], when: Callable[[str], str]) -> tuple[str, ...]:
    """A record as the log keeps it, in words; one that was cut, or that is of another shape, as it
    is.
    """
    try:
        value = json.loads(record) if record else None
    except ValueError:
        return (str(record),)
    return _told(value, t, when)


def _told(value: Any, t: Mapping[str, str], when: Callable[[str], str]) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(fact for one in value for fact in _told(one, t, when))
    if not isinstance(value, dict):
        return () if value is None else (_value("", value, t, when),)
    try:
        return (said(from_row(value), t),)
    except LibraryError:
        shown = {
            key: one
            for key, one in value.items()
            if key not in _KEPT_BACK and one not in (None, "")
        }
        return tuple(
            t["fact"].format(name=t.get(f"fact_{key}", key), value=_value(key, one, t, when))
            for key, one in shown.items()
        )


def _value(key: str, value: Any, t: Mapping[str, str], when: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return t["yes" if value else "no"]
    words = str(value)
    if key in _TIMES:
        return _time(words, when)
    if key == "role":
        return re.split("[:：]", t.get(f"role_{words}", words))[
            0
        ]  # its name, without what it may do
    if key in ("", "state", "outcome", "became", "kind", "field", "session"):
        return t.get(f"{key or 'state'}_{words.replace(', ', '_').replace(' ', '_')}", words)
    return words


def _time(words: str, when: Callable[[str], str]) -> str:
    try:
        return when(words)
    except ValueError:
        return words


def _words(action: str, t: Mapping[str, str]) -> str:
    return t.get(f"deed_{_key(action)}", action)


def _key(action: str) -> str:
    return action.replace(".", "_").replace("-", "_")
