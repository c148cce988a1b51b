"""Answer and library -> what is said around the quotes, in the citizen's language: the reason of a refusal, small talk, coverage."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer
from assistant.rows import document_url
from assistant.tongue import Tongue, tongue
from corpus.library import Library

_NEWEST = 5
_COVERED = {"not_found": "coverage", "declined": "coverage_private", "hello": "opening", "can": "opening", "who": "opening"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the library, for a person to open."""

    title: str
    date: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """`words` come first, then `coverage` and `documents`; `notes` say what was done to the question."""

    words: str | None
    coverage: str | None = None
    documents: tuple[Listed, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        listed = [f"- {document.title} ({document.date or '?'})" for document in self.documents]
        return "\n".join(filter(None, [*self.notes, self.words, *listed, self.coverage]))


def reply_to(answer: Answer, library: Library, language: str | None = None) -> Reply:
    """What the assistant itself says with this answer, by default in the question's language; nothing but notes beside a full one."""
    words = tongue(language or answer.question.language)
    t = words.t
    stripped = answer.question.stripped
    notes = (t["stripped"].format(count=stripped),) if stripped else ()
    if answer.status == "answered":
        return Reply(None, notes=notes)
    key = answer.reply or answer.status
    listed = tuple(_newest(library)) if answer.reply == "documents" else ()
    covered = _COVERED.get(key) or _COVERED.get(answer.status)
    if answer.reply == "documents":
        covered = "coverage_private"
    return Reply(t.get(key), _coverage(library, words, covered), listed, notes)


def _coverage(library: Library, words: Tongue, key: str | None) -> str | None:
    """The text with how many documents there are, and from when to when; None for an empty library."""
    count, first, last = library.coverage() if key else (0, None, None)
    if not key or not count:
        return None
    return words.say(key, count=words.number(count), first=words.day(first) or "?", last=words.day(last) or "?")


def _newest(library: Library) -> list[Listed]:
    entries = [entry for entry in library.entries() if not entry.withdrawn_at]
    return [Listed(entry.title, entry.date, document_url(entry.id)) for entry in entries[:_NEWEST]]
