"""Answer and library -> what is said around the quotes, in the citizen's language: the reason of a
refusal, small talk, coverage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pressroom.assistant.ask.question import Question
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.languages.notes import Choice, said
from pressroom.assistant.languages.tongue import Tongue, tongue
from pressroom.assistant.say.office import Contact, contacts, sending
from pressroom.assistant.say.rows import document_url
from pressroom.corpus.library.library import Entry, Library

_NEWEST, _MOST = 5, 1000
# what leads to the office itself, where it says how, and what may be sent to it
_LEADS_ON, _MAY_BE_SENT = ("not_found", "partly", "declined"), ("not_found", "partly")
_COVERED = {
    "not_found": "coverage",
    "declined": "coverage_private",
    "hello": "opening",
    "can": "opening",
    "who": "opening",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the library, for a person to open."""

    title: str
    date: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """`notes` say what was done to the question; then `lead`, what is said before the quotes, or
    `words` where there are none; `choices` are what may be asked instead, `coverage` and
    `documents` what there is, `contact` how the office itself is reached.
    """

    words: str | None
    coverage: str | None = None
    documents: tuple[Listed, ...] = ()
    notes: tuple[str, ...] = ()
    lead: str | None = None
    choices: tuple[Choice, ...] = ()
    contact: tuple[Contact, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        listed = [f"- {document.title} ({document.date or '?'})" for document in self.documents]
        asked = [
            f"- {choice.label}{f' ({choice.day})' if choice.day else ''}" for choice in self.choices
        ]
        reached = [one.words for one in self.contact if not one.href.startswith("/")]
        return "\n".join(
            filter(
                None, [*self.notes, self.lead, self.words, *asked, *listed, self.coverage, *reached]
            )
        )


def reply_to(answer: Answer, library: Library, language: str | None = None) -> Reply:
    """What the assistant itself says with this answer, by default in the question's language."""
    words = tongue(language or answer.question.language)
    t = words.t
    stripped = answer.question.stripped
    notes = (*((t["stripped"].format(count=stripped),) if stripped else ()), *lacks(answer, words))
    lead = said(answer.note, words) if answer.note else None
    contact = ways_on(answer.status, library, words, answer.id)
    if answer.sentences:
        return Reply(None, notes=notes, lead=lead, contact=contact)
    if answer.choices:
        return Reply(lead or t["clarify"], notes=notes, choices=answer.choices)
    key = answer.reply or answer.status
    if answer.reply == "documents":
        return replace(_documents(library, words, answer.question), notes=notes)
    covered = _COVERED.get(key) or _COVERED.get(answer.status)
    if answer.status == "not_found" and not answer.is_noted:
        covered = "coverage_private"  # that it was noted is said only where it was
    told = _coverage(library, words, covered)
    return Reply(t.get(key), told, notes=notes, lead=lead, contact=contact)


def ways_on(
    status: str, library: Library, words: Tongue, answer_id: str | None
) -> tuple[Contact, ...]:
    """How the office is reached where an answer is none, or not the whole one."""
    ways = contacts(library, words) if status in _LEADS_ON else ()
    sent = sending(library, words, answer_id) if status in _MAY_BE_SENT else ()
    return (*ways, *sent)


def lacks(answer: Answer, words: Tongue) -> tuple[str, ...]:
    """What the answer had to do without, for people."""
    texts = {"search": "not_whole", "writer": "without_model"}
    return tuple(words.t[texts[lack]] for lack in answer.lacking)


def _coverage(library: Library, words: Tongue, key: str | None) -> str | None:
    """The text with how many documents there are, and from when to when, or that there are none
    yet; None without a key.
    """
    if not key:
        return None
    count, first, last = library.coverage()
    if not count:
        return words.t["opening_empty"]
    documents = words.count("documents_n", count)
    return words.say(
        key,
        count=words.number(count),
        documents=documents,
        first=words.day(first) or "?",
        last=words.day(last) or "?",
    )


def _documents(library: Library, words: Tongue, question: Question) -> Reply:
    """What the library holds: all of the year that is named, else the newest."""
    coverage = _coverage(library, words, "coverage_private")
    if len(question.years) != 1:
        return Reply(words.t["documents"], coverage, _listed(library.newest(_NEWEST)))
    year = question.years[0]
    found = library.newest(_MOST, since=f"{year}-01-01", until=f"{year}-12-31")
    said = words.say(
        "documents_of", year=words.year(str(year)), documents=words.count("documents_n", len(found))
    )
    return Reply(said, coverage, _listed(found))


def _listed(entries: Iterable[Entry]) -> tuple[Listed, ...]:
    return tuple(Listed(entry.title, entry.date, document_url(entry.id)) for entry in entries)
