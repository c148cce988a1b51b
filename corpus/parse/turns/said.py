"""A label and the words that it opens -> who says them, and whether they ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pressroom.corpus.parse.labels.evidence import is_paper
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.words.names import without_address
from pressroom.corpus.parse.words.offices import has_title
from pressroom.corpus.parse.words.roles import uncounted
from pressroom.corpus.transcript import Speaker

_ASKS = re.compile(r"[?？؟]|[かの]。?$|니까\.?$")


@dataclass(frozen=True, slots=True)
class Said:
    """What one label opens: its words, who that is, and whether an office is known of them."""

    label: Label | None
    words: str
    who: str | None
    is_official: bool = False


def said_of(label: Label | None, words: str, people: Mapping[str | None, Speaker]) -> Said:
    """`people`: label words -> speaker, as the document tells them."""
    speaker = people.get(label.words) if label else None
    if label is None or speaker is None:
        return Said(label, words, speaker.name if speaker and label else None)
    is_official = speaker.title is not None or has_title(label.words)
    return Said(label, words, without_address(speaker.name), is_official)


def is_question(turn: Said, asking: AbstractSet[str]) -> bool:
    """Whether the label asks; `asking`: who does although no label says so."""
    assert turn.label is not None
    role = turn.label.role
    if role == "audience":
        return asks(turn.words)
    is_asking = role in ("question", "follow_up", "reporter", "press")
    return is_asking or is_paper(turn.label.words) or turn.who in asking


def asks(words: str) -> bool:
    """Whether the words have a question anywhere."""
    return bool(_ASKS.search(words))


def ends_in_question(words: str) -> bool:
    """Whether a question is what they end with, in quotation marks or not."""
    return asks(words.rstrip("”」』\"' ")[-3:])


def is_numbered(turn: Said) -> bool:
    """Whether the label has the number of a question, as `Q13 Chair` has."""
    if turn.label is None or turn.label.role == "answer":
        return False
    return uncounted(turn.label.words) != turn.label.words
