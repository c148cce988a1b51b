"""Settings -> how the press office itself is reached, kept in the library; library -> what is said
of it where nothing was answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.settings import Settings
from pressroom.corpus.library.library import Library

OFFICE = "/office"  # the page on which a question is sent to the office
_NOTE, _FORM = "office", "form"
# each with its text, and what a link to it begins with
_WAYS = {
    "phone": ("office_call", "tel:"),
    "email": ("office_write", "mailto:"),
    "url": ("office_site", ""),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to the office: what is said, and where it leads."""

    words: str
    href: str


def keep_office(library: Library, settings: Settings) -> None:
    """Every door says the same of the office, whichever process opened it."""
    told = json.dumps(ways_in(settings))
    if (library.get_note(_NOTE) or "{}") != told:
        library.set_note(_NOTE, told)


def contacts(library: Library, words: Tongue) -> tuple[Contact, ...]:
    """The ways that are set, in the reader's language."""
    return contacts_in(json.loads(library.get_note(_NOTE) or "{}"), words)


def sending(library: Library, words: Tongue, answer_id: str | None) -> tuple[Contact, ...]:
    """The page on which the question of an answer is sent to the office, where staff allow it."""
    if not takes_questions(library):
        return ()
    href = f"{OFFICE}?answer={answer_id}" if answer_id else OFFICE
    return (Contact(words.t["office_ask"], href),)


def takes_questions(library: Library) -> bool:
    """Whether staff allow that questions are sent to the office."""
    return _FORM in json.loads(library.get_note(_NOTE) or "{}")


def ways_in(settings: Settings) -> dict[str, str]:
    """What is set, by its name."""
    ways = {
        "phone": settings.office_phone,
        "email": settings.office_email,
        "url": settings.office_url,
    }
    form = {_FORM: OFFICE} if settings.ask_office else {}
    return {name: way for name, way in ways.items() if way} | form


def contacts_in(ways: Mapping[str, str], words: Tongue) -> tuple[Contact, ...]:
    return tuple(
        Contact(words.say(text, words=ways[name]), begins + ways[name].replace(" ", ""))
        for name, (text, begins) in _WAYS.items()
        if name in ways
    )
