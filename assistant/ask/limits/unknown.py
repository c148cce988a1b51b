"""A part of a question that limits it to a body, speaker or document that the library does not have
-> which of them there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pressroom.assistant.ask.inquiry import titles_in
from pressroom.assistant.languages.notes import Choice, Note
from pressroom.corpus.library.catalogue import Shelf
from pressroom.corpus.normalise import fold
from pressroom.corpus.parse.words.bodies import body_of
from pressroom.corpus.parse.words.names import PERSON
from pressroom.corpus.parse.words.offices import TITLE_NOUNS
from pressroom.corpus.transcript import Speaker

Kind = Literal["body", "speaker", "document"]

_CHOICES = 5
_ONLY = re.compile(
    r"^\W*(?:(?:请)?(?:[只仅就][看查找]|[只仅]限)(?:于|来自)?|(?:only|just|solo|sólo|solamente|"
    r"únicamente|seulement|uniquement|только|فقط|chỉ|nur|só|apenas|somente)\s"
    r"(?:(?:from|by|of|in|the|del?|la|el|los|las|du|des|le|les|von|vom|das|die|der|do|da|от|из|من|"
    r"của|from the)\s)*)(?P<before>.+?)"
    r"(?:(?:局长|主任)?(?:说|讲|回答|发布)的|的(?:发言|回答|资料|发布会|内容|"
    r"文件)?)?[\s,，。.!！?？;；:：)）]*$|"
    r"^\W*(?P<after>.+?)(?:\s?(?:のみ|だけ)|만(?: 보기)?)[\s,，。.!！?？;；:：)）]*$",
    re.I,
)
_NAMED = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.’'\-]*(?: (?:of|for|and|the|on|[A-Z][\w.’'\-]*))*")
_BODY = re.compile(
    r"(?:ministerio|oficina|departamento|consejo|secretaría|ministère|bureau|direction|préfecture|"
    r"ministerium|(?<!\w)amt|behörde|ministério|secretaria|"
    r"министерство|управление|департамент|комитет|وزارة|هيئة|مكتب|دائرة|"
    r"(?:^|\s)(?:bộ|sở|cục|ủy ban)\s|[省庁局部課]$|[부청국처]$)",
    re.I,
)
_HAN_NAME = re.compile(rf"{PERSON}(?:{TITLE_NOUNS})?")
_LATIN_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.’'\-]+(?: [A-ZÁÉÍÓÚÑ][\w.’'\-]+){1,2}")


@dataclass(frozen=True, slots=True)
class Unknown:
    """`name` as the citizen typed it, in the `part` of the question that says `only`."""

    kind: Kind
    name: str
    part: str


def unknown_in(part: str) -> Unknown | None:
    """None where the part limits nothing, or nothing that has the form of such a name. It was not
    found to name one of the library.
    """
    found = _ONLY.search(part)
    name = (found["before"] or found["after"]).strip(" ，,。？?") if found else ""
    if titles := titles_in(name):
        return (
            Unknown("document", titles[0], part)
            if fold(name).strip("《》“”「」") == fold(titles[0])
            else None
        )
    if name.isascii() and not _NAMED.fullmatch(name):
        return None
    if body_of(Speaker(name="", title=name)) in (
        name,
        name.split(" of ")[0],
        name.split(" of ")[-1],
    ) or _BODY.search(name):
        return Unknown("body", name, part)
    return (
        Unknown("speaker", name, part)
        if _HAN_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name)
        else None
    )


def asked_back(unknown: Unknown, words: str, shelf: Shelf) -> tuple[Note, tuple[Choice, ...]]:
    """That it is not there, and what is, the nearest first; each choice is the question with that
    in its place.
    """
    there: Sequence[str] = {
        "body": shelf.bodies,
        "speaker": list(shelf.officials),
        "document": list(dict.fromkeys(card.title for card in shelf.cards)),
    }[unknown.kind]
    ordered = sorted(there, key=lambda name: _nearness(unknown.name, name), reverse=True)[:_CHOICES]
    choices = [
        Choice(name, f"{words} {unknown.part.replace(unknown.name, name).strip()}".strip())
        for name in ordered
    ]
    return Note(f"no_such_{unknown.kind}", words=unknown.name), tuple(choices)


def _nearness(one: str, other: str) -> tuple[float, float]:
    """How much of the shorter stands in the other, in its order, and of both."""
    matcher = SequenceMatcher(None, fold(one), fold(other), autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(1, min(len(one), len(other))), matcher.ratio()
