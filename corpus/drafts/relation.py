"""A document that comes in -> what it is to the library: new, there already, or another version of
one that is there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from pressroom.corpus.drafts.difference import share_in_common
from pressroom.corpus.library.library import Entry, Library
from pressroom.corpus.library.stored import fingerprint
from pressroom.corpus.normalise import fold
from pressroom.corpus.transcript import Transcript

Kind = Literal["new", "same", "older", "version"]
# of the shorter text, under one date: two conferences of a day share greetings, not paragraphs
_SAME_EVENT = 0.25
_SAME_TEXT = 0.6  # of the shorter text, whatever title and date say


@dataclass(frozen=True, slots=True)
class Relation:
    """`same`: its text is that of the current version of `document_id`; `older`: of an earlier one;
    `version`: it is about the same event with a changed text. `share`: how much of the shorter text
    stands in both, 0 to 1.
    """

    kind: Kind
    document_id: str | None = None
    version: int | None = None
    withdrawn: bool = False
    share: float = 0.0


def relation_of(transcript: Transcript, library: Library) -> Relation:
    """By text first, then by event: id, title and date, and how many paragraphs are the same."""
    entries = {entry.id: entry for entry in library.entries()}
    if same := library.with_words(fingerprint(transcript.text)):
        document_id, version = next(
            ((name, n) for name, n in same if entries[name].version == n), same[0]
        )
        entry = entries[document_id]
        return Relation(
            "same" if entry.version == version else "older",
            document_id,
            version,
            bool(entry.withdrawn_at),
            1.0,
        )
    best = max(
        (
            _compared(transcript, entry, library)
            for entry in entries.values()
            if _may_be(transcript, entry)
        ),
        key=_share,
        default=None,
    )
    return best if best and best.kind != "new" else Relation("new")


def free_id(wanted: str, library: Library, *, taken: Collection[str] = ()) -> str:
    """The id itself, or with the first number behind it under which there is no document and that
    is not `taken`.
    """
    number, found = 2, wanted
    while found in taken or library.newest_version(found):
        found, number = f"{wanted[:110]}-{number}", number + 1
    return found


def _share(relation: Relation) -> float:
    return relation.share


def _may_be(transcript: Transcript, entry: Entry) -> bool:
    return (
        entry.id == transcript.id
        or _titled_alike(transcript, entry)
        or (transcript.date is not None and entry.date == transcript.date)
    )


def _titled_alike(transcript: Transcript, entry: Entry) -> bool:
    return "".join(fold(entry.title).split()) == "".join(fold(transcript.title).split())


def _compared(transcript: Transcript, entry: Entry, library: Library) -> Relation:
    share = share_in_common(library.get(entry.id, entry.version).text, transcript.text)
    same_day = entry.date is not None and entry.date == transcript.date
    is_version = share >= (_SAME_EVENT if same_day else _SAME_TEXT) or (
        same_day and _titled_alike(transcript, entry)
    )
    kind: Kind = "version" if is_version else "new"
    return Relation(kind, entry.id, entry.version, bool(entry.withdrawn_at), share)
